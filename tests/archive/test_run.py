"""A whole run: many councils, several hosts at once, in one process or in more."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest

from archive import run as runs
from archive.config import Config, CrawlSettings
from archive.model import Council
from archive.run import Report, Told, by_host, run
from archive.schedule import WHAT_IS_DUE
from archive.steps import Step
from archive.store import Store
from tests.archive import moor
from tests.archive.loopback import Loopback, Reply, serving

SETTINGS = CrawlSettings(delay=0.0, allow_private_addresses=True)


@pytest.fixture
def sites() -> Iterator[list[Loopback]]:
    """Three hosts, each with the same small site."""
    with ExitStack() as stack:
        yield [stack.enter_context(serving(moor.site())) for _ in range(3)]


def config(folder: Path, sites: list[Loopback], **settings: int) -> Config:
    councils = tuple(Council(f"t{n}", "Thistlemoor", "moderngov", s.url) for n, s in enumerate(sites))
    return Config(folder, councils, replace(SETTINGS, **settings))  # type: ignore[arg-type] # whole numbers all


def crawled(config: Config) -> tuple[list[Step], dict[str, Report]]:
    told: list[Told] = []
    store = Store(config.records)
    run(config.councils, config, store, WHAT_IS_DUE, told.append)
    store.close()
    reports = {one.council: one for one in told if isinstance(one, Report)}
    return [one for one in told if isinstance(one, Step)], reports


@pytest.fixture(params=["threads", "processes"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Crawl in threads of this process, or in two more processes, as with very many hosts."""
    if request.param == "processes":
        monkeypatch.setattr(runs, "HOSTS_A_PROCESS", 1)
        monkeypatch.setattr(os, "cpu_count", lambda: 2)
    return str(request.param)


def test_councils_on_one_host_are_crawled_one_after_the_other() -> None:
    first, second = (Council(s, s, "moderngov", f"https://one.example/{s}") for s in ("a", "b"))
    third = Council("c", "c", "moderngov", "https://two.example")
    assert by_host([first, third, second]) == [[first, second], [third]]


@pytest.mark.usefixtures("way")
def test_every_council_is_crawled_and_reported(tmp_path: Path, sites: list[Loopback]) -> None:
    steps, reports = crawled(config(tmp_path, sites))
    assert {step.council for step in steps if step.kind == "meeting" and step.outcome == "read"} == {
        "t0",
        "t1",
        "t2",
    }
    assert {slug: report.requests for slug, report in reports.items()} == {
        f"t{n}": len(site.asked) for n, site in enumerate(sites)
    }
    assert [report.failed for report in reports.values()] == ["", "", ""]


def test_a_host_has_its_rest_between_two_councils_too_and_its_robots_txt_is_asked_for_once(
    tmp_path: Path,
) -> None:
    with serving(moor.site(item=replace(moor.item(), slow=0.8))) as site:
        _, reports = crawled(config(tmp_path, [site, site]))
        asked = [one.path for one in site.asked]
    assert site.rest_after(moor.ITEM) > 0.38  # the newest answer counts half
    assert asked.count(moor.ITEM) == 2
    assert asked.count("/robots.txt") == 1
    assert [reports[slug].requests for slug in ("t0", "t1")] == [len(asked) // 2 + 1, len(asked) // 2]
    assert all(report.bytes for report in reports.values())


def test_hosts_are_asked_at_the_same_time(tmp_path: Path, sites: list[Loopback]) -> None:
    together = threading.Barrier(len(sites), timeout=20)

    def meeting_first(answer: Callable[[str], Reply]) -> Callable[[str], Reply]:
        def answered(path: str) -> Reply:
            if path == "/robots.txt":
                together.wait()  # broken, and so an error, unless all hosts are asked
            return answer(path)

        return answered

    for site in sites:
        site.next = meeting_first(site.next)  # type: ignore[assignment] # what a site answers, held back
    _, reports = crawled(config(tmp_path, sites))
    assert [report.failed for report in reports.values()] == ["", "", ""]


def test_no_more_hosts_are_asked_at_once_than_the_configuration_allows(
    tmp_path: Path, sites: list[Loopback], monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[int] = []
    of_host = runs.Run.of_host

    def watched(self: runs.Run, councils: list[Council], lease: None) -> object:
        begun.append(threading.get_ident())
        return of_host(self, councils, lease)

    monkeypatch.setattr(runs.Run, "of_host", watched)
    crawled(config(tmp_path, sites, hosts=1))
    assert len(begun) == 3
    assert len(set(begun)) == 1


@pytest.mark.usefixtures("way")
def test_what_stops_one_council_does_not_stop_the_others(tmp_path: Path, sites: list[Loopback]) -> None:
    sites[1].replies["/robots.txt"] = [Reply(403)]
    sites[1].replies[moor.BOARDS] = [Reply(403)]
    steps, reports = crawled(config(tmp_path, sites))
    assert "403" in reports["t1"].failed
    assert (reports["t0"].failed, reports["t2"].failed) == ("", "")
    assert {step.council for step in steps if step.kind == "meeting"} == {"t0", "t2"}


@pytest.mark.campaign
def test_a_process_that_is_done_early_leaves_the_other_to_go_on_at_its_pace(
    tmp_path: Path, sites: list[Loopback], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runs, "HOSTS_A_PROCESS", 1)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    sites[0].replies["/robots.txt"] = [Reply(404)]
    sites[0].replies[moor.BOARDS] = sites[0].replies[moor.SERVICE] = [Reply(403)]
    slow = config(tmp_path, sites[:2])
    slow = replace(slow, crawl=replace(slow.crawl, delay=1.6))
    _, reports = crawled(slow)
    assert "403" in reports["t0"].failed
    assert reports["t1"].failed == ""
    assert reports["t1"].requests == len(sites[1].asked)


@pytest.mark.usefixtures("way")
def test_all_share_the_requests_that_a_run_may_make(tmp_path: Path, sites: list[Loopback]) -> None:
    _, reports = crawled(config(tmp_path, sites, requests=10))
    assert sum(len(site.asked) for site in sites) == 10
    assert {report.limit for report in reports.values()} >= {"budget"}
    assert any("run again to go on" in report.spent for report in reports.values())
