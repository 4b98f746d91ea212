"""Civica ModernGov, as some 420 councils and boards run it.

There are two ways in, and both give the same record of a meeting:

    GetCommittees ────→ GetMeetings ────→ GetMeeting            the web service, asked first
    mgListCommittees ─→ ieListMeetings ─→ ieListDocuments ─→ mgAi, mgMeetingAttendance, votes
    boards              meetings          a meeting's items   an item's whole text, who was there

Each request of the first way names the page of the second that is asked for instead, where the service does
not answer. A meeting page cuts each item's minutes at 500 words and links to the item's own page. Errors,
challenges and other systems' pages come with status 200, so every reader looks for what it expects and
refuses the rest.
What is known of real installs, and how it was found, is in docs/moderngov.md.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from urllib.parse import urlsplit

from archive.errors import OutsideRoot, ReadError
from archive.html import Tag
from archive.model import Council, Page, Reading, Request
from archive.printed import read_printed
from archive.sources.moderngov import service, urls
from archive.sources.moderngov.attendance import read_attendance
from archive.sources.moderngov.decisions import read_decision
from archive.sources.moderngov.ical import is_calendar, read_calendar
from archive.sources.moderngov.issues import read_issue
from archive.sources.moderngov.lists import read_board, read_boards, read_meetings
from archive.sources.moderngov.meetings import read_item, read_meeting
from archive.sources.moderngov.news import read_news
from archive.sources.moderngov.register import read_decisions
from archive.sources.moderngov.votes import read_votes
from archive.sources.moderngov.whole import refuse_error_page, whole_page

PAGES: dict[str, Callable[[Council, Page, Tag], Reading]] = {
    "mgListCommittees.aspx": read_boards,
    "mgCommitteeStructure.aspx": read_boards,
    "mgCommitteeDetails.aspx": read_board,
    "ieListMeetings.aspx": read_meetings,
    "ieListDocuments.aspx": read_meeting,
    "CeListDocuments.aspx": read_meeting,
    "mgAi.aspx": read_item,
    "ieDecisionDetails.aspx": read_decision,
    "mgDelegatedDecisions.aspx": read_decisions,
    "mgListOfficerDecisions.aspx": read_decisions,
    "mgMeetingAttendance.aspx": read_attendance,
    "mgListRecordedVotesShort.aspx": read_votes,
    "mgListRecordedVotes.aspx": read_votes,
    "mgIssueHistoryHome.aspx": read_issue,
    "mgIssueHistoryChronology.aspx": read_issue,
    "ieIssueDetails.aspx": read_issue,
}
# What comes as XML, or as either.
ANSWERS: dict[str, Callable[[Council, Page], Reading]] = {
    "mgWebService.asmx/GetCommittees": service.read_boards,
    "mgWebService.asmx/GetMeetings": service.read_meetings,
    "mgWebService.asmx/GetMeeting": service.read_meeting,
    "mgWhatsNew.aspx": read_news,
    "mgRss.aspx": read_news,
}


def start(council: Council) -> Iterable[Request]:
    """Begin with the list of boards: the web service's or, where that does not answer, the page."""
    return (service.boards_request(council),)


def read(council: Council, page: Page) -> Reading:
    """Say what is on a page; its address says what to expect, and anything else is refused."""
    name = urls.page_name(page.url)
    if name in ANSWERS:
        return ANSWERS[name](council, page)
    if name == "ieListMeetings.aspx" and is_calendar(page.url):
        return read_calendar(council, page)
    if urls.is_file(page.url):
        return Reading("minutes-file", subject=page.url, printed=read_printed(page.body))
    reader = PAGES.get(name)
    if reader is None:
        known = ", ".join((*PAGES, *ANSWERS))
        raise ReadError(f"“{name}” is not a page this archive reads; it reads: {known}")
    tree = whole_page(page)
    refuse_error_page(tree)
    return reader(council, page, tree)


def canonical(council: Council, href: str) -> str:
    """Write an address in its one spelling; OutsideRoot when it is not on the council's site."""
    return urls.canonical(council.url, href)


def council_at(url: str) -> Council:
    """Make a council of the site a page lies on, to read one page without a configuration."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError as error:  # "http://[::1"
        raise OutsideRoot(f"{url} is not an address: {error}") from error
    first = host.split(".")[0]
    name = host if first in ("www", "democracy", "moderngov", "") or first.isdigit() else first
    slug = re.sub("[^a-z0-9]+", "-", name).strip("-")
    root = urls.root_of(url) if urls.known_page(url) else url.rstrip("/")
    return Council(slug or "site", host, "moderngov", root)
