from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.errors import IndexFault
from indexer.engines.whoosh.arrays.files import ArrayFile, ArrayWriter, shrunk


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with ArrayWriter(tmp_path / "made.seg") as out:
        out.facts["documents"] = 3
        out.put("ids", np.array([1, 5, 9], np.int32))
        out.put("empty", np.array([], np.uint8))
        out.put("ends", np.array([0, 1 << 40], np.int64))
    return tmp_path / "made.seg"


def test_arrays_come_back_as_they_were_written(path: Path) -> None:
    arrays = ArrayFile(path)
    assert {name: arrays[name].tolist() for name in arrays} == {
        "ids": [1, 5, 9],
        "empty": [],
        "ends": [0, 1 << 40],
    }
    assert arrays.facts == {"documents": 3}
    arrays.verify()


def test_sections_filled_side_by_side_are_kept_apart(tmp_path: Path) -> None:
    with ArrayWriter(tmp_path / "made.seg") as out:
        odd, even = (out.reserve(name, np.int32, 4) for name in ("odd", "even"))
        for start in (0, 4):
            odd.append(np.arange(start, start + 4)[1::2])
            even.append(np.arange(start, start + 4)[::2])
    arrays = ArrayFile(tmp_path / "made.seg")
    assert (arrays["odd"].tolist(), arrays["even"].tolist()) == ([1, 3, 5, 7], [0, 2, 4, 6])
    arrays.verify()


@pytest.mark.parametrize("count", [1, 3])
def test_a_section_that_is_not_filled_as_announced_is_refused(tmp_path: Path, count: int) -> None:
    with pytest.raises(ValueError, match="values than there is room"), ArrayWriter(tmp_path / "x") as out:
        out.reserve("ids", np.int32, 2).append(np.arange(count))


def test_objects_are_never_written(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="type"), ArrayWriter(tmp_path / "x") as out:
        out.put("ids", np.array(["a", None], object))


def test_the_arrays_cannot_be_changed(path: Path) -> None:
    with pytest.raises(ValueError, match="read-only"):
        ArrayFile(path)["ids"][0] = 2


@given(at=st.integers(min_value=0, max_value=10_000), bit=st.integers(min_value=0, max_value=7))
def test_a_flipped_bit_is_found_when_all_is_verified(
    tmp_path_factory: pytest.TempPathFactory, at: int, bit: int
) -> None:
    path = tmp_path_factory.mktemp("flipped") / "made.seg"
    with ArrayWriter(path) as out:
        out.put("ids", np.arange(16, dtype=np.int32))  # a whole number of alignments: no gaps between
    written = bytearray(path.read_bytes())
    at %= len(written)
    if 8 <= at < 64:  # the gap after the magic means nothing
        return
    written[at] ^= 1 << bit
    path.write_bytes(written)
    with pytest.raises(IndexFault):
        ArrayFile(path).verify()


def test_a_file_cut_anywhere_is_refused_on_opening(path: Path) -> None:
    whole = path.read_bytes()
    for length in (0, 1, 7, 8, 40, 64, 100, len(whole) - 300, len(whole) - 1):
        path.write_bytes(whole[:length])
        with pytest.raises(IndexFault):
            ArrayFile(path)


def test_what_was_forgotten_is_read_again_where_it_is_asked_for(path: Path) -> None:
    arrays = ArrayFile(path)
    before = arrays["ids"]
    assert before.tolist() == [1, 5, 9]
    arrays.forget()
    assert (before.tolist(), arrays["ends"].tolist()) == ([1, 5, 9], [0, 1 << 40])


def test_a_file_cut_while_it_is_mapped_is_noticed_before_it_is_read(path: Path) -> None:
    arrays = ArrayFile(path)
    arrays.refuse_cut()
    path.write_bytes(b"")
    with pytest.raises(IndexFault, match="changed while"):
        arrays.refuse_cut()


def test_a_directory_that_points_outside_the_file_is_refused(tmp_path: Path) -> None:
    with pytest.MonkeyPatch.context() as patch, ArrayWriter(tmp_path / "x") as out:
        section = out.reserve("ids", np.int32, 1)
        section.append(np.array([1]))
        patch.setitem(section.entry, "offset", 1 << 50)
    with pytest.raises(IndexFault, match="outside"):
        ArrayFile(tmp_path / "x")


@given(st.lists(st.integers(min_value=0, max_value=2**32 - 1)))
def test_values_are_the_same_in_the_narrowest_type(values: list[int]) -> None:
    narrow = shrunk(np.array(values, np.int64))
    assert narrow.tolist() == values
    assert narrow.itemsize == (1 if max(values, default=0) < 256 else 2 if max(values) < 65536 else 4)
