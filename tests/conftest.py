from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import chdir, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from hypothesis import settings
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from tests.campaign import CAMPAIGN
from tests.crawling import Crawled, archive_of
from web.cli import main
from web.demo import Site, sample

# A test takes as long as the machine is busy, which is nothing that it promises; and a run is like the last.
settings.register_profile("steady", deadline=None, derandomize=True)
settings.load_profile("steady")


class Compiled(BytecodeCache):
    """Keeps compiled templates: hundreds of tests make an application each, which would compile them anew."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._kept:
            bucket.bytecode_from_string(self._kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._kept[bucket.key] = bucket.bytecode_to_string()


Flask.jinja_options = {"bytecode_cache": Compiled()}

MINUTES = (sys.executable, "-c", "from web.cli import main; main()")


@dataclass(frozen=True)
class Ran:
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Minutes = Callable[..., Ran]


@pytest.fixture(scope="session")
def minutes() -> Minutes:
    """Run the command `minutes` from its own entry point, in this process, which is many times as fast."""

    def run(*arguments: str | Path, cwd: Path | None = None) -> Ran:
        out, err = StringIO(), StringIO()
        with pytest.MonkeyPatch.context() as patch, chdir(cwd or Path.cwd()):
            patch.setattr(sys, "argv", ["minutes", *map(str, arguments)])
            with redirect_stdout(out), redirect_stderr(err), pytest.raises(SystemExit) as ended:
                main()
        assert isinstance(ended.value.code, int)
        return Ran(ended.value.code, out.getvalue(), err.getvalue())

    return run


@pytest.fixture(scope="session")
def minutes_process() -> Minutes:
    """Run the command `minutes` in a process of its own, as a shell does."""

    def run(*arguments: str | Path, cwd: Path | None = None) -> Ran:
        command = [*MINUTES, *map(str, arguments)]
        done = subprocess.run(command, capture_output=True, text=True, cwd=cwd, timeout=60, check=False)
        return Ran(done.returncode, done.stdout, done.stderr)

    return run


def config_for(folder: Path, url: str, more: str = "", crawl: str = "") -> Path:
    """Write a config.toml for one site on this machine, crawled without waiting."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "config.toml"
    path.write_text(
        f'[[council]]\nslug = "t"\nname = "Thistlemoor"\nsystem = "moderngov"\nurl = "{url}"\n{more}\n'
        f"[crawl]\ndelay = 0.0\nallow_private_addresses = true\n{crawl}",
        "utf-8",
    )
    return path


@pytest.fixture(scope="session")
def sample_by_pages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    """The whole sample council, crawled once by its pages."""
    with Site(sample(), web_service=False) as site:
        archive = archive_of(tmp_path_factory.mktemp("sample"), site.url)
        archive.crawl()
        yield archive


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave what is marked for campaigns out of the default run, and say so in its last line."""
    if not CAMPAIGN:
        config.hook.pytest_deselected(items=[item for item in items if item.get_closest_marker("campaign")])
        items[:] = [item for item in items if not item.get_closest_marker("campaign")]
