"""The two ways into a council give the same record of every meeting, in all that both of them can say."""

from __future__ import annotations

from dataclasses import replace

import pytest

from archive.model import Attachment, Item, Meeting, Request
from archive.sources import moderngov
from archive.whole_items import joined
from tests.archive.moderngov_service.asking import FENWICK, Sample
from web.demo import sample

SITE = Sample(sample())


def requests() -> list[Request]:
    """Return the service's request for each meeting, which names its page."""
    boards = SITE.read(next(iter(moderngov.start(FENWICK))).url)
    lists = [r for r in boards.requests if r.kind == "meeting-list"]
    return [r for board in lists for r in SITE.read(board.url).requests]


MEETINGS = {request.url.rpartition("=")[2]: request for request in requests()}


def by_pages(request: Request) -> Meeting:
    """Read a meeting's page with all that it asks for: cut items' own pages, and who was there."""
    assert request.instead is not None
    page = SITE.read(request.instead.url)
    items: dict[str, Item] = {}
    found = page.meetings[0]
    for wanted in page.requests:
        if wanted.kind == "minutes-file":
            continue  # of a meeting whose page shows no minutes: the service has no files of minutes
        reading = SITE.read(wanted.url)
        items |= {item.id: item for item in reading.items}
        found = replace(found, attendance=reading.attendance or found.attendance)
    return joined(found, items)


def common(meeting: Meeting, other: Meeting) -> Meeting:
    """Leave out what only one of the ways can say; the comments say which."""
    return replace(
        meeting,
        contact=None,  # pages only
        documents=(),  # pages only
        board=meeting.board or other.board,  # the service names none where there are no items
        stage="minutes" if meeting.stage == "draft minutes" else meeting.stage,  # it knows of no drafts
        # Pages link to it always, but it is asked for only once there are minutes.
        attendance=meeting.attendance if meeting.attendance and other.attendance else (),
        items=tuple(_common(item) for item in meeting.items),
    )


def _common(item: Item) -> Item:
    # The service gives a file another address, and no size; it has no recorded votes. A page links an item's
    # first file by the item's title, whatever its own is.
    titles = [item.title] + [a.title for a in item.attachments[1:]]
    files = tuple(Attachment(t, "", None) for t in titles[: len(item.attachments)])
    return replace(item, attachments=files, more=None, votes=())


@pytest.mark.parametrize("number", MEETINGS)
def test_a_meeting_is_the_same_by_the_service_and_by_pages(number: str) -> None:
    request = MEETINGS[number]
    service, pages = SITE.read(request.url).meetings[0], by_pages(request)
    assert common(service, pages) == common(pages, service)


def test_the_sample_has_every_meeting_both_ways_and_what_the_comparison_is_about() -> None:
    council = SITE.view.council
    assert set(MEETINGS) == {str(m.id) for m in council.meetings}
    read = [SITE.read(request.url).meetings[0] for request in MEETINGS.values()]
    assert sum(len(i.decisions) for m in read for i in m.items) > 100
    assert any(i.restricted for m in read for i in m.items)
    assert {m.status for m in read} >= {"held", "upcoming", "cancelled", "rescheduled", "adjourned"}


def test_minutes_that_a_page_cuts_are_whole_by_the_service() -> None:
    cut = [
        (item.id, request)
        for request in MEETINGS.values()
        if request.instead
        for item in SITE.read(request.instead.url).meetings[0].items
        if not item.complete
    ]
    assert len(cut) > 5
    for item_id, request in cut[:5]:
        whole = next(i for i in SITE.read(request.url).meetings[0].items if i.id == item_id)
        assert whole.complete
        assert len(whole.text.split()) > 500
