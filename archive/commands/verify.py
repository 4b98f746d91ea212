"""`minutes verify`: check every page kept, and the catalogue of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import click

from archive import warc
from archive.commands.options import as_json, opened
from archive.config import Config
from archive.store import Store
from archive.terminal import Settings, progress
from archive.verify import Finding, State
from archive.verify import verify as verify_council
from archive.wire import dumps


@dataclass(slots=True)
class Verdict:
    """What a check found, of all councils together."""

    files: int = 0
    counts: Counter[State] = field(default_factory=Counter)
    faults: list[Finding] = field(default_factory=list)

    @property
    def pages(self) -> int:
        """Return how many pages are whole."""
        return self.counts["whole"] + self.counts["uncatalogued"]

    def add(self, finding: Finding) -> None:
        """Count a finding."""
        self.counts[finding.state] += 1
        if finding.state == "fault":
            self.faults.append(finding)


@click.command()
@click.argument("councils", nargs=-1, metavar="[COUNCIL]...")
@as_json
@click.pass_obj
def verify(settings: Settings, councils: tuple[str, ...], json_: bool) -> None:
    """Check that every page kept is whole and catalogued: of all councils, or of those named here."""
    verdict = check(settings.config(), councils)
    click.echo(dumps(in_values(verdict)) if json_ else "\n".join(in_words(verdict)))
    if verdict.faults:
        raise click.exceptions.Exit(1)


def check(config: Config, councils: Sequence[str]) -> Verdict:
    """Check the pages kept of some councils; of all of which anything is kept where none is named."""
    verdict = Verdict()
    with opened(config) as store, progress() as advance:
        chosen = [config.council(slug).slug for slug in councils] or _all(config, store)
        total = sum(1 for kept in store.pages() if kept.council in chosen)
        for slug in chosen:
            verdict.files += len(warc.files(config.page_files, slug))
            for finding in verify_council(config.page_files, slug, store.pages(slug)):
                verdict.add(finding)
                advance(f"{slug}: verifying", verdict.counts.total(), total)
    return verdict


def _all(config: Config, store: Store) -> list[str]:
    """Name every council of which anything is kept, whether config.toml names it or not."""
    folders = {path.name for path in config.pages.glob("*") if path.is_dir()}
    return sorted(folders | {kept.council for kept in store.pages()})


def in_words(verdict: Verdict) -> Iterator[str]:
    """Tell each fault, and what was verified, in a line each."""
    for fault in verdict.faults:
        yield f"{fault.place.file}: byte {fault.place.offset}: {fault.why}"
    ending = _number(len(verdict.faults), "fault") if verdict.faults else "all whole"
    yield f"{_number(verdict.pages, 'page')} in {_number(verdict.files, 'file')} verified: {ending}"
    if fresh := verdict.counts["uncatalogued"]:
        yield f"{_number(fresh, 'page')} not yet in the catalogue: the next crawl takes them in"
    if verdict.counts["unfinished"]:
        yield "the newest file has an unfinished end: the next crawl cuts it off"


def _number(count: int, noun: str) -> str:
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def in_values(verdict: Verdict) -> dict[str, Any]:
    """Tell the same as JSON values."""
    return {
        "pages": verdict.pages,
        "files": verdict.files,
        "uncatalogued": verdict.counts["uncatalogued"],
        "unfinished": verdict.counts["unfinished"],
        "faults": [{"file": f.place.file, "offset": f.place.offset, "why": f.why} for f in verdict.faults],
    }
