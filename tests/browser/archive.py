"""The archive of the made-up council, made once for all who look at it, and the site that serves it."""

from __future__ import annotations

import fcntl
import json
import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.client import HTTPConnection
from pathlib import Path

from archive.config import load
from archive.own import Own, SavedSearch, SavedSearches
from tests.conftest import MINUTES, Minutes, config_for
from web.demo import Site, sample

SINCE = "since = 2024-05-01"  # thirty meetings look like sixty, and are crawled in half the time
MORE = """
[web]
rate = 0 # these tests ask for more in a minute than readers do

[mail]
site = "https://minutes.thistlemoor.example"
sender = "minutes@thistlemoor.example"
host = "localhost"
security = "none"
"""
TOKENS = "tokens.json"
REVISED = "4277"  # draft minutes, which the council confirms and corrects between two crawls


def built(folder: Path, minutes: Minutes) -> Path:
    """Give the archive's config.toml; of several processes that want it, the first makes it."""
    folder.mkdir(exist_ok=True)
    with _alone(folder):
        done = folder / "done"
        if not done.exists():
            _build(folder, minutes)
            done.touch()
    return folder / "config.toml"


def empty(folder: Path) -> Path:
    """Give the config.toml of an archive in which nothing is yet."""
    return config_for(folder, "https://thistlemoor.example", crawl=MORE)


def tokens(config: Path) -> dict[str, str]:
    """Give the tokens of the searches that were saved, by the page that each leads to."""
    found: dict[str, str] = json.loads((config.parent / TOKENS).read_text("utf-8"))
    return found


def _build(folder: Path, minutes: Minutes) -> None:
    with Site(sample()) as site:
        config = config_for(folder, site.url, more=SINCE, crawl=MORE)
        _ran(minutes, "--config", config, "crawl")
        site.revise(REVISED)
        _ran(minutes, "--config", config, "crawl", "--all", "--since", "2026-09-01")
    _ran(minutes, "--config", config, "index")
    (folder / TOKENS).write_text(json.dumps(_saved(Own(load(config).own).searches)), "utf-8")


def _saved(searches: SavedSearches) -> dict[str, str]:
    """Save a search that sends mails and one that awaits a confirmation; give the tokens of their pages."""
    now, address = datetime.now(UTC), "reader@thistlemoor.example"
    private = searches.save("Harbour bridge", "q=harbour+bridge&kind=decision", "en", now)
    number = _found(searches, private).number
    searches.confirm(searches.ask(number, address, now), now)
    asked = _found(searches, searches.save("Libraries", "q=library", "cy", now))
    confirm = searches.ask(asked.number, address, now)
    return {"private": private, "confirm": confirm, "leave": _found(searches, private).leaving or ""}


def _found(searches: SavedSearches, token: str) -> SavedSearch:
    found = searches.of(token)
    assert found is not None
    return found


def _ran(minutes: Minutes, *arguments: str | Path) -> None:
    ran = minutes(*arguments)
    assert ran.code == 0, ran.err


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    handle = os.open(folder / "lock", os.O_RDWR | os.O_CREAT)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


@contextmanager
def served(config: Path) -> Iterator[str]:
    """Serve an archive by the command that people use, and give the root of the site."""
    port = _free_port()
    command = [*MINUTES, "--config", str(config), "serve", "--port", str(port)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True) as server:
        try:
            _wait(server, port)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


def _wait(server: subprocess.Popen[str], port: int) -> None:
    """Wait until the site answers; fail with what it said when it ended instead."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        if server.poll() is not None:
            assert server.stderr is not None
            raise AssertionError(f"minutes serve ended: {server.stderr.read()}")
        try:
            connection = HTTPConnection("127.0.0.1", port, timeout=10)
            connection.request("HEAD", "/")
            connection.getresponse()
        except OSError:
            time.sleep(0.05)
        else:
            connection.close()
            return
    raise AssertionError("minutes serve did not answer within 30 s")
