"""Which records an index was made of: those of a database made anew number their changes anew."""

from __future__ import annotations

from pathlib import Path

NAME = "made-of"


def made_of(folder: Path) -> str | None:
    """Return the identity of the records that the index in a folder was made of; None when none is noted."""
    try:
        return (folder / NAME).read_text("utf-8")
    except FileNotFoundError:
        return None


def note(folder: Path, identity: str) -> None:
    """Note the identity of the records that an index is made of."""
    folder.mkdir(parents=True, exist_ok=True)
    beside = folder / f"{NAME}.new"
    beside.write_text(identity, "utf-8")
    beside.replace(folder / NAME)
