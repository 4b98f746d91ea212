"""The pages that lead to meetings: the boards, one board, a board's meetings."""

# ruff: noqa: E501 - the software's long lines of markup are kept whole, to be compared with real pages

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby

from web.demo.council import Board, Line, Meeting, SampleCouncil
from web.demo.labels import clock, short_date, suffix
from web.demo.markup import actions, attribute, bullets, field, label, link, meta, shell, titles
from web.demo.word import word_block

PAGE = 15  # meetings on a page of a list


def board_list(council: SampleCouncil) -> str:
    """Return the boards by category, with the council's own malformed line above them."""
    # An `<li>` outside any list and an `<a>` closed as `</b>`: what a council types into its page's preamble.
    note = '\t\t\t<li><a href="ieDocSearch.aspx">Search for committees that no longer meet</b>\n'
    body = titles("Committee structure", note=note) + '<div class="mgContent" >\n\n'
    for category, boards in groupby(council.boards, key=lambda b: b.category):
        rows = [
            f'<a  href="mgCommitteeDetails.aspx?ID={b.id}"  title="{attribute("Link to details for " + b.name)}" >'
            f"{label(b.name)}</a>"
            for b in boards
        ]
        body += f'<h2 class="mgSectionTitle">{label(category)}</h2>\n' + bullets(rows)
    return shell(
        council, "Committee structure", body + "</div>\n", meta("Committee structure", council.today)
    )


def board_page(council: SampleCouncil, board: Board) -> str:
    """Return a board's purpose, members and contact."""
    links = [
        link(f"ieListMeetings.aspx?CommitteeId={board.id}", "Browse meetings and agendas for this committee", f"Link to meetings for {board.name}"),
        link(f"mgAttendanceSummary.aspx?RPID={board.id}", "View attendance statistics", f"Link to attendance statistics for {board.name}"),
    ]  # fmt: skip
    roles = ("(Chair)", "(Vice-Chair)")
    members = [
        link(
            f"mgUserInfo.aspx?UID={m.id}",
            f"Councillor {label(m.name)}",
            f"Link to user information for Councillor {m.name}",
        )
        + f"&nbsp; {label(roles[place]) if place < 2 else ''}&nbsp; "
        for place, m in enumerate(board.members)
    ]
    officer = board.contact
    told = f'{officer.name}.  Tel: {officer.telephone} / Email: &nbsp;<a href="mailto:{officer.email}">{officer.email}</a>'
    body = titles("Committee details", label(board.name)) + actions(links) + '<div class="mgContent" >\n'
    body += f'<link rel="alternate" type="application/rss+xml" title="modern.gov - What\'s new"  href="mgRss.aspx?CID={board.id}"  /> \n\n'
    body += '<h2 class="mgSectionTitle">Purpose of committee</h2>\n' + word_block(
        [Line(p) for p in board.purpose]
    )
    body += '<h2 class="mgSectionTitle">Membership<a name="#MEM"></a></h2>\n' + bullets(members)
    body += (
        '<h2 class="mgSectionTitle">Contact information</h2>\n'
        + field("Support officer: ", told)
        + "</div>\n"
    )
    return shell(council, f"Committee details - {board.name}", body, meta(board.name, council.today))


def meeting_list(council: SampleCouncil, board: Board, meetings: Sequence[Meeting]) -> str:
    """Return one page of a board's meetings, newest first, with links to the earlier and the later ones."""
    everything = council.of_board(board.id)
    pager = _pager(board, everything, meetings)
    rows = "".join(_row(board, m, odd=place % 2 == 1) for place, m in enumerate(reversed(meetings)))
    if not rows:
        rows = "<li>There are no meetings in this period</li>"
    body = titles(
        "Browse meetings",
        label(board.name),
        f"<p>This page lists the meetings for {label(board.name)}.</p>\n",
    )
    body += '\n\t<form method="post"  action="ieListMeetings.aspx"  id="FormYearSelect">\n'
    body += actions([_years(everything)]) + '<div class="mgContent" >\n<div class="mgList" >\n'
    body += f'\t <input type="hidden" name="hCommitteeId"  value="{board.id}" />\n{pager}\t<div  class="mgTableBorder" >\n'
    body += f'<ul  class="mgNonBulletTableList"  >{rows}</ul>\n\t</div>\n{pager}</div></div>\n</form>\n'
    return shell(
        council,
        f"Browse meetings - {board.name}",
        body,
        meta(f"Browse meetings - {board.name}", council.today),
    )


def page_of(meetings: Sequence[Meeting], newest: int) -> Sequence[Meeting]:
    """Return the page of a list that ends before index `newest`, in order of date."""
    return meetings[max(0, newest - PAGE) : newest]


def asked_meetings(meetings: Sequence[Meeting], query: dict[str, str]) -> Sequence[Meeting]:
    """Return the meetings that a list's address asks for: a year, those around a moment, or the newest."""
    year = query.get("year") or query.get("yearselect", "0")
    if year not in ("", "0"):
        return [m for m in meetings if str(m.date.year) == year]
    moment = query.get("d", "")
    if query.get("act", "").lower() == "earlier":
        return page_of(meetings, sum(_stamp(m) < moment for m in meetings))
    if query.get("act", "").lower() == "later":
        first = sum(_stamp(m) <= moment for m in meetings)
        return meetings[first : first + PAGE]
    return page_of(meetings, len(meetings))


def _stamp(meeting: Meeting) -> str:
    return f"{datetime.combine(meeting.date, meeting.time):%Y%m%d%H%M}"


def _pager(board: Board, everything: Sequence[Meeting], shown: Sequence[Meeting]) -> str:
    if not shown:
        return ""
    address = "ieListMeetings.aspx?Act={act}&amp;CId={board}&amp;D={moment}&amp;MD=ielistmeetings"
    first, last = shown[0], shown[-1]
    links = ""
    if everything[0] is not first:
        target = address.format(act="earlier", board=board.id, moment=_stamp(first))
        links += f"""\t\t\t<a   class="mgTableNextLnk"   href="{target}"  ><img src="mgimages/left5.gif" alt=""/>Earlier meetings</a><span class='mgLinkSep'>. </span>\n"""
    if everything[-1] is not last:
        target = address.format(act="later", board=board.id, moment=_stamp(last))
        links += f"""\t\t\t   <a   class="mgTableNextLnk"   href="{target}"  >Later meetings<img src="mgimages/right5.gif" alt=""/></a><span class='mgLinkSep'>. </span>\n"""
    return f"\t    <div  class='mgMeetingsEarlierLater' ><p>\n\n{links}\n         </p></div>\n"


def _years(meetings: Sequence[Meeting]) -> str:
    years = sorted({m.date.year for m in meetings})
    options = "".join(f'\t\t\t<option value="{y}">{y}</option>\n' for y in years)
    return (
        '<label for="YearSelect">Show meetings for the year: </label>\n\t\t<select\tsize="1" id="YearSelect" name="YearSelect" > \n'
        f'\t\t<option value="0"> </option>\n{options}\t\t</select>'
    )


def _row(board: Board, meeting: Meeting, *, odd: bool) -> str:
    told = attribute(f"Link to meeting details for {board.name} meeting of {short_date(meeting.date)}")
    return (
        f'<li  class="mgTable{"Odd" if odd else "Even"}Row" ><a  class="mgMeetingTableLnk"    '
        f'href="ieListDocuments.aspx?CId={board.id}&amp;MId={meeting.id}&amp;Ver=4"  title="{told}">'
        f"{short_date(meeting.date)}&nbsp;{clock(meeting.time).replace('.', '&#58;')}</a>{suffix(meeting)}</li>"
    )
