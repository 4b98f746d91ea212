from __future__ import annotations

import json
import re
from typing import Any

import jsonschema_rs
import pytest
from schemathesis import GenerationMode

from indexer.model import FACETS, FILTERS
from tests.web import sample
from tests.web.asking import ASKED, DOCUMENT, ask, schema_of
from tests.web.checks import CheckedClient, one
from tests.web.conftest import client_of
from web import forms
from web.api.openapi import openapi
from web.api.operations import API, EXPORTS
from web.api.routes import VIEWS
from web.api.schemas import SCHEMAS
from web.pages import similar

EXAMPLES = 12  # of each operation and manner; `python -m bench.api` asks more


@pytest.fixture(scope="module")
def schema(client: CheckedClient) -> Any:
    return schema_of(client.application)


@pytest.mark.parametrize(("method", "path", "mode"), ASKED, ids=str)
def test_every_answer_is_one_that_the_document_describes(
    schema: Any, method: str, path: str, mode: GenerationMode
) -> None:
    statuses = ask(schema, method, path, mode, examples=EXAMPLES, seed=6)
    assert statuses.total() > 0
    assert max(statuses) < 500


def test_without_an_index_that_is_said_as_the_document_has_it() -> None:
    unindexed = client_of(None, sample.Shelf())
    documented = openapi("")["paths"]
    for operation in (*API, *EXPORTS):
        place = operation.path.format(council="saltmere", record_id="310")
        response = unindexed.get(f"{place}?q=x" if "q" in [each.name for each in operation.asked] else place)
        described = documented[operation.path]["get"]["responses"][str(response.status_code)]
        assert response.mimetype in described["content"]
        assert (response.status_code == 503) == (503 in operation.refuses and operation.name != "similar")


def test_the_documents_addresses_are_those_that_are_served(client: CheckedClient) -> None:
    served = {
        re.sub(r"<(\w+)>", r"{\1}", rule.rule): (rule.methods or set()) - {"HEAD", "OPTIONS"}
        for rule in client.application.url_map.iter_rules()
        if rule.endpoint.partition(".")[0] in ("api", "exports")
    }
    of_itself = {DOCUMENT: {"GET"}, "/api/v1/": {"GET"}}
    assert served == of_itself | {each.path: set(each.methods) for each in (*API, *EXPORTS)}
    assert VIEWS.keys() == {each.name for each in API}


def test_the_documents_parameters_are_those_that_are_read(client: CheckedClient) -> None:
    paths = openapi("")["paths"]
    of_search = [each["name"] for each in paths["/api/v1/search"]["get"]["parameters"]]
    assert of_search == list(forms.PARAMETERS)
    assert [each["name"] for each in paths["/api/v1/similar"]["get"]["parameters"]] == list(
        similar.PARAMETERS
    )
    for operation in API:  # and what is refused names the same
        place = operation.path.format(council="saltmere", record_id="310")
        refused = client.get(f"{place}?colour=blue")
        named = [each["name"] for each in paths[operation.path]["get"]["parameters"] if each["in"] == "query"]
        assert (refused.status_code, (refused.json or {})["known"]) == (400, named)


def test_limits_in_the_document_are_those_that_are_kept(client: CheckedClient) -> None:
    takes = {each.name: each.takes for each in API[0].parameters}
    largest = {"size": takes["size"]["maximum"], "page": takes["page"]["maximum"]}
    for name, most in largest.items():
        assert client.get(f"/api/v1/search?{name}={most}").status_code in (200, 404)
        assert client.get(f"/api/v1/search?{name}={most + 1}").status_code == 400
    longest = takes["q"]["maxLength"]
    assert client.get(f"/api/v1/search?q={'x' * longest}").status_code == 200
    assert client.get(f"/api/v1/search?q={'x' * (longest + 1)}").status_code == 400
    several = "&".join(f"board={n}" for n in range(takes["board"]["maxItems"] + 1))
    assert client.get(f"/api/v1/search?{several}").status_code == 400
    for facet in FACETS:
        assert re.search(takes["facets"]["pattern"], facet)
        assert client.get(f"/api/v1/search?facets={facet}").status_code == 200
    assert {
        name for name, taken in takes.items() if taken["type" if "type" in taken else "anyOf"] == "array"
    } == {*FILTERS}


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("/api/v1/search?q=footbridge&facets=board", "Results"),
        ("/api/v1/search?page=50", "PastTheLast"),
        ("/api/v1/facets?q=footbridge", "Counted"),
        ("/api/v1/similar?item=saltmere/310/5103", "Similar"),
        ("/api/v1/meetings/saltmere/310", "Meeting"),
        ("/api/v1/meetings/saltmere/311", "Meeting"),
        ("/api/v1/decisions/saltmere/907", "RegisterDecision"),
        ("/api/v1/councils", "Councils"),
        ("/api/v1/counts", "Counts"),
        ("/api/v1/meetings/saltmere/9", "Error"),
        ("/api/v1/search?since=soon", "Error"),
        ("/api/v1/nothing", "Error"),
        ("/export/results.json?q=footbridge", "Export"),
    ],
)
def test_an_answer_has_the_form_that_the_document_gives_it(
    client: CheckedClient, address: str, name: str
) -> None:
    whole = {"$ref": f"#/components/schemas/{name}", "components": {"schemas": SCHEMAS}}
    jsonschema_rs.validate(whole, json.loads(client.get(address).data))


def test_an_answer_with_one_fact_more_would_be_found_out(client: CheckedClient) -> None:
    whole = {"$ref": "#/components/schemas/Counts", "components": {"schemas": SCHEMAS}}
    answer = json.loads(client.get("/api/v1/counts").data)
    for wrong in (answer | {"more": 1}, {**answer, "meetings": "two"}, {"meetings": 2}):
        assert not jsonschema_rs.is_valid(whole, wrong)


def test_the_document_is_openapi_3_1_and_names_the_place_that_was_asked(client: CheckedClient) -> None:
    for base, root in (("/", "/"), ("/cy/", "/cy")):
        document = client.get(f"{base}api/v1/openapi.json").json or {}
        assert document["openapi"].startswith("3.1.")
        assert document["servers"] == [{"url": root}]
    below = client.get("/cy/api/v1/openapi.json", base_url="https://archive.example/minutes").json or {}
    assert below["servers"] == [{"url": "/minutes/cy"}]
    names = [each["operationId"] for path in below["paths"].values() for each in path.values()]
    assert len(names) == len(set(names))


def test_other_methods_are_refused_by_naming_the_right_ones(client: CheckedClient) -> None:
    for method in ("POST", "PUT", "DELETE", "PATCH", "TRACE"):
        response = client.open("/api/v1/search", method=method)
        assert response.status_code == 405
        assert set(response.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}
        assert "only for reading" in (response.json or {})["error"]


def test_a_meeting_and_a_decision_say_where_they_are_shown_and_when_they_were_fetched(
    client: CheckedClient,
) -> None:
    meeting = client.get("/api/v1/meetings/saltmere/310").json or {}
    assert (meeting["page"], meeting["captured"]) == ("/saltmere/310", "2024-03-20T09:05:00+00:00")
    assert [item["number"] for item in meeting["items"]] == ["40.", "41.", "42."]
    decision = client.get("/api/v1/decisions/saltmere/907").json or {}
    assert decision["page"] == "/saltmere/decision/907"
    client.page(decision["page"])


def test_facets_alone_are_those_of_the_search(client: CheckedClient) -> None:
    asked = "?q=footbridge&kind=decision&since=2024"
    alone, whole = (client.get(f"/api/v1/{name}{asked}").json or {} for name in ("facets", "search"))
    assert (alone["total"], alone["facets"]) == (whole["total"], whole["facets"])
    assert "hits" not in alone


def test_counts_say_how_far_search_has_caught_up(client: CheckedClient) -> None:
    assert (client.get("/api/v1/counts").json or {})["searched"]["documents"] == 8
    assert (client_of(None, sample.Shelf()).get("/api/v1/counts").json or {})["searched"] is None


def test_the_page_for_people_says_all_that_the_document_does(client: CheckedClient) -> None:
    page = client.page("/api/v1/")
    text = page.get_text()
    document = openapi("")
    assert one(page, "main a[href$='openapi.json']")["href"] == DOCUMENT
    for path, methods in document["paths"].items():
        assert path in text
        for parameter in methods["get"]["parameters"]:
            assert parameter["description"] in text
    assert len(page.select("main section")) == len(document["paths"])
    assert client.page("/api/v1").h1 == page.h1
