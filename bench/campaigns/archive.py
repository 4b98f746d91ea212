"""An archive in a folder of its own, worked only by the command `minutes`, as its owner would."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from click.testing import CliRunner

from bench.campaigns.page_files import page_ids
from web.cli import minutes

MINUTES = (sys.executable, "-c", "from web.cli import main; main()")
DONE, DONE_IN_PART = 0, 3
PLAIN = re.compile(r"minutes: [^\n]+\n")
LONGEST = 300  # seconds; a command that takes longer hangs
SEARCHES = ((), ("harbour",), ("the", "--kind", "decision"), ("council OR budget", "--sort", "oldest"))
COUNCIL = '[[council]]\nslug = "{slug}"\nname = "Thistlemoor"\nsystem = "moderngov"\nurl = "{url}"\n\n'
CRAWL = "[crawl]\ndelay = 0.0\nallow_private_addresses = true\n"


class Lost(Exception):
    """What the archive promised and did not keep, in a sentence."""


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command printed, and its exit code."""

    command: str
    code: int
    out: str
    err: str


@dataclass(frozen=True, slots=True)
class Held:
    """All that an archive has reported as done."""

    records: Mapping[str, str]  # the JSON of each record by its address
    revisions: Mapping[str, tuple[str, ...]]  # what `minutes history` says of each meeting
    pages: frozenset[str]  # their ids in the page files

    def refuse_loss(self, later: Held) -> None:
        """Raise Lost unless all that was held is held later on."""
        for url in self.records.keys() - later.records.keys():
            raise Lost(f"the record of {url} is gone")
        for meeting, revisions in self.revisions.items():
            if later.revisions.get(meeting, ())[: len(revisions)] != revisions:
                raise Lost(f"the revisions of meeting {meeting} are not what they were")
        if lost := self.pages - later.pages:
            raise Lost(f"{len(lost)} pages are gone from the page files, such as {min(lost)}")


@dataclass(frozen=True)
class Archive:
    """A folder with a config.toml and its data, of sites given by their slugs and addresses."""

    folder: Path
    sites: Mapping[str, str]
    inside: Sequence[str] = ()  # words before each command, such as those that enter a namespace
    environment: Mapping[str, str] = field(default_factory=dict)
    elsewhere: Path | None = None  # the data folder, where it is not in the same folder

    def __post_init__(self) -> None:
        """Write config.toml, for crawls that wait for nobody."""
        self.folder.mkdir(parents=True, exist_ok=True)
        councils = "".join(COUNCIL.format(slug=slug, url=url) for slug, url in self.sites.items())
        self.config.write_text(f'data = "{self.data}"\n\n{councils}{CRAWL}', "utf-8")

    @property
    def config(self) -> Path:
        """Where config.toml is."""
        return self.folder / "config.toml"

    @property
    def data(self) -> Path:
        """The data folder."""
        return self.elsewhere or self.folder / "data"

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """Start a command in a process group of its own."""
        return subprocess.Popen(
            [*self.inside, *MINUTES, "--config", str(self.config), *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
            env=os.environ | dict(self.environment),
        )

    def run(self, *arguments: str, longest: float = LONGEST) -> Ran:
        """Run a command to its end; Lost when it hangs."""
        command = " ".join(arguments)
        with self.start(*arguments) as process:
            try:
                out, err = process.communicate(timeout=longest)
            except subprocess.TimeoutExpired:
                kill(process)
                raise Lost(f"minutes {command} hangs: it was given {longest:.0f} s") from None
        return Ran(command, process.returncode, out, err)

    def finish(self, *arguments: str) -> Ran:
        """Run a command that must get done, if only in part, without a traceback."""
        ran = self.run(*arguments)
        if ran.code not in (DONE, DONE_IN_PART) or "Traceback" in ran.err:
            raise Lost(f"minutes {ran.command} ended with {ran.code}: {ran.err.strip()[-2000:]}")
        return ran

    def refuse(self, *arguments: str) -> str:
        """Run a command that cannot be done, and must say so in one plain line; return the line."""
        ran = self.run(*arguments)
        if ran.code in (DONE, DONE_IN_PART) or not PLAIN.fullmatch(ran.err):
            raise Lost(
                f"minutes {ran.command} told no plain line, and ended with {ran.code}: {ran.err[-2000:]}"
            )
        return ran.err.strip()

    def ask(self, *arguments: str) -> str:
        """Run a command that only looks, and return its output; in this process, if it can, to be faster."""
        if self.inside:
            return self.finish(*arguments).out
        result = CliRunner().invoke(minutes, ["--config", str(self.config), *arguments])
        if result.exit_code != DONE:
            why = result.output.strip() or repr(result.exception)
            raise Lost(f"minutes {' '.join(arguments)} ended with {result.exit_code}: {why}")
        return result.stdout

    def verify(self) -> None:
        """Let the archive check itself, and read its diary; Lost when anything is amiss."""
        self.ask("verify")
        if (self.data / "runs.jsonl").exists():
            for line in (self.data / "runs.jsonl").read_text("utf-8").splitlines():
                _refuse_half(line)

    def export(self) -> str:
        """Return every current record, a line each."""
        return self.ask("export")

    def found(self) -> list[object]:
        """Return what several searches find: totals, facets and hits."""
        answers = [json.loads(self.ask("search", *words, "--json")) for words in SEARCHES]
        return [(a["total"], a["facets"], sorted(hit["id"] for hit in a["hits"])) for a in answers]

    def held(self, meetings: Sequence[str]) -> Held:
        """Say what is held now; `meetings` are those whose revisions are wanted, of the site called t."""
        records = {json.loads(line)["url"]: line for line in self.export().splitlines()}
        known = [m for m in meetings if any(json.loads(r)["id"] == m for r in records.values())]
        revisions = {m: tuple(self.ask("history", "t", m, "--json").splitlines()) for m in known}
        return Held(records, revisions, frozenset().union(*map(page_ids, self.page_files())))

    def page_files(self) -> list[Path]:
        """List the page files."""
        return sorted(self.data.glob("pages/**/*.warc.gz"))


def kill(process: subprocess.Popen[str]) -> None:
    """End a process and all that it started, as if the power failed it."""
    os.killpg(process.pid, signal.SIGKILL)
    process.wait(30)


def _refuse_half(line: str) -> None:
    try:
        json.loads(line)
    except ValueError as error:
        raise Lost(f"a line of runs.jsonl cannot be read: {line[:200]}") from error
