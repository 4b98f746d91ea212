"""`minutes status` says what is kept beside meetings, and what is kept from readers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.archive import moor
from tests.archive.loopback import Loopback, serving
from tests.conftest import Minutes, Ran, config_for

SAID = "Stalls had been moved because the drains beneath the old pitch had failed in the spring."
CORRECTED = "Stalls had been moved because their holders had asked for it in the spring."
PASSAGE = "t/820/7201/1"
WHY = ("--why", "names a child")

Command = Callable[..., Ran]


@pytest.fixture
def site() -> Iterator[Loopback]:
    with serving(moor.site(meeting=moor.meeting(SAID), item=moor.item(SAID))) as running:
        yield running


@pytest.fixture
def run(site: Loopback, tmp_path: Path, minutes: Minutes) -> Command:
    path = config_for(tmp_path, site.url)

    def ran(*arguments: str) -> Ran:
        return minutes("--config", path, *arguments)

    assert ran("crawl").code == 0
    return ran


def council(run: Command) -> dict[str, object]:
    (found,) = run("status", "--json").json["councils"]
    return dict(found)


def publish(site: Loopback, said: str) -> None:
    site.replies[moor.MEETING], site.replies[moor.ITEM] = [moor.meeting(said)], [moor.item(said)]


def test_nothing_is_due_right_after_a_crawl(run: Command) -> None:
    assert council(run)["due"] == 0
    assert "due now: 0 pages" in run("status").out


def test_what_is_suppressed_is_counted_until_it_is_lifted(run: Command) -> None:
    assert council(run)["suppressed"] == 0
    run("suppress", PASSAGE, *WHY)
    assert (council(run)["suppressed"], council(run)["undecided"]) == (1, [])
    assert "suppressed: 1; `minutes suppress --list` names them" in run("status").out
    run("suppress", PASSAGE, "--lift", *WHY)
    assert council(run)["suppressed"] == 0


def test_a_suppressed_passage_that_the_council_corrected_awaits_a_decision(
    run: Command, site: Loopback
) -> None:
    run("suppress", PASSAGE, *WHY)
    publish(site, CORRECTED)
    assert run("crawl", "--all").code == 0
    assert council(run)["undecided"] == [PASSAGE]
    assert f"suppressed words are not found in {PASSAGE} any more" in run("status").out


def test_a_purged_passage_is_not_undecided(run: Command) -> None:
    assert run("suppress", PASSAGE, *WHY, "--purge").code == 0
    assert (council(run)["suppressed"], council(run)["undecided"], council(run)["printed_again"]) == (
        1,
        [],
        [],
    )


def test_what_was_purged_and_came_again_is_told_stays_hidden_and_can_be_purged_again(run: Command) -> None:
    assert run("suppress", PASSAGE, *WHY, "--purge").code == 0
    assert run("crawl", "--all").code == 0
    assert council(run)["printed_again"] == [PASSAGE]
    assert f"purged words were printed again in {PASSAGE}" in run("status").out
    assert "drains" not in run("export").out
    assert run("suppress", PASSAGE, *WHY, "--purge").code == 0
    assert council(run)["printed_again"] == []
