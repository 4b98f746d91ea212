"""What the API answers, as JSON Schema: the twin of `indexer.wire` and `archive.wire`.

Every object is closed, so that a fact that is answered and not described here fails the tests.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, get_args

from archive import model as archive
from indexer import model as indexer

Json = dict[str, Any]

TEXT: Json = {"type": "string"}
NUMBER: Json = {"type": "integer", "minimum": 0}
YES_OR_NO: Json = {"type": "boolean"}
DAY: Json = {"type": "string", "format": "date"}
MOMENT: Json = {"type": "string", "format": "date-time"}
MILLISECONDS: Json = {"type": "number", "minimum": 0}


def ref(name: str) -> Json:
    """Point to a schema of the document."""
    return {"$ref": f"#/components/schemas/{name}"}


def closed(*optional: str, **properties: Json) -> Json:
    """Describe an object that has these properties, all but the optional ones always, and no others."""
    required = [name for name in properties if name not in optional]
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def many(each: Json) -> Json:
    """Describe a list."""
    return {"type": "array", "items": each}


def maybe(schema: Json) -> Json:
    """Describe what is null where it is not said."""
    return {"anyOf": [schema, {"type": "null"}]}


def one_of(values: Iterable[str | None]) -> Json:
    """Describe one of some words."""
    return {"enum": list(values)}


_DOCUMENT: dict[str, Json] = {
    "id": TEXT,
    "kind": one_of(get_args(indexer.DocumentKind)),
    "council": TEXT,
    "council_name": TEXT,
    "board": TEXT,
    "date": DAY,
    "title": TEXT,
    "number": TEXT,
    "text": TEXT,
    "url": TEXT,
    "source_url": TEXT,
    "decision_kind": maybe(TEXT),
    "owner": maybe(TEXT),
    "due": maybe(TEXT),
    "stage": one_of((*get_args(indexer.DocumentStage), None)),
    "has_attachments": YES_OR_NO,
    "topics": many(ref("Topic")),
}

_RESULTS: dict[str, Json] = {
    "query": TEXT,
    "understood": TEXT,
    "notes": many(TEXT),
    "exact": YES_OR_NO,
    "also": many(ref("Also")),
    "alone": many(closed(word=TEXT, count=NUMBER)),
    "instead": maybe(TEXT),
    "total": NUMBER,
    "page": NUMBER,
    "pages": NUMBER,
    "size": NUMBER,
    "hits": many(ref("Hit")),
    "facets": ref("Facets"),
    "took_ms": MILLISECONDS,
}

_OF_SEARCH: dict[str, Json] = {
    "Topic": closed(name=TEXT, words=many(TEXT)),
    "Fragment": closed(text=TEXT, matched=YES_OR_NO, anchor=maybe(TEXT)),
    "Row": closed(**_DOCUMENT),
    "Hit": closed(**_DOCUMENT, snippet=many(ref("Fragment"))),
    "Facet": closed(value=TEXT, label=TEXT, count=NUMBER, selected=YES_OR_NO),
    "Facets": closed(*indexer.FACETS, **{facet: many(ref("Facet")) for facet in indexer.FACETS}),
    "Also": closed(typed=TEXT, words=TEXT, title=TEXT, url=TEXT),
    "Results": closed(**_RESULTS),
    "PastTheLast": closed(error=TEXT, **_RESULTS),
    "Counted": closed(query=TEXT, understood=TEXT, total=NUMBER, facets=ref("Facets"), took_ms=MILLISECONDS),
    "Similar": closed(
        item=maybe(TEXT), words=many(TEXT), query=TEXT, hits=many(ref("Hit")), took_ms=MILLISECONDS
    ),
    "Asked": closed(
        text=TEXT,
        understood=TEXT,
        exact=YES_OR_NO,
        also=many(TEXT),
        filters={"type": "object", "additionalProperties": many(TEXT)},
        since=maybe(DAY),
        until=maybe(DAY),
        sort=maybe(one_of(get_args(indexer.Sort))),
    ),
    "Export": closed(query=ref("Asked"), total=NUMBER, rows=many(ref("Row"))),
}

_OF_RECORDS: dict[str, Json] = {
    "Passage": closed(
        section=one_of(get_args(archive.Section)),
        style=one_of(get_args(archive.Style)),
        level=NUMBER,
        mark=TEXT,
        text=TEXT,
    ),
    "Decision": closed(
        text=TEXT,
        kind=one_of(get_args(archive.Kind)),
        passage=NUMBER,
        by=maybe(TEXT),
        proposer=maybe(TEXT),
        seconder=maybe(TEXT),
        votes=maybe(TEXT),
    ),
    "Action": closed(text=TEXT, owner=maybe(TEXT), due=maybe(TEXT), passage=NUMBER, due_date=maybe(DAY)),
    "Attachment": closed(
        "format",
        "digest",
        title=TEXT,
        url=TEXT,
        size=maybe(TEXT),
        format=one_of(get_args(archive.FileFormat)),
        digest=maybe(TEXT),
    ),
    "Attendee": closed(name=TEXT, role=maybe(TEXT), attendance=TEXT, instead_of=maybe(TEXT)),
    "Vote": closed(title=TEXT, type=TEXT, result=TEXT, votes=many(closed(name=TEXT, vote=TEXT))),
    "Item": closed(
        id=TEXT,
        number=TEXT,
        title=TEXT,
        text=TEXT,
        complete=YES_OR_NO,
        decisions=many(ref("Decision")),
        actions=many(ref("Action")),
        attachments=many(ref("Attachment")),
        more=maybe(TEXT),
        restricted=YES_OR_NO,
        votes=many(ref("Vote")),
        passages=many(ref("Passage")),
    ),
    "Meeting": closed(
        council=TEXT,
        id=TEXT,
        board=TEXT,
        board_id=maybe(TEXT),
        date=DAY,
        time=maybe({"type": "string", "pattern": "^[0-9]{2}:[0-9]{2}$"}),
        status=one_of(get_args(archive.Status)),
        stage=one_of((*get_args(archive.Stage), None)),
        venue=maybe(TEXT),
        url=TEXT,
        items=many(ref("Item")),
        contact=maybe(TEXT),
        attendance=many(ref("Attendee")),
        documents=many(ref("Attachment")),
        language=one_of(get_args(archive.Language)),
        printed=one_of((*get_args(archive.FileFormat), None)),
        doubts=many(TEXT),
        page=TEXT,
        captured=maybe(MOMENT),
    ),
    "RegisterDecision": closed(
        council=TEXT,
        id=TEXT,
        url=TEXT,
        item=ref("Item"),
        maker=maybe(TEXT),
        status=maybe(TEXT),
        key=maybe(YES_OR_NO),
        call_in=maybe(YES_OR_NO),
        decided=maybe(DAY),
        published=maybe(DAY),
        meeting_id=maybe(TEXT),
        purpose=maybe(TEXT),
        reasons=maybe(TEXT),
        alternatives=maybe(TEXT),
        page=TEXT,
        captured=maybe(MOMENT),
    ),
    "Councils": closed(
        councils=many(
            closed(
                slug=TEXT,
                name=TEXT,
                boards=many(closed(id=TEXT, name=TEXT, url=TEXT, category=maybe(TEXT), kept=YES_OR_NO)),
            )
        )
    ),
    "Counts": closed(
        meetings=NUMBER,
        items=NUMBER,
        decisions=NUMBER,
        actions=NUMBER,
        newest=maybe(DAY),
        revision=NUMBER,
        searched=maybe(closed(documents=NUMBER, revision=NUMBER)),
    ),
}

SCHEMAS: dict[str, Json] = {
    **_OF_SEARCH,
    **_OF_RECORDS,
    "Error": closed(
        "unknown",
        "known",
        "problems",
        error=TEXT,
        unknown=many(TEXT),
        known=many(TEXT),
        problems=many(closed(parameter=TEXT, typed=TEXT, message=TEXT)),
    ),
}
"""Every schema of the document, by its name."""
