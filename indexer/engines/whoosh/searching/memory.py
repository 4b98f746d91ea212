"""Memory that one search leaves is kept for the next.

The arrays of a common word take megabytes for a millisecond. By default the C library hands so much back to
the system at once, and the next search gets it page by page, each zeroed on its first use: of a million
documents some asked for 4,000 pages, at 2 to 16 µs each.
"""

from __future__ import annotations

import ctypes

_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3  # the numbers of malloc.h
_KEPT = 256 << 20  # bytes that may lie free at the end of the heap
_LARGEST = 32 << 20  # bytes of an array that comes from the heap; the library takes no more


def keep_freed() -> None:
    """Ask the C library to hold what this process frees; one that knows no such thing is left alone."""
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(_TRIM_THRESHOLD, _KEPT)
        mallopt(_MMAP_THRESHOLD, _LARGEST)
