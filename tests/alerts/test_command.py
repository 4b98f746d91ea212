"""`minutes alerts`, as a timer runs it."""

from __future__ import annotations

import fcntl
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.alerts.mailbox import Mailbox, receiving
from tests.alerts.shelf import MEETING, NIGHT, NOON, OUT, Shelf
from tests.conftest import MINUTES, Minutes


@pytest.fixture
def box() -> Iterator[Mailbox]:
    with receiving() as mailbox:
        yield mailbox


@pytest.fixture
def shelf(tmp_path: Path, box: Mailbox) -> Shelf:
    """An archive with news for two readers."""
    made = Shelf(tmp_path, box.port)
    made.publish(MEETING, NOON - NIGHT)
    for name in ("a", "b"):
        made.subscribed(f"{name}@t.example")
    made.publish(OUT, NOON + NIGHT)
    return made


def test_done(shelf: Shelf, box: Mailbox, minutes_process: Minutes) -> None:
    ran = minutes_process("--config", shelf.path, "alerts")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == "2 mails sent with 4 new results; 2 saved searches looked at\n"
    assert sorted(taken.to for taken in box.taken) == ["a@t.example", "b@t.example"]
    again = minutes_process("--config", shelf.path, "alerts")
    assert (again.code, again.out[:6], len(box.taken)) == (0, "0 mail", 2)


def test_a_dry_run_says_what_would_be_sent(shelf: Shelf, box: Mailbox, minutes: Minutes) -> None:
    ran = minutes("--config", shelf.path, "alerts", "--dry-run")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == "saved search 1: 2 new\nsaved search 2: 2 new\n2 mails would be sent\n"
    assert box.taken == []


def test_a_day_can_be_counted_from(shelf: Shelf, box: Mailbox, minutes: Minutes) -> None:
    assert minutes("--config", shelf.path, "alerts").code == 0
    ran = minutes("--config", shelf.path, "alerts", "--since", "2026-05-01")
    assert (ran.code, len(box.taken)) == (0, 4)


def test_done_in_part_says_why_without_an_address(shelf: Shelf, box: Mailbox, minutes: Minutes) -> None:
    box.refused = {"a@t.example": "550 a@t.example is not here"}
    ran = minutes("--config", shelf.path, "alerts")
    assert ran.code == 3
    assert ran.err == "minutes: the mail of saved search 1 was refused: 550 … is not here\n"
    assert [taken.to for taken in box.taken] == ["b@t.example"]


def test_failed_as_the_mail_server_is_not_there(shelf: Shelf, minutes: Minutes) -> None:
    shelf.path.write_text(shelf.path.read_text("utf-8").replace(f"port = {shelf.port}", "port = 1"), "utf-8")
    ran = minutes("--config", shelf.path, "alerts")
    assert ran.code == 1
    assert ran.err.startswith("minutes: the mail server 127.0.0.1:1 cannot be used: ")
    assert "2 mails are left for the next run" in ran.out


def test_failed_as_no_mail_server_is_named(shelf: Shelf, minutes: Minutes) -> None:
    shelf.path.write_text(shelf.path.read_text("utf-8").partition("[mail]")[0], "utf-8")
    ran = minutes("--config", shelf.path, "alerts")
    assert (ran.code, ran.out) == (1, "")
    assert "add [mail] to config.toml" in ran.err


def test_another_run_holds_the_lock(shelf: Shelf, box: Mailbox, minutes: Minutes) -> None:
    with (shelf.config.data / "lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert minutes("--config", shelf.path, "alerts").code == 4
    assert box.taken == []


def test_a_run_killed_before_it_could_note_a_mail_sends_that_one_again(
    shelf: Shelf, box: Mailbox, minutes: Minutes
) -> None:
    command = [*MINUTES, "--config", str(shelf.path), "alerts"]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as run:
        box.then = lambda count: run.kill() if count == 2 else None
    assert run.returncode == -signal.SIGKILL
    assert [taken.to[0] for taken in box.taken] == ["a", "b"]
    assert minutes("--config", shelf.path, "alerts").code == 0
    assert [taken.to[0] for taken in box.taken] == ["a", "b", "b"]
    assert box.taken[1].mail["Message-ID"] == box.taken[2].mail["Message-ID"]


def test_without_news_no_mail_server_is_asked(tmp_path: Path, minutes: Minutes) -> None:
    shelf = Shelf(tmp_path)  # nobody listens
    shelf.publish(MEETING, NOON - NIGHT)
    shelf.subscribed("a@t.example")
    assert minutes("--config", shelf.path, "alerts").code == 0
