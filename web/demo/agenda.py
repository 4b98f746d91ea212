"""The page of a meeting and the page of one item."""

# ruff: noqa: E501 - the software's long lines of markup are kept whole, to be compared with real pages

from __future__ import annotations

import html

from web.demo.council import Document, Item, Meeting, SampleCouncil
from web.demo.labels import ENGLISH, Labels, heading, plain_date, when
from web.demo.markup import (
    actions,
    attribute,
    document_path,
    field,
    file_size,
    label,
    link,
    meta,
    shell,
    titles,
)
from web.demo.word import BREAK, KEPT, cut, word_block


def meeting_page(council: SampleCouncil, meeting: Meeting, labels: Labels = ENGLISH) -> str:
    """Return the page of a meeting: what exists of it, where it is held, and a row for each item."""
    items = meeting.welsh if labels.lang == "cy" and meeting.welsh else meeting.items
    h1, board = heading(labels, meeting), meeting.board
    note = (
        f", {meeting.status.upper()}" if meeting.status in ("cancelled", "rescheduled", "adjourned") else ""
    )
    told = label(f"{board.name} - ") + label(when(meeting, labels)).replace("&#58;", ":") + note
    title = f"{h1} for {board.name} on {when(meeting)}"
    body = titles(h1, link(f"mgCommitteeDetails.aspx?ID={board.id}", told, f"Link to {board.name}"))
    body += actions(_meeting_links(meeting, labels)) + '<div class="mgContent" >\n' + _place(meeting, labels)
    body += _table(meeting, items, labels) if items else f"\t\t\t\t\t\t    <p>{labels.nothing}</p>\n"
    head = meta(title, meeting.date, meeting.created, meeting.modified)
    return shell(council, title, body + "</div>\n", head, labels.lang)


def item_page(council: SampleCouncil, meeting: Meeting, item: Item, labels: Labels = ENGLISH) -> str:
    """Return an item whole; such a page names neither its meeting nor its number."""
    body = titles(labels.agenda_item, label(item.title)) + '<div class="mgContent" >\n'
    body += _text(item, labels)
    if item.minutes:
        body += f'<p class="mgSubItemTitleTxt">{labels.minutes}</p>\n' + word_block(item.minutes)
    if item.documents:
        body += f'<p class="mgSubItemTitleTxt">{labels.supporting}</p>\n' + _documents(
            item, item.documents, labels
        )
    return shell(
        council,
        f"{labels.agenda_item} - {item.title}",
        body + "</div>\n",
        meta(item.title, meeting.date),
        labels.lang,
    )


def printed(meeting: Meeting, kind: str) -> str:
    """Return the file name of a printed agenda, decisions or minutes: full of spaces."""
    at = f"{meeting.time:%H.%M}"
    return f"{kind} {meeting.date:%A %d-%b-%Y} {at} {meeting.board.name.replace('&', 'and')}.pdf"


def _meeting_links(meeting: Meeting, labels: Labels) -> list[str]:
    name = f"{meeting.board.name} {when(meeting)}"
    rows = [
        link(
            f"mgMeetingAttendance.aspx?ID={meeting.id}",
            labels.attendance,
            f"Link to attendance details for the meeting of {name}",
        )
    ]
    if meeting.welsh:
        rows.append(link(f"ieListDocuments.aspx?CId={meeting.board.id}&MId={meeting.id}&LLL=1", "Cymraeg"))
    files = []
    if meeting.stage:
        files.append(("Agenda frontsheet", "Agenda frontsheet", 0))
    if any(item.decision for item in meeting.items):
        files.append(("Printed decisions", "Decisions", 2))
    if meeting.stage == "draft minutes":
        files.append(("Printed draft minutes", "Printed draft minutes", 1))
    if meeting.stage == "minutes":
        files.append(("Printed minutes", "Printed minutes", 1))
    for text, kind, number in files:
        size = '<span  class="mgFileSize" ><img src="mgimages/logo-pdf-1.gif" alt="" /> PDF 111 KB</span>'
        path = f"documents/g{meeting.agenda_id}/{printed(meeting, kind)}?T={number}"
        rows.append(
            f'<a  href="{path}"   title="{attribute(f"Link to {text.lower()} pdf file")}">{text}\n\t\t\t{size} </a>\n'
        )
    if meeting.stage:
        rows.append(
            link(
                f"mgChooseDocPack.aspx?ID={meeting.agenda_id}",
                "Agenda reports pack",
                "Link to agenda reports document pack",
            )
        )
    return rows


def _place(meeting: Meeting, labels: Labels) -> str:
    officer = meeting.board.contact
    name = labels.proposed_venue if meeting.status in ("cancelled", "upcoming") else labels.venue
    directions = link(
        "mgLocationDetails.aspx?RID=1", " View directions", f"Link to directions to {meeting.venue}"
    )
    mail = f'Email: &nbsp;<a href="mailto:{officer.email}">{officer.email}</a>'
    told = f"{officer.name}&nbsp; \n\t\tTel: {officer.telephone} / {mail}\n\t\t\n\t\t"
    moved = ""
    if meeting.moved_from:
        moved = field("Note: ", f"This meeting was first called for {plain_date(meeting.moved_from)}.")
    return field(name, f"{label(meeting.venue)}. {directions}") + "\t\t" + field(labels.contact, told) + moved


def _table(meeting: Meeting, items: tuple[Item, ...], labels: Labels) -> str:
    rows = "".join(_row(meeting, item, labels) for item in items)
    return f"""\t\t<table class="mgItemTable"  summary="Table of agenda items" id="mgItemTable">
\t\t<caption  class="mgSectionTitle" >{labels.items}</caption>

     <tr>

            <th class="mgHide" abbr="No" scope="col">{labels.number}</th>
            <th class="mgHide" abbr="Item" scope="col">{labels.item}</th>
    </tr>

{rows}\t\t</table>
"""


def _row(meeting: Meeting, item: Item, labels: Labels) -> str:
    parts = [_title(item, labels), _item_links(item), _text(item, labels, extra=True)]
    parts += [_minutes(meeting, item, labels), _votes(meeting, item)]
    cell = "".join(parts)
    return f"""\t\t<tr>

\t\t\t<td  class="mgItemNumberCell" ><p  class="mgAiTitleTxt" ><a name="AI{item.id}" aria-disabled="true"></a>{item.number}</p></td>
\t\t\t\t
\t\t<td >\t\t\t

{cell}\t\t\t\t\t
        </td>
\t\t</tr>
\t\t
"""


def _title(item: Item, labels: Labels) -> str:
    if not item.documents:
        return f'\t\t\t\t\t<p  class="mgAiTitleTxt" >{label(item.title)}</p>\n'
    document = item.documents[0]
    told = attribute(f"Link to document '{item.title}' pdf file")
    return (
        f'\t\t\t\t\t<p  class="mgAiTitleTxt" ><a  class="mgAiTitleLnk"   href="{document_path(document)}"    \n'
        f'\t\t\t\t\ttitle="{told}">{label(item.title)} {file_size(document.size, labels)} </a></p>\n'
    )


def _item_links(item: Item) -> str:
    rows = []
    if item.issue:
        rows.append(
            link(
                f"mgIssueHistoryHome.aspx?IId={item.issue}&Opt=0",
                f"View the background to item {item.number}",
            )
        )
    if item.reference:
        rows.append(
            link(f"ieDecisionDetails.aspx?AIId={item.id}", f"View the decision for item {item.number}")
        )
    if not rows:
        return ""
    return '<ul  class="mgActionList" >\n' + "".join(f"<li>{r}</li>\n" for r in rows) + "</ul>\n"


def _text(item: Item, labels: Labels, *, extra: bool = False) -> str:
    text = word_block(item.agenda) if item.agenda else ""
    if extra and len(item.documents) > 1:
        text += f'<p class="mgSubItemTitleTxt">{labels.additional}</p>\n' + _documents(
            item, item.documents[1:], labels
        )
    if item.decision:
        text += f'<p class="mgSubItemTitleTxt">{labels.decision}</p>\n\t\t\t\t' + word_block(item.decision)
    return text


def _minutes(meeting: Meeting, item: Item, labels: Labels) -> str:
    if not item.minutes:
        return ""
    shown, dropped = cut(item.minutes)
    tail = _view_full(item, labels) if dropped or meeting.board.links_every_item else ""
    return f'<p class="mgSubItemTitleTxt">{labels.minutes}</p>\n' + word_block(shown, tail)


def _view_full(item: Item, labels: Labels) -> str:
    told = f"Link to view the full item text for item {item.number}, {item.title}"
    title = html.escape(told).replace(" ", KEPT)
    words = labels.view_full.format(number=item.number)
    return f' &nbsp;...&nbsp; <a href={BREAK}"mgAi.aspx?ID={item.id}" title={BREAK}"{title}"> {words}</a>'


def _documents(item: Item, documents: tuple[Document, ...], labels: Labels) -> str:
    rows = []
    for d in documents:
        told = f"Link to document &#39;{label(d.title)}&#39; pdf file"
        noise = f'<span  class="mgHide" >, {labels.item.lower()} {item.number}</span>'
        rows.append(
            f'\t\t\t\t\t\t    <li>\n\t\t\t\t\t\t    <a  href="{document_path(d)}"   title="{told}">{label(d.title)} {noise}\n'
            f"\t\t\t\t\t\t    {file_size(d.size, labels)} </a>  </li>\n"
        )
    return '\n<ul  class="mgBulletList" >\n' + "".join(rows) + "\n</ul>\n"


def _votes(meeting: Meeting, item: Item) -> str:
    if not item.votes:
        return ""
    rows = ""
    for vote in item.votes:
        sign = "Positive" if vote.carried else "Negative"
        result = f"<img alt='' src='mgImages/motions/Motion{sign}.png' />{'Carried' if vote.carried else 'Rejected'}"
        rows += f"\t\t\t\t\t\t<tr>\n\t\t\t\t\t\t\t<td>{label(vote.title)}</td>\n\t\t\t\t\t\t\t<td>{vote.type}</td>\n"
        rows += f"\t\t\t\t\t\t\t<td>\n\t\t\t\t\t\t\t\n\t\t\t\t\t\t\t</td>\n\t\t\t\t\t\t\t<td>\n\t\t\t\t\t\t\t{result}\n\t\t\t\t\t\t\t</td>\n\t\t\t\t\t\t</tr>\t\n"
    heads = "".join(f'<th scope="col">{h}</th>' for h in ("Title", "Type", "Recorded Vote text", "Result"))
    more = link(
        f"mgListRecordedVotesShort.aspx?AIID={item.id}&MID={meeting.id}",
        "View Recorded Vote for this item",
        "Link to recorded votes for this item",
    )
    # The closing </th> without a row and the <li> outside a list are the software's own.
    return f"""\t\t\t\t\t<table  class="mgTableNoBorderFullWidth" >

\t\t\t\t\t\t<caption  class="mgSectionTitle" >Recorded Vote</caption>
\t\t\t\t\t\t<thead>

\t\t\t\t\t\t{heads}
\t\t\t\t\t\t</th>
{rows}
\t\t\t\t\t</table>

\t\t\t\t\t<li>{more}</li>  <!-- FB9901-->
"""
