"""Documents of an invented council, made short."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from indexer.model import Attached, Document, DocumentKind, Topic

COUNCILS = {"salt": "Saltmarsh District Council", "fen": "Fenmoor Town Council"}


def document(
    key: str = "1",
    text: str = "The board noted the report.",
    *,
    title: str = "Harbour bridge",
    board: str = "Harbour Board",
    day: date = date(2023, 3, 14),
    kind: DocumentKind = "item",
    topics: Sequence[str] = (),
    meeting: str = "",
    attached: Sequence[str] = (),
    council: str = "salt",
) -> Document:
    meeting = meeting or f"{council}/{key}"
    return Document(
        id=f"{meeting}/{key}",
        meeting=meeting,
        kind=kind,
        council=council,
        council_name=COUNCILS[council],
        board=board,
        date=day,
        title=title,
        number="1.",
        text=text,
        lead=text[:300],
        url=f"/{meeting}#item-{key}",
        source_url=f"https://democracy.saltmarsh.example/ieListDocuments.aspx?MId={key}#AI{key}",
        topics=tuple(Topic(name, ("bridge",)) for name in topics),
        attached=tuple(Attached(f"Appendix {number}", text) for number, text in enumerate(attached, 1)),
        has_attachments=bool(attached),
    )
