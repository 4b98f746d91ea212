"""Build, ask by turns, and tell: `python -m bench.search [--documents N] [--folder DIR] [--write]`."""

from __future__ import annotations

import argparse
import os
import tempfile
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from archive.errors import IndexFault
from bench.search import figures, growth, tables
from bench.search.alike import remarks
from bench.search.asking import TURN, Key, Seen, ask_all
from bench.search.building import ENGINES, built, index_of
from bench.search.figures import Asked, Built, Run
from bench.search.ours import OURS
from bench.search.peer import Peer

_READ_AT_ONCE = 1 << 22  # bytes


def present(without: Collection[str]) -> list[Peer]:
    """Give ours and those peers that are wanted and installed; say what is left out."""
    wanted = []
    for peer in ENGINES:
        if peer.name in without:
            continue
        try:
            peer.needs()
        except ImportError as error:
            print(f"{peer.name} is left out: {error}")
        else:
            wanted.append(peer)
    return wanted


def run(peers: Sequence[Peer], folder: Path, documents: int, count: int, turn: int) -> Run:
    """Build what is not built, and ask."""
    made: dict[str, Built] = {}
    for peer in peers:
        made[peer.name] = built(peer, folder, documents)
        speed = tables.rate(documents, made[peer.name].cpu)
        print(f"{peer.name} is built: {speed} documents a CPU second", flush=True)
    for peer in peers:
        _read_in(index_of(peer, folder))
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[-1:])  # after building: a child inherits it
    engines = {peer.name: peer.opened(index_of(peer, folder)) for peer in peers if peer.opened}
    seen = ask_all(engines, {peer.name: peer.lacks for peer in peers}, count, turn)
    return Run(documents, count, turn, made, {name: _of(name, seen) for name in engines}, remarks(seen))


def _read_in(index: Path) -> None:
    """Read an index's files, so that no engine is asked from the disk while another is from memory."""
    for path in (path for path in index.rglob("*") if path.is_file()):
        with path.open("rb") as file:
            while file.read(_READ_AT_ONCE):
                pass


def _of(name: str, seen: Mapping[Key, Seen]) -> dict[str, Asked]:
    return {kind: each.asked() for (engine, kind), each in seen.items() if engine == name}


def keep(measured: Run) -> None:
    """Put a run among those kept, and make the report and the chart of them."""
    runs = figures.save(measured)
    for size, each in runs.items():
        tables.keep(f"{size:,} documents", tables.told(each))
    if len(runs) > 1:
        growth.CHART.write_text(growth.chart(runs), "utf-8")
        tables.keep("Growth", tables.growth(runs, growth.CHART))


@contextmanager
def _folder(chosen: Path | None) -> Iterator[Path]:
    if chosen:
        yield chosen.absolute()
        return
    with tempfile.TemporaryDirectory() as made:
        yield Path(made)


def main() -> None:
    """Print the figures; with --write keep them."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--queries", type=int, default=40, help="of each class")
    parser.add_argument("--turn", type=int, default=TURN, help="queries that an engine is asked in a row")
    parser.add_argument("--folder", type=Path, help="keep the indexes there; those that are there are used")
    parser.add_argument("--without", nargs="*", default=[], metavar="PEER", help="leave out, by name")
    parser.add_argument("--write", action="store_true", help="keep the figures in bench/")
    options = parser.parse_args()
    peers = present(options.without)
    if OURS not in peers:
        parser.error("ours cannot be left out: the others are measured by it")
    try:
        with _folder(options.folder) as folder:
            measured = run(peers, folder, options.documents, options.queries, options.turn)
    except ValueError as error:
        parser.error(str(error))
    except IndexFault as fault:
        advice = f" Delete {options.folder / OURS.folder}: it is built anew." if options.folder else ""
        parser.error(fault.what + advice)
    print(tables.told(measured))
    if options.write:
        keep(measured)


if __name__ == "__main__":
    main()
