"""Whoosh's files on disk, made durable."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from weakref import WeakSet

from whoosh.filedb.filestore import FileStorage

from archive.disk import sync


class DurableStorage(FileStorage):
    """Index files that are on disk before the table of contents names them.

    Whoosh 2.7.4 syncs nothing, so a power cut could leave a commit that names files of zeros. Its commit
    ends by renaming the new table of contents into place: that is where we sync.

    `supports_mmap` is off because Whoosh would copy the whole map into memory for every reader (1.8 GB at
    a million documents).
    """

    def __init__(self, folder: Path) -> None:
        super().__init__(str(folder), supports_mmap=False)
        self._synced: set[str] = set()
        self._opened: WeakSet[Any] = WeakSet()

    def open_file(self, name: str, **options: Any) -> Any:
        """Open a file for reading, and remember it for `release`."""
        opened = super().open_file(name, **options)
        self._opened.add(opened)
        return opened

    def release(self) -> None:
        """Close what is open: Whoosh leaves files open that it fails to read."""
        for opened in list(self._opened):
            if not opened.is_closed:
                opened.close()

    def rename_file(self, oldname: str, newname: str, safe: bool = False) -> None:
        """Sync what the commit wrote, rename, and sync the folder."""
        folder = Path(self.folder)
        for path in folder.iterdir():
            if path.is_file() and path.name not in self._synced and not path.name.endswith("LOCK"):
                sync(path)
                self._synced.add(path.name)
        super().rename_file(oldname, newname, safe=safe)
        sync(folder)


def write_whole(path: Path, text: str) -> None:
    """Put a small file in place in one step: readers see the old or the new one, never a part."""
    beside = path.with_name(path.name + ".new")
    beside.write_text(text, encoding="utf-8")
    sync(beside)
    beside.replace(path)
    sync(path.parent)
