"""One file of named arrays: written once, then mapped into memory and read in place.

    magic | sections, each at a multiple of 64 bytes | directory, JSON | tail

The directory says of each section where it lies, its type, its length and its CRC-32; the tail says where the
directory lies. Nothing in the file is ever executed: an array is bytes and a type out of a short list.
"""

from __future__ import annotations

import json
import mmap
import struct
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from archive.errors import IndexFault

Array: TypeAlias = npt.NDArray[Any]

_MAGIC = b"MINARR1\n"
_TAIL = struct.Struct("<QQI8s")  # directory's offset, length and CRC-32; magic
_ALIGNED = 64
_TYPES = frozenset({"|u1", "<u2", "<u4", "<i4", "<i8"})
_CHECKED = 1 << 24  # bytes read at a time to check a section


class Section:
    """A part of a file that is being written; its room is set aside, and filled in order."""

    def __init__(self, out: Any, offset: int, dtype: np.dtype[Any], count: int) -> None:
        self._out = out
        self._at = offset
        self._end = offset + count * dtype.itemsize
        self._crc = 0
        self.dtype, self.count = dtype, count
        self.entry: dict[str, Any] = {"offset": offset, "type": dtype.str, "count": count}

    def append(self, values: Array) -> None:
        """Write more values, in the section's own type."""
        raw = np.ascontiguousarray(values, self.dtype)
        if self._at + raw.nbytes > self._end:
            raise ValueError("more values than there is room set aside for")
        self._out.seek(self._at)
        self._out.write(raw.data if raw.size else b"")
        self._crc = zlib.crc32(raw.data if raw.size else b"", self._crc)
        self._at += raw.nbytes

    def finish(self) -> dict[str, Any]:
        """Give the section's entry in the directory; it must be full."""
        if self._at != self._end:
            raise ValueError("fewer values than there is room set aside for")
        return self.entry | {"crc32": self._crc}


class ArrayWriter:
    """Writes a file of arrays; the file is whole when the block ends well."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._sections: dict[str, Section] = {}
        self._end = len(_MAGIC)
        self.facts: dict[str, Any] = {}

    def __enter__(self) -> ArrayWriter:
        self._out = self._path.open("wb")
        self._out.write(_MAGIC)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._out:
            if kind is None:
                self._close()

    def reserve(self, name: str, dtype: npt.DTypeLike, count: int) -> Section:
        """Set room aside for a section, so that several can be filled side by side."""
        little = np.dtype(dtype).newbyteorder("<")
        if little.str not in _TYPES or name in self._sections:
            raise ValueError(f"{name} cannot be a section of type {little.str}")
        offset = -(-self._end // _ALIGNED) * _ALIGNED
        self._end = offset + count * little.itemsize
        self._sections[name] = Section(self._out, offset, little, count)
        return self._sections[name]

    def put(self, name: str, values: Array) -> None:
        """Write a whole section."""
        self.reserve(name, values.dtype, len(values)).append(values)

    def _close(self) -> None:
        sections = {name: section.finish() for name, section in self._sections.items()}
        directory = json.dumps({"facts": self.facts, "sections": sections}, sort_keys=True).encode()
        self._out.seek(self._end)
        self._out.write(directory)
        self._out.write(_TAIL.pack(self._end, len(directory), zlib.crc32(directory), _MAGIC))


class ArrayFile(Mapping[str, Array]):
    """The arrays of a file, mapped: read-only, and shared by all threads.

    The map is never closed by hand: it lives as long as any array that was taken from it. Raises IndexFault
    for a file that is cut, foreign or whose directory is damaged; `verify` looks at the arrays, too.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        with path.open("rb") as opened:
            try:
                self._mapped = mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ)
            except ValueError as error:  # nothing can be mapped of an empty file
                raise IndexFault(f"{path} is empty.") from error
        directory = self._directory()
        self.facts: dict[str, Any] = directory["facts"]
        self._sections: dict[str, dict[str, Any]] = directory["sections"]
        self._arrays = {name: self._array(name) for name in self._sections}

    def __getitem__(self, name: str) -> Array:
        return self._arrays[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._arrays)

    def __len__(self) -> int:
        return len(self._arrays)

    def refuse_cut(self) -> None:
        """Raise IndexFault when the file was cut since: to read what is gone would kill the process."""
        if self._mapped.size() != len(self._mapped):
            raise IndexFault(f"{self.path} was changed while it was in use.")

    def forget(self) -> None:
        """Give back the memory of what was read; where it is asked for again, it is read again."""
        if hasattr(mmap, "MADV_DONTNEED"):
            self._mapped.madvise(mmap.MADV_DONTNEED)

    def verify(self) -> None:
        """Read every section; raises IndexFault for the first whose CRC-32 differs."""
        for name, entry in self._sections.items():
            crc = 0
            raw = self._arrays[name].view(np.uint8)
            for start in range(0, len(raw), _CHECKED):
                crc = zlib.crc32(raw[start : start + _CHECKED].data, crc)
            if crc != entry["crc32"]:
                raise IndexFault(f"{self.path} is damaged: {name} is not what was written.")

    def _directory(self) -> dict[str, Any]:
        mapped = self._mapped
        if len(mapped) < len(_MAGIC) + _TAIL.size or mapped[: len(_MAGIC)] != _MAGIC:
            raise IndexFault(f"{self.path} is no file of this index, or cut.")
        offset, length, crc, magic = _TAIL.unpack(mapped[-_TAIL.size :])
        written = mapped[offset : offset + length]
        if magic != _MAGIC or len(written) != length or zlib.crc32(written) != crc:
            raise IndexFault(f"{self.path} is cut or damaged.")
        directory: dict[str, Any] = json.loads(written)
        return directory

    def _array(self, name: str) -> Array:
        entry = self._sections[name]
        if entry["type"] not in _TYPES:
            raise IndexFault(f"{self.path} is damaged: {name} has no type that is known.")
        count, offset = int(entry["count"]), int(entry["offset"])
        dtype = np.dtype(entry["type"])
        if not 0 <= offset <= offset + count * dtype.itemsize <= len(self._mapped):
            raise IndexFault(f"{self.path} is damaged: {name} lies outside it.")
        return np.frombuffer(self._mapped, dtype, count, offset)


def shrunk(values: Array) -> Array:
    """Give the same values, none negative, in the narrowest unsigned type that holds them."""
    most = int(values.max()) if len(values) else 0
    return values.astype(np.uint8 if most < 1 << 8 else np.uint16 if most < 1 << 16 else np.uint32)
