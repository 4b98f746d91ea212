"""What an archive's own texts say that acronyms stand for: “Harbour Lights Trust (HLT)”.

The table is derived data in one JSON file beside the index. It is brought level with the archive as an index
is, by the same calls, and made anew from the start when it is missing, damaged or of another version.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from indexer.model import Document

VERSION = 1
"""Raise it when another definition would be found in the same text: the file is then made anew."""

NAME = "acronyms.json"

_ACRONYM = r"([A-Z][A-Za-z&]{0,8}[A-Z])s?"  # "LGA", "DfE", "H&S", "EHCPs"
_AFTER = re.compile(rf"\((?:the )?[“\"‘']?{_ACRONYM}[”\"’']?\)")
_BEFORE = re.compile(rf"(?<![^\W_]){_ACRONYM} \(([^()\n]{{5,100}})\)")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_BREAK = re.compile(r"[.;:()\[\]\n]")  # no name reaches across these
_SMALL_WORDS = "a an and at by for from in of on or the to with y yr a’r"
_SMALL = frozenset(_SMALL_WORDS.split())


@dataclass(frozen=True, slots=True)
class Definition:
    """An acronym, the words it stands for as printed, and the item that says so."""

    acronym: str
    words: str
    title: str  # of the item
    url: str  # site-relative, with the item's anchor


def defined(text: str) -> Iterator[tuple[str, str]]:
    """Yield each acronym that a text explains, with the words: `Harbour Lights Trust (HLT)` or the reverse.

    Initials must match the words, one a letter, the first and the last among them; small words such as “of”
    may have one or none. So “the report (SEND)” explains nothing.
    """
    if "(" not in text:
        return
    for match in _AFTER.finditer(text):
        before = text[max(0, match.start() - 200) : match.start()]
        if words := _ending(_BREAK.split(before)[-1], match[1]):
            yield match[1], words
    for match in _BEFORE.finditer(text):
        if _ending(match[2], match[1]) == match[2].strip():
            yield match[1], match[2].strip()


class Acronyms:
    """Keeps the definitions of an archive; readers see the file's newest state.

    With `target` they are learned anew in `folder`, while searches use those that the target folder has.
    """

    def __init__(self, folder: Path, target: Path | None = None) -> None:
        self._path, self._target = folder / NAME, (target or folder) / NAME
        self._read: tuple[int, _Table] = (0, _NOTHING)  # when the file was written, and what it says

    def cursor(self) -> int:
        """Return the archive's last revision that the table holds; 0 when it must be made anew."""
        return self._table().cursor

    def replace(self, meetings: Iterable[str], documents: Iterable[Document], cursor: int) -> None:
        """Forget what these meetings said, learn from these documents, and note the cursor: in one step."""
        leaving = set(meetings)
        table = {key: found for key, found in self._table().meetings.items() if key not in leaving}
        for document in documents:
            if found := learned(document):
                table[document.meeting] = [*table.get(document.meeting, ()), *found]
        written = json.dumps({"version": VERSION, "cursor": cursor, "meetings": table}, ensure_ascii=False)
        self._path.parent.mkdir(parents=True, exist_ok=True)
        beside = self._path.with_suffix(".new")
        beside.write_text(written, "utf-8")
        beside.replace(self._path)

    def switch(self) -> None:
        """Let searches use what was learned anew."""
        if self._path.exists():
            self._path.replace(self._target)
        else:  # there was nothing to learn from, not even a batch
            self._target.unlink(missing_ok=True)

    def definitions(self) -> tuple[Definition, ...]:
        """Give every definition, in the order of meetings; the same tuple while the file stays as it is."""
        return self._table().definitions

    def _table(self) -> _Table:
        try:
            state = self._path.stat().st_mtime_ns
            if state != self._read[0]:
                self._read = (state, _parsed(self._path.read_text("utf-8")))
        except (OSError, ValueError, KeyError, TypeError):  # gone or damaged: it is derived, and begins anew
            self._read = (0, _NOTHING)
        return self._read[1]


@dataclass(frozen=True, slots=True)
class _Table:
    meetings: dict[str, list[list[str]]]  # by key, the fields of each definition
    cursor: int
    definitions: tuple[Definition, ...]


_NOTHING = _Table({}, 0, ())


def _parsed(written: str) -> _Table:
    """Read the file; raises ValueError, KeyError or TypeError for what is not one of ours."""
    kept = json.loads(written)
    if kept["version"] != VERSION:
        raise ValueError("of another version")
    meetings = kept["meetings"]
    found = tuple(Definition(*row) for key in sorted(meetings) for row in meetings[key])
    return _Table(meetings, int(kept["cursor"]), found)


def learned(document: Document) -> list[list[str]]:
    """Give what an item explains, as the fields of each definition; other documents only say it again."""
    if document.kind != "item":
        return []
    found = dict.fromkeys([*defined(document.title), *defined(document.text)])
    return [[acronym, words, document.title, document.url] for acronym, words in found]


def _ending(text: str, acronym: str) -> str | None:
    """Give the end of a text whose words have these initials; None where it has none."""
    letters = acronym.replace("&", "").lower()
    found = list(_WORD.finditer(text))[-2 * len(letters) - 2 :]
    words = [match.group().lower() for match in found]
    if not words or words[-1] in _SMALL:
        return None
    start = _start(words, letters, len(words))
    if start is None or words[start] in _SMALL or sum(w not in _SMALL for w in words[start:]) < 2:
        return None
    return text[found[start].start() : found[-1].end()]


def _start(words: Sequence[str], letters: str, end: int) -> int | None:
    """Give where the words begin that end before `end` and have these initials."""
    if not letters:
        return end
    if end == 0:
        return None
    word = words[end - 1]
    if word[0] == letters[-1] and (found := _start(words, letters[:-1], end - 1)) is not None:
        return found
    return _start(words, letters, end - 1) if word in _SMALL else None
