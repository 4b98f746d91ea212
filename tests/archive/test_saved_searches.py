"""Saved searches: as little as is needed, and gone when it is to go."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from archive.own import MOST_ASKED, Own, SavedSearch, SavedSearches, TooMany
from archive.own import tables as t
from archive.own.home import home_at
from tests.databases import own_in

NOON = datetime(2026, 2, 20, 12, tzinfo=UTC)
DAY = timedelta(days=1)
READER = "somebody.unmistakable@t.example"


@pytest.fixture
def searches(tmp_path: Path) -> Iterator[SavedSearches]:
    with closing(Own(own_in(tmp_path / "data"))) as own:
        yield own.searches


def saved(searches: SavedSearches, token: str) -> SavedSearch:
    found = searches.of(token)
    assert found is not None
    return found


def test_a_search_comes_back_as_it_was_saved(searches: SavedSearches) -> None:
    token = searches.save("Ferries", "q=ferry", "cy", NOON)
    assert saved(searches, token) == SavedSearch(
        1, "Ferries", "q=ferry", "cy", NOON, NOON, False, None, False, None
    )


def test_each_token_opens_one_thing_only(searches: SavedSearches) -> None:
    token = searches.save("Ferries", "q=ferry", "en", NOON)
    confirming = searches.ask(1, READER, NOON)
    assert (searches.to_confirm(token), searches.to_leave(token)) == (None, None)
    assert (searches.of(confirming), searches.to_leave(confirming)) == (None, None)
    assert searches.confirm(confirming, NOON)
    leaving = saved(searches, token).leaving
    assert leaving
    assert (searches.of(leaving), searches.to_confirm(leaving)) == (None, None)
    assert searches.to_confirm(confirming) is None
    assert searches.to_leave(leaving) == saved(searches, token)


@pytest.mark.parametrize("token", ["", "x", "\ud800", "\0", "' OR 1=1 --"])
def test_a_made_up_token_opens_nothing(searches: SavedSearches, token: str) -> None:
    searches.save("Ferries", "q=ferry", "en", NOON)
    assert searches.of(token) is None
    assert searches.to_confirm(token) is None
    assert searches.to_leave(token) is None
    assert not searches.confirm(token, NOON)
    searches.leave(token)
    searches.take_back(token)


def test_a_confirmed_address_does_not_expire(searches: SavedSearches) -> None:
    searches.save("Ferries", "q=ferry", "en", NOON)
    searches.confirm(searches.ask(1, READER, NOON), NOON)
    assert searches.expire(NOON + 100 * DAY) == 0
    assert [one.address for one in searches.mailing()] == [READER]


def test_addresses_are_counted_whatever_their_case(searches: SavedSearches) -> None:
    for number in (1, 2):
        searches.save("Ferries", "q=ferry", "en", NOON)
        confirming = searches.ask(number, READER, NOON)
    searches.confirm(confirming, NOON)
    counts = (searches.awaited(), searches.awaited(READER.upper()), searches.mailed_to(READER.upper()))
    assert counts == (1, 1, 2)
    assert searches.mailed_to("other@t.example") == 0


def test_those_refused_last_come_last_and_else_the_longest_wait_comes_first(searches: SavedSearches) -> None:
    for number, mark in ((1, 2), (2, 1), (3, 0)):
        searches.save("Ferries", "q=ferry", "en", NOON)
        searches.confirm(searches.ask(number, f"r{number}@t.example", NOON), NOON + mark * DAY)
    searches.refused(3, 5)
    assert [one.number for one in searches.mailing()] == [2, 1, 3]
    searches.told([3], NOON)
    assert [one.number for one in searches.mailing()] == [3, 2, 1]


def test_a_link_confirms_the_address_it_was_mailed_to_and_no_later_one(searches: SavedSearches) -> None:
    token = searches.save("Ferries", "q=ferry", "en", NOON)
    first = searches.ask(1, READER, NOON)
    second = searches.ask(1, "victim@t.example", NOON)
    assert not searches.confirm(first, NOON)
    assert not saved(searches, token).confirmed
    assert searches.confirm(second, NOON)
    assert saved(searches, token).confirmed


def test_what_is_done_by_a_link_of_one_address_leaves_a_later_one_alone(searches: SavedSearches) -> None:
    token = searches.save("Ferries", "q=ferry", "en", NOON)
    first = searches.ask(1, READER, NOON)
    searches.confirm(first, NOON)
    leaving = saved(searches, token).leaving
    assert leaving
    searches.ask(1, "another@t.example", NOON)
    searches.leave(leaving)
    searches.take_back(first)
    assert saved(searches, token).address == "another@t.example"


def test_of_many_that_ask_one_address_at_once_so_many_succeed_as_may(
    searches: SavedSearches, tmp_path: Path
) -> None:
    together = threading.Barrier(8)
    for _ in range(together.parties):
        searches.save("Ferries", "q=ferry", "en", NOON)

    def ask(number: int) -> str:
        with closing(Own(own_in(tmp_path / "data"))) as own:  # as each web server has its own
            together.wait()
            try:
                return own.searches.ask(number, READER, NOON)
            except TooMany:
                return ""

    with ThreadPoolExecutor(together.parties) as threads:
        tokens = list(threads.map(ask, range(1, together.parties + 1)))
    mailed = [token for token in tokens if token]
    assert (len(mailed), searches.awaited(READER)) == (MOST_ASKED, MOST_ASKED)
    assert all(map(searches.to_confirm, mailed))


def test_an_archive_that_is_full_saves_no_more(
    searches: SavedSearches, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archive.own.searches.MOST_SAVED", 1)
    searches.save("Ferries", "q=ferry", "en", NOON)
    with pytest.raises(TooMany):
        searches.save("Ferries", "q=ferry", "en", NOON)
    assert searches.count() == 1


def again(searches: SavedSearches) -> None:
    searches.ask(1, READER, NOON)


def spelt_otherwise(searches: SavedSearches) -> None:
    searches.ask(1, READER.upper(), NOON)


def after_it_was_silenced(searches: SavedSearches) -> None:
    searches.forget_address(1)
    searches.ask(1, READER, NOON)


def after_another_was_asked(searches: SavedSearches) -> None:
    searches.ask(1, "another@t.example", NOON)
    searches.ask(1, READER, NOON)


def after_it_was_deleted(searches: SavedSearches) -> None:
    searches.delete(1)
    for_another_search(searches)


def for_another_search(searches: SavedSearches) -> None:
    found = searches.of(searches.save("Ferries", "q=ferry", "en", NOON))
    assert found is not None
    searches.ask(found.number, READER, NOON)


@pytest.mark.parametrize(
    "way",
    [
        again,
        spelt_otherwise,
        after_it_was_silenced,
        after_another_was_asked,
        after_it_was_deleted,
        for_another_search,
    ],
)
def test_an_address_is_asked_no_third_time_whichever_way(
    searches: SavedSearches, way: Callable[[SavedSearches], None]
) -> None:
    searches.save("Ferries", "q=ferry", "en", NOON)
    for _ in range(MOST_ASKED):
        searches.ask(1, READER, NOON)
    with pytest.raises(TooMany):
        way(searches)


def asked_as_often_as_may_be(searches: SavedSearches) -> str:
    """Return the token of the last mail that an address may have before it answers."""
    searches.save("Ferries", "q=ferry", "en", NOON)
    return [searches.ask(1, READER, NOON) for _ in range(MOST_ASKED)][-1]


def test_another_address_may_be_asked_and_the_same_one_after_its_time(searches: SavedSearches) -> None:
    asked_as_often_as_may_be(searches)
    searches.ask(1, "another@t.example", NOON)
    searches.expire(NOON)  # what was asked before that moment; this was asked at it
    with pytest.raises(TooMany):
        searches.ask(1, READER, NOON)
    searches.expire(NOON + DAY)
    assert searches.to_confirm(searches.ask(1, READER, NOON + DAY))


def test_an_address_that_answered_may_be_asked_for_more(searches: SavedSearches) -> None:
    searches.confirm(asked_as_often_as_may_be(searches), NOON)
    for_another_search(searches)
    assert searches.awaited(READER) == 1


@pytest.mark.parametrize("mailed", [False, True])
def test_a_mail_that_went_nowhere_does_not_count_and_one_that_may_have_come_does(
    searches: SavedSearches, mailed: bool
) -> None:
    searches.take_back(asked_as_often_as_may_be(searches), mailed=mailed)
    assert searches.awaited() == 0
    if not mailed:
        again(searches)
    with pytest.raises(TooMany):
        again(searches)


def test_so_many_mails_wait_for_an_answer_as_may_though_one_search_asks_them_all(
    searches: SavedSearches, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archive.own.searches.MOST_AWAITED", 3)
    searches.save("Ferries", "q=ferry", "en", NOON)
    for n in range(3):
        searches.ask(1, f"r{n}@t.example", NOON)
    with pytest.raises(TooMany):
        searches.ask(1, "another@t.example", NOON)


def digests(where: Path | str) -> set[str]:
    home = home_at(where)
    with home.database.reading() as db:
        found = set(db.execute(select(t.asked_address.c.digest)).scalars())
    home.database.engine.dispose()
    return found


def test_of_an_asked_address_a_digest_stays_that_only_this_archive_can_make(
    searches: SavedSearches, tmp_path: Path
) -> None:
    where, elsewhere = own_in(tmp_path / "data"), own_in(tmp_path / "elsewhere")
    with closing(Own(elsewhere)) as own:
        asked_as_often_as_may_be(own.searches)
    asked_as_often_as_may_be(searches)
    searches.delete(1)
    assert [len(digests(where)), len(digests(where) | digests(elsewhere))] == [1, 2]
    assert not any(READER in digest for digest in digests(where))
    searches.expire(NOON + DAY)
    assert digests(where) == set()
