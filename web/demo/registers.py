"""Pages beside the meetings: decisions and their lists, issues, attendance, recorded votes, members."""

# ruff: noqa: E501 - the software's long lines of markup are kept whole, to be compared with real pages

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from web.demo.council import Item, Line, Meeting, OfficerDecision, SampleCouncil
from web.demo.labels import plain_date, slashed, when
from web.demo.markup import (
    actions,
    attribute,
    bullets,
    document_path,
    field,
    file_size,
    label,
    link,
    meta,
    shell,
    titles,
)
from web.demo.word import word_block

_IN_FORCE = '<span  class="mgPlanItemInForce" >Recommendations Approved</span>'


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the register of decisions: of a meeting's item, or an officer's alone."""

    address: str
    title: str
    reference: int
    decided: date
    published: date
    officer: bool = False


def register(council: SampleCouncil) -> Iterator[Entry]:
    """Return every decision of the register, in order of its reference."""
    for meeting, item in council_items(council):
        if item.reference:
            published = meeting.date + timedelta(days=2)
            address = f"ieDecisionDetails.aspx?ID={item.reference}"
            yield Entry(address, item.title, item.reference, meeting.date, published)
    for d in council.officer_decisions:
        yield Entry(
            f"ieDecisionDetails.aspx?ID={d.reference}", d.title, d.reference, d.decided, d.published, True
        )


def council_items(council: SampleCouncil) -> Iterator[tuple[Meeting, Item]]:
    """Return every item with its meeting."""
    for meeting in council.meetings:
        for item in meeting.items:
            yield meeting, item


def decision_page(council: SampleCouncil, meeting: Meeting, item: Item) -> str:
    """Return the register's page of a decision taken at a meeting."""
    body = titles("Decision details", label(item.title))
    if item.issue:
        address = f"mgIssueHistoryHome.aspx?IId={item.issue}&Opt=0"
        body += actions(
            [link(address, "Find out more about this issue", f"Link to issue history for {item.title}")]
        )
    body += (
        '<div class="mgContent" >\n'
        + field("Decision Maker: ", label(meeting.board.name))
        + field("Decision status: ", _IN_FORCE)
    )
    body += field("Is Key decision?: ", "Yes") + field("Is subject to call in?: ", "No")
    body += '<h3 class="mgSubSubTitleTxt">Decision:</h3>\n' + word_block(item.decision)
    body += _dates(meeting.date + timedelta(days=2), meeting.date)
    address = f"ieListDocuments.aspx?CId={meeting.board.id}&MID={meeting.id}"
    body += field(
        "Decided at meeting: ", link(address, f"{_numbered(meeting.date)} - {label(meeting.board.name)}")
    )
    if item.documents:
        rows = [
            f'<a  href="{document_path(d)}"   title="Link to file">{label(d.title)} {file_size(d.size)} </a>'
            for d in item.documents
        ]
        body += '<p class="mgLabel" >Accompanying Documents:</p>' + bullets(rows)
    return shell(council, f"Decision - {item.title}", body + "</div>\n", meta(item.title, meeting.date))


def officer_decision_page(council: SampleCouncil, decision: OfficerDecision) -> str:
    """Return the register's page of a decision that an officer took."""
    body = titles("Decision details", label(decision.title)) + '<div class="mgContent" >\n'
    body += field("Decision Maker: ", label(decision.maker)) + field("Decision status: ", _IN_FORCE)
    body += field("Is Key decision?: ", "Yes" if decision.key else "No") + field(
        "Is subject to call in?: ", "No"
    )
    body += '<h3 class="mgSubSubTitleTxt">Purpose:</h3>\n' + word_block([Line(decision.purpose)])
    body += '<h3 class="mgSubSubTitleTxt">Decision:</h3>\n' + word_block([Line(t) for t in decision.text])
    body += _dates(decision.published, decision.decided) + "</div>\n"
    return shell(council, f"Decision - {decision.title}", body, meta(decision.title, decision.published))


def decision_list(council: SampleCouncil, entries: Sequence[Entry]) -> str:
    """Return the register of decisions, or a part of it."""
    heads = "".join(
        f"<th abbr='{short}' data-placeholder='Enter&#32;date' scope='col'>{name}<!--{was}--></th>\n"
        for short, name, was in (
            ("Title", "Title", "Pending Key Decisions"),
            ("Published", "Date", "Date Made/Published"),
            ("Applies", "Effective from", "Date Decision Applies"),
            ("Call-ins", "Call-ins", "Status - No. of Call-Ins"),
        )
    )
    rows = "".join(
        f'<tr><td  class="mgMainTxt" >{_entry_link(e)}</td>'
        + "".join(
            f'<td  class="mgMainTxt" >{text}</td>'
            for text in (_numbered(e.published), _numbered(e.published), "Not for call-in")
        )
        + "</tr>\n"
        for e in entries
    )
    body = (
        titles("Decisions")
        + '<div class="mgContent" >\n<table class="mgTabTable tablesorter"  summary="Table of decision summary data">\n'
    )
    body += f"<caption  class=\"mgSectionTitle\" >Decisions published</caption>\n<thead class='mgFilterHeaderRow'><tr>\n{heads}</tr></thead><tbody>\n"
    return shell(
        council, "Decisions", f"{body}{rows}</tbody></table>\n</div>\n", meta("Decisions", council.today)
    )


def officer_list(council: SampleCouncil, entries: Sequence[Entry]) -> str:
    """Return the officers' decisions, or a part of them."""
    rows = "".join(
        f'<tr ><td  class="mgMainTxt" >{_entry_link(e)}</td>\n<td  class="mgMainTxt" >{_numbered(e.published)}</td>\n'
        '<!--<td  class="mgMainTxt" ></td>-->\n</tr>\n'
        for e in entries
    )
    body = (
        titles("Officer decisions")
        + '<div class="mgContent" >\n<table class="mgTabTable tablesorter"  summary="Table of decision summary data">\n'
    )
    body += '<caption  class="mgSectionTitle" >Officer decisions</caption>\n<thead><tr><th abbr="Title" scope="col">Title<!--Pending Key Decisions--></th>\n'
    body += f'<th abbr="Published" scope="col">Date<!--Date Made/Published--></th>\n</tr></thead><tbody>\n{rows}</tbody></table>\n</div>\n'
    return shell(council, "Officer decisions", body, meta("Officer decisions", council.today))


def issue_page(council: SampleCouncil, issue: int, *, whole: bool) -> str | None:
    """Return an issue's meetings; `whole` repeats the minutes of each, as ieIssueDetails does."""
    found = [(m, i) for m, i in council_items(council) if i.issue == issue]
    if not found:
        return None
    body = titles("Issue - meetings", label(found[-1][1].title)) + '<div class="mgContent" >\n'
    for meeting, item in found:
        told = f"{slashed(meeting.date)} - {meeting.board.name} (Item {item.number})"
        address = f"ieListDocuments.aspx?CId={meeting.board.id}&MId={meeting.id}#AI{item.id}"
        body += field("Meeting: ", link(address, label(told)))
        if whole and item.minutes:
            body += word_block(item.minutes)
    return shell(council, "Issue - meetings", body + "</div>\n", meta("Issue", council.today))


def attendance_page(council: SampleCouncil, meeting: Meeting) -> str:
    """Return who was at a meeting."""
    rows = "".join(
        f'<tr><td  class="mgMainTxt" >{_person(a.name, a.member)}</td><td  class="mgMainTxt" >{label(a.role)}</td>'
        f'<td  class="mgMainTxt" >{label(a.attendance)}</td></tr>\n'
        for a in meeting.attendance
    )
    title = f"{meeting.board.name} - {when(meeting)}"
    body = (
        titles("Attendance details", label(title))
        + '<div class="mgContent" >\n<table class="mgStatsTable"  summary="Table of attendance">\n'
    )
    body += '<caption  class="mgSectionTitle" >Attendance</caption>\n<tr><th scope="col">Attendee</th><th scope="col">Role</th><th scope="col">Attendance</th></tr>\n'
    return shell(council, "Attendance details", f"{body}{rows}</table>\n</div>\n", meta(title, meeting.date))


def votes_page(council: SampleCouncil, meeting: Meeting, item: Item) -> str:
    """Return how each member voted on an item."""
    body = titles("Recorded votes", label(item.title)) + '<div class="mgContent" >\n'
    for vote in item.votes:
        body += f'<h3 class="mgSubSubTitleTxt">{label(vote.title)}</h3>\n'
        body += field("Motion status: ", "Carried" if vote.carried else "Rejected")
        for name, members in (("For", vote.ayes), ("Against", vote.noes), ("Abstain", vote.abstained)):
            body += field(f"{name}: ", label(", ".join(members) or "None"))
    return shell(council, "Recorded votes", body + "</div>\n", meta(item.title, meeting.date))


def member_page(council: SampleCouncil, number: int) -> str | None:
    """Return a councillor's page."""
    found = {m.id: m for b in council.boards for m in b.members}.get(number)
    if found is None:
        return None
    body = titles("Councillor details", f"Councillor {label(found.name)}") + '<div class="mgUserSideBar" >\n'
    body += (
        field("Title: ", "Member of the Council")
        + field("Party: ", label(found.party))
        + field("Ward: ", label(found.ward))
    )
    boards = [
        link(f"mgCommitteeDetails.aspx?ID={b.id}", label(b.name))
        for b in council.boards
        if found in b.members
    ]
    body += (
        '</div>\n<div class="mgUserBody" >\n<h2 class="mgSectionTitle">Committee appointments</h2>\n'
        + bullets(boards)
        + "</div>\n"
    )
    return shell(council, f"Councillor {found.name}", body, meta(found.name, council.today))


def _dates(published: date, decided: date) -> str:
    return field("Publication date: ", _numbered(published)) + field("Date of decision: ", _numbered(decided))


def _numbered(day: date) -> str:
    return slashed(day).replace("/", "&#47;")


def _entry_link(entry: Entry) -> str:
    told = attribute(f"Link to decision details for {entry.title} ref: {entry.reference}")
    noise = f'<span  class="mgHide" > ref&#58; {entry.reference}</span>'
    return f'<a  href="{entry.address}"  title="{told}">{label(entry.title)}{noise}</a>'


def _person(name: str, member: int | None) -> str:
    return link(f"mgUserInfo.aspx?UID={member}", label(name)) if member else label(name)


def news_page(council: SampleCouncil) -> str:
    """Return what was published of late."""
    latest = sorted((m for m in council.meetings if m.modified), key=lambda m: m.modified or m.date)[-20:]
    rows = [
        link(
            f"ieListDocuments.aspx?CId={m.board.id}&MId={m.id}&Ver=4",
            label(f"{m.board.name}, {plain_date(m.date)}"),
        )
        for m in reversed(latest)
    ]
    return shell(
        council,
        "What's new",
        titles("What's new") + '<div class="mgContent" >' + bullets(rows) + "</div>\n",
        meta("What's new", council.today),
    )
