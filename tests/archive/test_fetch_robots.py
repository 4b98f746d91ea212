from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.errors import Forbidden, Unreachable
from archive.fetch import robots
from tests.archive.asking import ITEM, OTHER, ask, fetcher
from tests.archive.loopback import PAGE, Clock, Reply, redirect, serving

RULES = "User-agent: *\nDisallow: /mgAi.aspx\n"


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_what_robots_txt_forbids_is_not_asked_for(clock: Clock) -> None:
    robots = Reply(body=b"User-agent: *\nDisallow: /mgAi.aspx\n")
    with serving({"/robots.txt": robots, ITEM: Reply(), OTHER: Reply()}) as site:
        asker = fetcher(clock)
        with pytest.raises(Forbidden, match=r"robots\.txt"):
            ask(site, asker)
        ask(site, asker, OTHER)
        assert site.paths == [OTHER]


def test_a_rule_for_this_crawler_counts_before_the_rule_for_all(clock: Clock) -> None:
    robots = Reply(body=b"User-agent: *\nDisallow: /\n\nUser-agent: MinutesArchive\nAllow: /\n")
    with serving({"/robots.txt": robots, ITEM: Reply()}) as site:
        assert ask(site, fetcher(clock)).page.body == PAGE


@pytest.mark.parametrize("status", [500, 501, 503, 429])
def test_nothing_is_asked_of_a_site_whose_robots_txt_cannot_be_had(clock: Clock, status: int) -> None:
    with serving({"/robots.txt": Reply(status, b""), ITEM: Reply()}) as site:
        with pytest.raises(Unreachable, match=rf"robots\.txt: the site answered {status}; nothing else"):
            ask(site, fetcher(clock))
        assert site.paths == []


@pytest.mark.parametrize("status", [404, 403, 410])
def test_a_site_without_robots_txt_may_be_asked_anything(clock: Clock, status: int) -> None:
    with serving({"/robots.txt": Reply(status, b"User-agent: *\nDisallow: /"), ITEM: Reply()}) as site:
        assert ask(site, fetcher(clock)).page.body == PAGE


def test_robots_txt_is_asked_for_once_a_host_and_followed_to_where_it_lies(clock: Clock) -> None:
    robots = {"/robots.txt": redirect("/r.txt"), "/r.txt": Reply(body=b"User-agent: *\nDisallow: /mgAi.aspx")}
    with serving({**robots, OTHER: Reply()}) as site:
        asker = fetcher(clock)
        with pytest.raises(Forbidden):
            ask(site, asker)
        ask(site, asker, OTHER)
        assert [asked.path for asked in site.asked] == ["/robots.txt", "/r.txt", OTHER]


def test_a_robots_txt_on_another_host_is_followed_there(clock: Clock) -> None:
    elsewhere = {"/shared.txt": Reply(body=b"User-agent: *\nDisallow: /mgAi.aspx")}
    with serving(elsewhere) as other:
        moved = redirect(f"{other.url}/shared.txt")
        with serving({"/robots.txt": moved}) as site, pytest.raises(Forbidden):
            ask(site, fetcher(clock))


def test_a_robots_txt_that_is_redirected_without_end_is_none(clock: Clock) -> None:
    with serving({"/robots.txt": redirect("/robots.txt"), ITEM: Reply()}) as site:
        assert ask(site, fetcher(clock)).page.body == PAGE
        assert [asked.path for asked in site.asked] == ["/robots.txt"] * 6 + [ITEM]


def test_a_site_in_trouble_is_asked_for_its_robots_txt_again_after_a_while(clock: Clock) -> None:
    with serving({"/robots.txt": [*[Reply(500, b"")] * 3, Reply(404, b"")], ITEM: Reply()}) as site:
        asker = fetcher(clock)
        for _ in range(2):
            with pytest.raises(Unreachable, match="nothing else was asked"):
                ask(site, asker)
        assert len(site.asked) == 3
        clock.now += 600
        assert ask(site, asker).page.body == PAGE


def test_robots_txt_is_asked_for_again_in_a_run_that_lasts_over_a_day(clock: Clock) -> None:
    rules = [Reply(404, b""), Reply(body=b"User-agent: *\nDisallow: /")]
    with serving({"/robots.txt": rules, ITEM: Reply()}) as site:
        asker = fetcher(clock)
        ask(site, asker)
        clock.now += 23 * 3600
        ask(site, asker)
        clock.now += 3600
        with pytest.raises(Forbidden):
            ask(site, asker)


@pytest.mark.parametrize(
    "body",
    [
        RULES.encode("utf-8-sig"),
        RULES.encode("utf-16"),
        "\ufeff".encode("utf-16-be") + RULES.encode("utf-16-be"),
        RULES.replace("\n", "\r\n").encode(),
        RULES.replace("\n", "\r").encode(),
        b"# Mooring \xe9tat\n" + RULES.encode(),
        b"Disallow: /caf\xe9\n<html>\n" + RULES.encode(),
    ],
    ids=["BOM", "UTF-16", "UTF-16 BE", "CR LF", "CR", "Latin-1", "stray lines"],
)
def test_a_robots_txt_is_read_however_it_was_saved(body: bytes) -> None:
    rules = robots.read("http://moor.example", 200, body)
    with pytest.raises(Forbidden):
        rules.check("http://moor.example/mgAi.aspx?ID=1")
    rules.check("http://moor.example/mgError.aspx")


@settings(deadline=None, derandomize=True)
@given(st.binary(max_size=300), st.sampled_from([200, 204, 302, 404, 429, 500]))
def test_no_robots_txt_makes_the_crawler_fail_in_another_way_than_by_keeping_away(
    body: bytes, status: int
) -> None:
    rules = robots.read("http://moor.example", status, body)
    assert rules.delay >= 0
    with suppress(Forbidden, Unreachable):
        rules.check("http://moor.example/mgAi.aspx?ID=1")


def test_the_beginning_of_a_robots_txt_that_is_too_long_counts(clock: Clock) -> None:
    filler = b"# moss and heather\n"
    least = robots.LARGEST // len(filler)
    body = b"User-agent: *\nDisallow: /mgAi.aspx\n" + filler * least + b"Disallow: /mgError.aspx\n"
    with serving({"/robots.txt": Reply(body=body), OTHER: Reply()}) as site:
        asker = fetcher(clock)
        with pytest.raises(Forbidden):
            ask(site, asker)
        ask(site, asker, OTHER)


def test_half_a_rule_at_the_cut_is_no_rule() -> None:
    rule = b"Disallow: /drafts"
    head = b"User-agent: *\n#"
    body = head + b"m" * (robots.LARGEST - len(head) - 12) + b"\n" + rule
    cut = body[: robots.LARGEST]
    assert cut.endswith(b"\nDisallow: /")
    robots.read("http://moor.example", 200, cut).check("http://moor.example/mgAi.aspx")


@pytest.mark.parametrize("asked_for", ["120.5", "3600"])
def test_a_delay_that_is_meant_to_keep_crawlers_away_does(clock: Clock, asked_for: str) -> None:
    body = f"User-agent: *\nCrawl-delay: {asked_for}".encode()
    with serving({"/robots.txt": Reply(body=body), ITEM: Reply()}) as site:
        with pytest.raises(Forbidden, match=f"asks for {asked_for} seconds between requests"):
            ask(site, fetcher(clock))
        assert site.paths == []


@pytest.mark.parametrize("nonsense", ["soon", "-5", "nan", "inf"])
def test_a_delay_that_is_no_number_of_seconds_is_none(nonsense: str) -> None:
    body = f"User-agent: *\nCrawl-delay: {nonsense}".encode()
    assert robots.read("http://moor.example", 200, body).delay == 0
