"""Before any crawl, before any index, while rebuilding, after a failed night: said in plain words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from archive import runs
from archive.config import Config
from archive.lock import held
from archive.model import Council
from archive.runs import Run
from indexer.commands.index import asking
from indexer.engines import open_engine, rebuilding
from tests.web import sample
from tests.web.checks import CheckedClient
from web import words
from web.app import create_app

SALTMERE = Council("saltmere", "Saltmere Borough Council", "moderngov", sample.SITE)
NOW = datetime.now(UTC).replace(microsecond=0)
GOOD = Run(NOW - timedelta(hours=30), 60.0, ("saltmere",), requests=20, new=2)
BAD = replace(
    GOOD,
    started=NOW - timedelta(hours=6),
    failed=("https://saltmere.example/democracy: no whole answer",),
    ended="failed",
    exit=1,
)

Serve = Callable[..., CheckedClient]


@dataclass(frozen=True)
class Shelf(sample.Shelf):
    """Records in memory, whose last change has a number."""

    changed: int = 1

    def revision(self) -> int:
        return self.changed


@pytest.fixture
def serve(tmp_path: Path) -> Serve:
    """Serve records, and the folder's index, as `minutes serve` does: none need be there yet."""

    def client(shelf: sample.Shelf) -> CheckedClient:
        config = Config(tmp_path, (SALTMERE,))
        engine = asking(config, open_engine(config.index, checked=False))
        app = create_app(engine, shelf, names=sample.NAMES, topics=sample.TOPICS, config=config)
        app.test_client_class = CheckedClient
        made = app.test_client()
        assert isinstance(made, CheckedClient)
        return made

    return client


def said(client: CheckedClient, address: str = "/", status: int = 200) -> str:
    """Return the words of a page's main part."""
    main = client.page(address, status).select_one("main")
    assert main is not None
    return " ".join(main.get_text(" ").split())


def make_index(folder: Path) -> None:
    engine = asking(Config(folder, (SALTMERE,)), open_engine(folder / "index"))
    engine.replace({"saltmere/310"}, sample.all_documents([sample.HELD]), 1)


def day(run: Run) -> str:
    return words.day(run.started.astimezone())


def test_before_any_crawl_the_site_says_what_comes_first(serve: Serve) -> None:
    client = serve(Shelf(()))
    assert "Nothing is archived yet" in said(client)
    assert "minutes crawl" in said(client)
    assert "No pages have been fetched yet." in said(client, "/status")
    assert "No meetings of this council are known yet." in said(client, "/status")


def test_during_the_first_crawl_the_site_says_that_it_runs(serve: Serve, tmp_path: Path) -> None:
    client = serve(Shelf(()))
    with held(tmp_path, "minutes crawl"):
        assert "The councils’ pages have been fetched since" in said(client)
        assert "At work now: minutes crawl, since" in said(client, "/status")
        assert "minutes crawl" not in said(client)
    assert "minutes crawl" in said(client)


def test_after_a_first_crawl_that_failed_the_site_says_so_and_why(serve: Serve, tmp_path: Path) -> None:
    runs.append(tmp_path / "runs.jsonl", BAD)
    client = serve(Shelf(()))
    assert f"New minutes could not be fetched on {day(BAD)}." in said(client)
    assert "It failed." in said(client, "/status")
    assert "What went wrong: https://saltmere.example/democracy: no whole answer" in said(client, "/status")
    assert "No run has succeeded yet." in said(client, "/status")


def test_before_any_index_meetings_are_counted_and_served(serve: Serve) -> None:
    client = serve(Shelf())
    assert "2 meetings are archived." in said(client)
    assert "minutes index" in said(client)
    assert "Harbour footbridge" in said(client, "/saltmere/310")
    assert "Nothing can be searched yet" in said(client, "/status")
    assert client.get("/api/v1/search").status_code in (200, 503)


def test_while_the_first_index_is_made_the_site_says_so(serve: Serve, tmp_path: Path) -> None:
    client = serve(Shelf())
    with held(tmp_path, "minutes index"):
        assert "The search is being made ready." in said(client)
        assert "There is no search index" not in said(client)
    assert "There is no search index" in said(client)


def test_while_the_index_is_rebuilt_the_old_one_is_searched_and_the_site_says_so(
    serve: Serve, tmp_path: Path
) -> None:
    make_index(tmp_path)
    client = serve(Shelf())
    with held(tmp_path, "minutes index"), rebuilding(tmp_path / "index") as fresh:
        told = said(client, "/?q=footbridge")
        assert "The search is being brought up to date. Until then it finds what it found before." in told
        assert "Harbour footbridge" in told
        fresh.replace({"saltmere/310"}, sample.all_documents([sample.HELD]), 1)
        assert "Harbour footbridge" in said(client, "/?q=footbridge")
    told = said(client, "/?q=footbridge")
    assert "brought up to date" not in told
    assert "Harbour footbridge" in told


def test_while_an_index_that_cannot_be_used_is_rebuilt_the_error_says_so_too(
    serve: Serve, tmp_path: Path
) -> None:
    make_index(tmp_path)
    for pointer in (tmp_path / "index").rglob("current.json"):
        pointer.write_text('{"build": "build-1", "fingerprint": "of another version"}', "utf-8")
    client = serve(Shelf())
    assert "cannot be read" in said(client, "/status")
    with held(tmp_path, "minutes index"):
        assert "The search is being made ready." in said(client, "/?q=footbridge", 503)
    assert "being made ready" not in said(client, "/?q=footbridge", 503)
    assert "Harbour footbridge" in said(client, "/saltmere/310")


def test_after_a_failed_night_the_site_says_of_when_it_is(serve: Serve, tmp_path: Path) -> None:
    make_index(tmp_path)
    client = serve(Shelf())
    runs.append(tmp_path / "runs.jsonl", GOOD)
    assert "could not be fetched" not in said(client)
    runs.append(tmp_path / "runs.jsonl", BAD)
    told = f"New minutes could not be fetched on {day(BAD)}. What you find here is as it was on {day(GOOD)}."
    assert told in said(client)
    assert "Harbour footbridge" in said(client, "/?q=footbridge")
    assert f"The last run that succeeded was on {day(GOOD)}." in said(client, "/status")


def test_a_night_that_somebody_stopped_or_that_lacked_some_pages_is_no_failed_one(
    serve: Serve, tmp_path: Path
) -> None:
    make_index(tmp_path)
    client = serve(Shelf())
    for ended in (replace(GOOD, refused=3, exit=3), replace(GOOD, ended="interrupted", exit=130)):
        runs.append(tmp_path / "runs.jsonl", ended)
        assert "What you find here" not in said(client)


def test_when_nobody_has_looked_for_new_minutes_for_long_the_site_says_since_when(
    serve: Serve, tmp_path: Path
) -> None:
    make_index(tmp_path)
    client = serve(Shelf())
    late = replace(GOOD, started=NOW - timedelta(days=9))
    runs.append(tmp_path / "runs.jsonl", late)
    assert f"New minutes were last looked for on {day(late)}." in said(client)


def test_what_search_does_not_know_yet_is_counted(serve: Serve, tmp_path: Path) -> None:
    make_index(tmp_path)
    assert "does not know yet" not in said(serve(Shelf()))
    client = serve(Shelf(changed=4))
    assert "The archive holds 3 changes that the search does not know yet." in said(client)
    assert "The search lacks the last 3 changes." in said(client, "/status")
    with held(tmp_path, "minutes crawl"):
        assert "New pages are being fetched" in said(client)


def test_why_a_run_failed_is_told_without_the_machines_own_folders(serve: Serve, tmp_path: Path) -> None:
    why = f"the data folder {tmp_path} cannot be written to: No space left on device"
    runs.append(tmp_path / "runs.jsonl", replace(BAD, failed=(why,)))
    assert str(tmp_path) not in said(serve(Shelf()), "/status")


def test_a_diary_that_cannot_be_read_takes_no_page_away(serve: Serve, tmp_path: Path) -> None:
    make_index(tmp_path)
    (tmp_path / "runs.jsonl").mkdir()
    assert "Harbour footbridge" in said(serve(Shelf()), "/?q=footbridge")
