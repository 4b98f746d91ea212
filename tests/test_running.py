"""What docs/running.md promises to those who run the archive by schedule."""

from __future__ import annotations

import configparser
import re
import shlex
import subprocess
from pathlib import Path

import click
import pytest

from archive import runs
from archive.account import STATES
from archive.runs import run_to_json
from tests.conftest import Minutes, config_for
from tests.web.test_metrics import RUN, scraped
from web.cli import minutes as command

DOCS = Path(__file__).resolve().parent.parent / "docs"
RUNNING = (DOCS / "running.md").read_text("utf-8")
NAMED = set(re.findall(r"`([a-z_]+)`", RUNNING))


def unit(name: str) -> configparser.ConfigParser:
    parser = configparser.ConfigParser(interpolation=None, delimiters=("=",))
    parser.optionxform = str  # type: ignore[assignment,method-assign] # systemd's names have capitals
    parser.read_string((DOCS / "systemd" / name).read_text("utf-8"))
    return parser


def nightly_jobs() -> list[str]:
    """Return the shell lines of the nightly job: the service's, and the crontab's."""
    _, _, line = shlex.split(unit("minutes.service")["Service"]["ExecStart"])
    cron = next(line for line in RUNNING.splitlines() if line.startswith("30 1 * * *"))
    return [line.replace("$$", "$"), re.sub(r"^(\S+ +){5}cd \S+ && PATH=\S+ && ", "", cron)]


def test_the_units_have_what_a_nightly_job_needs() -> None:
    service, timer = unit("minutes.service"), unit("minutes.timer")
    assert service["Service"]["Type"] == "oneshot"
    assert service["Service"]["SuccessExitStatus"] == "3"
    hardened = {"DynamicUser": "yes", "StateDirectory": "minutes", "ProtectSystem": "strict"}
    assert {name: service["Service"][name] for name in hardened} == hardened
    assert {"OnCalendar", "RandomizedDelaySec"} <= set(timer["Timer"])
    assert timer["Install"]["WantedBy"] == "timers.target"


@pytest.mark.parametrize("job", nightly_jobs(), ids=["systemd", "cron"])
def test_the_nightly_job_names_commands_and_options_there_are(job: str) -> None:
    called = re.findall(r"minutes((?: --config \S+)?) (\w+)([^;&}]*)", job.replace("/etc/minutes/", ""))
    assert [name for _, name, _ in called] == ["crawl", "index"]
    for before, name, after in called:
        with click.Context(command) as context:
            command.parse_args(context, [*before.split(), name])
            found = command.get_command(context, name)
            assert found is not None
            found.make_context(name, after.split(), parent=context)


@pytest.mark.parametrize("job", nightly_jobs(), ids=["systemd", "cron"])
@pytest.mark.parametrize(("crawl", "index", "ends"), [(0, 0, 0), (3, 0, 3), (1, 0, 1), (3, 1, 1), (0, 4, 4)])
def test_the_nightly_job_indexes_whatever_the_crawl_met_and_ends_as_it_did(
    tmp_path: Path, job: str, crawl: int, index: int, ends: int
) -> None:
    double = tmp_path / "minutes"
    double.write_text(
        f'#!/bin/sh\nfor last; do :; done\necho "$last" >> {tmp_path}/ran\n'
        f'[ "$last" = crawl ] && exit {crawl}\nexit {index}\n'
    )
    double.chmod(0o755)
    done = subprocess.run(["/bin/sh", "-c", job], env={"PATH": f"{tmp_path}:/usr/bin:/bin"}, check=False)
    assert (done.returncode, (tmp_path / "ran").read_text().split()) == (ends, ["crawl", "index"])


def test_every_key_of_a_line_of_the_diary_is_explained() -> None:
    assert set(run_to_json(RUN)) - NAMED == set()


def test_every_state_of_a_meeting_is_explained() -> None:
    rows = re.findall(r"^\| ([a-z ,]+) \| ", RUNNING, re.MULTILINE)
    explained = {state for row in rows for state in row.split(", ")} - {"state", "key", "code", "figure"}
    assert explained == set(STATES)


def test_every_figure_for_monitors_is_explained_and_none_that_is_not_there(tmp_path: Path) -> None:
    runs.append(tmp_path / "runs.jsonl", RUN)
    (tmp_path / "index").mkdir()
    (tmp_path / "index" / "a").touch()
    shown = {name for name, _ in scraped(tmp_path, None)}
    explained = {name for name in NAMED if name.startswith("minutes_") and name != "minutes_held"}
    assert explained - {"minutes_index_revision", "minutes_index_behind"} == shown


def test_every_key_of_the_status_is_explained(tmp_path: Path, minutes: Minutes) -> None:
    status = minutes("--config", config_for(tmp_path, "http://nowhere.invalid"), "status", "--json").json
    assert set(status) - NAMED == set()
    (council,) = status["councils"]
    assert set(council) - NAMED == set()
