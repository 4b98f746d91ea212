"""Everything the sample council's author wrote is read off its site's pages."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from archive.model import Item, Meeting
from tests.crawling import Crawled
from web.demo import council as written
from web.demo import sample

MEETINGS = sample().meetings
Pair = tuple[written.Meeting, Meeting]
Items = tuple[written.Item, Item]
ENOUGH = 0.95


@pytest.fixture(scope="module")
def pairs(sample_by_pages: Crawled) -> list[Pair]:
    """Each meeting as its author wrote it, with its record."""
    records = sample_by_pages.store.meetings("t")
    assert set(records) == {str(meeting.id) for meeting in MEETINGS}
    return [(meeting, records[str(meeting.id)]) for meeting in MEETINGS]


@pytest.fixture(scope="module")
def items(pairs: list[Pair]) -> list[Items]:
    return [both for meeting, record in pairs for both in zip(meeting.items, record.items, strict=True)]


def test_every_page_is_read_and_none_refused(sample_by_pages: Crawled) -> None:
    outcomes = Counter(step.outcome for step in sample_by_pages.steps)
    assert outcomes["read"] > len(MEETINGS)
    assert not {"refused", "unreachable", "forbidden"} & set(outcomes)
    assert sample_by_pages.store.troubles("t") == []


def test_every_meeting_has_its_board_day_time_and_venue(pairs: list[Pair]) -> None:
    wanted = [(m.board.name, m.date, m.time, m.venue, str(m.board.id)) for m, _ in pairs]
    assert [(r.board, r.date, r.time, r.venue, r.board_id) for _, r in pairs] == wanted


def test_every_meeting_has_its_status_and_what_is_published_of_it(pairs: list[Pair]) -> None:
    # The sample stands still on its own day; whether a meeting is still to come depends on today's.
    wanted = [(_status(meeting), meeting.stage) for meeting, _ in pairs]
    assert [(record.status, record.stage) for _, record in pairs] == wanted


def _status(meeting: written.Meeting) -> str:
    if meeting.status in ("held", "upcoming"):
        return "upcoming" if meeting.date >= date.today() else "held"
    return meeting.status


def test_no_page_disagrees_with_itself(pairs: list[Pair]) -> None:
    assert [record.doubts for _, record in pairs if record.doubts] == []


def test_every_item_has_its_number_title_and_place(pairs: list[Pair]) -> None:
    for meeting, record in pairs:
        wanted = [(str(item.id), item.number, item.title) for item in meeting.items]
        assert [(item.id, item.number, item.title) for item in record.items] == wanted


def test_every_item_is_whole_cut_or_not(items: list[Items]) -> None:
    assert [item.number for _, item in items if not item.complete] == []


def test_every_word_of_every_item_is_read_in_order(items: list[Items]) -> None:
    for wanted, read in items:
        assert read.text.split() == " ".join(line.printed for line in wanted.lines).split()


def test_every_line_stands_in_its_section(items: list[Items]) -> None:
    for wanted, read in items:
        for section in ("agenda", "decision", "minutes"):
            lines = " ".join(line.printed for line in getattr(wanted, section)).split()
            passages = [p for p in read.passages if p.section == section]
            assert " ".join(f"{p.mark} {p.text}" for p in passages).split() == lines


def test_every_attachment_is_kept_with_its_address_and_size(items: list[Items]) -> None:
    for wanted, read in items:
        assert [a.size for a in read.attachments] == [document.size for document in wanted.documents]
        for attachment, document in zip(read.attachments, wanted.documents, strict=True):
            assert f"/documents/s{document.id}/" in attachment.url
            assert " " not in attachment.url


def test_decisions_are_found_and_none_invented(items: list[Items]) -> None:
    # Whether "That" belongs to the marker or to the clause, the sample's author left to the clerk.
    _agree(
        {(item.id, d.text.removeprefix("That "), d.kind) for item, _ in items for d in item.decisions},
        {(int(read.id), d.text.removeprefix("That "), d.kind) for _, read in items for d in read.decisions},
    )


def test_actions_are_found_and_none_invented(items: list[Items]) -> None:
    _agree(
        {(item.id, a.text) for item, _ in items for a in item.actions},
        {(int(read.id), a.text) for _, read in items for a in read.actions},
    )


def test_every_action_found_has_its_doer_and_its_day(items: list[Items]) -> None:
    wanted = {(item.id, a.text): (a.owner, a.due) for item, _ in items for a in item.actions}
    found = {(int(read.id), a.text): (a.owner, a.due) for _, read in items for a in read.actions}
    both = wanted.keys() & found.keys()
    _agree({_said(key, *wanted[key]) for key in both}, {_said(key, *found[key]) for key in both})


def _said(key: tuple[int, str], owner: str | None, due: str | None) -> tuple[object, ...]:
    """Leave out whether "the" belongs to a doer's title: both are as said."""
    return key, (owner or "").removeprefix("the "), due


def _agree(wanted: set[tuple[object, ...]], found: set[tuple[object, ...]]) -> None:
    """Demand enough precision and recall, and show what differs."""
    both = len(wanted & found)
    differences = [f"missed {one}" for one in sorted(wanted - found, key=str)]
    differences += [f"invented {one}" for one in sorted(found - wanted, key=str)]
    print("\n".join(differences))  # noqa: T201 - shown when the test fails
    precision, recall = both / max(1, len(found)), both / max(1, len(wanted))
    assert min(precision, recall) >= ENOUGH, f"precision {precision:.3f}, recall {recall:.3f}"
