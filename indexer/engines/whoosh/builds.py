"""Which of the index's builds is the current one; a new build is made beside it and switched to.

    index/whoosh-6/            the schema's version
        current.json           names the build and the fingerprint of the code that made it
        build-1/               segments of arrays, and the table of contents that names them

A reader looks at `current.json` on every search, so a running web server follows a switch by itself.
"""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path

from archive.errors import IndexFault
from indexer.engines.whoosh.arrays.index import NAME, ArrayIndex
from indexer.engines.whoosh.arrays.toc import latest_generation
from indexer.engines.whoosh.schema import VERSION, fingerprint, schema
from indexer.engines.whoosh.storage import DurableStorage, write_whole

_ADVICE = "Run `minutes index --rebuild`; the archive itself is not touched."


@dataclass(frozen=True, slots=True)
class Builds:
    """The builds of an index under one folder."""

    folder: Path

    @property
    def root(self) -> Path:
        """Where the builds of this schema lie."""
        return self.folder / f"whoosh-{VERSION}"

    @property
    def pointer(self) -> Path:
        """The file that names the current build."""
        return self.root / "current.json"

    def current(self) -> Path | None:
        """Give the current build's folder; None where there is no index yet.

        Raises IndexFault for an index of another schema, or one that lost a part.
        """
        try:
            written = self.pointer.read_bytes()
        except FileNotFoundError:
            self._refuse_leftovers()
            return None
        except OSError as error:
            raise fault(f"The search index at {self.root} cannot be read: {error.strerror}.") from error
        return self._named(written)

    def begin(self) -> Path:
        """Make an empty build beside the current one; what runs that were killed have left goes.

        Only the run that holds the data folder begins a build, so that no other is being made.
        """
        numbers = [int(path.name.removeprefix("build-")) for path in self.root.glob("build-*")]
        for path in self._spare():
            self.discard(path)
        build = self.root / f"build-{max(numbers, default=0) + 1}"
        build.mkdir(parents=True)
        ArrayIndex.create(DurableStorage(build), schema())
        return build

    def switch(self, build: Path) -> None:
        """Make a build the current one, in one step, and remove the others."""
        write_whole(self.pointer, json.dumps({"build": build.name, "fingerprint": fingerprint()}))
        older = [path for path in self.folder.glob("whoosh-*") if path != self.root]
        for path in self._spare() + older:
            self.discard(path)

    def abandon(self, build: Path) -> None:
        """Remove a build that was not completed, unless it is the current one, or nobody can tell."""
        if build in self._spare():
            self.discard(build)

    def discard(self, build: Path) -> None:
        """Remove a build; what a reader holds open on Windows is left to the next switch."""
        shutil.rmtree(build, ignore_errors=True)

    def _spare(self) -> list[Path]:
        """Name the builds that are not current; none of them where current.json does not tell."""
        try:
            current = json.loads(self.pointer.read_bytes())["build"]
        except FileNotFoundError:
            current = None
        except (OSError, ValueError, KeyError, TypeError):
            return []
        return [path for path in self.root.glob("build-*") if path.name != current]

    def _named(self, written: bytes) -> Path:
        try:
            named = json.loads(written)
            build, mark = self.root / str(named["build"]), named["fingerprint"]
        except (ValueError, KeyError, TypeError) as error:
            raise fault(f"The search index at {self.root} is damaged: its current.json.") from error
        if mark != fingerprint():
            raise fault(f"The search index at {self.root} was made by another version of this program.")
        if build.parent != self.root or not build.is_dir():
            raise fault(f"The search index at {self.root} is damaged: {build.name} is missing.")
        return build

    def _refuse_leftovers(self) -> None:
        """Refuse what another version made, or lost its pointer; a build without a commit is being made."""
        if any(self.folder.glob("whoosh-*/current.json")):
            raise fault(f"The search index at {self.folder} was made by another version of this program.")
        if any(latest_generation(build, NAME) > 0 for build in self.root.glob("build-*")):
            raise fault(f"The search index at {self.root} is damaged: its current.json is missing.")


@dataclass(frozen=True, slots=True)
class Complete(Builds):
    """A build that is not switched to yet, seen as whoever fills it sees it."""

    build: Path

    def current(self) -> Path:
        """Give the build."""
        return self.build


def fault(what: str) -> IndexFault:
    """Say what is wrong with an index, and what to do."""
    return IndexFault(what, _ADVICE)


def opened(build: Path) -> ArrayIndex:
    """Open a build's files; raises IndexFault when they are damaged."""
    storage = DurableStorage(build)
    try:
        return ArrayIndex(storage, schema())
    except IndexFault as error:
        raise fault(f"The search index at {build.parent} is damaged ({error}).") from error
