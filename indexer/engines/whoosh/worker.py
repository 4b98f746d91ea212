"""A process beside this one that does one thing after another, and says what went wrong with it.

It ends with this process, however that ends: there is nobody then at the other end of its pipe.
"""

from __future__ import annotations

import multiprocessing
import pickle
import signal
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import Any

from archive.errors import StoreError

_PATIENCE = 5  # seconds that a process has to end when it is told to


class Worker:
    """A process that calls a function, again and again, with what it is given.

    The process is new, not a copy of this one: to copy one that has threads can stop it for ever.
    """

    def __init__(self, work: Callable[..., None]) -> None:
        context = multiprocessing.get_context("spawn")
        self._ours, theirs = context.Pipe()
        self._process = context.Process(target=_work, args=(work, theirs), daemon=True)
        self._process.start()
        theirs.close()  # so that only the process holds it, and its end is noticed
        self._busy = False

    def is_free(self) -> bool:
        """Say whether it has nothing to do; raises what went wrong with what it did."""
        if self._busy and self._ours.poll():
            self.finish()
        return not self._busy

    def give(self, *arguments: Any) -> None:
        """Have the function called; it must be free."""
        self._busy = True
        try:
            self._ours.send(arguments)
        except OSError as error:
            raise _ended() from error

    def finish(self) -> None:
        """Wait until it has nothing to do; raises what went wrong with what it did."""
        if not self._busy:
            return
        try:
            trouble = self._ours.recv()
        except (EOFError, OSError) as error:
            raise _ended() from error
        self._busy = False
        if trouble is not None:
            raise trouble

    def stop(self) -> None:
        """End the process, whatever it is doing."""
        self._ours.close()
        self._process.terminate()
        self._process.join(_PATIENCE)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()
        self._process.close()


def _ended() -> StoreError:
    return StoreError("a process that was writing the search index was ended from outside; is memory short?")


def _work(work: Callable[..., None], pipe: Connection[Any, Any]) -> None:
    """Do what comes through a pipe, until nothing more can come."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches all: the process that gives work ends this
    with suppress(EOFError, OSError):  # nobody is at the other end any more
        while True:
            pipe.send(_trouble(work, pipe.recv()))


def _trouble(work: Callable[..., None], arguments: Any) -> BaseException | None:
    """Call a function; give what it raises, in a form that can be sent."""
    try:
        work(*arguments)
    except Exception as error:  # whatever it is, whoever gave the work is to raise it
        try:
            pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes
        except Exception:  # of some errors only the words can be sent
            return RuntimeError(repr(error))
        return error
    return None
