"""The child of `archive/printed/child.py`: reads each file that comes on its standard input, and answers it.

python -m archive.printed MEMORY SECONDS WALL
"""

from __future__ import annotations

import os
import resource
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from archive.errors import ReadError
from archive.printed.child import MOST_BYTES, OUT_OF_MEMORY, Limits, receive, send
from archive.printed.file import read_file
from archive.wire import dumps, printed_to_json

STATM = Path("/proc/self/statm")


def main(limits: Limits) -> None:
    """Answer files until there are no more."""
    files, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no answer
    for never in (resource.RLIMIT_CORE, resource.RLIMIT_FSIZE):  # it has no business with any file on disk
        resource.setrlimit(never, (0, 0))
    with suppress(EOFError):  # the crawler has closed its end
        while True:
            body = receive(files, MOST_BYTES)
            with within(limits):
                said = answer(body)
            send(answers, said)


def answer(body: bytes) -> bytes:
    """Read a file and say in JSON what is in it, or why it is refused."""
    try:
        said: dict[str, object] = {"printed": printed_to_json(read_file(body))}
        return dumps(said).encode()
    except ReadError as error:
        return dumps({"refused": str(error)}).encode("utf-8", "replace")
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
    # A reader of foreign files can fail in ways nobody foresaw; the crawler is told and tells its user.
    except Exception as error:
        return dumps({"failed": f"{error.__class__.__name__}: {error}"}).encode("utf-8", "replace")


@contextmanager
def within(limits: Limits) -> Iterator[None]:
    """Hold a block to its limits: past those of time, the kernel ends the process."""
    size = _size()
    if size is not None:
        resource.setrlimit(resource.RLIMIT_AS, (size + limits.memory, resource.RLIM_INFINITY))
    timers = ((signal.ITIMER_PROF, limits.seconds), (signal.ITIMER_REAL, limits.wall))
    for timer, seconds in timers:
        signal.setitimer(timer, seconds)
    yield
    for timer, _ in timers:
        signal.setitimer(timer, 0)
    resource.setrlimit(resource.RLIMIT_AS, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


def _size() -> int | None:
    """Return how many bytes this process has mapped; None where only Linux says so."""
    if not STATM.exists():
        return None
    return int(STATM.read_text().split()[0]) * resource.getpagesize()


if __name__ == "__main__":
    memory, seconds, wall = sys.argv[1:]
    main(Limits(int(memory), float(seconds), float(wall)))
