"""A copy of what cannot be made again, taken while a crawl runs, and an archive made from it elsewhere.

    taking.py     an archive → a backup
    restoring.py  a backup → an archive in another folder
    manifest.py   what a backup holds; written last, so that a killed backup leaves the one before as it was
    snapshot.py   databases, each as it was at one moment
    growing.py    files that are added to: only what is new is copied

The databases come first. What their catalogue points at was on disk before it was entered, so the page files,
copied after it, hold at least that. The search index is not copied: `minutes index` makes it.
"""

from archive.backup.manifest import Manifest
from archive.backup.restoring import restore
from archive.backup.taking import Done, backup

__all__ = ["Done", "Manifest", "backup", "restore"]
