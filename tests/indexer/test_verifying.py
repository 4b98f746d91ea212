"""What `minutes verify` finds of an index: each file whole, or what is wrong with it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from indexer.engines import has_index, open_engine, verify
from indexer.engines.whoosh.arrays.files import ArrayFile
from tests.indexer.made import document


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An index of two commits: a table of contents and two segments."""
    engine = open_engine(tmp_path)
    for revision in (1, 2):
        engine.replace([], [document(f"{revision}{n}", f"bridge {n} " * 40) for n in range(9)], revision)
    engine.close()
    return tmp_path


def faults(folder: Path) -> list[str]:
    return [f"{Path(file.name).name}: {file.why}" for file in verify(folder) if file.why]


def segment(folder: Path) -> Path:
    return sorted(folder.rglob("*.seg"))[0]


def flipped(path: Path, at: int) -> None:
    data = bytearray(path.read_bytes())
    data[at] ^= 4
    path.write_bytes(data)


def test_each_file_of_a_whole_index_is_told_once(folder: Path) -> None:
    files = list(verify(folder))
    assert [file.why for file in files] == [""] * len(files)
    named = {Path(file.name) for file in files}
    assert len(named) == len(files) == 1 + len(list(folder.rglob("*.seg")))
    assert all(path.is_file() for path in named)


def test_a_flipped_bit_in_any_section_is_found_and_named_with_its_file(folder: Path) -> None:
    path = segment(folder)
    held = ArrayFile(path)
    whole = path.read_bytes()
    for name, entry in held._sections.items():
        size = held[name].nbytes
        if size:
            flipped(path, entry["offset"] + size // 2)
            assert faults(folder) == [f"{path.name}: {path} is damaged: {name} is not what was written."]
            path.write_bytes(whole)
    assert faults(folder) == []


@pytest.mark.parametrize(
    "damage",
    [
        lambda path: path.write_bytes(path.read_bytes()[:-30]),
        lambda path: path.write_bytes(b""),
        lambda path: path.write_bytes(b"of another program" * 99),
        lambda path: path.unlink(),
        lambda path: flipped(path, path.stat().st_size - 40),
    ],
    ids=["cut", "empty", "foreign", "gone", "a flipped bit of its directory"],
)
def test_a_file_that_cannot_be_read_is_told_and_the_others_are_still_verified(
    folder: Path, damage: Callable[[Path], object]
) -> None:
    path, before = segment(folder), len(list(verify(folder)))
    damage(path)
    assert [fault.partition(":")[0] for fault in faults(folder)] == [path.name]
    assert len(list(verify(folder))) == before


@pytest.mark.parametrize("written", [b"{", b"", b"\x80{}"])
@pytest.mark.parametrize("lost", ["current.json", "*.toc"])
def test_an_index_that_cannot_be_opened_is_one_fault(folder: Path, lost: str, written: bytes) -> None:
    for path in folder.rglob(lost):
        path.write_bytes(written)
    assert len(faults(folder)) == len(list(verify(folder))) == 1
    assert has_index(folder)


def test_an_index_of_another_version_is_told_as_such(folder: Path) -> None:
    (path,) = folder.rglob("current.json")
    path.write_text(json.dumps(json.loads(path.read_text()) | {"fingerprint": "0"}))
    assert "another version" in faults(folder)[0]


def test_where_there_is_no_index_nothing_is_told_and_nothing_written(tmp_path: Path) -> None:
    assert list(verify(tmp_path / "index")) == []
    assert not has_index(tmp_path / "index")
    assert list(tmp_path.iterdir()) == []


def test_what_a_commit_replaces_meanwhile_is_no_fault(folder: Path) -> None:
    going = verify(folder)
    next(going)  # the table of contents of the commit before
    open_engine(folder).replace([f"salt/{one}{n}" for one in (1, 2) for n in range(9)], [document("9")], 3)
    for path in sorted(folder.rglob("*.seg"))[:-1]:
        path.unlink(missing_ok=True)
    assert [file.why for file in going if file.why] == []
