from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

SHARED = Path(__file__).parents[3] / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder of real pages beside the checkout, which most machines do not have."""
    if not (SHARED / "site" / "serve.py").is_file():
        pytest.skip("../shared, the folder of real pages, is not beside this checkout")
    return SHARED


@pytest.fixture(scope="module")
def real_site(shared: Path) -> Iterator[str]:
    """Serve the real pages on a free port of loopback."""
    command = [sys.executable, "-u", "-B", "serve.py", "--port", "0"]
    with subprocess.Popen(command, cwd=shared / "site", stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        try:
            yield server.stdout.readline().strip()
        finally:
            server.terminate()
