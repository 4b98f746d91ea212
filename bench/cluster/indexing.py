"""Documents go into a cluster as `minutes index --rebuild` puts them, and it is told what that took."""

from __future__ import annotations

import time
from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import islice

from bench.cluster import servers
from bench.cluster.figures import Indexed
from bench.search.ours import BATCH
from indexer.engines.opensearch import rebuilding
from indexer.engines.opensearch.builds import Builds
from indexer.model import Document, Engine
from tests.distributed.cluster.nodes import Nodes

KINDS = {
    "words and where they stand": ("tim", "tip", "tmd", "doc", "psm", "pos", "pay"),
    "columns for counting, ordering and scoring": ("dvd", "dvm", "nvd", "nvm", "kdd", "kdi", "kdm"),
    "documents": ("fdt", "fdx", "fdm"),
}
_TOLD = 10  # batches between two lines of progress


@dataclass(slots=True)
class Taken:
    """Seconds that indexing has taken so far, without what making documents up takes."""

    clock: float = 0.0
    cpu: float = 0.0
    _began: tuple[float, float] = field(default=(0.0, 0.0))

    def __enter__(self) -> None:
        self._began = (time.perf_counter(), time.process_time())

    def __exit__(self, *_: object) -> None:
        clock, cpu = self._began
        self.clock += time.perf_counter() - clock
        self.cpu += time.process_time() - cpu


def indexed(builds: Builds, nodes: Nodes, documents: Iterable[Document]) -> Indexed:
    """Index documents, wait until the nodes merge no more, and measure; progress is printed."""
    taken, copying, before = Taken(), Taken(), servers.seconds(nodes)
    with ExitStack() as stack:
        _fill(stack.enter_context(rebuilding(builds)), documents, taken)
        with copying:
            stack.close()  # here the copies are made
    merging = servers.wait_until_quiet(builds.cluster, builds.alias)
    used = servers.seconds(nodes) - before
    path = f"/{builds.alias}/_stats/store,segments"
    told = builds.cluster.ask("GET", path, include_segment_file_sizes="true")
    primaries, total = (told["_all"][of]["store"]["size_in_bytes"] for of in ("primaries", "total"))
    files = told["_all"]["total"]["segments"]["file_sizes"]
    sizes = {extension: each["size_in_bytes"] for extension, each in files.items()}
    return Indexed(
        clock=taken.clock,
        copying=copying.clock,
        ours=taken.cpu + copying.cpu,
        nodes=used,
        merging=merging,
        primaries=primaries,
        copies=total,
        kinds=by_kind(sizes),
        heap=max(servers.live_heap(nodes)),
    )


def by_kind(sizes: dict[str, int]) -> dict[str, int]:
    """Sum up the bytes of files by what they are for, from their endings."""
    kinds = {kind: sum(sizes.get(each, 0) for each in endings) for kind, endings in KINDS.items()}
    return kinds | {"the rest": sum(sizes.values()) - sum(kinds.values())}


def _fill(engine: Engine, documents: Iterable[Document], taken: Taken) -> None:
    each, done, number = iter(documents), 0, 0
    while batch := list(islice(each, BATCH)):
        number += 1
        with taken:
            engine.replace((), batch, number)
        done += len(batch)
        if number % _TOLD == 0:
            print(f"{done:,} documents, {done / taken.clock:,.0f} a second", flush=True)
