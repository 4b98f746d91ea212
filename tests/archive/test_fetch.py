from __future__ import annotations

import pickle
import socket
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC
from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive import fetch
from archive.errors import Absent, Forbidden, OutsideRoot, SiteError, Unreachable
from archive.fetch import Unmodified, Validators, validators
from archive.model import Request
from tests.archive.asking import ITEM, OTHER, ask, council, fetcher, item
from tests.archive.loopback import PAGE, Clock, Reply, redirect, serving

SESSION = "/(S(thistlethistlethistle123))"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def free_port() -> Iterator[int]:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield int(taken.getsockname()[1])


def test_a_page_comes_byte_for_byte_with_what_was_asked_and_answered(clock: Clock) -> None:
    body = PAGE + b"\r\n\xff"
    with serving({ITEM: Reply(body=body, headers={"Content-Type": "text/html; charset=utf-8"})}) as site:
        exchange = ask(site, fetcher(clock))
    assert exchange.page.body == body
    assert exchange.page.url == f"{site.url}{ITEM}"
    assert exchange.page.content_type == "text/html; charset=utf-8"
    assert exchange.page.fetched.tzinfo is UTC
    assert dict(exchange.answered)["Content-Length"] == str(len(body))
    assert exchange.reason == "OK"


def test_every_request_says_who_asks_and_where_to_complain(clock: Clock) -> None:
    with serving({ITEM: Reply()}) as site:
        exchange = ask(site, fetcher(clock))
    agents = {asked.headers["User-Agent"] for asked in site.asked}
    assert agents == {"MinutesArchive/0.1 (+https://archive.example/crawl)"}
    assert dict(exchange.asked)["User-Agent"] in agents
    assert fetch.agent(None) == "MinutesArchive/0.1"


@pytest.mark.parametrize(
    ("status", "error"),
    [(400, Unreachable), (401, Unreachable), (403, Unreachable), (404, Absent), (410, Absent)],
)
def test_a_plain_refusal_is_not_asked_again(clock: Clock, status: int, error: type[SiteError]) -> None:
    with serving({ITEM: Reply(status, b"no")}) as site:
        with pytest.raises(error, match=f"the site answered {status}"):
            ask(site, fetcher(clock))
        assert len(site.paths) == 1


@pytest.mark.parametrize("status", [404, 410])
def test_an_absent_page_comes_with_the_answer_as_evidence(clock: Clock, status: int) -> None:
    gone = Reply(status, b"<p>Withdrawn by the harbour office</p>", {"X-Server": "quay"})
    with serving({ITEM: gone}) as site, pytest.raises(Absent) as caught:
        ask(site, fetcher(clock))
    exchange = pickle.loads(pickle.dumps(caught.value)).exchange  # noqa: S301 - as between processes
    assert (exchange.page.status, exchange.page.body) == (status, gone.body)
    assert ("X-Server", "quay") in exchange.answered
    assert str(caught.value) == f"{site.url}{ITEM}: the site answered {status}"


VALIDATORS = {"ETag": 'W/"heather-7"', "Last-Modified": "Mon, 02 Nov 2026 10:00:00 GMT"}


def test_a_page_known_to_be_as_it_was_is_not_sent_again(clock: Clock) -> None:
    with serving({ITEM: [Reply(headers=VALIDATORS), Reply(304, b"", VALIDATORS, length=False)]}) as site:
        asker = fetcher(clock)
        known = validators(ask(site, asker).answered)
        again = asker.fetch(council(site.url), item(site), known)
    assert isinstance(again, Unmodified)
    assert site.asked[-1].headers["If-None-Match"] == VALIDATORS["ETag"]
    assert site.asked[-1].headers["If-Modified-Since"] == VALIDATORS["Last-Modified"]
    assert ("If-None-Match", VALIDATORS["ETag"]) in again.asked
    assert ("ETag", VALIDATORS["ETag"]) in again.answered
    assert again.reason == "Not Modified"
    assert again.fetched.tzinfo is UTC


def test_a_page_that_has_changed_since_comes_whole(clock: Clock) -> None:
    with serving({ITEM: Reply()}) as site:
        page = fetcher(clock).fetch(council(site.url), item(site), Validators(etag='"heather-6"'))
    assert not isinstance(page, Unmodified)
    assert page.page.body == PAGE
    assert "If-Modified-Since" not in site.asked[-1].headers


def test_nothing_conditional_is_asked_of_a_page_without_validators(clock: Clock) -> None:
    with serving({ITEM: Reply()}) as site:
        fetcher(clock).fetch(council(site.url), item(site), Validators())
    assert not {"If-None-Match", "If-Modified-Since"} & set(site.asked[-1].headers)


@pytest.mark.parametrize("known", [None, Validators()])
def test_a_304_that_was_not_asked_for_is_no_answer(clock: Clock, known: Validators | None) -> None:
    unasked = Reply(304, b"", length=False)
    with serving({ITEM: unasked}) as site, pytest.raises(Unreachable, match="answered 304, though nothing"):
        fetcher(clock).fetch(council(site.url), item(site), known)


@settings(deadline=None, derandomize=True)
@given(st.text(), st.text())
def test_whatever_a_site_sent_as_validators_can_be_sent_back(etag: str, modified: str) -> None:
    sent = validators([("etag", etag), ("LAST-MODIFIED", modified)]).headers
    assert all(
        value.isascii() and value.isprintable() and value in (etag, modified) for value in sent.values()
    )


def test_a_body_that_breaks_off_is_asked_for_again(clock: Clock) -> None:
    with serving({ITEM: [Reply(missing=10), Reply()]}) as site:
        assert ask(site, fetcher(clock)).page.body == PAGE


def test_a_body_that_always_breaks_off_is_unreachable(clock: Clock) -> None:
    with serving({ITEM: Reply(missing=10)}) as site:
        with pytest.raises(Unreachable, match="broke off"):
            ask(site, fetcher(clock))
        assert len(site.paths) == 3


def test_a_redirect_through_a_session_leads_to_the_page_under_its_own_address(clock: Clock) -> None:
    with serving({ITEM: redirect(f"{SESSION}{ITEM}"), f"{SESSION}{ITEM}": Reply()}) as site:
        exchange = ask(site, fetcher(clock))
        assert site.paths == [ITEM, f"{SESSION}{ITEM}"]
    assert exchange.page.url == f"{site.url}{ITEM}"
    assert clock.slept == [2.0, 2.0]  # a redirect is a request like any other


def test_a_redirect_off_the_site_is_refused_and_not_followed(clock: Clock) -> None:
    with serving({ITEM: Reply()}) as elsewhere, serving({ITEM: redirect(f"{elsewhere.url}{ITEM}")}) as site:
        with pytest.raises(OutsideRoot, match="is not on the council's site"):
            ask(site, fetcher(clock))
        assert elsewhere.asked == []


def test_a_page_off_the_site_is_refused_and_not_asked_for(clock: Clock) -> None:
    with serving({ITEM: Reply()}) as elsewhere, serving({}) as site:
        with pytest.raises(OutsideRoot, match="is not on the council's site"):
            fetcher(clock).fetch(council(site.url), item(elsewhere))
        assert elsewhere.asked == []


def test_a_redirect_to_what_robots_txt_forbids_is_not_followed(clock: Clock) -> None:
    robots = Reply(body=b"User-agent: *\nDisallow: /mgError.aspx\n")
    site_ = {"/robots.txt": robots, ITEM: redirect(f"{SESSION}{OTHER}"), f"{SESSION}{OTHER}": Reply()}
    with serving(site_) as site:
        with pytest.raises(Forbidden, match=r"mgError\.aspx: robots\.txt"):
            ask(site, fetcher(clock))
        assert site.paths == [ITEM]


def test_a_redirect_to_an_address_that_cannot_be_is_told_plainly(clock: Clock) -> None:
    nowhere = redirect("http://[moor/")
    with serving({ITEM: nowhere}) as site, pytest.raises(Unreachable, match="which is not an address"):
        ask(site, fetcher(clock))


def test_redirects_that_go_round_are_given_up(clock: Clock) -> None:
    with serving({ITEM: redirect("/mgAi.aspx?ID=2"), "/mgAi.aspx?ID=2": redirect(ITEM)}) as site:
        with pytest.raises(Unreachable, match="more than 5 redirects"):
            ask(site, fetcher(clock))
        assert len(site.paths) == 6


@pytest.mark.parametrize("host", ["nowhere.invalid", "two..dots.example", f"{'long' * 20}.example"])
def test_a_name_that_does_not_exist_is_told_plainly(clock: Clock, host: str) -> None:
    url = f"http://{host}"
    with pytest.raises(Unreachable, match=f"cannot find the site {host}"):
        fetcher(clock, private=False).fetch(council(url), Request(f"{url}{ITEM}", "item"))


def test_a_site_that_does_not_listen_is_told_plainly(clock: Clock, free_port: int) -> None:
    url = f"http://127.0.0.1:{free_port}"
    with pytest.raises(Unreachable, match=r"cannot connect to 127\.0\.0\.1"):
        fetcher(clock).fetch(council(url), Request(f"{url}{ITEM}", "item"))


def test_requests_and_bytes_are_counted(clock: Clock) -> None:
    with serving({ITEM: [Reply(503, b"busy"), Reply()]}) as site:
        asker = fetcher(clock)
        ask(site, asker)
    assert asker.requests_made == len(site.asked) == 3
    assert asker.bytes_read == len(b"busy") + len(PAGE)


def test_a_proxy_of_this_machine_is_not_used(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("no_proxy", "")
    with serving({ITEM: Reply()}) as site:
        assert ask(site, fetcher(clock)).page.body == PAGE
        assert urlsplit(site.url).netloc == site.asked[-1].headers["Host"]


def test_one_connection_is_kept_and_used_for_everything(clock: Clock) -> None:
    other = [Reply(503, b"busy"), redirect(ITEM)]
    with serving({ITEM: Reply(), OTHER: other}, kept_open=True) as site, closing(fetcher(clock)) as asker:
        for path in (ITEM, OTHER, ITEM):
            ask(site, asker, path)
        assert len(site.asked) == 6
        assert site.connections == 1


def test_a_cookie_is_kept_for_the_site_that_set_it(clock: Clock) -> None:
    pages = {ITEM: Reply(headers={"Set-Cookie": "moor=1; path=/"}), OTHER: Reply()}
    with serving(pages) as site:
        asker = fetcher(clock)
        ask(site, asker)
        ask(site, asker, OTHER)
    assert site.asked[-1].headers["Cookie"] == "moor=1"
