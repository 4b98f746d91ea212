"""Runs the operator's own command when a crawl has failed."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Sequence
from contextlib import suppress

from archive.runs import Run, run_to_json
from archive.wire import dumps

LIMIT = 60.0  # seconds; a mail that cannot be sent by then must not keep the next night from beginning


def tell_operator(command: Sequence[str], run: Run, limit: float = LIMIT) -> str | None:
    """Run the `on_failure` command with the run's JSON line on its standard input.

    No shell is between. Its errors go where ours do; what it prints is dropped, as our standard output is for
    results. Returns one line for the user when the command itself fails; it never raises for that.
    """
    if not command:
        return None
    name = f"on_failure: {command[0]}"
    try:
        code = _run(command, dumps(run_to_json(run)) + "\n", limit)
    except OSError as error:
        return f"{name} could not be run: {error.strerror}"
    except subprocess.TimeoutExpired:
        return f"{name} was stopped, as it took longer than {limit:g} s"
    return f"{name} ended with exit code {code}" if code else None


def _run(command: Sequence[str], line: str, limit: float) -> int:
    """Run a command in a session of its own, so that what it began can be ended with it."""
    with subprocess.Popen(  # noqa: S603 - the words are the operator's own, from config.toml
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        encoding="utf-8",
        start_new_session=True,
    ) as child:
        try:
            child.communicate(line, timeout=limit)
        except BaseException:
            with suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGKILL)
            raise
        return child.returncode
