"""What every kind of page is, in both languages, light and dark, on a telephone and on a wide screen."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from archive.config import load
from tests.browser.archive import tokens
from tests.browser.kinds import KINDS, NOT_PAGES
from tests.browser.look import Seen, look
from tests.browser.paced import PIECES, pieces
from tests.web import sample
from web.app import create_app
from web.languages import LANGUAGES

HEAVIEST = 60_000  # bytes of a page, before compression
SHARED = 40_000  # of the style, the script and the icon, which a browser fetches once for all pages


@pytest.fixture(
    scope="package",
    params=[(kind, language) for kind in KINDS for language in LANGUAGES],
    ids=lambda param: f"{param[0].name}-{param[1]}",
)
def seen(browser: Browser, config: Path, request: pytest.FixtureRequest) -> Seen:
    kind, language = request.param
    site = request.getfixturevalue("slow_empty_site" if kind.empty else "slow_site")
    return look(browser, site, kind.address.format_map(tokens(config)), language, kind)


def test_axe_finds_nothing_inaccessible(seen: Seen) -> None:
    assert seen.violations
    assert {how: found for how, found in seen.violations.items() if found} == {}


def test_nothing_scrolls_sideways(seen: Seen) -> None:
    assert {width: tags for width, tags in seen.overflows.items() if tags} == {}


def test_nothing_moves_while_it_loads(seen: Seen) -> None:
    assert seen.shift == 0


def test_a_page_is_light(seen: Seen) -> None:
    shared = {address: size for address, size in seen.weight.items() if "/static/" in address}
    assert sum(seen.weight.values()) - sum(shared.values()) < HEAVIEST, seen.weight
    assert sum(shared.values()) < SHARED, shared


def test_the_browser_has_nothing_to_complain_of_and_asks_no_other_host(seen: Seen) -> None:
    assert seen.complaints == []
    assert len(seen.hosts) == 1


def test_a_page_answers_as_it_should_in_its_language(seen: Seen) -> None:
    assert seen.status == seen.kind.status
    assert seen.said.partition("-")[0] == seen.language


def test_a_page_in_pieces_is_the_page() -> None:
    body = b"".join(b"a line of a page, number %d\n" % number for number in range(2000))
    assert b"".join(pieces(body)) == body
    assert len(pieces(body)) >= PIECES
    assert all(piece.endswith(b"\n") for piece in pieces(body))


def test_no_kind_of_page_is_forgotten(config: Path) -> None:
    app = create_app(None, sample.Shelf(), names=sample.NAMES, config=load(config))
    routes = {rule.endpoint for rule in app.url_map.iter_rules()}
    listed = {kind.endpoint for kind in KINDS if kind.endpoint}
    assert routes - listed - NOT_PAGES == set(), "add these to tests/browser/kinds.py"
    assert (listed | NOT_PAGES) - routes == set(), "these are gone; take them out of tests/browser/kinds.py"


def test_no_two_kinds_share_a_name_or_an_address() -> None:
    assert len({kind.name for kind in KINDS}) == len(KINDS)
    assert len({(kind.address, kind.empty) for kind in KINDS}) == len(KINDS)
