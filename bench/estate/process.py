"""The server in a process of its own, so that its work is not counted as the crawler's."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.request import urlopen

from bench.estate.serve import address


@dataclass(frozen=True, slots=True)
class Server:
    """A running server."""

    pid: int
    roots: tuple[str, ...]  # of each site, without a slash at the end

    def asked(self) -> list[int]:
        """Return how many pages each council was asked for."""
        with urlopen(f"{self.roots[0]}/_count", timeout=30) as answer:  # noqa: S310 - loopback
            counts: list[int] = json.load(answer)
        return counts


@contextmanager
def running(*options: str, councils: int = 1) -> Iterator[Server]:
    """Run `python -m bench.estate.serve` with options while the block lasts."""
    command = [sys.executable, "-m", "bench.estate.serve", "--councils", str(councils), *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            roots = tuple(process.stdout.readline().strip() for _ in range(councils))
            assert all(address(number) in root for number, root in enumerate(roots)), (
                "the server did not start"
            )
            yield Server(process.pid, roots)
        finally:
            process.terminate()
