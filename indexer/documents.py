"""A record as its documents: what search finds, and what it shows of it (pure)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from archive.model import Action, Decision, Item, Meeting, Official, Passage
from archive.suppression import is_withheld
from indexer.anchors import anchors, item_anchor
from indexer.model import Attached, Document, DocumentStage
from indexer.topics import Topics

LEAD = 300  # characters of an item that are shown, about; cut between words
NO_FILES: Mapping[str, str] = {}

# "Minutes", "Minutes of the last meeting", "Note of the Previous Meeting"; but "Minutes of the Harbour
# Working Group" is another body's business, and matter for a search.
_PROCEDURAL = re.compile(
    r"apolog|(?:declarations?|disclosures?) of (?:[\w-]+ ){0,3}(?:interests?|party whip|lobbying)"
    r"|^(?:the )?(?:(?:draft|public) )?minutes(?: silence)?\W*$"
    r"|\b(?:minutes?|notes?|record|actions?)\b.*\b(?:last|previous|held on|meeting)\b"
    r"|^(?:approval|confirmation) of (?:the )?minutes|^to (?:approve|confirm|sign) .*\bminutes\b"
    r"|exclusion of (?:the )?(?:press|public)|^(?:any )?(?:other )?(?:urgent|other) (?:business|items?)\b"
    r"|dates? (?:and \w+ )?of (?:the )?(?:next|future)|^(?:forward |committee )?work programme|^forward plan"
    r"|^chair(?:man|woman|person)?['’]s? (?:announcements|communications|opening)|^announcements\W*$"
    r"|^(?:welcome|introductions?|substitut\w*|quorum|attendance|filming|housekeeping|roll call)\b"
    r"|^(?:ymddiheuriadau|datganiadau? o|cofnodion|gwahardd y)",
    re.IGNORECASE,
)


def documents(
    meeting: Meeting, council_name: str, topics: Topics, files: Mapping[str, str] = NO_FILES
) -> tuple[Document, ...]:
    """Give a meeting's documents: of each item the item itself, its decisions and its actions.

    A meeting without items gives one document of its own, so that a cancelled meeting can be found. `files`
    are the texts of attached files by their address: an item is searched by those attached to it, too.
    """
    if not meeting.items:
        return (_of_meeting(meeting, council_name),)
    items = (item for item in meeting.items if not is_withheld(item))
    found = (_of_item(meeting, council_name, item, topics, files) for item in items)
    return _numbered(document for item in found for document in item)


def of_official(
    official: Official, council_name: str, topics: Topics, files: Mapping[str, str] = NO_FILES
) -> tuple[Document, ...]:
    """Give the documents of a decision on a council's register.

    One taken at a meeting gives none: the meeting's own record has it already. Nor does one without a day.
    """
    day = official.decided or official.published
    if official.meeting_id or day is None:
        return ()
    key = f"{official.council}/decision/{official.id}"
    item = official.item
    whole = Document(
        id=key,
        meeting=key,
        kind="item",
        council=official.council,
        council_name=council_name,
        board=official.maker or "Register of decisions",
        date=day,
        title=item.title,
        number="",
        text=item.text,
        lead=_lead(item.passages),
        url=f"/{key}",
        source_url=official.url,
        topics=topics.of(item.title, item.text),
        attached=_attached(item, files),
        stage="register",
        has_attachments=bool(item.attachments),
        anchors=_of_lines(item),
    )
    return _numbered([whole, *_outcomes(whole, item)])


def _numbered(found: Iterable[Document]) -> tuple[Document, ...]:
    return tuple(document._replace(order=number) for number, document in enumerate(found))


def is_procedural(title: str) -> bool:
    """Say whether an item's title is one that opens or closes nearly every meeting."""
    return _PROCEDURAL.search(title.strip()) is not None


def stage(meeting: Meeting) -> DocumentStage:
    """Say how far a meeting has come: how it came out counts for most, then that it did not take place."""
    if meeting.stage in ("minutes", "draft minutes", "decisions only"):
        return meeting.stage
    if meeting.status in ("cancelled", "rescheduled", "adjourned"):
        return meeting.status
    if meeting.stage == "agenda":
        return "agenda"
    return "upcoming" if meeting.status == "upcoming" else "nothing"


def _of_meeting(meeting: Meeting, council_name: str) -> Document:
    lines = [meeting.status.capitalize(), meeting.venue and f"Venue: {meeting.venue}", meeting.contact]
    text = "\n".join(line for line in lines if line)
    key = f"{meeting.council}/{meeting.id}"
    return Document(
        id=key,
        meeting=key,
        kind="meeting",
        council=meeting.council,
        council_name=council_name,
        board=meeting.board,
        date=meeting.date,
        title=meeting.board,
        number="",
        text=text,
        lead=_shortened(text.replace("\n", ". ")),
        url=f"/{key}",
        source_url=meeting.url,
        stage=stage(meeting),
        has_attachments=bool(meeting.documents),
    )


def _of_item(
    meeting: Meeting, council_name: str, item: Item, topics: Topics, files: Mapping[str, str]
) -> Iterator[Document]:
    key = f"{meeting.council}/{meeting.id}"
    procedural = is_procedural(item.title)
    whole = Document(
        id=f"{key}/{item.id}",
        meeting=key,
        kind="item",
        council=meeting.council,
        council_name=council_name,
        board=meeting.board,
        date=meeting.date,
        title=item.title,
        number=item.number,
        text=item.text,
        lead=_lead(item.passages),
        url=f"/{key}#{item_anchor(item.id)}",
        source_url=f"{meeting.url}#AI{item.id}",
        procedural=procedural,
        complete=item.complete,
        topics=() if procedural else topics.of(item.title, item.text),
        attached=_attached(item, files),
        stage=stage(meeting),
        has_attachments=bool(item.attachments),
        anchors=_of_lines(item),
    )
    yield whole
    yield from _outcomes(whole, item)


def _attached(item: Item, files: Mapping[str, str]) -> tuple[Attached, ...]:
    """Give the attached files that have a text, each once; none of an item that is closed to the public."""
    if item.restricted:
        return ()
    titles = {attachment.url: attachment.title for attachment in reversed(item.attachments)}
    linked = dict.fromkeys(attachment.url for attachment in item.attachments)
    return tuple(Attached(titles[url], files[url]) for url in linked if files.get(url))


def _of_lines(item: Item) -> tuple[str, ...]:
    """Give the anchor of each line of an item's text; a passage is a line, unless it has breaks itself."""
    of_passages = zip(anchors(item), item.passages, strict=True)
    return tuple(anchor for anchor, p in of_passages for _ in f"{p.mark} {p.text}".strip().split("\n"))


def _outcomes(whole: Document, item: Item) -> Iterator[Document]:
    places = anchors(item)
    for n, decision in enumerate(item.decisions, 1):
        yield _standing(_of_decision(whole, n, decision), places[decision.passage : decision.passage + 1])
    for n, action in enumerate(item.actions, 1):
        yield _standing(_of_action(whole, n, action), places[action.passage : action.passage + 1])


def _standing(outcome: Document, place: tuple[str, ...]) -> Document:
    """Let an outcome open at the passage that says it; at its item where no passage does."""
    page = outcome.url.partition("#")[0]
    url = f"{page}#{place[0]}" if place else outcome.url
    return outcome._replace(url=url, anchors=place * len(outcome.text.split("\n")))


def _of_decision(item: Document, number: int, decision: Decision) -> Document:
    return item._replace(
        id=f"{item.id}/d{number}",
        kind="decision",
        text=decision.text,
        lead=decision.text,
        attached=(),
        decision_kind=decision.kind,
        procedural=item.procedural or decision.kind == "procedural",
    )


def _of_action(item: Document, number: int, action: Action) -> Document:
    return item._replace(
        id=f"{item.id}/a{number}",
        kind="action",
        text=action.text,
        lead=action.text,
        attached=(),
        owner=action.owner,
        due=action.due,
    )


def _lead(passages: tuple[Passage, ...]) -> str:
    """Give an item's first passages: of the minutes where there are any, else of what there is."""
    minuted = [passage.text for passage in passages if passage.section == "minutes"]
    return _shortened(" ".join(minuted or (passage.text for passage in passages)))


def _shortened(text: str) -> str:
    if len(text) <= LEAD:
        return text
    return text[:LEAD].rsplit(" ", 1)[0].rstrip(" ,;:.") + " …"
