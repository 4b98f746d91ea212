from __future__ import annotations

import ctypes
import subprocess
import sys

import pytest

CODE = """
import resource
import numpy as np
from indexer.engines.whoosh.searching.memory import keep_freed

def pages():
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    [np.full(500_000, 1.0) for _ in range(8)]  # 4 MB each: for larger ones numpy asks for larger pages
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before

keep_freed()
print(pages(), pages(), pages())
"""


@pytest.mark.skipif(not hasattr(ctypes.CDLL(None), "mallopt"), reason="a C library that cannot be asked")
def test_what_arrays_leave_is_there_for_the_next_without_new_pages_of_memory() -> None:
    told = subprocess.run([sys.executable, "-c", CODE], check=True, capture_output=True, text=True).stdout
    first, second, third = map(int, told.split())
    assert first > 5_000
    assert second + third < first / 20
