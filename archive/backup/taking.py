"""An archive → a backup, or one that is there brought level with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from archive.backup import growing
from archive.backup import manifest as m
from archive.backup.growing import Copied, End
from archive.backup.snapshot import Catalogue, catalogue, snapshot
from archive.config import Config
from archive.disk import sync
from archive.errors import StoreError
from archive.lock import held

LOCK = "lock"
PAGES = "data/pages"

Told = Callable[[str, int, int], None]
"""Hear what is being done, how many files are, and how many there are."""


@dataclass(frozen=True, slots=True)
class Done:
    """What a backup did."""

    manifest: m.Manifest
    copied: int  # bytes


@dataclass(frozen=True, slots=True)
class _Run:
    """One backup on its way."""

    config: Config
    config_path: Path
    target: Path
    made: datetime
    before: dict[str, m.File]  # by name, of the backup that is there

    def new_place(self, name: str) -> str:
        """Choose where a file is kept: never where the backup before has one, which must stay as it was."""
        return f"{m.FILES}/{self.made:%Y%m%dT%H%M%S%fZ}/{name}"


def backup(config: Config, config_path: Path, target: Path, told: Told = lambda *_: None) -> Done:
    """Bring a backup level with the archive, copying what is new; a crawl may go on meanwhile.

    LockHeld when another backup is made there; StoreError when it fails: the one before then stays as it was.
    """
    _refuse(config, target)
    try:
        with held(target, "minutes backup"):
            before = {f.name: f for f in m.read(target).files} if (target / m.NAME).exists() else {}
            return _take(_Run(config, config_path, target, datetime.now(UTC), before), told)
    except OSError as error:
        raise StoreError(f"the backup in {target} failed: {error.filename}: {error.strerror}") from error


def _take(run: _Run, told: Told) -> Done:
    databases = [_database(run, path) for path in (run.config.own_file, run.config.records) if path.exists()]
    found = catalogue(run.target / databases[-1].file.stored)
    copied = [*databases, *_growing(run, found, told)]
    files = tuple(c.file for c in copied)
    _refuse_lacking(found, files)
    made = m.Manifest(run.made, {"pages": found.pages, "records": found.records}, files)
    for folder in {path.parent for path in (run.target / m.FILES).rglob("*")}:
        sync(folder)
    m.write(run.target, made)
    m.sweep(run.target, made)
    return Done(made, sum(c.size for c in copied))


def _database(run: _Run, path: Path) -> Copied:
    name = f"data/{path.name}"
    stored = run.new_place(name)
    size, sha256 = snapshot(path, run.target / stored)
    before = run.before.get(name)
    if before and before.sha256 == sha256 and growing.holds(run.target, before):
        return Copied(before, 0)  # the new copy is swept away with what else no manifest names
    return Copied(m.File(name, stored, size, sha256), size)


def _growing(run: _Run, found: Catalogue, told: Told) -> Iterator[Copied]:
    sources = list(_sources(run.config, run.config_path, found))
    for number, (path, name, end) in enumerate(sources, 1):
        told(path.name, number, len(sources))
        yield growing.copy(path, name, run.target, run.new_place(name), end, run.before.get(name))


def _sources(config: Config, config_path: Path, found: Catalogue) -> Iterator[tuple[Path, str, End]]:
    """Yield the files to copy, each with its name in a restored archive and how its end is found."""
    yield config_path, m.CONFIG, growing.whole
    if config.runs.exists():
        yield config.runs, f"data/{config.runs.name}", growing.last_line
    for path in sorted(config.pages.rglob("*.warc.gz")):
        name = path.relative_to(config.pages).as_posix()
        yield path, f"{PAGES}/{name}", partial(growing.last_member, start=found.reach.get(name, 0))


def _refuse(config: Config, target: Path) -> None:
    if config.is_shared:
        raise StoreError(
            "these records are in a database on a server, which has its own means: docs/postgresql.md"
            " says how it and the pages on the shelf are kept"
        )
    if target.resolve().is_relative_to(config.data.resolve()):
        raise StoreError(f"{target} lies in the data folder itself; name a folder on another disk")
    ours = {m.NAME, f"{m.NAME}.new", m.FILES, LOCK}
    if target.exists() and (other := {path.name for path in target.iterdir()} - ours):
        raise StoreError(f"{target} holds other things ({min(other)}); name a folder for backups alone")
    if not config.records.exists():
        raise StoreError(f"there is nothing to back up in {config.data} yet; run `minutes crawl`")


def _refuse_lacking(found: Catalogue, files: Iterable[m.File]) -> None:
    """Refuse a backup that lacks a page of its own catalogue: the one before may still have it."""
    sizes = {file.name: file.size for file in files}
    for name, start in found.reach.items():
        if sizes.get(f"{PAGES}/{name}", 0) <= start:
            raise StoreError(
                f"the page file {name} is damaged or gone: the page at byte {start} cannot be read;"
                " the backup before this one stays as it was: put the file back from it, then try again"
            )
