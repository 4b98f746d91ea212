"""The archive's records as JSON: the same everywhere (export, `minutes read`, the records database).

The documented keys come first; further keys carry what a record needs to be rebuilt whole.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, time
from typing import Any

from archive.model import (
    Action,
    Attachment,
    Attendee,
    Decision,
    Item,
    Meeting,
    Official,
    Passage,
    Printed,
    Reading,
    Vote,
)

Json = dict[str, Any]


def dumps(value: object) -> str:
    """Write JSON in the one form used everywhere: same value, same bytes."""
    return json.dumps(value, ensure_ascii=False, separators=(", ", ": "))


def meeting_to_json(meeting: Meeting) -> Json:
    """Turn a meeting and its items into plain JSON values."""
    return {
        "council": meeting.council,
        "id": meeting.id,
        "board": meeting.board,
        "board_id": meeting.board_id,
        "date": meeting.date.isoformat(),
        "time": meeting.time.isoformat("minutes") if meeting.time else None,
        "status": meeting.status,
        "stage": meeting.stage,
        "venue": meeting.venue,
        "url": meeting.url,
        "items": [item_to_json(item) for item in meeting.items],
        "contact": meeting.contact,
        "attendance": [attendee_to_json(a) for a in meeting.attendance],
        "documents": [_attachment_to_json(a) for a in meeting.documents],
        "language": meeting.language,
        "printed": meeting.printed,
        "doubts": list(meeting.doubts),
    }


def item_to_json(item: Item) -> Json:
    """Turn an item, its decisions and its actions into plain JSON values."""
    return {
        "id": item.id,
        "number": item.number,
        "title": item.title,
        "text": item.text,
        "complete": item.complete,
        "decisions": [_decision_to_json(d) for d in item.decisions],
        "actions": [_action_to_json(a) for a in item.actions],
        "attachments": [_attachment_to_json(a) for a in item.attachments],
        "more": item.more,
        "restricted": item.restricted,
        "votes": [vote_to_json(v) for v in item.votes],
        "passages": [_passage_to_json(p) for p in item.passages],
    }


def _decision_to_json(decision: Decision) -> Json:
    return {
        "text": decision.text,
        "kind": decision.kind,
        "passage": decision.passage,
        "by": decision.by,
        "proposer": decision.proposer,
        "seconder": decision.seconder,
        "votes": decision.votes,
    }


def _action_to_json(action: Action) -> Json:
    return {
        "text": action.text,
        "owner": action.owner,
        "due": action.due,
        "passage": action.passage,
        "due_date": action.due_date.isoformat() if action.due_date else None,
    }


def _action_from_json(table: Mapping[str, Any]) -> Action:
    day = date.fromisoformat(table["due_date"]) if table["due_date"] else None
    return Action(**{**table, "due_date": day})


def _attachment_to_json(attachment: Attachment) -> Json:
    said = {"title": attachment.title, "url": attachment.url, "size": attachment.size}
    return said | ({"format": attachment.format, "digest": attachment.digest} if attachment.format else {})


def attendee_to_json(attendee: Attendee) -> Json:
    """Turn an attendee into plain JSON values."""
    return {
        "name": attendee.name,
        "role": attendee.role,
        "attendance": attendee.attendance,
        "instead_of": attendee.instead_of,
    }


def vote_to_json(vote: Vote) -> Json:
    """Turn a recorded vote into plain JSON values."""
    votes = [{"name": name, "vote": how} for name, how in vote.votes]
    return {"title": vote.title, "type": vote.type, "result": vote.result, "votes": votes}


def vote_from_json(table: Mapping[str, Any]) -> Vote:
    """Rebuild a vote from what `vote_to_json` wrote."""
    votes = tuple((v["name"], v["vote"]) for v in table["votes"])
    return Vote(table["title"], table["type"], table["result"], votes)


def _passage_to_json(passage: Passage) -> Json:
    return {
        "section": passage.section,
        "style": passage.style,
        "level": passage.level,
        "mark": passage.mark,
        "text": passage.text,
    }


def meeting_from_json(table: Mapping[str, Any]) -> Meeting:
    """Rebuild a meeting from what `meeting_to_json` wrote."""
    return Meeting(
        council=table["council"],
        id=table["id"],
        board=table["board"],
        board_id=table["board_id"],
        date=date.fromisoformat(table["date"]),
        time=time.fromisoformat(table["time"]) if table["time"] else None,
        status=table["status"],
        stage=table["stage"],
        url=table["url"],
        venue=table["venue"],
        contact=table["contact"],
        items=tuple(item_from_json(item) for item in table["items"]),
        attendance=tuple(Attendee(**a) for a in table["attendance"]),
        documents=tuple(Attachment(**a) for a in table["documents"]),
        language=table["language"],
        printed=table["printed"],
        doubts=tuple(table["doubts"]),
    )


def item_from_json(table: Mapping[str, Any]) -> Item:
    """Rebuild an item from what `item_to_json` wrote."""
    return Item(
        id=table["id"],
        number=table["number"],
        title=table["title"],
        passages=tuple(Passage(**p) for p in table["passages"]),
        complete=table["complete"],
        decisions=tuple(Decision(**d) for d in table["decisions"]),
        actions=tuple(_action_from_json(a) for a in table["actions"]),
        attachments=tuple(Attachment(**a) for a in table["attachments"]),
        more=table["more"],
        restricted=table["restricted"],
        votes=tuple(vote_from_json(v) for v in table["votes"]),
    )


def printed_to_json(printed: Printed) -> Json:
    """Turn a file of minutes into plain JSON values."""
    passages = [_passage_to_json(p) for p in printed.passages]
    return {"format": printed.format, "pages": printed.pages, "passages": passages}


def printed_from_json(table: Mapping[str, Any]) -> Printed:
    """Rebuild a file of minutes from what `printed_to_json` wrote."""
    return Printed(table["format"], tuple(Passage(**p) for p in table["passages"]), table["pages"])


def official_to_json(official: Official) -> Json:
    """Turn a decision of the register into plain JSON values."""
    return {
        "council": official.council,
        "id": official.id,
        "url": official.url,
        "item": item_to_json(official.item),
        "maker": official.maker,
        "status": official.status,
        "key": official.key,
        "call_in": official.call_in,
        "decided": official.decided.isoformat() if official.decided else None,
        "published": official.published.isoformat() if official.published else None,
        "meeting_id": official.meeting_id,
        "purpose": official.purpose,
        "reasons": official.reasons,
        "alternatives": official.alternatives,
    }


def official_from_json(table: Mapping[str, Any]) -> Official:
    """Rebuild a decision from what `official_to_json` wrote."""
    days = {key: date.fromisoformat(table[key]) if table[key] else None for key in ("decided", "published")}
    return Official(**{**table, **days, "item": item_from_json(table["item"])})


def reading_to_json(reading: Reading) -> Json:
    """Turn what was read off one page into plain JSON values."""
    return {
        "kind": reading.kind,
        "meetings": [meeting_to_json(m) for m in reading.meetings],
        "items": [item_to_json(i) for i in reading.items],
        "follow": [r.url for r in reading.requests],
        "boards": [
            {"id": b.id, "name": b.name, "url": b.url, "category": b.category} for b in reading.boards
        ],
        "decisions": [official_to_json(d) for d in reading.decisions],
        "subject": reading.subject,
        "attendance": [attendee_to_json(a) for a in reading.attendance],
        "votes": [vote_to_json(v) for v in reading.votes],
        "printed": printed_to_json(reading.printed) if reading.printed else None,
    }
