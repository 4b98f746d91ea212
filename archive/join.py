"""One meeting's record, joined from all that its pages say (pure).

The meeting's own page shows its items, some of them cut; further pages give an item's whole text, who was
there, and how each member voted. The list that named the meeting knows its board, which the web service does
not say.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from archive.attached import Read, with_files
from archive.due_dates import dated
from archive.model import Attendee, Item, Meeting, Printed, Vote
from archive.printed import attendance, split
from archive.whole_items import joined


@dataclass(frozen=True, slots=True)
class Parts:
    """What pages beside the meeting's own say of it."""

    items: Mapping[str, Item] = field(default_factory=dict)  # by item id, from the items' own pages
    attendance: tuple[Attendee, ...] = ()
    votes: Mapping[str, tuple[Vote, ...]] = field(default_factory=dict)  # by item id
    listed: tuple[str, str | None] = ("", None)  # its board's name and id, as the list that named it says
    printed: Printed | None = None  # the file of its minutes
    files: Mapping[str, Read] = field(default_factory=dict)  # by address, of those attached to items


def record(meeting: Meeting, parts: Parts) -> Meeting:
    """Join a meeting with its parts; what its own page says itself counts first."""
    whole = joined(meeting, parts.items)
    if parts.printed and not _has_minutes(whole):
        whole = _with_printed(whole, parts.printed)
    voted = (_with_votes(item, parts.votes.get(item.id, ())) for item in whole.items)
    items = tuple(with_files(item, parts.files) for item in voted)
    return replace(
        dated(whole.with_items(items)),
        attendance=whole.attendance or parts.attendance,
        board=whole.board or parts.listed[0],
        board_id=whole.board_id or parts.listed[1],
    )


def _with_votes(item: Item, votes: tuple[Vote, ...]) -> Item:
    """Prefer the page of votes, which names who voted how, to the summary beside the item."""
    return replace(item, votes=votes) if votes else item


def _has_minutes(meeting: Meeting) -> bool:
    return any(p.section == "minutes" for item in meeting.items for p in item.passages)


def _with_printed(meeting: Meeting, printed: Printed) -> Meeting:
    """Give the items the minutes of a file; those it has no place for stay as they are, and are named."""
    items, missing = split(printed, meeting.items)
    doubts = (
        (f"not found in the printed minutes: {', '.join(missing)}",) if missing and printed.passages else ()
    )
    return replace(
        meeting,
        items=items,
        attendance=meeting.attendance or attendance(printed),
        printed=printed.format,
        doubts=(*meeting.doubts, *doubts),
    )
