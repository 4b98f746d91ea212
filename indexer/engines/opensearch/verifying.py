"""Whether the servers hold all of the index: their own account of its parts."""

from __future__ import annotations

from collections.abc import Iterator

from archive.errors import IndexFault
from indexer.engines.opensearch.builds import Builds
from indexer.model import IndexFile


def verify(builds: Builds) -> Iterator[IndexFile]:
    """Say of each part of the current index whether it is there; of its copies the servers see to themselves.

    Of an index that cannot be asked at all one part is told; where there is none yet, none.
    """
    try:
        if builds.current() is None:
            return
        health = builds.cluster.ask("GET", f"/_cluster/health/{builds.alias}", level="shards")
    except IndexFault as fault:
        yield IndexFile(builds.alias, fault.what)
        return
    for name, index in health["indices"].items():
        for number, shard in sorted(index["shards"].items()):
            whole = shard["primary_active"]
            yield IndexFile(f"{name} part {number}", "" if whole else "no server has it")


def has_index(builds: Builds) -> bool:
    """Say whether there is an index, of this version of the program or of another; raises IndexAway."""
    return bool(builds.searched())
