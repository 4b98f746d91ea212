from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from archive.errors import LockHeld, StoreError
from archive.lock import held, holder

HOLD = """
import sys
from datetime import datetime, timedelta
from pathlib import Path
from archive.lock import held, holder
with held(Path(sys.argv[1]), "a test"):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_second_run_is_told_who_holds_the_folder_since_when(tmp_path: Path) -> None:
    since = r"since \d{4}-\d\d-\d\d \d\d:\d\d"
    told = rf"is in use by minutes crawl, process {os.getpid()}, {since}; wait for it, or stop it"
    with (
        held(tmp_path, "minutes crawl"),
        pytest.raises(LockHeld, match=told),
        held(tmp_path, "minutes index"),
    ):
        pytest.fail("two runs held the folder at once")


def test_a_folder_is_free_again_when_its_holder_is_done_or_fails(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="failed"), held(tmp_path, "minutes crawl"):
        raise ValueError("failed")
    with held(tmp_path, "minutes crawl"):
        assert (tmp_path / "lock").read_text("utf-8").startswith("minutes crawl, process ")


def test_a_killed_run_leaves_no_lock_behind(tmp_path: Path) -> None:
    command = [sys.executable, "-c", HOLD, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        with pytest.raises(LockHeld, match=rf"a test, process {other.pid}"), held(tmp_path, "minutes crawl"):
            pass
        other.send_signal(signal.SIGKILL)
        other.wait(10)
    with held(tmp_path, "minutes crawl"):
        pass


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file", "utf-8")
    with pytest.raises(StoreError, match="cannot be written to"), held(tmp_path / "data", "minutes crawl"):
        pass


def test_who_holds_a_folder_can_be_asked_without_touching_its_lock(tmp_path: Path) -> None:
    assert holder(tmp_path) is None
    with held(tmp_path, "minutes index"):
        found = holder(tmp_path)
        assert found is not None
        assert found.doing == "minutes index"
        assert abs(datetime.now() - found.since) < timedelta(minutes=2)
    assert (tmp_path / "lock").read_text("utf-8").startswith("minutes index")
    assert holder(tmp_path) is None


def test_a_lock_that_its_holder_has_not_signed_names_nobody(tmp_path: Path) -> None:
    with held(tmp_path, "minutes index"):
        (tmp_path / "lock").write_bytes(b"")
        assert holder(tmp_path) is None
