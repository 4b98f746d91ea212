"""What was read off a page, written as the store keeps it (pure).

It is made where a page is read. That may be another process than the one that writes the database, and texts
are handed over many times faster than trees of objects.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from archive.attached import Read, digest, text_of
from archive.model import Board, Item, Meeting, Official, PageKind, Reading, Request, Way
from archive.wire import (
    attendee_to_json,
    dumps,
    item_to_json,
    meeting_to_json,
    printed_to_json,
    vote_to_json,
)


@dataclass(frozen=True, slots=True)
class Part:
    """What a page says of a meeting, or of one of its items or files, before they are joined."""

    kind: str  # "meeting", "meeting-service", "meeting-cy", "item", "votes", "attendance" or "printed"
    id: str
    json: str
    holds: tuple[str, ...] = ()  # of a meeting: the ids of its items, the addresses of its own files
    attached: tuple[str, ...] = ()  # of a meeting: the addresses of the files of its items


@dataclass(frozen=True, slots=True)
class Listed:
    """A meeting as a list names it."""

    id: str
    said: Mapping[str, str | None]  # the columns of a Sitting


@dataclass(frozen=True, slots=True)
class FileText:
    """The text of a file that is attached to an item."""

    url: str
    read: Read
    text: str


@dataclass(frozen=True, slots=True)
class Written:
    """A reading as the store keeps it."""

    kind: PageKind
    way: Way
    requests: tuple[Request, ...] = ()
    boards: tuple[Board, ...] = ()
    listed: tuple[Listed, ...] = ()
    parts: tuple[Part, ...] = ()
    officials: tuple[Official, ...] = ()
    file: FileText | None = None


def written(reading: Reading, asked: PageKind) -> Written:
    """Write what was read off a page as the store keeps it; `asked` is the kind of page asked for."""
    is_list = reading.kind == "meeting-list"
    is_attached = asked == "file"  # a file reads the same, whether it is an item's or holds the minutes
    return Written(
        kind=reading.kind,
        way=reading.way,
        requests=reading.requests,
        boards=reading.boards,
        listed=tuple(Listed(m.id, columns_of(m)) for m in reading.meetings) if is_list else (),
        parts=() if is_attached else tuple(_parts(reading)),
        officials=reading.decisions,
        file=_file(reading) if is_attached else None,
    )


def columns_of(meeting: Meeting) -> dict[str, str | None]:
    """Write what a Sitting tells of a meeting as columns."""
    return {
        "board": meeting.board,
        "board_id": meeting.board_id,
        "day": meeting.date.isoformat(),
        "status": meeting.status,
        "stage": meeting.stage,
        "url": meeting.url,
    }


def urls_of(items: tuple[Item, ...]) -> tuple[str, ...]:
    """Return the addresses of all files attached to some items, each once."""
    return tuple(dict.fromkeys(attachment.url for item in items for attachment in item.attachments))


def _parts(reading: Reading) -> Iterator[Part]:
    if reading.kind == "meeting":
        yield from (_own(meeting, reading.way) for meeting in reading.meetings)
    elif reading.kind == "item":
        yield from (Part("item", item.id, dumps(item_to_json(item))) for item in reading.items)
    elif reading.subject is None:
        return
    elif reading.kind == "attendance":
        people = [attendee_to_json(person) for person in reading.attendance]
        yield Part("attendance", reading.subject, dumps(people))
    elif reading.kind == "votes":
        yield Part("votes", reading.subject, dumps([vote_to_json(vote) for vote in reading.votes]))
    elif reading.printed:
        yield Part("printed", reading.subject, dumps(printed_to_json(reading.printed)))


def _own(meeting: Meeting, way: Way) -> Part:
    """Write what a meeting's own page says of it."""
    kind = "meeting-cy" if meeting.language == "cy" else "meeting-service" if way == "service" else "meeting"
    holds = (*(item.id for item in meeting.items), *(file.url for file in meeting.documents))
    return Part(kind, meeting.id, dumps(meeting_to_json(meeting)), holds, urls_of(meeting.items))


def _file(reading: Reading) -> FileText | None:
    if reading.printed is None or reading.subject is None:
        return None
    text = text_of(reading.printed)
    return FileText(reading.subject, Read(reading.printed.format, digest(text)), text)
