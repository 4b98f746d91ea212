"""Each engine indexes the corpus in a process of its own, so that its time and memory are its own.

The corpus is made up again for each, a document at a time; what that takes is measured alone and taken off. A
builder has as many processors as it has processes: what overlaps with making documents up would else be free.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
import sys
import time
from collections import deque
from collections.abc import Iterable
from dataclasses import asdict, replace
from pathlib import Path

from bench import proc
from bench.search.corpus import documents, vocabulary
from bench.search.figures import Built
from bench.search.ours import OURS, build_in_two
from bench.search.peer import Peer
from bench.search.peers import PEERS
from indexer.model import Document

ROOT = Path(__file__).resolve().parents[2]
_MB = 1_000_000
_PAUSE = 0.05  # seconds between two looks at a builder's memory


def _pass_over(folder: Path, stream: Iterable[Document]) -> None:
    folder.mkdir(exist_ok=True)
    deque(stream, maxlen=0)


CORPUS = Peer("the corpus alone", _pass_over, None)
IN_TWO = Peer("ours in two processes", build_in_two, None, processes=2)
ENGINES = (OURS, IN_TWO, *PEERS)


def built(peer: Peer, folder: Path, count: int) -> Built:
    """Index the corpus in a folder unless that was done; raises ValueError if it holds another number."""
    whole, alone = (_built(each, folder, count) for each in (peer, CORPUS))
    return replace(whole, cpu=whole.cpu - alone.cpu, wall=whole.wall - alone.wall)


def index_of(peer: Peer, folder: Path) -> Path:
    """Give the folder of a peer's index."""
    return folder / peer.folder / "index"


def _built(peer: Peer, folder: Path, count: int) -> Built:
    kept = folder / peer.folder / "built.json"
    if not kept.exists():
        shutil.rmtree(kept.parent, ignore_errors=True)  # what a run cut short has left
        index_of(peer, folder).mkdir(parents=True)
        figures = _run(peer, index_of(peer, folder), count)
        kept.write_text(json.dumps(asdict(figures)), "utf-8")
    figures = Built(**json.loads(kept.read_text("utf-8")))
    if figures.documents != count:
        raise ValueError(
            f"{kept.parent} holds {figures.documents:,} documents, not {count:,}: choose another folder"
        )
    return figures


def _run(peer: Peer, index: Path, count: int) -> Built:
    command = [sys.executable, "-m", "bench.search.building", peer.name, str(index), str(count)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as child:
        memory = 0
        while child.poll() is None:
            memory = max(memory, sum(each.rss for each in proc.uses(child.pid).values()))
            time.sleep(_PAUSE)
        told = child.stdout.read() if child.stdout else ""
    if child.returncode:
        raise RuntimeError(f"{peer.name} could not be built: see above")
    cpu, wall = json.loads(told)
    size = sum(path.stat().st_size for path in index.rglob("*") if path.is_file())
    return Built(count, cpu, wall, size / _MB, memory / _MB)


def main() -> None:
    """Index the corpus with one engine, and print the seconds of processor and wall time."""
    name, index, count = sys.argv[1:]
    (peer,) = (each for each in (CORPUS, *ENGINES) if each.name == name)
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[-peer.processes :])
    peer.needs()
    vocabulary()  # made up once, and no part of a document's cost
    began, cpu = time.perf_counter(), _cpu()
    peer.build(Path(index), documents(int(count)))
    print(json.dumps([_cpu() - cpu, time.perf_counter() - began]))


def _cpu() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


if __name__ == "__main__":
    main()
