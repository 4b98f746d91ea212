"""What the archive must show on real pages: see "It must show" in the issue of the main job."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest

from tests.conftest import Minutes, Ran

Json = dict[str, Any]


@pytest.fixture(scope="module")
def config(real_site: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("real") / "config.toml"
    councils = "".join(
        f'[[council]]\nslug = "{slug}"\nname = "{slug}"\nsystem = "moderngov"\n'
        f'url = "{real_site}/{slug}"\n{more}\n'
        for slug, more in (("lga", 'boards = ["Children & Young People Board"]'), ("kingston", ""))
    )
    path.write_text(f"{councils}[crawl]\ndelay = 0.0\nallow_private_addresses = true\n", "utf-8")
    return path


@pytest.fixture(scope="module")
def first(config: Path, minutes: Minutes) -> Ran:
    """Crawl both councils once, and index them."""
    ran = minutes("--config", config, "crawl", "--json")
    assert minutes("--config", config, "index").code == 0
    return ran


@pytest.fixture(scope="module")
def records(config: Path, first: Ran, minutes: Minutes) -> dict[str, Json]:
    assert first.out
    lines = minutes("--config", config, "export").out.splitlines()
    return {f"{r['council']}/{r['id']}": r for r in map(json.loads, lines) if "items" in r}


def items(record: Json) -> dict[str, Json]:
    return {item["number"]: item for item in record["items"]}


def hits(config: Path, minutes: Minutes, *arguments: str) -> Json:
    found: Json = minutes("--config", config, "search", "--json", "--size", "1000", *arguments).json
    return found


def test_the_crawl_is_done_in_part_as_most_of_kingstons_meetings_cannot_be_had(first: Ran) -> None:
    assert first.code == 3
    assert first.json["new"] >= 4
    assert first.json["refused"] >= 13


def test_the_lga_meeting_has_seven_items_and_the_fourth_is_whole(records: dict[str, Json]) -> None:
    meeting = records["lga/3512"]
    assert (meeting["date"], meeting["board"]) == ("2023-03-14", "Children & Young People Board")
    found = items(meeting)
    assert list(found) == ["1.", "2.", "3.", "4.", "5.", "6.", "7."]
    assert all(item["complete"] for item in found.values())
    assert [d["text"] for d in found["4."]["decisions"]] == [
        "The Board agreed to note the update on the Implementation Strategy and SEND."
    ]
    (action,) = found["4."]["actions"]
    assert "final report in June" in action["text"]
    assert len(found["5."]["actions"]) == 5
    assert (len(found["7."]["decisions"]), len(found["7."]["actions"])) == (1, 1)


def test_kingstons_meeting_has_twelve_items_two_of_them_incomplete(records: dict[str, Json]) -> None:
    meeting = records["kingston/10221"]
    assert meeting["date"] == "2026-01-15"
    assert [item["number"] for item in meeting["items"]] == [f"{n}." for n in range(54, 66)]
    assert [item["number"] for item in meeting["items"] if not item["complete"]] == ["59.", "60."]


def test_what_is_incomplete_stays_due_and_is_told(config: Path, first: Ran, minutes: Minutes) -> None:
    assert first.out
    councils = {c["council"]: c for c in minutes("--config", config, "status", "--json").json["councils"]}
    (incomplete,) = councils["kingston"]["incomplete"]
    assert (incomplete["meeting"], incomplete["items"]) == ("10221", ["59.", "60."])
    due = [t["url"] for t in councils["kingston"]["troubles"] if t["kind"] == "item"]
    assert len(due) == 2


def test_the_cancelled_meeting_can_be_found(config: Path, records: dict[str, Json], minutes: Minutes) -> None:
    assert records["kingston/10161"]["status"] == "cancelled"
    found = hits(config, minutes, "kind:meeting since:2025-12-04 until:2025-12-04")
    assert [hit["date"] for hit in found["hits"]] == ["2025-12-04"]


def test_an_empty_query_lists_everything_newest_first_and_counts_add_up(
    config: Path, records: dict[str, Json], minutes: Minutes
) -> None:
    assert records
    found = hits(config, minutes)
    days = [hit["date"] for hit in found["hits"]]
    assert days == sorted(days, reverse=True)
    assert len(days) == found["total"]
    for name in ("board", "year", "kind"):
        assert sum(value["count"] for value in found["facets"][name]) == found["total"]


def test_words_are_found_in_the_items_that_say_so(
    config: Path, records: dict[str, Json], minutes: Minutes
) -> None:
    assert records
    found = hits(config, minutes, "alternative provision")
    assert {hit["council"] for hit in found["hits"]} >= {"lga"}
    assert {hit["number"] for hit in found["hits"] if hit["kind"] == "item"} >= {"6."}
    decisions = hits(config, minutes, "alternative provision kind:decision")
    assert {hit["kind"] for hit in decisions["hits"]} == {"decision"}
    assert 0 < decisions["total"] < found["total"]


def test_a_second_crawl_finds_nothing_new_and_the_export_is_the_same_to_the_byte(
    config: Path, records: dict[str, Json], minutes: Minutes
) -> None:
    assert records
    before = minutes("--config", config, "export").out
    again = minutes("--config", config, "crawl", "--json").json
    assert (again["new"], again["changed"]) == (0, 0)
    assert minutes("--config", config, "export").out == before


def test_a_board_the_site_has_not_offers_the_nearest(config: Path, tmp_path: Path, minutes: Minutes) -> None:
    wrong = tmp_path / "config.toml"
    wrong.write_text(config.read_text("utf-8").replace("Children & Young", "Childrens and Young"), "utf-8")
    ran = minutes("--config", wrong, "crawl", "lga")
    assert ran.code == 1
    assert "the nearest: “Children & Young People Board”" in ran.err


def test_a_revised_meeting_is_the_only_one_that_changes(
    config: Path, records: dict[str, Json], real_site: str, minutes: Minutes
) -> None:
    assert records
    with urlopen(Request(f"{real_site}/_revise", method="POST")):  # noqa: S310 - loopback
        pass
    again = minutes("--config", config, "crawl", "lga", "--all", "--json").json
    assert (again["new"], again["changed"]) == (0, 1)
