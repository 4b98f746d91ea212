"""Kill the archive's commands at random moments.

`python -m bench.campaigns.kills --kills 200 --seed 1 [--write]`

A life is an archive's whole history: crawls of a site that changes in between, rereads, indexes. In each
phase the command is killed one to three times, then run to its end, and each time everything that had been
done must still be there. What each phase leaves must equal, byte for byte, what it leaves in an undisturbed
life. `--life N` runs one life again; the moments are drawn alike, though a machine never hits twice alike.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from bench.campaigns.archive import Archive, Held, Lost
from bench.campaigns.moments import (
    WEIGHTS,
    Killed,
    Phase,
    Usual,
    Way,
    files_in,
    holds,
    kill_at,
    page_bytes,
    wait,
)
from tests.crawling import small_sample
from web.demo import Site, sample
from web.demo.council import SampleCouncil

REPORT = Path(__file__).with_suffix(".md")
IN_A_ROW = (1, 3)  # how often a phase is killed before it is let finish, at least and at most
BACKUP = ("backup", "{folder}/backup")
PHASES = (
    Phase("first crawl", ("crawl",)),
    Phase("first index", ("index",)),
    Phase("crawl", ("crawl", "--all"), revised=4277),
    Phase("index", ("index",)),
    Phase("crawl", ("crawl", "--all"), revised=4100),
    Phase("reread", ("reread",)),
    Phase("index", ("index",)),
    Phase("backup", BACKUP),
    Phase("index --rebuild", ("index", "--rebuild")),
)


def undisturbed(archive: Archive, site: Site, phases: tuple[Phase, ...] = PHASES) -> list[Usual]:
    """Live a life without kills, and note what each phase takes and leaves."""
    usual = []
    for phase in phases:
        _publish(site, phase)
        before, size, began = files_in(archive.folder), page_bytes(archive), time.monotonic()
        process = archive.start(*phase.words(archive))
        wait(process, lambda p=process: holds(archive, p))  # type: ignore[misc] # a default binds the loop's value
        working = time.monotonic() if process.poll() is None else began  # a backup takes no lock
        process.communicate()
        ended = time.monotonic()
        made = len(files_in(archive.folder) - before)
        grown = page_bytes(archive) - size
        usual.append(Usual(ended - began, ended - working, made, grown, archive.export(), _found(archive)))
    return usual


def disturbed(
    archive: Archive,
    site: Site,
    usual: list[Usual],
    draw: random.Random,
    phases: tuple[Phase, ...] = PHASES,
    in_a_row: tuple[int, int] = IN_A_ROW,
) -> Iterator[Killed]:
    """Live a life with kills, telling each; Lost when anything was lost by them."""
    meetings = [str(meeting.id) for meeting in site.council.meetings]
    for phase, expected in zip(phases, usual, strict=True):
        _publish(site, phase)
        held = archive.held(meetings)
        for _ in range(draw.randint(*in_a_row)):
            way = draw.choices(get_args(Way), WEIGHTS)[0]
            hit = kill_at(archive, phase, expected, way, draw.random())
            held = _nothing_lost(held, archive, meetings)
            if hit:
                yield hit
        archive.finish(*phase.words(archive))
        _nothing_lost(held, archive, meetings)
        if phase.command == BACKUP:
            archive = _restored(archive)  # whose life goes on: what a backup lacks is lost with it
        if archive.export() != expected.export:
            raise Lost(f"after {phase.name} the records are not those of an undisturbed run")
        if _found(archive) != expected.found:
            raise Lost(f"after {phase.name} searches find other than after an undisturbed run")


def _publish(site: Site, phase: Phase) -> None:
    if phase.revised:
        site.revise(phase.revised)


def _restored(archive: Archive) -> Archive:
    """Make an archive elsewhere from a backup, and bring its index level."""
    elsewhere = archive.folder / "restored"
    archive.finish("restore", f"{archive.folder}/backup", "--to", str(elsewhere))
    restored = Archive(elsewhere, archive.sites)
    restored.finish("index")
    return restored


def _nothing_lost(before: Held, archive: Archive, meetings: list[str]) -> Held:
    archive.verify()
    now = archive.held(meetings)
    before.refuse_loss(now)
    return now


def _found(archive: Archive) -> list[object] | None:
    """Search, once there is an index; one that a killed run began is none yet, or answers."""
    return archive.found() if list(archive.data.glob("index/*/current.json")) else None


@dataclass(frozen=True, slots=True)
class Life:
    """How a life went: its kills, and what was lost, if anything."""

    number: int
    kills: tuple[Killed, ...]
    lost: str = ""


def live(number: int, seed: int, site: Site, usual: list[Usual], folder: Path) -> Life:
    """Live one life with kills; the site is as it was at first."""
    kills: list[Killed] = []
    draw = random.Random(f"{seed}/{number}")  # noqa: S311 - no secret
    try:
        for killed in disturbed(Archive(folder, {"t": site.url}), site, usual, draw):
            kills.append(killed)
    except Lost as lost:
        return Life(number, tuple(kills), str(lost))
    return Life(number, tuple(kills))


def campaign(
    council: SampleCouncil, kills: int, seed: int, told: Callable[[Life], None], only: int | None = None
) -> list[Life]:
    """Live lives until there were so many kills, or only the one of a number."""
    lives: list[Life] = []
    with tempfile.TemporaryDirectory() as folder, Site(council) as site:
        usual = undisturbed(Archive(Path(folder, "undisturbed"), {"t": site.url}), site)
        while sum(len(life.kills) for life in lives) < kills:
            site.council = council
            number = len(lives) + 1 if only is None else only
            lives.append(live(number, seed, site, usual, Path(folder, f"life-{number}")))
            told(lives[-1])
            if only is not None:
                break
    return lives


def report(lives: list[Life], seed: int) -> str:
    """Write the kills by what they hit, and what was lost by them."""
    kills = [killed for life in lives for killed in life.kills]
    lost = [life for life in lives if life.lost]
    counts = Counter((killed.phase, killed.where) for killed in kills)
    lines = [
        f"{len(kills)} kills in {len(lives)} lives (seed {seed}); something was lost in {len(lost)} lives. "
        f"{sum(killed.torn for killed in kills)} kills cut a page file off within a record.",
        "",
        "| killed in | last moment seen | kills |",
        "|---|---|---|",
        *(f"| {phase} | {where} | {count} |" for (phase, where), count in sorted(counts.items())),
    ]
    by_way = ", ".join(f"{count} {way}" for way, count in Counter(k.way for k in kills).most_common())
    return "\n".join([*lines, "", f"Chosen: {by_way}.", *(f"\nLife {x.number}: {x.lost}" for x in lost), ""])


def main() -> None:
    """Print the figures; with --write keep them."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--life", type=int, help="live only this one")
    parser.add_argument("--whole", action="store_true", help="crawl the whole sample council")
    parser.add_argument("--write", action="store_true")
    asked = parser.parse_args()
    council = sample() if asked.whole else small_sample()
    lives = campaign(
        council, asked.kills, asked.seed, lambda life: print(_line(life), flush=True), asked.life
    )
    figures = report(lives, asked.seed)
    print(figures)
    if asked.write:
        head = f"# Kills\n\nMade by `python -m bench.campaigns.kills {' '.join(sys.argv[1:])}`.\n\n"
        REPORT.write_text(head + figures, "utf-8")
    sys.exit(any(life.lost for life in lives))


def _line(life: Life) -> str:
    return f"life {life.number}: {len(life.kills)} kills; {life.lost or 'nothing lost'}"


if __name__ == "__main__":
    main()
