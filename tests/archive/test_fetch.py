from __future__ import annotations

import gzip
import socket
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from urllib.parse import urlsplit

import pytest

from archive import fetch
from archive.config import CrawlSettings
from archive.errors import Absent, Forbidden, OutsideRoot, SiteError, Unreachable
from archive.fetch import Fetcher
from archive.model import Council, Exchange, Request
from tests.archive.loopback import PAGE, Clock, Loopback, Reply, redirect, serving

ITEM = "/mgAi.aspx?ID=1"
SESSION = "/(S(thistlethistlethistle123))"


@pytest.fixture
def clock() -> Clock:
    return Clock()


def fetcher(clock: Clock, delay: float = 2.0, *, private: bool = True) -> Fetcher:
    settings = CrawlSettings("https://archive.example/crawl", delay, allow_private_addresses=private)
    return Fetcher(settings, sleep=clock.sleep, clock=clock)


def ask(site: Loopback, asker: Fetcher, path: str = ITEM) -> Exchange:
    return asker.fetch(
        Council("t", "Thistlemoor", "moderngov", site.url), Request(f"{site.url}{path}", "item")
    )


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


def test_requests_to_a_host_are_a_delay_apart(clock: Clock) -> None:
    with serving({ITEM: Reply()}) as site:
        asker = fetcher(clock, delay=2.0)
        for _ in range(3):
            ask(site, asker)
    assert clock.slept == [2.0, 2.0]


def test_a_longer_delay_that_robots_txt_asks_for_is_kept(clock: Clock) -> None:
    robots = Reply(body=b"User-agent: *\nCrawl-delay: 7\n")
    with serving({"/robots.txt": robots, ITEM: Reply()}) as site:
        asker = fetcher(clock, delay=2.0)
        for _ in range(2):
            ask(site, asker)
    assert clock.slept == [7.0]


def test_time_spent_elsewhere_counts_towards_the_delay(clock: Clock) -> None:
    with serving({ITEM: Reply()}) as site:
        asker = fetcher(clock, delay=2.0)
        ask(site, asker)
        clock.now += 1.5
        ask(site, asker)
    assert clock.slept == [0.5]


def test_a_busy_site_is_asked_again_after_as_long_as_it_says(clock: Clock) -> None:
    busy = Reply(503, b"", {"Retry-After": "30"})
    with serving({ITEM: [busy, Reply()]}) as site:
        assert ask(site, fetcher(clock)).page.body == PAGE
    assert clock.slept == [30.0]


def test_a_busy_site_may_name_the_moment_to_ask_again(clock: Clock) -> None:
    moment = format_datetime(datetime.now(UTC) + timedelta(seconds=60), usegmt=True)
    with serving({ITEM: [Reply(503, b"", {"Retry-After": moment}), Reply()]}) as site:
        ask(site, fetcher(clock))
    assert clock.slept == [pytest.approx(60, abs=3)]


@pytest.mark.parametrize("said", ["", "soon", "-5", "Mon, 99 Jan 2026 00:00:00 GMT", "²"])
def test_a_busy_site_that_does_not_say_is_asked_ever_more_slowly(clock: Clock, said: str) -> None:
    busy = Reply(503, b"", {"Retry-After": said} if said.isascii() else {})
    with serving({ITEM: [busy, busy, Reply()]}) as site:
        ask(site, fetcher(clock, delay=2.0))
    assert clock.slept == [2.0, 4.0]


def test_a_site_that_wants_to_be_left_alone_for_long_is_not_asked_again(clock: Clock) -> None:
    with serving({ITEM: [Reply(503, b"", {"Retry-After": "3600"}), Reply()]}) as site:
        with pytest.raises(Unreachable, match="the site answered 503"):
            ask(site, fetcher(clock))
        assert len(site.paths) == 1
    assert clock.slept == []


def test_a_site_that_stays_busy_is_unreachable_after_three_tries(clock: Clock) -> None:
    with serving({ITEM: Reply(503, b"")}) as site:
        with pytest.raises(Unreachable, match="the site answered 503"):
            ask(site, fetcher(clock))
        assert len(site.paths) == 3


@pytest.mark.parametrize(
    ("status", "error"),
    [(400, Unreachable), (401, Unreachable), (403, Unreachable), (404, Absent), (410, Absent)],
)
def test_a_plain_refusal_is_not_asked_again(clock: Clock, status: int, error: type[SiteError]) -> None:
    with serving({ITEM: Reply(status, b"no")}) as site:
        with pytest.raises(error, match=f"the site answered {status}"):
            ask(site, fetcher(clock))
        assert len(site.paths) == 1


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
    assert clock.slept == [2.0]  # a redirect is a request like any other


def test_a_redirect_off_the_site_is_refused_and_not_followed(clock: Clock) -> None:
    with serving({ITEM: Reply()}) as elsewhere, serving({ITEM: redirect(f"{elsewhere.url}{ITEM}")}) as site:
        with pytest.raises(OutsideRoot, match="is not on the council's site"):
            ask(site, fetcher(clock))
        assert elsewhere.asked == []


def test_redirects_that_go_round_are_given_up(clock: Clock) -> None:
    with serving({ITEM: redirect("/mgAi.aspx?ID=2"), "/mgAi.aspx?ID=2": redirect(ITEM)}) as site:
        with pytest.raises(Unreachable, match="more than 5 redirects"):
            ask(site, fetcher(clock))
        assert len(site.paths) == 6


def test_what_robots_txt_forbids_is_not_asked_for(clock: Clock) -> None:
    robots = Reply(body=b"User-agent: *\nDisallow: /mgAi.aspx\n")
    with serving({"/robots.txt": robots, ITEM: Reply(), "/mgError.aspx": Reply()}) as site:
        asker = fetcher(clock)
        with pytest.raises(Forbidden, match=r"robots\.txt"):
            ask(site, asker)
        ask(site, asker, "/mgError.aspx")
        assert site.paths == ["/mgError.aspx"]


def test_a_rule_for_this_crawler_counts_before_the_rule_for_all(clock: Clock) -> None:
    robots = Reply(body=b"User-agent: *\nDisallow: /\n\nUser-agent: MinutesArchive\nAllow: /\n")
    with serving({"/robots.txt": robots, ITEM: Reply()}) as site:
        assert ask(site, fetcher(clock)).page.body == PAGE


@pytest.mark.parametrize("status", [500, 503, 429])
def test_nothing_is_asked_of_a_site_whose_robots_txt_cannot_be_had(clock: Clock, status: int) -> None:
    with serving({"/robots.txt": Reply(status, b""), ITEM: Reply()}) as site:
        with pytest.raises(Unreachable, match=rf"robots\.txt answered {status}; nothing was asked"):
            ask(site, fetcher(clock))
        assert site.paths == []


@pytest.mark.parametrize("status", [404, 403, 410])
def test_a_site_without_robots_txt_may_be_asked_anything(clock: Clock, status: int) -> None:
    with serving({"/robots.txt": Reply(status, b"User-agent: *\nDisallow: /"), ITEM: Reply()}) as site:
        assert ask(site, fetcher(clock)).page.body == PAGE


def test_robots_txt_is_asked_for_once_a_host_and_followed_to_where_it_lies(clock: Clock) -> None:
    robots = {"/robots.txt": redirect("/r.txt"), "/r.txt": Reply(body=b"User-agent: *\nDisallow: /mgAi.aspx")}
    with serving({**robots, "/mgError.aspx": Reply()}) as site:
        asker = fetcher(clock)
        with pytest.raises(Forbidden):
            ask(site, asker)
        ask(site, asker, "/mgError.aspx")
        assert [asked.path for asked in site.asked] == ["/robots.txt", "/r.txt", "/mgError.aspx"]


PACKED = [
    ("gzip", gzip.compress(PAGE)),
    ("x-gzip", gzip.compress(PAGE)),
    ("deflate", zlib.compress(PAGE)),
    ("identity", PAGE),
]


@pytest.mark.parametrize(("encoding", "packed"), PACKED)
def test_a_packed_body_is_unpacked(clock: Clock, encoding: str, packed: bytes) -> None:
    with serving({ITEM: Reply(body=packed, headers={"Content-Encoding": encoding})}) as site:
        assert ask(site, fetcher(clock)).page.body == PAGE


def test_a_packed_body_that_breaks_off_is_not_taken_for_whole(clock: Clock) -> None:
    packed = Reply(
        body=gzip.compress(PAGE * 50), headers={"Content-Encoding": "gzip"}, missing=12, length=False
    )
    with serving({ITEM: packed}) as site, pytest.raises(Unreachable, match="broke off"):
        ask(site, fetcher(clock))


def test_a_body_that_is_not_packed_as_it_says_is_unreachable(clock: Clock) -> None:
    packed = Reply(headers={"Content-Encoding": "gzip"})
    with serving({ITEM: packed}) as site, pytest.raises(Unreachable, match="cannot be unpacked"):
        ask(site, fetcher(clock))


def test_a_small_answer_that_unpacks_without_end_is_stopped_at_the_limit(clock: Clock) -> None:
    bomb = gzip.compress(bytes(fetch.LARGEST_BODY + 1), compresslevel=9)
    asker = fetcher(clock)
    with serving({ITEM: Reply(body=bomb, headers={"Content-Encoding": "gzip"})}) as site:
        with pytest.raises(Unreachable, match="larger than 30,000,000 bytes; not read"):
            ask(site, asker)
        assert len(site.paths) == 1
    assert asker.bytes_read == 0


def test_a_private_address_is_refused_before_anything_is_asked(clock: Clock) -> None:
    with serving({ITEM: Reply()}) as site:
        with pytest.raises(OutsideRoot, match="set allow_private_addresses = true"):
            ask(site, fetcher(clock, private=False))
        assert site.asked == []


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "[::1]", "10.1.2.3", "192.168.0.1", "169.254.1.1", "100.64.0.1"]
)
def test_every_kind_of_private_address_is_refused(clock: Clock, host: str) -> None:
    url = f"http://{host}:1"
    with pytest.raises(OutsideRoot, match="is a private address"):
        fetcher(clock, private=False).fetch(
            Council("t", "T", "moderngov", url), Request(f"{url}{ITEM}", "item")
        )


@pytest.mark.parametrize("host", ["nowhere.invalid", "two..dots.example", f"{'long' * 20}.example"])
def test_a_name_that_does_not_exist_is_told_plainly(clock: Clock, host: str) -> None:
    url = f"http://{host}"
    with pytest.raises(Unreachable, match=f"cannot find the site {host}"):
        fetcher(clock, private=False).fetch(
            Council("t", "T", "moderngov", url), Request(f"{url}{ITEM}", "item")
        )


def test_a_site_that_does_not_listen_is_told_plainly(clock: Clock, free_port: int) -> None:
    url = f"http://127.0.0.1:{free_port}"
    with pytest.raises(Unreachable, match=r"cannot connect to 127\.0\.0\.1"):
        fetcher(clock).fetch(Council("t", "T", "moderngov", url), Request(f"{url}{ITEM}", "item"))


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
