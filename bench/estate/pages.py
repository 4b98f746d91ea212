"""The pages of an invented council's site, in the software's markup without its ornaments."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from datetime import date

from bench.estate.chance import draw
from bench.estate.life import Shown
from bench.estate.plan import MEETINGS, Estate
from bench.estate.words import cut, person

PAGE = 15  # meetings on a page of a list
CLOCK = {"10:00 am": "1000", "2:00 pm": "1400", "6:30 pm": "1830", "7:00 pm": "1900"}
PRESENT = ("Present", "Present", "Present", "Present", "Apologies", "Present, virtually", "Absent")
NAVIGATION = "".join(
    f'<li><a href="mgNavigation{n}.aspx?bcr=1">Other things this council does, number {n}</a></li>'
    for n in range(60)
)
HEAD = (
    "<!DOCTYPE html><html lang='en'><head><meta charset='utf-8'><title>{title}</title>"
    '<meta name="DC.date" scheme="W3CDTF" content="{day}"/></head><body>'
    f"<ul>{NAVIGATION}</ul>"
    '<div id="modgov"><div class="mgHeader"><h1 class="mgMainTitleTxt">{title}</h1></div>'
    '<div class="mgSubTitle"><h2 class="mgSubTitleTxt">{line}</h2></div>{links}<div class="mgContent">'
)
FOOT = "</div></div><p>The council of an invented place.</p></body></html>"


def board_list(estate: Estate, on: date) -> bytes:
    """Return the page that lists the boards."""
    rows = "".join(
        f'<li><a href="mgCommitteeDetails.aspx?ID={board}">{estate.board_name(board)}</a></li>'
        for board in estate.board_ids()
    )
    body = f'<h2 class="mgSectionTitle">Committees</h2><ul class="mgBulletList">{rows}</ul>'
    return _page("Committee structure", "", on, body)


def meeting_list(estate: Estate, board: int, asked: Mapping[str, str], on: date) -> bytes:
    """Return the page of a board's meetings that is asked for: the newest, or those beside a moment."""
    listed = estate.listed(board, on)
    places = asked_places(estate, board, listed, asked, on)
    shown = [estate.sitting(board, place).shown(on) for place in reversed(places)]
    rows = "".join(_row(board, each, _when(each, estate.time(board))) for each in shown)
    pager = _pager(board, listed, places, [stamp(each.day, estate.time(board)) for each in shown])
    body = f'{pager}<ul class="mgNonBulletTableList">{rows}</ul>{pager}'
    return _page("Browse meetings", estate.board_name(board), on, body)


def asked_places(estate: Estate, board: int, listed: range, asked: Mapping[str, str], on: date) -> range:
    """Say which of a board's meetings an address asks for, a page of them, in order of date."""

    def moment(place: int) -> str:
        return stamp(estate.sitting(board, place).shown(on).day, estate.time(board))

    act, said = asked.get("act", "").lower(), asked.get("d", "")
    if act == "later":
        first = bisect_right(listed, said, key=moment)
        return listed[first : first + PAGE]
    end = bisect_left(listed, said, key=moment) if act == "earlier" else len(listed)
    return listed[max(0, end - PAGE) : end]


def stamp(day: date, time: str) -> str:
    """Write a moment as the paging links do: 202601051830."""
    return f"{day.year}{day.month:02}{day.day:02}{CLOCK[time]}"


def meeting(estate: Estate, shown: Shown) -> bytes:
    """Return a meeting's page, with as much of its items as the software shows there."""
    board = shown.sitting.id // MEETINGS
    link = f'<a href="mgCommitteeDetails.aspx?ID={board}">{estate.board_name(board)} - '
    cancelled = ", CANCELLED" if shown.cancelled else ""
    line = f"{link}{shown.day:%A} {shown.day.day} {shown.day:%B %Y} {estate.time(board)}{cancelled}</a>"
    items = "" if shown.stage is None else _items(estate, shown)
    body = f'<p><span class="mgLabel">Venue: </span>Moot Hall</p>{items}'
    return _page(_title(shown), line, shown.day, body, _links(shown))


def item(estate: Estate, shown: Shown, item_id: int) -> bytes:
    """Return an item's own page, with its whole minutes."""
    body = _part("Minutes:", _paragraphs(estate.minutes(shown, item_id)))
    return _page("Agenda item", estate.text(item_id).title, shown.day, body)


def attendance(estate: Estate, shown: Shown) -> bytes:
    """Return the page that says who was at a meeting."""
    rows = "".join(
        f"<tr><td>Councillor {person(number + shown.sitting.id)}</td><td>{role}</td>"
        f"<td>{PRESENT[draw(len(PRESENT), shown.sitting.id, number)]}</td></tr>"
        for number, role in enumerate(("Chair", *("Member",) * 8))
    )
    body = f'<table class="mgStatsTable">{rows}</table>'
    return _page("Attendance details", estate.board_name(shown.sitting.id // MEETINGS), shown.day, body)


def _page(title: str, line: str, day: date, body: str, links: str = "") -> bytes:
    return (HEAD.format(title=title, line=line, day=day, links=links) + body + FOOT).encode()


def _when(shown: Shown, time: str) -> str:
    return f"{shown.day.day} {shown.day:%b %Y}&nbsp;{time}"


def _row(board: int, shown: Shown, when: str) -> str:
    address = f"ieListDocuments.aspx?CId={board}&amp;MId={shown.sitting.id}&amp;Ver=4"
    return f'<li><a class="mgMeetingTableLnk" href="{address}">{when}</a>{_suffix(shown)}</li>'


def _suffix(shown: Shown) -> str:
    """Say what is published of a meeting, as the list does: " - Agenda, Decisions, Minutes"."""
    if shown.cancelled:
        return " - CANCELLED"
    if shown.stage is None:
        return ""
    told = {"draft minutes": ", Draft minutes", "minutes": ", Minutes"}.get(shown.stage, "")
    return f" - Agenda{', Decisions' if shown.decided else ''}{told}"


def _title(shown: Shown) -> str:
    if shown.stage is None:
        return "Meeting"
    if shown.stage == "draft minutes":
        return "Agenda and draft minutes"
    if shown.decided:
        return "Agenda, decisions and minutes" if shown.stage == "minutes" else "Agenda and decisions"
    return "Agenda and minutes" if shown.stage == "minutes" else "Agenda"


def _pager(board: int, listed: range, places: range, stamps: list[str]) -> str:
    links = ""
    for act, wanted in (("earlier", places[:1] != listed[:1]), ("later", places[-1:] != listed[-1:])):
        if places and wanted:
            moment = stamps[-1] if act == "earlier" else stamps[0]
            address = f"ieListMeetings.aspx?Act={act}&amp;CId={board}&amp;D={moment}&amp;MD=ielistmeetings"
            links += f'<a class="mgTableNextLnk" href="{address}">{act.title()} meetings</a>'
    return f"<div class='mgMeetingsEarlierLater'><p>{links}</p></div>"


def _links(shown: Shown) -> str:
    """Link to what is published of the whole meeting; an attendance page has no use before the minutes."""
    if shown.stage not in ("draft minutes", "minutes"):
        return ""
    address = f"mgMeetingAttendance.aspx?ID={shown.sitting.id}"
    row = f'<li><a href="{address}">Attendance details</a></li>'
    return f'<div class="mgLinks"><ul class="mgActionList">{row}</ul></div>'


def _items(estate: Estate, shown: Shown) -> str:
    ids = estate.item_ids(shown.sitting.id)
    rows = "".join(_item(estate, shown, number, place) for place, number in enumerate(ids, 1))
    return f'<table class="mgItemTable" id="mgItemTable"><caption>Items</caption>{rows}</table>'


def _item(estate: Estate, shown: Shown, number: int, place: int) -> str:
    text = estate.text(number)
    cells = (
        f'<tr><td class="mgItemNumberCell"><p class="mgAiTitleTxt"><a name="AI{number}"></a>{place}.</p></td>'
        f'<td><p class="mgAiTitleTxt">{text.title}</p>{_block(text.agenda and f"<p>{text.agenda}</p>")}'
    )
    if shown.decided:
        cells += _part("Decision:", f"<p>{text.decision}</p>")
    if minutes := estate.minutes(shown, number):
        told, is_cut = cut(minutes)
        cells += _part("Minutes:", _paragraphs(told, _more(number, place) if is_cut else ""))
    return f"{cells}</td></tr>"


def _more(number: int, place: int) -> str:
    words = f"view the full minutes text for item {place}."
    return f' &nbsp;...&nbsp; <a href="mgAi.aspx?ID={number}" title="Link to {words}"> {words}</a>'


def _part(label: str, markup: str) -> str:
    return f'<p class="mgSubItemTitleTxt">{label}</p>{_block(markup)}'


def _block(markup: str) -> str:
    return f'<div class="mgWordPara"><div class="WordSection1">{markup}</div></div>' if markup else ""


def _paragraphs(texts: tuple[str, ...], more: str = "") -> str:
    return "".join(f"<p>{text}</p>" for text in texts[:-1]) + f"<p>{texts[-1]}{more}</p>"
