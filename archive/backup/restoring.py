"""A backup → an archive in another folder."""

from __future__ import annotations

import re
import shutil
import tomllib
from pathlib import Path

from archive.backup.manifest import CHUNK, CONFIG, File, Manifest, damaged, read
from archive.backup.snapshot import set_apart
from archive.disk import sync
from archive.errors import StoreError

RECORDS = "data/records.sqlite"

_DATA = re.compile(r"^\s*data\s*=.*$", re.MULTILINE)
_TABLE = re.compile(r"^\s*\[", re.MULTILINE)


def restore(source: Path, target: Path) -> Manifest:
    """Make an archive from a backup: config.toml, and the data folder beside it.

    All is checked before anything is written; StoreError names what is damaged, or says that the folder to
    write to is not empty. config.toml comes last: a folder without one is half restored.
    """
    manifest = read(source)
    if wrong := damaged(source, manifest):
        raise StoreError(f"the backup in {source} is damaged, nothing was restored: {'; '.join(wrong)}")
    try:
        config = _config(source, manifest)
        _refuse_full(target)
        for file in manifest.files:
            if file.name != CONFIG:
                _copy(source / file.stored, target / file.name, file)
        set_apart(target / RECORDS)
        (target / CONFIG).write_bytes(config)
        sync(target / CONFIG)
    except OSError as error:
        raise StoreError(f"{source} could not be restored to {target}: {error.strerror}") from error
    return manifest


def with_data_here(config: str) -> str:
    """Change config.toml to keep its data in `data` beside it; StoreError when that cannot be done."""
    if tomllib.loads(config).get("data", "data") == "data":
        return config
    first_table = _TABLE.search(config)
    end = first_table.start() if first_table else len(config)
    changed = _DATA.sub('data = "data"', config[:end], count=1) + config[end:]
    if tomllib.loads(changed).get("data") != "data":
        raise StoreError(
            f'{CONFIG} says where the data is in an unusual way: write it as one line, data = "…"'
        )
    return changed


def _config(source: Path, manifest: Manifest) -> bytes:
    (file,) = (f for f in manifest.files if f.name == CONFIG)
    try:
        return with_data_here((source / file.stored).read_bytes()[: file.size].decode("utf-8")).encode()
    except ValueError as error:
        raise StoreError(f"{file.stored} in the backup is not valid TOML: {error}") from error


def _refuse_full(target: Path) -> None:
    if target.exists() and any(target.iterdir()):
        raise StoreError(f"{target} is not empty; name a folder that is, or one to be made")


def _copy(source: Path, target: Path, file: File) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    with source.open("rb") as original, target.open("xb") as copied:
        shutil.copyfileobj(original, copied, CHUNK)
        copied.truncate(file.size)
    sync(target)
