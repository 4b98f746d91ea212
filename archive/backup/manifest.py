"""What a backup holds, file by file, and whether it still does."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any

from archive.disk import sync
from archive.errors import StoreError

NAME = "manifest.json"
FILES = "files"  # the folder of all that a manifest names
CONFIG = "config.toml"
FORMAT = 1
CHUNK = 1_000_000  # bytes read at a time


@dataclass(frozen=True, slots=True)
class File:
    """A file of the archive, and where the backup keeps it."""

    name: str  # in the restored archive: "config.toml", "data/records.sqlite", "data/pages/lga/….warc.gz"
    stored: str  # below the backup's folder; bytes beyond `size` are not part of it
    size: int
    sha256: str
    seen: tuple[int, int] | None = None  # size and time of change of the original; None: of a database


@dataclass(frozen=True, slots=True)
class Manifest:
    """What one backup holds."""

    made: datetime  # aware, UTC
    counts: Mapping[str, int]
    files: tuple[File, ...]


def read(folder: Path) -> Manifest:
    """Read the manifest of a backup; StoreError when there is none that can be used."""
    path = folder / NAME
    try:
        return _manifest(json.loads(path.read_text("utf-8")))
    except FileNotFoundError:
        raise StoreError(f"{folder} holds no backup: there is no {NAME} in it") from None
    except OSError as error:
        raise StoreError(f"{path} cannot be read: {error.strerror}") from error
    except (ValueError, KeyError, TypeError) as error:
        raise StoreError(f"{path} is damaged, or of another program: {error}; use another backup") from error


def write(folder: Path, manifest: Manifest) -> None:
    """Let a manifest count from now on, in one step that lasts through a power cut."""
    body = {
        "format": FORMAT,
        "made": manifest.made.isoformat(),
        "counts": dict(manifest.counts),
        "files": [asdict(file) for file in manifest.files],
    }
    fresh = folder / f"{NAME}.new"
    fresh.write_text(json.dumps({"sha256": _digest_of(body), "backup": body}, indent=1), "utf-8")
    sync(fresh)
    fresh.replace(folder / NAME)
    sync(folder)


def sweep(folder: Path, manifest: Manifest) -> None:
    """Remove what a manifest does not name: earlier databases, and what a killed backup left."""
    named = {folder / file.stored for file in manifest.files}
    for path in sorted((folder / FILES).rglob("*"), reverse=True):  # what a folder holds before the folder
        if path.is_dir() and not path.is_symlink():
            if not any(path.iterdir()):
                path.rmdir()
        elif path not in named:
            path.unlink()


def damaged(folder: Path, manifest: Manifest) -> list[str]:
    """Say what is wrong with each file that is not as it was copied."""
    return [f"{file.stored}: {why}" for file in manifest.files if (why := _why_damaged(folder, file))]


def digest(path: Path, size: int) -> str:
    """Return the SHA-256 of a file's first bytes."""
    summed = hashlib.sha256()
    with path.open("rb") as stream:
        while size > 0 and (chunk := stream.read(min(CHUNK, size))):
            summed.update(chunk)
            size -= len(chunk)
    return summed.hexdigest()


def _why_damaged(folder: Path, file: File) -> str | None:
    path = folder / file.stored
    try:
        if path.stat().st_size < file.size:
            return "bytes are missing at its end"
        return None if digest(path, file.size) == file.sha256 else "its bytes are not those that were copied"
    except OSError as error:
        return error.strerror or "it cannot be read"


def _manifest(table: Mapping[str, Any]) -> Manifest:
    body = table["backup"]
    if table["sha256"] != _digest_of(body) or body["format"] != FORMAT:
        raise ValueError("its digest or its format is another")
    files = tuple(_file(entry) for entry in body["files"])
    return Manifest(datetime.fromisoformat(body["made"]), body["counts"], files)


def _file(entry: Mapping[str, Any]) -> File:
    seen = entry["seen"]
    file = File(**{**entry, "seen": (int(seen[0]), int(seen[1])) if seen else None})
    for path in (file.name, file.stored):
        if PurePosixPath(path).is_absolute() or ".." in PurePosixPath(path).parts:
            raise ValueError(f"“{path}” leads out of it")
    return file


def _digest_of(body: object) -> str:
    return hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()
