"""The table of contents: which segments make up a commit. JSON with a checksum, never a pickle.

Whoosh's own holds a pickled schema and pickled segments: to open one that somebody else made runs their code.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

from whoosh.index import TOC

from archive.errors import IndexFault
from indexer.engines.whoosh.arrays.segment import ArraySegment

FORMAT = 1


def latest_generation(folder: Path, indexname: str) -> int:
    """Give the number of the newest commit; -1 where there is none."""
    begin, end = f"_{indexname}_", ".toc"
    paths = folder.glob(f"{begin}*{end}")
    numbers = (path.name[len(begin) : -len(end)] for path in paths)
    return max((int(number) for number in numbers if number.isdecimal()), default=-1)


def read_toc(storage: Any, indexname: str, schema: Any) -> TOC:
    """Read the newest commit; raises IndexFault for a damaged table, or none."""
    generation = latest_generation(Path(storage.folder), indexname)
    path = Path(storage.folder, TOC._filename(indexname, generation))
    try:
        written = json.loads(path.read_bytes())
        contents = written["contents"]
        if written["crc32"] != _checksum(contents) or contents["format"] != FORMAT:
            raise IndexFault(f"{path} is damaged.")
        segments = [_segment(indexname, entry) for entry in contents["segments"]]
    except (ValueError, KeyError, TypeError) as error:
        raise IndexFault(f"{path} is damaged.") from error
    return TOC(schema, segments, generation)


def write_toc(storage: Any, indexname: str, toc: TOC) -> None:
    """Write a commit aside, and put it in place in one step; the storage syncs what it names first."""
    contents = {"format": FORMAT, "segments": [_entry(segment) for segment in toc.segments]}
    name = TOC._filename(indexname, toc.generation)
    aside = f"{name}.new"
    text = json.dumps({"crc32": _checksum(contents), "contents": contents})
    Path(storage.folder, aside).write_text(text, "utf-8")
    storage.rename_file(aside, name, safe=True)


def _checksum(contents: object) -> int:
    return zlib.crc32(json.dumps(contents, sort_keys=True).encode())


def _entry(segment: ArraySegment) -> dict[str, Any]:
    return {
        "id": segment.segid,
        "documents": segment.doc_count_all(),
        "deleted": list(_runs(segment.deleted_docs())),
    }


def _segment(indexname: str, entry: dict[str, Any]) -> ArraySegment:
    if not str(entry["id"]).isalnum():
        raise ValueError("a segment's name is no path")
    documents = int(entry["documents"])
    if any(not 0 <= start <= stop <= documents for start, stop in entry["deleted"]):
        raise ValueError("a document that is not there is deleted")
    deleted = frozenset(number for start, stop in entry["deleted"] for number in range(start, stop))
    return ArraySegment(indexname, str(entry["id"]), documents, deleted)


def _runs(numbers: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Give ascending numbers as runs, [start, stop): a meeting's documents go together."""
    every = list(numbers)
    breaks = [place for place, (one, two) in enumerate(pairwise(every), 1) if two != one + 1]
    for first, last in zip([0, *breaks], [*breaks, len(every)], strict=True):
        if first < last:
            yield every[first], every[last - 1] + 1
