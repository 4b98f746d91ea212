from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from indexer.model import FACETS, Fragment, Hit, Query, Results
from indexer.wire import results_to_json
from tests.web import sample
from tests.web.checks import CheckedClient
from tests.web.conftest import client_of
from web.forms import PARAMETERS


def found(client: CheckedClient, address: str, status: int = 200) -> dict[str, Any]:
    response = client.get(f"/api/v1/search{address}")
    assert (response.status_code, response.mimetype) == (status, "application/json")
    body = response.json
    assert isinstance(body, dict)
    return body


def test_an_answer_has_the_query_total_hits_facets_and_time(client: CheckedClient) -> None:
    answer = found(client, "?q=footbridge&kind=decision")
    assert answer["query"] == "footbridge"
    assert answer["total"] == len(answer["hits"]) == 2
    assert list(answer["facets"]) == list(FACETS)
    assert answer["facets"]["year"] == [{"value": "2024", "label": "2024", "count": 2, "selected": False}]
    assert {f["value"]: f["selected"] for f in answer["facets"]["kind"]}["decision"] is True
    assert answer["took_ms"] >= 0
    assert (answer["page"], answer["pages"], answer["size"]) == (1, 1, 20)


def test_a_hit_says_what_where_and_when_and_snippets_are_data() -> None:
    [document] = [d for d in sample.all_documents([sample.HELD]) if d.kind == "action"]
    place = "item-5103-p0f1a52"
    snippet = (Fragment("bring a ", matched=False), Fragment("timetable", matched=True, anchor=place))
    results = Results(
        Query("timetable"), 1, (Hit(document, snippet, anchor=place),), {}, "timetable", ("a note",), 1.26
    )
    answer = results_to_json(results)
    [hit] = answer["hits"]
    topics = hit.pop("topics")
    assert hit == {
        "id": "saltmere/310/5103/a1",
        "kind": "action",
        "council": "saltmere",
        "council_name": "Saltmere Borough Council",
        "board": "Harbours and Open Spaces Board",
        "date": "2024-03-14",
        "title": "Harbour footbridge: repair or replacement",
        "number": "41.",
        "text": "bring a timetable of closures",
        "url": f"/saltmere/310#{place}",
        "source_url": "https://saltmere.example/democracy/ieListDocuments.aspx?MId=310#AI5103",
        "decision_kind": None,
        "owner": "The Head of Highways",
        "due": "to the May meeting",
        "stage": "draft minutes",
        "has_attachments": True,
        "snippet": [
            {"text": "bring a ", "matched": False, "anchor": None},
            {"text": "timetable", "matched": True, "anchor": place},
        ],
    }
    assert [topic["name"] for topic in topics] == [topic.name for topic in document.topics]
    assert (answer["understood"], answer["notes"], answer["took_ms"]) == ("timetable", ["a note"], 1.3)
    assert answer["facets"] == {facet: [] for facet in FACETS}


def test_only_the_facets_asked_for_are_in_the_answer(client: CheckedClient) -> None:
    answer = found(client, "?facets=stage,attachment")
    assert answer["facets"]["stage"] == [
        {"value": "draft minutes", "label": "Draft minutes", "count": 7, "selected": False},
        {"value": "cancelled", "label": "Cancelled", "count": 1, "selected": False},
    ]
    assert list(answer["facets"]) == ["stage", "attachment"]
    assert found(client, "?facets=none")["facets"] == {}


def test_the_page_and_the_json_take_the_same_parameters(client: CheckedClient) -> None:
    shown = client.page("/?q=the&year=2024&until=2024-06&sort=oldest&size=2&page=2").select(".hit h2 a")
    answer = found(client, "?q=the&year=2024&until=2024-06&sort=oldest&size=2&page=2")
    assert [str(link["href"]) for link in shown] == [hit["url"] for hit in answer["hits"]]


def test_an_unknown_parameter_is_refused_by_naming_the_known(client: CheckedClient) -> None:
    answer = found(client, "?q=x&bord=Cabinet", 400)
    assert answer["unknown"] == ["bord"]
    assert answer["known"] == list(PARAMETERS)
    assert all(name in answer["error"] for name in ("bord", *PARAMETERS))


@pytest.mark.parametrize(
    "typed",
    ["since=soon", "month=2023-13", "facets=colour", "page=0", "size=1000000", "year=24", "sort=best"],
)
def test_a_bad_value_is_refused_by_its_name(client: CheckedClient, typed: str) -> None:
    answer = found(client, f"?{typed}", 400)
    assert [problem["parameter"] for problem in answer["problems"]] == [typed.partition("=")[0]]
    assert answer["error"] == answer["problems"][0]["message"]


def test_a_page_past_the_last_is_not_found_but_keeps_the_shape(client: CheckedClient) -> None:
    answer = found(client, "?page=10000", 404)
    assert (answer["error"], answer["hits"], answer["pages"]) == (
        "There is no page 10,000. The last page is 1.",
        [],
        1,
    )


def test_without_an_index_the_api_says_so() -> None:
    assert "minutes index" in found(client_of(None, sample.Shelf()), "", 503)["error"]


def test_other_addresses_under_the_api_answer_in_json(client: CheckedClient) -> None:
    response = client.get("/api/v1/nothing/here")
    assert response.status_code == 404
    assert "no such page" in (response.json or {})["error"]


def test_a_day_is_written_as_iso(client: CheckedClient) -> None:
    days = {date.fromisoformat(hit["date"]) for hit in found(client, "")["hits"]}
    assert days == {sample.HELD.date, sample.CANCELLED.date}
