from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from archive.account import STATES
from archive.config import Config
from archive.model import Board, Council
from archive.store import Sitting, Trouble
from tests.web import sample
from tests.web.checks import CheckedClient
from tests.web.sample import LISTED, NOON
from web.app import create_app
from web.pages.status import STATE_WORDS
from web.watch.coverage import TROUBLES as SHOWN

SALTMERE = Council("saltmere", "Saltmere Borough Council", "moderngov", sample.SITE)
DAY = date.today() - timedelta(days=30)
AWAITED = replace(LISTED, id="312", date=DAY, stage="agenda", url=f"{sample.SITE}/312")
LATER = replace(AWAITED, id="313", date=DAY + timedelta(days=7), url=f"{sample.SITE}/313")
REFUSED = replace(LISTED, id="314", captured=None, url=f"{sample.SITE}/314")
TO_COME = replace(
    LISTED,
    id="315",
    date=date.today() + timedelta(days=3),
    stage=None,
    captured=None,
    url=f"{sample.SITE}/315",
)


def trouble(url: str = REFUSED.url, why: str = "its number stands twice", days: int = 0) -> Trouble:
    return Trouble("saltmere", url, "meeting", "refused", why, NOON + timedelta(days=days))


@dataclass(frozen=True)
class Listed(sample.Shelf):
    """Records in memory, and the meetings that a council lists."""

    listed: tuple[Sitting, ...] = (LISTED, AWAITED, LATER, REFUSED, TO_COME)
    amiss: tuple[Trouble, ...] = (trouble(),)

    def sittings(self, council: str) -> list[Sitting]:
        return list(self.listed) if council == "saltmere" else []

    def troubles(self, council: str) -> list[Trouble]:
        return list(self.amiss) if council == "saltmere" else []

    def boards(self, council: str) -> list[tuple[Board, bool]]:
        del council  # there is but one
        return [
            (Board(*pair, sample.SITE), True) for pair in (("12", "Harbours Board"), ("14", "Planning Panel"))
        ]


def page(folder: Path, shelf: Listed, address: str = "/status", council: Council = SALTMERE) -> BeautifulSoup:
    config = Config(folder, (council,))
    app = create_app(None, shelf, names=sample.NAMES, topics=sample.TOPICS, config=config)
    app.test_client_class = CheckedClient
    client = app.test_client()
    assert isinstance(client, CheckedClient)
    return client.page(address)


def cells(page: BeautifulSoup) -> list[list[str]]:
    return [[cell.get_text(strip=True) for cell in row.select("th, td")] for row in page.select("tbody tr")]


def test_of_each_board_is_told_what_is_here_and_since_when_minutes_are_awaited(tmp_path: Path) -> None:
    shown = page(tmp_path, Listed())
    newest, since = "14 Mar 2024", f"{DAY.day} {DAY:%b} {DAY.year}"
    assert cells(shown) == [["Harbours Board", "4", "1", newest, "2", since, "1"]]
    assert [str(a["href"]) for a in shown.select("tbody td a")] == ["/saltmere/312"]
    assert "No meetings are listed of: Planning Panel." in shown.get_text()


def test_every_meeting_is_counted_in_exactly_one_state(tmp_path: Path) -> None:
    shown = page(tmp_path, Listed())
    states = {
        str(STATE_WORDS["minutes read"]): "1",
        str(STATE_WORDS["minutes awaited"]): "2",
        str(STATE_WORDS["upcoming"]): "1",
        str(STATE_WORDS["refused"]): "1",
    }
    told = {
        li.select("span")[1].get_text(): li.select("span")[0].get_text() for li in shown.select(".states li")
    }
    assert told == states
    assert "5 meetings are known of." in shown.get_text()


def test_there_are_words_for_every_state_and_no_two_are_alike() -> None:
    assert STATE_WORDS.keys() == set(STATES)
    assert len({str(text) for text in STATE_WORDS.values()}) == len(STATES)


def test_pages_that_could_not_be_had_are_told_the_newest_first_and_of_many_only_some(tmp_path: Path) -> None:
    many = tuple(trouble(f"{sample.SITE}/{n}", days=n) for n in range(SHOWN + 3))
    shown = page(tmp_path, Listed(amiss=many))
    links = [str(a["href"]) for a in shown.select("section .plainly a")]
    assert links == [f"{sample.SITE}/{n}" for n in reversed(range(3, SHOWN + 3))]
    assert "And 3 more." in shown.get_text()


@pytest.mark.parametrize("markup", ["<script>alert(1)</script>", "</li><img src=x onerror=alert(1)>"])
def test_what_a_council_or_its_site_says_stays_text(tmp_path: Path, markup: str) -> None:
    shelf = Listed(
        listed=(replace(LISTED, board=markup, board_id=None),),
        amiss=(trouble(f"javascript:alert(1)//{markup}", markup),),
    )
    shown = page(tmp_path, shelf, council=replace(SALTMERE, name=markup))
    assert shown.get_text().count(markup) >= 4
    assert not shown.select("img, script:not([src])")
    assert not [a for a in shown.select("a") if str(a["href"]).startswith("javascript")]


def test_meetings_before_the_day_that_a_council_is_kept_since_are_not_missing(tmp_path: Path) -> None:
    early = replace(REFUSED, date=date(2019, 1, 1))
    shown = page(
        tmp_path,
        Listed(listed=(LISTED, early), amiss=()),
        council=replace(SALTMERE, since=date(2020, 1, 1)),
    )
    assert "1 meeting is known of." in shown.get_text()
