"""What is suppressed is found on no route of a site that is being served, and is counted nowhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from archive.commands.options import opened
from archive.config import Config, load
from archive.model import Item, Meeting
from archive.own import Own
from archive.store import Store
from indexer.commands.index import asking
from indexer.engines import open_engine
from tests.conftest import Minutes, config_for
from tests.crawling import archive_of, small_sample
from tests.web.harmless import check_harmless, visible
from tests.web.routes import ROUTES, Route, check_none_is_missing
from web.app import create_app
from web.demo import Site
from web.languages import LANGUAGES
from web.watch.metrics import metrics

MEETING, ITEM, OFFICIAL = "4100", "30414", "2101"  # the strengthening of a bridge, which the register has too
MAIL = """
[mail]
site = "https://minutes.thistlemoor.example"
sender = "minutes@thistlemoor.example"
host = "localhost"
security = "none"
"""
QUIET = {
    "GET /boards",
    "GET /boards/<council>/<board_id>",  # the newest decisions, of which these are none: see below
    "GET /boards/<council>/<board_id>.ics",
    "GET /<council>/<record_id>/copy",
    "GET /topics",
    "GET /about",
    "GET /status",
    "GET /health",
    "GET /metrics",
    "GET /api/v1/",
    "GET /api/v1/openapi.json",
    "GET /api/v1/facets",
    "GET /api/v1/councils",
    "GET /api/v1/counts",
    "GET /saved/<token>",
    "GET /saved/confirm/<token>",
    "GET /saved/unsubscribe/<token>",
    "GET /static/<path:filename>",
    "POST /saved/<token>",
    "POST /saved/confirm/<token>",
    "POST /saved/unsubscribe/<token>",
    "GET /saved/new",
    "POST /saved/new",
}
"""Routes that show nothing of an item at any time, or its numbers only."""

GONE = {
    "GET /<council>/<meeting_id>/<item_id>": 404,
    "GET /<council>/decision/<decision_id>": 404,
    "GET /<council>/<record_id>/copy/<int:page>": 403,
    "GET /<council>/decision/<record_id>/copy": 404,
    "GET /<council>/decision/<record_id>/copy/<int:page>": 404,
    "GET /compare/<council>/<meeting_id>/<item_id>": 404,
    "GET /similar": 404,
    "GET /api/v1/similar": 404,
    "GET /api/v1/decisions/<council>/<record_id>": 404,
}
"""How routes answer of which nothing is left; all others answer as before."""

CHANGING = {name for name in ROUTES if name.startswith("POST /saved")}
"""Routes that keep what they are sent, and are asked once."""


@dataclass(frozen=True)
class Served:
    """A site that is served while the command is used beside it."""

    path: Path  # of config.toml
    config: Config
    app: Flask
    client: FlaskClient
    words: Mapping[str, str]  # what stands for the {words} of a route
    secrets: frozenset[str]  # what only the item says

    def answers(self, *languages: str) -> Iterator[tuple[str, TestResponse]]:
        """Ask every route, those of a search in several ways; each answer with its route's name."""
        for name, route in ROUTES.items():
            if name in CHANGING:
                continue
            address = route.address.format_map(self.words)
            asked = _searches(route) if "q" in route.takes else [""]
            for language in languages:
                root = "" if language == "en" else f"/{language}"
                if route.method == "POST":
                    yield (
                        name,
                        self.client.post(root + address, data={"text": "harbour bridge strengthening"}),
                    )
                else:
                    yield from ((name, self._get(root + address, more)) for more in asked)

    def _get(self, address: str, more: str) -> TestResponse:
        path = f"{address}{'&' if '?' in address else '?'}{more}" if more else address
        return self.client.get(path, buffered=True)

    def told(self, response: TestResponse) -> set[str]:
        """Return what an answer gives away: the item's own words, and links to it."""
        raw = unescape(response.get_data(as_text=True)) if response.mimetype != "text/css" else ""
        said = check_harmless(response) + visible(raw)
        links = {f"/{MEETING}/{ITEM}", f"/{MEETING}#item-{ITEM}", f"/decision/{OFFICIAL}"}
        return {text for text in self.secrets if visible(text) in said} | {
            link for link in links if link in raw
        }

    def totals(self) -> dict[str, int]:
        """Count in every way that the site counts."""
        counts = self._json("/api/v1/counts")
        facets = self._json("/api/v1/facets")["facets"]
        about = f"/api/v1/search?{urlencode({'q': 'strengthening'})}"
        return {
            **{name: counts[name] for name in ("meetings", "items", "decisions", "actions")},
            "searched": counts["searched"]["documents"],
            "found": self._json(about)["total"],
            "exported": len(self._json("/export/results.json")["rows"]),
            "fed": self.client.get("/feed?size=100&q=strengthening").text.count("<entry>"),
            **{f"kind {each['value']}": each["count"] for each in facets["kind"]},
            **{f"year {each['value']}": each["count"] for each in facets["year"]},
        }

    def _json(self, address: str) -> Any:
        return self.client.get(address).json


def _searches(route: Route) -> list[str]:
    asked = [{"q": "strengthening"}, {"q": '"harbour bridge"', "kind": "decision"}, {"year": "2021"}]
    return [urlencode(each | ({"size": "100"} if "size" in route.takes else {})) for each in asked]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, minutes: Minutes) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("suppressed")
    with Site(small_sample()) as site:
        path = config_for(folder, site.url, crawl=MAIL)
        archive = archive_of(load(path).data, site.url)
        archive.crawl()
        archive.store.close()
    assert minutes("--config", path, "index").code == 0
    config = load(path)
    with opened(config) as store:
        engine = asking(config, open_engine(config.index, checked=False))
        more = (metrics(config, store, engine),)
        app = create_app(engine, store, names={"t": "Thistlemoor"}, config=config, more=more)
        words = {
            "meeting": f"t/{MEETING}",
            "item": f"t/{MEETING}/{ITEM}",
            "decision": f"t/decision/{OFFICIAL}",
            "official": f"t/{OFFICIAL}",
            "board": "t/228",
            "page": _page(store, MEETING, "meeting"),
            "decision_page": _page(store, OFFICIAL, "official"),
            **_saved(config),
        }
        client = FlaskClient(app, app.response_class)
        yield Served(path, config, app, client, words, _only_said_by_it(store))


def _page(store: Store, record: str, kind: Any) -> str:
    evidence = store.evidence("t", record, kind)
    assert evidence
    return str(evidence[0].newest.id)


def _saved(config: Config) -> dict[str, str]:
    """Save a search that would be mailed the item, and one that awaits its confirmation."""
    long_ago = datetime(2020, 1, 1, tzinfo=UTC)
    with closing(Own(config.own)) as own:
        tokens = [own.searches.save("Bridges", "q=strengthening", "en", long_ago) for _ in range(2)]
        numbers = [found.number for token in tokens if (found := own.searches.of(token))]
        own.searches.confirm(own.searches.ask(numbers[0], "reader@thistlemoor.example", long_ago), long_ago)
        confirm = own.searches.ask(numbers[1], "reader@thistlemoor.example", datetime.now(UTC))
        found = own.searches.of(tokens[0])
    return {"private": tokens[0], "confirm": confirm, "leave": (found and found.leaving) or ""}


def _only_said_by_it(store: Store) -> frozenset[str]:
    """Return every text of the item, and of the register's decision on it, that nothing else has."""
    meetings: Iterable[Meeting] = store.meetings("t").values()
    officials = [change.official for change in store.changes(0, 1_000) if change.official]
    of_it = [item for meeting in meetings for item in meeting.items if item.id == ITEM]
    of_it += [official.item for official in officials if official.id == OFFICIAL]
    others = [item for meeting in meetings for item in meeting.items if item not in of_it]
    others += [official.item for official in officials if official.id != OFFICIAL]
    rest = "\n".join(text for item in others for text in _texts(item))
    return frozenset(text for item in of_it for text in _texts(item) if len(text) > 20 and text not in rest)


def _texts(item: Item) -> Iterator[str]:
    yield item.title
    yield from (passage.text for passage in item.passages)
    yield from (decision.text for decision in item.decisions)
    yield from (action.text for action in item.actions)
    yield from (vote.title for vote in item.votes)
    yield from (text for file in item.attachments for text in (file.title, file.url))


@contextmanager
def suppressed(served: Served, minutes: Minutes, address: str) -> Iterator[None]:
    """Suppress something by the command, beside the site that is served, and lift it again."""
    done = minutes("--config", served.path, "suppress", address, "--why", "a court order")
    assert (done.code, done.err) == (0, "")
    try:
        yield
    finally:
        assert minutes("--config", served.path, "suppress", address, "--lift", "--why", "set aside").code == 0


def news(served: Served, minutes: Minutes) -> str:
    """Say what mails `minutes alerts` would send."""
    done = minutes("--config", served.path, "alerts", "--dry-run")
    assert done.code == 0, done.err
    return done.out


def test_no_route_is_forgotten(served: Served) -> None:
    check_none_is_missing(served.app)


def test_the_item_is_on_every_route_that_shows_items(served: Served) -> None:
    told = {name for name, response in served.answers("en") if served.told(response)}
    assert told == ROUTES.keys() - QUIET
    assert len(served.secrets) > 10
    for name, response in served.answers("en"):
        assert response.status_code == 200, name


def test_no_route_gives_a_word_of_a_suppressed_item_or_a_link_to_it(served: Served, minutes: Minutes) -> None:
    with suppressed(served, minutes, f"t/{MEETING}/{ITEM}"):
        for name, response in served.answers(*LANGUAGES):
            assert response.status_code == GONE.get(name, 200), name
            assert name in GONE or served.told(response) == set(), name
            assert not {text for text in served.told(response) if " " in text}, name


def test_no_route_gives_a_word_of_a_suppressed_meeting(served: Served, minutes: Minutes) -> None:
    with suppressed(served, minutes, f"t/{MEETING}"):
        for name, response in served.answers("en"):
            assert response.status_code in (200, 404), name
            assert not {text for text in served.told(response) if " " in text}, name
            assert response.status_code == 404 or f"/t/{MEETING}" not in response.text, name


def test_a_board_lists_other_decisions_instead(served: Served, minutes: Minutes) -> None:
    found: Any = served.client.get("/api/v1/search?board=Cabinet&kind=decision&sort=newest").json
    newest = found["hits"][0]
    address = newest["id"].rpartition("/")[0]
    link = newest["url"].partition("#")[2]
    assert link in served.client.get("/boards/t/228").text
    with suppressed(served, minutes, address):
        page = served.client.get("/boards/t/228").text
        assert link not in page
        assert visible(newest["text"]) not in visible(page)


def test_everything_that_is_counted_is_fewer_by_what_is_suppressed(served: Served, minutes: Minutes) -> None:
    before = served.totals()
    with suppressed(served, minutes, f"t/{MEETING}/{ITEM}"):
        after = served.totals()
        less = {name: before[name] - after.get(name, 0) for name in before}
        gone = less["searched"]
        assert (less["meetings"], less["items"], less["decisions"], less["actions"]) == (0, 1, 2, 1)
        assert gone == less["exported"] == less["year 2021"]
        assert gone == sum(less[f"kind {kind}"] for kind in ("item", "decision", "action"))
        assert less["found"] == less["fed"] == before["found"] - after["found"] > 0
    assert served.totals() == before


def test_what_is_suppressed_is_mailed_to_nobody(served: Served, minutes: Minutes) -> None:
    before = news(served, minutes)
    assert "saved search 1: " in before
    with suppressed(served, minutes, f"t/{MEETING}/{ITEM}"):
        after = news(served, minutes)
    assert int(_new(after)) < int(_new(before))
    assert news(served, minutes) == before


def _new(said: str) -> str:
    return said.partition("saved search 1: ")[2].partition(" ")[0] or "0"
