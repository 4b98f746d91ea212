"""A language is a part of the address, and stays in it from page to page."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.web.checks import CheckedClient
from web import languages


def test_links_of_a_page_in_welsh_lead_to_pages_in_welsh(client: CheckedClient) -> None:
    page = client.page("/cy/?q=footbridge")
    links = [str(link["href"]) for link in page.select("main a[href^='/']")]
    assert links
    assert [link for link in links if not link.startswith("/cy/")] == []


@pytest.mark.parametrize(
    ("address", "code", "expected"),
    [
        ("/saltmere/310", "cy", "/cy/saltmere/310"),
        ("/cy/saltmere/310", "en", "/saltmere/310"),
        ("/cy", "en", "/"),
        ("/?q=a+%26+b&board=x&board=y", "cy", "/cy/?q=a+%26+b&board=x&board=y"),
        ("/cynwyd/310", "cy", "/cy/cynwyd/310"),
    ],
)
def test_a_page_has_a_twin_in_each_language(address: str, code: str, expected: str) -> None:
    app = Flask(__name__)
    seen = []
    app.wsgi_app = languages.Prefixed(app.wsgi_app)  # type: ignore[method-assign]
    app.before_request(lambda: seen.append(languages.same_page(code)))
    app.test_client().get(address)
    assert seen == [expected]


def test_what_a_proxy_serves_the_site_under_stays_before_the_language() -> None:
    app = Flask(__name__)
    seen = []
    app.wsgi_app = languages.Prefixed(app.wsgi_app)  # type: ignore[method-assign]
    app.before_request(
        lambda: seen.extend([languages.rooted("/x/1"), languages.same_page("en"), languages.current()])
    )
    app.test_client().get("/cy/x/1", environ_overrides={"SCRIPT_NAME": "/minutes"})
    assert seen == ["/minutes/cy/x/1", "/minutes/x/1", "cy"]


def test_what_a_council_wrote_is_marked_only_where_the_page_is_in_another_language(
    client: CheckedClient,
) -> None:
    assert client.page("/cy/?q=footbridge").select(".hit h2[lang=en-GB]")
    assert not client.page("/?q=footbridge").select("main [lang]")


def test_a_twin_of_a_strange_address_is_a_whole_address() -> None:
    app = Flask(__name__)
    seen = []
    app.wsgi_app = languages.Prefixed(app.wsgi_app)  # type: ignore[method-assign]
    app.before_request(lambda: seen.append(languages.same_page("cy")))
    app.test_client().get('/saltmere/"><b>/3 1')
    assert seen == ["/cy/saltmere/%22%3E%3Cb%3E/3%201"]
