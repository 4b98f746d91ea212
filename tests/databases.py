"""Where tests keep records and own data: in files, unless `tests/distributed` has them run on a server."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

Where = Callable[[Path], Path | str]


def _in_a_file(folder: Path) -> Path | str:
    return folder / "records.sqlite"


_chosen: list[Where] = [_in_a_file]


def records_in(folder: Path) -> Path | str:
    """Say where the records of a test's folder are, as `Store` takes it."""
    return _chosen[-1](folder)


def own_in(folder: Path) -> Path | str:
    """Say where the own data of a test's folder are, as `Own` takes it."""
    where = records_in(folder)
    return where.with_name("own.sqlite") if isinstance(where, Path) else where


@contextmanager
def kept_at(where: Where) -> Iterator[None]:
    """Have all records kept elsewhere while the block runs."""
    _chosen.append(where)
    try:
        yield
    finally:
        _chosen.pop()
