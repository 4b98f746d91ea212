"""Which of the indices on the servers is the current one; a new one is made beside it and switched to.

    minutes-v1-1a2b3c4d       the name that searches and writes go by, of this schema: an alias
    minutes-v1-1a2b3c4d-1     the index that it stands for: the first
    minutes-v1-1a2b3c4d-20260131020304567890
                              another, being made since that moment; while that lasts it goes by …-building

The one before the current stays until the next is begun: whoever reads a long list of it can end it.
"""

from __future__ import annotations

import re
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from archive.errors import IndexFault, LockHeld
from indexer.engines.opensearch.cluster import Cluster, Missing, Refused, patiently
from indexer.engines.opensearch.mapping import mapping, settings, tag
from indexer.settings import IndexSettings

_ADVICE = "Run `minutes index --rebuild`; the archive itself is not touched."
_BUILDING = "-building"
_MOMENT = "%Y%m%d%H%M%S%f"
_BEGUN_WITHIN, _LOOK = 10.0, 0.2  # seconds: a copy that can be made is begun at once


@dataclass(frozen=True, slots=True)
class Builds:
    """The indices of one archive on a cluster."""

    cluster: Cluster
    settings: IndexSettings

    @property
    def alias(self) -> str:
        """The name of the current index."""
        return f"{self.settings.prefix}-{tag()}"

    def current(self) -> str | None:
        """Give the index that the alias stands for; None where there is none yet.

        Raises IndexFault for an index of another schema.
        """
        try:
            names = sorted(self.cluster.ask("GET", f"/_alias/{self.alias}"))
        except Missing:
            self._refuse_others()
            return None
        if len(names) != 1:
            raise IndexFault(
                f"The search index {self.alias} is damaged: it stands for {', '.join(names)}.", _ADVICE
            )
        return names[0]

    def first(self) -> str:
        """Make an empty index and let it be current, in one step; give the alias."""
        try:
            self._make(f"{self.alias}-{self._next()}", self.alias, self.settings.replicas)
        except LockHeld:
            if self.current() is None:
                raise
        return self.alias

    def begin(self) -> str:
        """Make an empty index beside what is searched, all others go; give the name it is written by.

        It is numbered by the moment: a number that comes back would let another run, whose index went, write
        to this one.
        """
        kept = self.searched()
        for name, aliases in self.every().items():
            if f"{name}{_BUILDING}" in aliases:
                self.abandon(name)
            elif name not in kept:
                self.discard(name)
        made = f"{self.alias}-{max(self._next(), int(datetime.now(UTC).strftime(_MOMENT)))}"
        self._make(made, made + _BUILDING, replicas=0)
        return made + _BUILDING

    def copy(self, building: str) -> None:
        """Give an index that was made its replicas, and wait for those that there are nodes for.

        While it is made it has none: each document would be taken apart once more for every copy.
        """
        name = building.removesuffix(_BUILDING)
        # Else the servers copy what was last flushed, often nothing, and make the rest anew for every copy:
        # of 100,000 documents that took half as long as making the index did.
        self.cluster.insist("POST", f"/{name}/_flush", force="true", wait_if_ongoing="true")
        self.cluster.insist("PUT", f"/{name}/_settings", {"number_of_replicas": self.settings.replicas})
        still = 0.0  # seconds for which none was being made
        while still < _BEGUN_WITHIN:
            told = self.cluster.insist("GET", f"/_cluster/health/{name}")
            if told["status"] == "green":
                return
            still = 0.0 if told["initializing_shards"] else still + _LOOK
            time.sleep(_LOOK)

    def switch(self, building: str) -> None:
        """Let an index that was being made be the current one, in one step.

        One of another version is left to servers that were not started again, until the next is begun.
        """
        patiently(lambda: self._switch(building.removesuffix(_BUILDING)))

    def abandon(self, building: str) -> None:
        """Remove an index that is being made, unless it is there no more, or has become the current one.

        It loses its name first: then no switch to it can succeed, not even one that is on its way.
        """
        name = building.removesuffix(_BUILDING)
        with suppress(Missing):
            self.cluster.ask("POST", "/_aliases", {"actions": [_no_longer_made(name)]})
            self.discard(name)

    def discard(self, name: str) -> None:
        """Remove an index, if it is still there."""
        with suppress(Missing):
            self.cluster.ask("DELETE", f"/{name}")

    def searched(self) -> tuple[str, ...]:
        """Name what is searched: by this program, or else by another version of it."""
        every = self.every()
        ours = tuple(name for name, aliases in every.items() if self.alias in aliases)
        return ours or tuple(name for name, aliases in every.items() if any(map(_is_searched, aliases)))

    def _switch(self, new: str) -> None:
        before = [name for name, aliases in self.every().items() if self.alias in aliases]
        actions = [
            *({"remove": {"index": name, "alias": self.alias}} for name in before),
            _no_longer_made(new),
            {"add": {"index": new, "alias": self.alias}},
        ]
        try:
            self.cluster.ask("POST", "/_aliases", {"actions": actions})
        except Missing:
            if self.alias not in self.every().get(new, ()):  # as it is when the answer did not come before
                raise

    def _make(self, name: str, alias: str, replicas: int) -> None:
        body = {
            "settings": settings(self.settings.shards, replicas),
            "mappings": mapping(),
            "aliases": {alias: {}},
        }
        # With all its copies, or those that there are nodes for: one that is completed in the middle of a
        # batch shows what it has of it, and searches that came to it saw half a meeting.
        wait = f"wait_for_active_shards=all&timeout={_BEGUN_WITHIN:g}s"
        try:
            self.cluster.ask("PUT", f"/{name}?{wait}", body)
        except Refused as error:
            if error.kind == "resource_already_exists_exception":
                raise LockHeld("Another run is making the search index; try again when it is done.") from None
            raise

    def _next(self) -> int:
        numbers = [int(name.rpartition("-")[2]) for name in self.every() if name.startswith(f"{self.alias}-")]
        return max(numbers, default=0) + 1

    def every(self) -> dict[str, list[str]]:
        """Give the archive's indices of any schema, and the aliases of each; no others that begin alike."""
        ours = re.compile(rf"{re.escape(self.settings.prefix)}-v\d+-[0-9a-f]{{8}}-\d+")
        found = self.cluster.ask("GET", f"/{self.settings.prefix}-v*/_alias", expand_wildcards="open")
        return {name: sorted(held["aliases"]) for name, held in sorted(found.items()) if ours.fullmatch(name)}

    def _refuse_others(self) -> None:
        if self.searched():
            raise IndexFault(
                f"The search index {self.settings.prefix} was made by another version of this program.",
                _ADVICE,
            )
        if bare := [name for name, aliases in self.every().items() if not aliases]:
            raise IndexFault(
                f"The search index {self.alias} is damaged: none of {', '.join(bare)} is current.", _ADVICE
            )


def _no_longer_made(name: str) -> dict[str, Any]:
    """Take the name from an index that it is made by; refused where it has none."""
    return {"remove": {"index": name, "alias": f"{name}{_BUILDING}", "must_exist": True}}


def _is_searched(alias: str) -> bool:
    return not alias.endswith(_BUILDING)
