"""Hosts that several crawlers share: who may crawl which, and for how long."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.errors import LockHeld
from archive.model import Request
from archive.store import Claim, Round, Store
from tests.databases import records_in

HOST = "minutes.example"
LONG, SHORT = 60.0, 0.05  # seconds
WANTED = Request("https://minutes.example/list", "board-list")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store(records_in(tmp_path))
    yield store
    store.close()


def of(store: Store, what: str = "all") -> Round:
    return Round(store.claims.moment(), what)


def taken(store: Store, holder: str, lasts: float = LONG) -> Claim:
    claim = store.claims.take(HOST, holder, lasts, of(store))
    assert isinstance(claim, Claim)
    return claim


def test_a_host_is_one_crawlers_until_that_lets_go_of_it(store: Store) -> None:
    first = taken(store, "mill-1/a")
    assert store.claims.take(HOST, "weir-1/b", LONG, of(store)) == "held"
    assert isinstance(store.claims.take("other.example", "weir-1/b", LONG, of(store)), Claim)
    store.claims.release(first, of(store), done=False)
    assert taken(store, "weir-1/b").holder == "weir-1/b"


def test_a_claim_that_is_not_renewed_expires_and_is_taken_over(store: Store) -> None:
    dead = taken(store, "mill-1/a", SHORT)
    assert store.claims.renew(dead, SHORT)
    time.sleep(2 * SHORT)
    taken(store, "weir-1/b")
    assert not store.claims.renew(dead, LONG)
    assert store.claims.take(HOST, "mill-1/a", LONG, of(store)) == "held"


def test_who_was_taken_for_dead_writes_nothing_any_more(store: Store) -> None:
    wrongly = store.under(taken(store, "mill-1/a", SHORT))
    with wrongly.writing() as writing:
        writing.want("t", [WANTED])
    time.sleep(2 * SHORT)
    other = store.under(taken(store, "weir-1/b"))
    with pytest.raises(LockHeld, match="taken over by another crawler"), wrongly.writing() as writing:
        writing.want("t", [Request("https://minutes.example/late", "board-list")])
    with other.writing() as writing:
        writing.want("t", [Request("https://minutes.example/more", "board-list")])
    assert {page.request.url for page in store.wanted("t")} == {WANTED.url, "https://minutes.example/more"}


def test_a_host_is_left_alone_for_as_long_by_who_takes_over(store: Store) -> None:
    dead = taken(store, "mill-1/a", SHORT)
    store.claims.renew(dead, SHORT, rest=30.0)
    store.claims.renew(dead, SHORT, rest=1.0)  # which makes no rest shorter
    time.sleep(2 * SHORT)
    assert 29.0 < taken(store, "weir-1/b").rests <= 30.0


def test_what_another_has_done_since_this_run_began_need_not_be_done_again(store: Store) -> None:
    mine, other = of(store), of(store)
    claim = store.claims.take(HOST, "mill-1/a", LONG, other)
    assert isinstance(claim, Claim)
    store.claims.release(claim, other, done=True)
    assert store.claims.take(HOST, "weir-1/b", LONG, mine) == "done"
    assert isinstance(store.claims.take(HOST, "weir-1/b", LONG, Round(mine.began, "one board")), Claim)


def test_a_run_that_begins_later_crawls_what_was_done_before(store: Store) -> None:
    claim = taken(store, "mill-1/a")
    store.claims.release(claim, of(store), done=True)
    time.sleep(0.01)
    assert isinstance(store.claims.take(HOST, "weir-1/b", LONG, of(store)), Claim)


def test_a_crawler_that_starts_again_lets_go_of_what_its_killed_run_had_and_of_nothing_else(
    store: Store,
) -> None:
    taken(store, "mill_1/killed")
    other = store.claims.take("other.example", "mill-1/a", LONG, of(store))
    assert isinstance(other, Claim)
    store.claims.withdraw("mill_1")
    assert taken(store, "mill_1/again").holder == "mill_1/again"
    assert store.claims.renew(other, LONG)


def test_who_works_alone_is_refused_while_a_claim_holds_and_told_whose_it_is(store: Store) -> None:
    claim = taken(store, "mill-1/a")
    with pytest.raises(LockHeld, match=r"in use by minutes crawl, mill-1; .* if it was killed, in (59|60) s"):
        work_alone(store)
    assert store.claims.renew(claim, LONG)
    store.claims.release(claim, of(store), done=True)
    work_alone(store)


def test_a_crawler_that_was_not_heard_of_while_another_run_worked_alone_does_not_go_on(store: Store) -> None:
    dead = taken(store, "mill-1/a", SHORT)
    time.sleep(2 * SHORT)
    work_alone(store)  # and may have replaced the page file that it writes to
    assert not store.claims.renew(dead, LONG)
    with pytest.raises(LockHeld, match="taken over"), store.under(dead).writing():
        pass
    assert taken(store, "mill-1/a")


def work_alone(store: Store) -> None:
    with store.at_work("minutes reread", alone=True):
        pass
