"""A meeting's own page: ieListDocuments.aspx, or the older CeListDocuments.aspx."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, time
from urllib.parse import urlsplit

from archive.errors import OutsideRoot, ReadError
from archive.html import Tag, attribute, every, maybe, nodes, text_of, under, within
from archive.model import Attachment, Council, Item, Language, Meeting, Page, Reading, Request, Stage
from archive.sources.moderngov import dates, items, labels, urls
from archive.sources.moderngov.files import file_requests
from archive.sources.moderngov.whole import content, main_part, page_title

DRAFT_LINK = re.compile(r"\bdraft minutes\b|\bcofnodion drafft\b", re.IGNORECASE)
PRINTED_MINUTES = re.compile(r"\b(?:printed (?:draft )?minutes|cofnodion printiedig)\b", re.IGNORECASE)
DIRECTIONS = re.compile(r"[.\s]*(?:View directions|Gweld cyfarwyddiadau)\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Heading:
    """What the line under a meeting page's title says."""

    board: str
    day: date | None
    time: time | None
    notes: str  # ", CANCELLED"


def read_meeting(council: Council, page: Page, tree: Tag) -> Reading:
    """Read a meeting and its items; items that are cut are asked for on their own pages."""
    body = content(tree)
    meeting_id = urls.parameters(page.url).get("MId")
    if not meeting_id:
        raise ReadError("the address names no meeting (MId=)")
    heading = read_heading(body, tree)
    day, doubts = _day(tree, heading)
    found, votes = _items(body, council.url, page.url)
    links = every(body, ".mgLinks")
    stage = _stage(links, tree, found)
    meeting = Meeting(
        council=council.slug,
        id=meeting_id,
        board=heading.board,
        board_id=_board_id(body, page.url),
        date=day,
        time=heading.time,
        status=labels.status(heading.notes, day, page.fetched.date()),
        stage=stage,
        url=page.url,
        venue=_labelled(body, labels.VENUE),
        contact=_labelled(body, labels.CONTACT),
        items=found,
        documents=_documents(links, page.url),
        language=_language(body, tree, page.url),
        doubts=doubts,
    )
    requests = [Request(i.more, "item") for i in found if i.more and not i.complete]
    requests += [Request(url, "votes", optional=True) for url in votes]
    if day < page.fetched.date() and stage in ("minutes", "draft minutes"):
        requests += _attendance(links, council.url, page.url)
    if council.attachments != "none":
        requests += _printed_minutes(meeting, council.url)
    requests += file_requests(council, found)
    named = tuple(replace(request, of=meeting_id) for request in dict.fromkeys(requests))
    return Reading("meeting", meetings=(meeting,), requests=named)


def _documents(links: list[Tag], at: str) -> tuple[Attachment, ...]:
    """Read the meeting's own files: packs, supplements, printed minutes and decisions."""
    found = within(links, "a[href]")
    return tuple(dict.fromkeys(file for link in found for file in items.attachments(link, at)))


def _attendance(links: list[Tag], root: str, at: str) -> list[Request]:
    """Ask who was there, where the page links to that."""
    found = within(links, 'a[href*="mgMeetingAttendance.aspx" i]')[:1]
    try:
        addresses = [urls.followed(root, attribute(link, "href"), at) for link in found]
    except OutsideRoot:
        return []
    return [Request(url, "attendance", optional=True) for url in addresses]


def _printed_minutes(meeting: Meeting, root: str) -> list[Request]:
    """Ask for the file of minutes that no item shows: some councils publish nothing else."""
    if any(p.section == "minutes" for item in meeting.items for p in item.passages):
        return []
    files = [d.url for d in meeting.documents if PRINTED_MINUTES.search(d.title)]
    return [Request(url, "minutes-file") for url in files[:1] if urls.is_inside(root, url)]


def _language(body: Tag, tree: Tag, url: str) -> Language:
    """Say which language a page is in: by its address, its labels, or else its head.

    A template says lang="en" on its Welsh pages too.
    """
    if urls.parameters(url).get("LLL") == "1":
        return "cy"
    labelled = ("h1", "span.mgLabel", "p.mgSubItemTitleTxt")  # apart, as each asks only elements of its name
    words = [text_of(node) for selector in labelled for node in every(body, selector)]
    by_head: Language = "cy" if attribute(tree, "lang").lower().startswith("cy") else "en"
    return labels.language(" ".join(words)) or by_head


def read_heading(body: Tag, tree: Tag) -> Heading:
    """Read board, day and time off "Board - Thursday 15 January 2026 7:30 pm, CANCELLED"."""
    line = maybe(body, "h2.mgSubTitleTxt")
    line = maybe(tree, "h2.mgSubTitleTxt") if line is None else line
    text = _from_title(tree) if line is None else text_of(line)
    board, when = _split(text)
    if not board:
        raise ReadError("not a meeting page: no line names the board and the day")
    rest = dates.after_day(when)
    return Heading(board, dates.day(when), dates.clock(rest), rest)


def _split(text: str) -> tuple[str, str]:
    """Split before the last weekday: names of boards hold " - " and brackets themselves."""
    weekdays = list(dates.WEEKDAY.finditer(text))
    for weekday in reversed(weekdays):
        before = text[: weekday.start()].rstrip()
        if before.endswith(("-", "–")):
            return before.rstrip("-– ").strip(), text[weekday.start() :]
    found = re.search(r"\s[-–]\s(?=\d{1,2}\s+\w+\s+\d{4}|\d{1,2}/)", text)  # a date without its weekday
    return (text[: found.start()].strip(), text[found.end() :]) if found else ("", text)


def _from_title(tree: Tag) -> str:
    """Rebuild the line from the head's "Agenda for BOARD on DAY", where the body has none."""
    meta = maybe(tree, 'meta[name="DC.title"]')
    title = "" if meta is None else attribute(meta, "content")
    found = re.search(r"\b(?:for|ar gyfer)\s+(.*)\s+(?:on|ar)\s+(.*)$", title)
    return f"{found[1]} - {found[2]}" if found else ""


def _day(tree: Tag, heading: Heading) -> tuple[date, tuple[str, ...]]:
    """Take the day from the head, which machines write, before the heading; note where they disagree."""
    meta = maybe(tree, 'meta[name="DC.date"]')
    machine = dates.day(attribute(meta, "content")) if meta is not None else None
    day = machine or heading.day
    if day is None:
        raise ReadError("not a meeting page: neither its head nor its heading gives a day")
    if heading.day and heading.day != day:
        return day, (f"the heading says {heading.day.isoformat()}, the page's head {day.isoformat()}",)
    return day, ()


def _stage(links: list[Tag], tree: Tag, found: tuple[Item, ...]) -> Stage | None:
    """Say what is published: by the title, else by what the items hold."""
    stage = labels.stage(page_title(tree))
    if stage is None and found:
        sections = {p.section for item in found for p in item.passages}
        stage = (
            "minutes" if "minutes" in sections else "decisions only" if "decision" in sections else "agenda"
        )
    drafts = any(DRAFT_LINK.search(text_of(link)) for link in within(links, "a, li"))
    return "draft minutes" if stage == "minutes" and drafts else stage


def _board_id(body: Tag, url: str) -> str | None:
    links = under(body, "h2.mgSubTitleTxt", 'a[href*="mgCommitteeDetails.aspx" i]')
    linked = [urls.parameters(attribute(link, "href")).get("ID") for link in links[:1]]
    return next(filter(None, linked), None) or urls.parameters(url).get("CId")


def _labelled(body: Tag, names: frozenset[str]) -> str | None:
    """Return what stands behind a label such as "Venue: "."""
    for label in every(body, "span.mgLabel"):
        if text_of(label).rstrip(":").strip().lower() in names:
            text = text_of(label.getparent())[len(text_of(label)) :]
            return DIRECTIONS.sub("", text).strip() or None
    return None


def _items(body: Tag, root: str, at: str) -> tuple[tuple[Item, ...], list[str]]:
    """Read the item table, and the addresses of the items' votes.

    A row is one that has a number cell, as Word's own tables nest inside.
    """
    found: list[Item] = []
    votes: list[str] = []
    for number in every(body, "td.mgItemNumberCell"):
        cell = next(number.itersiblings("td"), None)
        if cell is None:
            raise ReadError(f"item {text_of(number) or len(found) + 1} has a number but no text cell")
        item, votes_page = items.read_row(number, cell, root, at, len(found) + 1)
        found.append(item)
        votes += [votes_page] if votes_page else []
    items.refuse_twins(found)
    return tuple(found), votes


def read_item(council: Council, page: Page, tree: Tag) -> Reading:
    """Read an item's own page, which holds its whole text."""
    body = content(tree)
    item_id = urls.parameters(page.url).get("ID")
    if not item_id:
        raise ReadError("the address names no item (ID=)")
    if maybe(body, "td.mgItemNumberCell") is not None:
        raise ReadError("not an item page: it has a table of items")
    found = items.read_parts(nodes(main_part(body)), _item_title(body), council.url, page.url)
    if not found.title and not found.passages:
        raise ReadError("not an item page: it has neither title nor text")
    read = items.item(found, item_id, "")
    return Reading("item", items=(read,))


def _item_title(body: Tag) -> str:
    line = maybe(body, "h2.mgSubTitleTxt")
    return "" if line is None else items.FILE_NOISE.sub("", text_of(line))


def meeting_url(council: Council, href: str, at: str) -> str | None:
    """Write the one address of the meeting a link leads to; None when it leads to no meeting of this site."""
    try:
        url = urls.followed(council.url, href, at)
    except OutsideRoot:
        return None
    name = urlsplit(url).path.rpartition("/")[2]
    return (
        url
        if name in ("ieListDocuments.aspx", "CeListDocuments.aspx") and urls.parameters(url).get("MId")
        else None
    )
