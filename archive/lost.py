"""Pages in the catalogue whose page files are lost: with a disk, or with a crawler's machine."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from archive import warc
from archive.store import Kept

NAMED = 3  # files that a message names; there may be hundreds


@dataclass(frozen=True, slots=True)
class Bodies:
    """Where the bytes of pages are that are in the catalogue; its files may be there no longer."""

    files: Mapping[str, frozenset[str]]  # those that are there, by council
    at: Mapping[tuple[str, str], warc.Place]  # by council and digest

    def placed(self, kept: Kept) -> Kept:
        """Return a page with its bytes where they are: another copy may have the same, if its own is lost."""
        if kept.body_at.file in self.files.get(kept.council, ()):
            return kept
        return replace(kept, body_at=self.at.get((kept.council, kept.digest), kept.body_at))

    def lost(self, known: Sequence[Kept]) -> Mapping[str, Sequence[Kept]]:
        """Return pages whose bytes are nowhere, by council; of one that was not there its status says all."""
        found: dict[str, list[Kept]] = defaultdict(list)
        for kept in known:
            if kept.status == 200 and self.placed(kept).body_at.file not in self.files[kept.council]:
                found[kept.council].append(kept)
        return found


def bodies(known: Sequence[Kept], pages: warc.Where) -> Bodies:
    """Look for the page files of the councils that the catalogue has pages of; StoreError as for reading."""
    files = {slug: frozenset(warc.files(pages, slug)) for slug in {kept.council for kept in known}}
    there = (kept for kept in known if kept.body_at.file in files[kept.council])
    return Bodies(files, {(kept.council, kept.digest): kept.body_at for kept in there})


def in_words(lost: Mapping[str, Sequence[Kept]]) -> str:
    """Say which councils' records stay as they are, as pages of theirs are lost, and how they can be had."""
    told = [f"{slug}: {_files(pages)}; its records stay as they were" for slug, pages in lost.items()]
    return (
        f"{'; '.join(told)}. Put the files back from a backup, or from the machine of the crawler that wrote"
        f" them, and run it again; or `minutes crawl --all {' '.join(lost)}` keeps and reads again what the"
        " sites have. Of all other councils the records have been made again"
    )


def _files(pages: Sequence[Kept]) -> str:
    files = sorted({kept.body_at.file for kept in pages}, key=warc.order)
    more = f" and {len(files) - NAMED} more" if len(files) > NAMED else ""
    return f"{len(pages)} of the pages kept are lost with {', '.join(files[:NAMED])}{more}"
