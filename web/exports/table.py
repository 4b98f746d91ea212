"""Results as CSV that spreadsheets open right: UTF-8 with its mark, CRLF, and no cell that is a formula.

Without the mark Excel takes UTF-8 for the machine's old code page. Spreadsheets run a cell that begins as a
formula does, whatever its quotes: an apostrophe before it makes it text (OWASP, “CSV Injection”).
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from typing import Any

from indexer.model import Document
from web.exports.rows import row

MARK = "\ufeff"

COLUMNS = (
    "date",
    "council_name",
    "board",
    "kind",
    "decision_kind",
    "number",
    "title",
    "text",
    "owner",
    "due",
    "stage",
    "topics",
    "url",
    "source_url",
    "id",
)

AT_ONCE = 100  # rows written together: to hand out each alone takes longer than to make it

# Wide forms too: Japanese and Chinese spreadsheets take them for the narrow ones.
_FORMULA = re.compile(r"[=+\-@\t\r\n＝＋－＠]")
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff]"
)  # some programs skip these, and then find a formula


def csv_table(documents: Iterable[Document], root: str) -> Iterator[str]:
    """Write the header and a row for each document, some rows at a time."""
    held = io.StringIO(MARK, newline="")
    held.seek(0, io.SEEK_END)
    out = csv.writer(held, lineterminator="\r\n")
    out.writerow(COLUMNS)
    for number, document in enumerate(documents, 1):
        facts = row(document, root)
        out.writerow([cell(facts[column]) for column in COLUMNS])
        if number % AT_ONCE == 0:
            yield held.getvalue()
            held.seek(0)
            held.truncate()
    yield held.getvalue()


def cell(value: Any) -> str:
    """Write one fact as text that no spreadsheet runs; several topics with semicolons between them."""
    if isinstance(value, list):
        value = "; ".join(topic["name"] for topic in value)
    text = _UNSEEN.sub("", str(value)) if value is not None else ""
    return f"'{text}" if _FORMULA.match(text) else text
