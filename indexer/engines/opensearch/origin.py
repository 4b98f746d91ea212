"""Which records the index was made of, noted in it: any machine may bring it up to date."""

from __future__ import annotations

from urllib.parse import quote

from indexer.engines.opensearch.builds import Builds
from indexer.engines.opensearch.cluster import Cluster, Missing
from indexer.engines.opensearch.mapping import ORIGIN, origin_row


def made_of(builds: Builds) -> str | None:
    """Return the identity of the records that the index was made of; None when none is noted."""
    try:
        entry = builds.cluster.ask("GET", _path(builds.alias), routing=ORIGIN)
    except Missing:
        return None
    return str(entry["_source"]["origin"]) if entry["found"] else None


def note(builds: Builds, identity: str) -> None:
    """Note the identity of the records that an index is made of, which may be yet to be made."""
    if builds.current() is None:
        builds.first()
    put(builds.cluster, builds.alias, identity)


def put(cluster: Cluster, alias: str, identity: str) -> None:
    """Note the identity in an index, which may be being made."""
    cluster.insist("PUT", _path(alias), origin_row(identity), routing=ORIGIN, require_alias="true")


def _path(alias: str) -> str:
    return f"/{alias}/_doc/{quote(ORIGIN)}"
