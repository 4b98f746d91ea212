"""A shelf: a folder that all machines reach, or an object store, whatever fsspec can open."""

from __future__ import annotations

from hashlib import file_digest
from pathlib import Path
from typing import IO, Any

from archive.disk import sync
from archive.errors import ConfigError
from archive.pages import Pages

COMING = ".coming"  # ends the name of a file that is not all there yet
MARK = "minutes-shelf"
_SAYING = b"A minutes archive keeps its page files here. Without this file it takes them for not mounted.\n"


class Remote:
    """A shelf, by way of fsspec; OSError where it does not answer."""

    def __init__(self, pages: Pages) -> None:
        try:
            from fsspec.core import url_to_fs
        except ModuleNotFoundError as error:
            raise ConfigError(
                "[archive]: pages on a shelf need the extra “objects”:"
                " pip install 'council-minutes-archive[objects]'"
            ) from error
        try:
            self._system, self._root = url_to_fs(pages.shelf)
        # A scheme that it does not know, or one it has no driver for.
        except (ImportError, ValueError) as error:
            raise ConfigError(f"[archive]: pages “{pages.shelf}” cannot be used: {error}") from error

    def open(self, file: str) -> IO[bytes]:
        """Open a file there, to be read."""
        stream: IO[bytes] = self._system.open(f"{self._root}/{file}", "rb")
        return stream

    def names(self, council: str) -> list[str]:
        """List the files of a council, as the catalogue names them."""
        folder = f"{self._root}/{council}"
        self._system.invalidate_cache(folder)  # another machine may have put files there
        if not self._system.exists(folder):
            return []
        found: Any = self._system.ls(folder, detail=False)
        return [f"{council}/{path.rpartition('/')[2]}" for path in found]

    def size(self, file: str) -> int | None:
        """Return how many bytes a file there has; None when there is none."""
        path = f"{self._root}/{file}"
        self._system.invalidate_cache(path.rpartition("/")[0])  # another machine may have put it there
        try:
            # fsspec's own `exists` takes a store that gives no answer for a no
            return int(self._system.info(path)["size"])
        except FileNotFoundError:
            return None

    def put(self, path: Path, file: str) -> None:
        """Copy a file there, whole or not at all."""
        target = f"{self._root}/{file}"
        coming = target + COMING
        self._system.makedirs(target.rpartition("/")[0], exist_ok=True)
        self._system.put_file(str(path), coming)
        if "file" in self._system.protocol:
            sync(Path(coming))
        with path.open("rb") as ours, self._system.open(coming, "rb") as theirs:
            if file_digest(ours, "sha256").digest() != file_digest(theirs, "sha256").digest():
                raise OSError(0, "what is read back from there is not what was put there")
        self._system.mv(coming, target)
        if "file" in self._system.protocol:
            sync(Path(target).parent)

    def mark(self) -> None:
        """Put the mark there that says that this is a shelf in use."""
        if not self.marked():
            self._system.makedirs(self._root, exist_ok=True)
            self._system.pipe_file(f"{self._root}/{MARK}", _SAYING)

    def marked(self) -> bool:
        """Tell whether the mark is there."""
        return self.size(MARK) is not None
