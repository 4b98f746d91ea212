"""Three nodes of 512 MB on this machine, run as servers are and not as tests run them."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench import proc
from indexer.engines.opensearch.cluster import Cluster
from tests.distributed.cluster import nodes
from tests.distributed.cluster.nodes import Nodes, got

_OPTIONS = "_JAVA_OPTIONS"  # which Java reads after its command line
_AS_SERVERS = (
    "-XX:TieredStopAtLevel=4",  # the better code: a server lives long enough to have it
    *("-XX:-UseSerialGC", "-XX:+UseG1GC", "-XX:G1ReservePercent=25", "-XX:InitiatingHeapOccupancyPercent=30"),
)
_QUIET = 3  # looks, a second apart, that find no merging
_PATIENCE = 900.0  # seconds until merging must be over


@contextmanager
def running(folder: Path) -> Iterator[Nodes]:
    """Give three nodes of the tests' cluster, with the compiler and the collector that servers have."""
    with as_servers(), nodes.running(folder) as started:
        yield started


@contextmanager
def as_servers() -> Iterator[None]:
    """Let what is started in the block have the options of servers, whatever its command line says."""
    before = os.environ.get(_OPTIONS)
    os.environ[_OPTIONS] = " ".join(_AS_SERVERS)
    try:
        yield
    finally:
        os.environ.pop(_OPTIONS)
        if before is not None:
            os.environ[_OPTIONS] = before


def pids(cluster: Nodes) -> list[int]:
    """Give the nodes' processes."""
    return [node.process.pid for node in cluster.nodes if node.process]


def seconds(cluster: Nodes) -> float:
    """Say how much processor time the nodes have used, all together."""
    return sum(found.seconds for pid in pids(cluster) if (found := proc.use(pid)))


def wait_until_quiet(cluster: Cluster, index: str) -> float:
    """Wait until an index is merged no more; give the seconds that it took."""
    began, quiet = time.perf_counter(), 0
    while quiet < _QUIET:
        if time.perf_counter() - began > _PATIENCE:
            raise RuntimeError(f"{index} is still being merged after {_PATIENCE:g} s")
        merges = cluster.ask("GET", f"/{index}/_stats/merge")["_all"]["total"]["merges"]
        quiet = 0 if merges["current"] else quiet + 1
        time.sleep(1)
    return time.perf_counter() - began - _QUIET


def live_heap(cluster: Nodes) -> list[int]:
    """Give the bytes of each node's heap that are in use when all that can go has gone."""
    for pid in pids(cluster):
        subprocess.run(["jcmd", str(pid), "GC.run"], check=True, capture_output=True)  # noqa: S607 - of the JDK
    told = got(f"{cluster.urls[0]}/_nodes/stats/jvm")
    return [node["jvm"]["mem"]["heap_used_in_bytes"] for node in told["nodes"].values()]
