"""One item on a page of its own, what changed in it, and the meetings beside its own."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag

from archive.model import Meeting, Passage
from indexer.anchors import anchors
from tests.kept import BRIDGE, LAMPS, MEETING, NOON, Archive, held
from tests.web import sample
from tests.web.checks import CheckedClient, one
from tests.web.conftest import Opened
from tests.web.kept import NAME, site_of

MENDED = replace(
    BRIDGE,
    passages=(
        BRIDGE.passages[0],
        replace(BRIDGE.passages[1], text=BRIDGE.passages[1].text.replace("loose", "mended")),
        Passage("minutes", "It was <b>painted</b> too."),
    ),
)
LATER = replace(MEETING, stage="minutes", items=(MENDED, LAMPS))


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    made = Archive(tmp_path)
    made.keep(MEETING)
    return made


def text(tag: Tag | None) -> str:
    assert tag is not None
    return " ".join(tag.get_text().split())


def revise(archive: Archive, meeting: Meeting = LATER, days: int = 1) -> None:
    archive.keep(meeting, NOON + timedelta(days=days), f"night {days}".encode())


def test_an_item_has_a_page_with_its_meeting_outcome_passages_and_how_to_cite_it(
    client: CheckedClient,
) -> None:
    page = client.page("/saltmere/310/5103")
    item = sample.HARBOUR
    assert text(page.h1) == f"{item.number} {item.title}"
    assert one(page, ".facts a")["href"] == "/saltmere/310#item-5103"
    assert text(page.select_one(".outcomes .decision p")) == item.decisions[0].text
    for anchor, passage in zip(anchors(item), item.passages, strict=True):
        assert passage.text in text(page.find(id=anchor))
    assert text(one(page, ".cite p")).startswith("Saltmere Borough Council, Harbours and Open Spaces Board")
    assert one(page, ".alike a")["href"] == "/similar?item=saltmere/310/5103"
    assert [str(link["href"]) for link in page.select(".along a")] == [
        "/saltmere/310/5102",
        "/saltmere/310/5104",
    ]


def test_every_item_of_a_meeting_leads_to_its_own_page(client: CheckedClient) -> None:
    links = [str(link["href"]) for link in client.page("/saltmere/310").select(".item .ways a")]
    own = [link for link in links if link.startswith("/")]
    assert own == [f"/saltmere/310/{item.id}" for item in sample.HELD.items]
    for address in own:
        client.page(address)


@pytest.mark.parametrize("path", ["/saltmere/310/9", "/saltmere/9/5103", "/compare/saltmere/310/9"])
def test_an_item_that_there_is_not_is_not_found(client: CheckedClient, path: str) -> None:
    assert "has no" in text(client.page(path, 404).main)


def test_an_item_that_never_changed_says_so(archive: Archive) -> None:
    page = site_of(archive).page("/fernholt/40/71")
    assert "has not changed since the archive first saw it on 20 February 2026" in text(one(page, ".history"))
    told = site_of(archive).page("/compare/fernholt/40/71")
    assert "only one state" in text(told.main)


def test_an_item_that_changed_lists_its_states_newest_first(archive: Archive) -> None:
    revise(archive)
    revise(archive, replace(LATER, venue="Town Hall"), 2)
    page = site_of(archive).page("/fernholt/40/71")
    states = [text(state) for state in page.select(".history li")]
    assert [state[:16] for state in states] == ["21 February 2026", "20 February 2026"]
    assert [link["href"] for link in page.select(".history a")] == ["/compare/fernholt/40/71?from=1&to=2"]


def test_a_comparison_marks_words_for_eyes_and_for_ears(archive: Archive) -> None:
    revise(archive)
    page = site_of(archive).page("/compare/fernholt/40/71")
    assert [text(tag) for tag in page.select(".compared del")] == ["[removed: loose end of what was removed]"]
    assert [text(tag) for tag in page.select(".compared ins")] == [
        "[added: mended end of what was added]",
        "[added: It was <b>painted</b> too. end of what was added]",
    ]
    assert "7 words added, 1 word removed" in text(page.main)


def test_any_two_states_can_be_chosen(archive: Archive) -> None:
    revise(archive)
    client = site_of(archive)
    page = client.page("/compare/fernholt/40/71?from=2&to=1")
    chosen = [
        (str(box["name"]), [o["value"] for o in box.select("[selected]")]) for box in page.select("select")
    ]
    assert chosen == [("from", ["2"]), ("to", ["1"])]
    assert "1 word added, 7 words removed" in text(page.main)
    same = client.page("/compare/fernholt/40/71?from=1&to=1")
    assert "Nothing differs" in text(same.main)
    between = client.page("/compare/fernholt/40/71?from=1&to=7")
    assert [o["value"] for o in between.select("[selected]")] == ["1", "2"]


@pytest.mark.parametrize("asked", ["from=0", "to=-1", "to=x", "from=%00", "to=１", "from=99999999999"])
def test_a_revision_that_there_is_not_is_not_found(archive: Archive, asked: str) -> None:
    revise(archive)
    assert "has no revision" in text(site_of(archive).page(f"/compare/fernholt/40/71?{asked}", 404).main)


def test_a_suppressed_item_is_on_none_of_these_pages(archive: Archive) -> None:
    revise(archive)
    client = site_of(archive)
    assert "handrail" in client.get("/fernholt/40/71").text
    archive.suppress("fernholt/40/71")
    for path in ("/fernholt/40/71", "/compare/fernholt/40/71"):
        page = client.page(path, 404)
        assert "withheld" in text(page.main)
        assert "Weir bridge" not in page.get_text()
    beside = client.page("/fernholt/40/72")
    assert "Weir bridge" not in beside.get_text()
    assert beside.select(".along") == []
    whole = client.page("/fernholt/40")
    assert [str(a["href"]) for a in whole.select(".item .ways a[href^='/']")] == ["/fernholt/40/72"]


def test_a_suppressed_passage_is_in_no_comparison(archive: Archive) -> None:
    revise(archive)
    archive.suppress("fernholt/40/71/3")
    assert "painted" not in site_of(archive).get("/compare/fernholt/40/71").text


def test_a_meeting_leads_to_those_of_its_board_before_and_after(archive: Archive) -> None:
    archive.keep(held("39", date(2025, 12, 2)))
    archive.keep(held("41", date(2026, 4, 7)))
    archive.keep(held("55", date(2026, 3, 1), board="Lamp Panel", board_id="11"))
    page = site_of(archive).page("/fernholt/40")
    assert [(str(a["href"]), text(a)) for a in page.select(".along a")] == [
        ("/fernholt/39", "Previous meeting 2 December 2025"),
        ("/fernholt/41", "Next meeting 7 April 2026"),
    ]
    assert text(one(page, ".badge")) == "Draft minutes"
    assert one(page, ".opening .ways a[href^='/boards']")["href"] == "/boards/fernholt/9"


def test_in_welsh_every_link_stays_in_welsh(archive: Archive) -> None:
    revise(archive)
    archive.keep(held("39", date(2025, 12, 2)))
    client = site_of(archive)
    for path in ("/fernholt/40", "/fernholt/40/71", "/compare/fernholt/40/71", "/fernholt/40/copy"):
        response = client.get(f"/cy{path}")
        assert response.status_code == 200
        main = one(BeautifulSoup(response.text, "lxml"), "main")
        own = [str(a["href"]) for a in main.select("a[href^='/']")]
        assert own
        assert all(link.startswith("/cy/") for link in own)


def test_the_councils_name_is_on_each_page(archive: Archive) -> None:
    for path in ("/fernholt/40", "/fernholt/40/71", "/compare/fernholt/40/71", "/fernholt/40/copy"):
        assert text(one(site_of(archive).page(path), ".opening .council:first-child")) == NAME


def test_foreign_text_stays_text_in_a_comparison(opened: Opened, archive: Archive) -> None:
    del opened  # the archive's own site is asked
    for payload in ("<script>alert(1)</script>", "\"><svg onload='alert(1)'>", "{{ 7 * 7 }}"):
        item = replace(BRIDGE, title=payload, passages=(Passage("minutes", payload),))
        revise(archive, MEETING.with_items((item,)), 3)
        page = site_of(archive).page("/compare/fernholt/40/71?from=1&to=99")
        assert payload in page.get_text()
