"""Read files in a child process: one that floods memory, hangs or crashes its reader costs no more than that.

    crawler ── length, file ──→ python -m archive.printed ── length, JSON ──→ crawler

The kernel keeps the limits, so they hold inside PDFium's code too, and for a child whose parent is gone.
Answers are JSON and never pickles: who breaks into the child by a file gains no code in the crawler.
"""

from __future__ import annotations

import atexit
import json
import os
import signal
import struct
import subprocess
import sys
import threading
from contextlib import suppress
from dataclasses import dataclass
from typing import IO

from archive.errors import ReadError
from archive.model import Printed
from archive.wire import printed_from_json

MOST_BYTES = 200_000_000
MOST_ANSWER = 64_000_000  # bytes: two thousand dense pages have ten million
FILES = 500  # read by one child before it gives way to a fresh one, so that no fault of a library adds up
OUT_OF_MEMORY = 3  # the exit code of a child that met its limit where it could still say so
GRACE = 2.0  # seconds to end by itself
_LENGTH = struct.Struct(">I")


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading one file may take.

    What counts is the processor's time, which is nearly the same on a busy machine: a file that is read
    tonight must not be refused tomorrow. Two thousand dense pages take 30 seconds and 80 MB.
    """

    memory: int = 300_000_000  # bytes beyond those of a child that waits
    seconds: float = 60.0  # of the processor
    wall: float = 240.0  # seconds of the clock, for a child that neither works nor ends


class Child:
    """A process that reads files one after another; started when there is one to read, and after a crash."""

    def __init__(self, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._left = 0

    def read(self, body: bytes) -> Printed:
        """Read a file; ReadError for one that is not read, or not within the limits.

        Threads take turns. Raises RuntimeError when the reader has a fault.
        """
        if len(body) > MOST_BYTES:
            raise ReadError(f"the file has {len(body)} bytes; up to {MOST_BYTES} are read")
        with self._lock:
            answer = self._ask(body)
        return _printed(answer)

    def close(self) -> None:
        """End the process; a later read starts another."""
        with self._lock:
            self._end()

    def after_fork(self) -> None:
        """Leave the process to the parent of this one, which was forked off it."""
        self._lock = threading.Lock()  # another thread may have held the old one
        if self._process:
            self._process.returncode = 0  # it is not this process's to wait for
        self._process = None

    def _ask(self, body: bytes) -> bytes:
        process = self._ready()
        try:
            files, answers = _pipes(process)
            send(files, body)
            answer = receive(answers, MOST_ANSWER)
        except (EOFError, BrokenPipeError):
            raise ReadError(self._why_it_ended()) from None
        except BaseException:  # Ctrl-C, say: what it answers next would be taken for another file's text
            process.kill()
            self._end()
            raise
        return answer

    def _ready(self) -> subprocess.Popen[bytes]:
        died = self._process and self._process.poll() is not None  # while it waited: no file is to blame
        if died or self._left == 0:
            self._end()
        if self._process is None:
            self._process, self._left = _started(self._limits), FILES
        self._left -= 1
        return self._process

    def _end(self) -> int | None:
        """Close the process's input, upon which it ends; return how it ended."""
        process, self._process = self._process, None
        if process is None:
            return None
        for pipe in _pipes(process):
            with suppress(BrokenPipeError):  # what was still to be written, to a process that is gone
                pipe.close()
        try:
            return process.wait(GRACE)
        except subprocess.TimeoutExpired:
            process.kill()
            return process.wait()

    def _why_it_ended(self) -> str:
        code, limits = self._end(), self._limits
        if code in (-signal.SIGPROF, -signal.SIGALRM):
            return f"the file takes more than {limits.seconds:g} seconds to read; it was not read"
        memory = f"{limits.memory // 1_000_000} MB of memory"
        if code == OUT_OF_MEMORY:
            return f"the file needs more than {memory} to read; it was not read"
        how = signal.Signals(-code).name if code and code < 0 else f"exit code {code}"
        return f"the file is damaged, or needs more than {memory} to read: its reader ended by {how}"


def _started(limits: Limits) -> subprocess.Popen[bytes]:
    """Start a child; a group of its own keeps a terminal's Ctrl-C from it, and -P the folder we stand in."""
    words = [sys.executable, "-P", "-m", "archive.printed"]
    words += [str(limits.memory), str(limits.seconds), str(limits.wall)]
    pipe, nothing = subprocess.PIPE, subprocess.DEVNULL
    # Our own program, and numbers.
    return subprocess.Popen(words, stdin=pipe, stdout=pipe, stderr=nothing, process_group=0)  # noqa: S603


def _pipes(process: subprocess.Popen[bytes]) -> tuple[IO[bytes], IO[bytes]]:
    if process.stdin is None or process.stdout is None:
        raise RuntimeError("the child was started without pipes")
    return process.stdin, process.stdout


def _printed(answer: bytes) -> Printed:
    said = json.loads(answer)
    if "refused" in said:
        raise ReadError(said["refused"])
    if "failed" in said:
        raise RuntimeError(f"reading a file failed: {said['failed']}")
    return printed_from_json(said["printed"])


def send(stream: IO[bytes], message: bytes) -> None:
    """Write a message behind its length."""
    stream.write(_LENGTH.pack(len(message)))
    stream.write(message)
    stream.flush()


def receive(stream: IO[bytes], most: int) -> bytes:
    """Read a message; EOFError when the other end is gone, ReadError when it has more than `most` bytes."""
    (length,) = _LENGTH.unpack(_exactly(stream, _LENGTH.size))
    if length > most:
        raise ReadError(f"the file has more text than is read: {length} bytes of it")
    return _exactly(stream, length)


def _exactly(stream: IO[bytes], count: int) -> bytes:
    found = stream.read(count)
    if len(found) < count:
        raise EOFError
    return found


# One for a process, as a source reads a file by a plain call. It holds nothing between two files.
_CHILD = Child()
atexit.register(_CHILD.close)
os.register_at_fork(after_in_child=_CHILD.after_fork)


def read_printed(body: bytes) -> Printed:
    """Read a PDF or Word file, in a child process within `Limits`; ReadError when it cannot be read so."""
    return _CHILD.read(body)
