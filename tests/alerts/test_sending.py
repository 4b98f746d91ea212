"""A run tells everybody what is new for them, once, whatever goes wrong for others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest

from archive.errors import MinutesError
from archive.model import Decision, Meeting, Passage
from tests.alerts.mailbox import Mailbox, receiving
from tests.alerts.shelf import BEES, FERRY, FERRY_OUT, MEETING, NIGHT, NOON, OUT, SITE, Shelf, settings_for
from tests.conftest import Minutes
from web.alerts.post import Post, Refused
from web.alerts.sending import MOST_FAILURES, MOST_REFUSALS, Sent, look_for_news, send_news

READER = "reader@t.example"


@pytest.fixture
def box() -> Iterator[Mailbox]:
    with receiving() as mailbox:
        yield mailbox


@pytest.fixture
def shelf(tmp_path: Path, box: Mailbox) -> Shelf:
    """An archive that has the agenda since before NOON."""
    made = Shelf(tmp_path, box.port)
    made.publish(MEETING, NOON - NIGHT)
    return made


def night(shelf: Shelf, now: datetime, since: datetime | None = None, most: int = 500) -> Sent:
    """Run once."""
    settings = replace(settings_for(shelf.port), most=most)
    with shelf.run(settings, now) as run, Post(settings) as post:
        return send_news(run, post.send, since)


def test_what_was_there_when_a_search_was_saved_is_not_sent(shelf: Shelf, box: Mailbox) -> None:
    shelf.subscribed(READER)
    assert night(shelf, NOON + NIGHT).mails == 0
    assert box.taken == []


def test_a_decision_that_is_published_is_sent_once(shelf: Shelf, box: Mailbox) -> None:
    shelf.subscribed(READER)
    shelf.publish(OUT, NOON + NIGHT)
    assert night(shelf, NOON + NIGHT).mails == 1
    assert night(shelf, NOON + 2 * NIGHT).mails == 0
    (taken,) = box.taken
    assert taken.to == READER
    assert taken.mail["Subject"] == "Ferries: 2 new results"
    for kind in ("plain", "html"):
        assert "That the ferry landing be rebuilt in oak." in taken.part(kind)
        assert f"{SITE}/t/802#item-7002" in taken.part(kind)
        assert "Beehives" not in taken.part(kind)


def test_that_a_draft_is_confirmed_is_not_sent(shelf: Shelf, box: Mailbox) -> None:
    shelf.subscribed(READER)
    shelf.publish(OUT, NOON + NIGHT)
    night(shelf, NOON + NIGHT)
    shelf.publish(replace(OUT, stage="minutes"), NOON + 2 * NIGHT)
    assert night(shelf, NOON + 2 * NIGHT).mails == 0
    assert len(box.taken) == 1


def test_each_search_has_its_own_mail_and_filters_count(shelf: Shelf, box: Mailbox) -> None:
    shelf.subscribed("ferries@t.example", "q=ferry")
    shelf.subscribed("decisions@t.example", "q=ferry&kind=decision")
    shelf.subscribed("bees@t.example", "q=hives")
    shelf.subscribed("elsewhere@t.example", "q=ferry&board=Parks+Panel")
    shelf.subscribed("lately@t.example", "q=ferry&since=2026-05-01")
    shelf.publish(OUT, NOON + NIGHT)
    done = night(shelf, NOON + NIGHT)
    assert (done.searches, done.mails, done.results) == (5, 2, 3)
    subjects = {taken.to: taken.mail["Subject"] for taken in box.taken}
    assert subjects == {
        "ferries@t.example": "Ferries: 2 new results",
        "decisions@t.example": "Ferries: 1 new result",
    }


def test_a_mail_has_what_a_mailbox_needs_to_end_it_with_one_click(shelf: Shelf, box: Mailbox) -> None:
    shelf.subscribed(READER)
    shelf.publish(OUT, NOON + NIGHT)
    night(shelf, NOON + NIGHT)
    mail = box.taken[0].mail
    leave = str(mail["List-Unsubscribe"]).strip("<>")
    assert leave.startswith(f"{SITE}/saved/unsubscribe/")
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert leave in box.taken[0].part("plain")
    with shelf.client() as client:
        done = client.post(leave.removeprefix(SITE), data={"List-Unsubscribe": "One-Click"})
        assert done.status_code == 200
    shelf.publish(replace(OUT, id="803", url="https://t.example/803"), NOON + 2 * NIGHT)
    assert night(shelf, NOON + 2 * NIGHT).searches == 0


def test_markup_in_titles_and_texts_stays_text(shelf: Shelf, box: Mailbox) -> None:
    shelf.subscribed(READER, name="<b>Ferries</b>\r\nBcc: all@t.example")
    item = replace(
        FERRY_OUT,
        id="7009",
        title="Ferry <script>alert(1)</script>\r\n.\r\nQUIT",
        decisions=(Decision('A ferry <img src=x onerror="alert(1)">', "substantive", 1),),
    )
    shelf.publish(replace(OUT, items=(item,)), NOON + NIGHT)
    night(shelf, NOON + NIGHT)
    (taken,) = box.taken
    assert taken.mail["Bcc"] is None
    assert "<script>" not in taken.part("html")
    assert "<img" not in taken.part("html")
    assert "<b>Ferries" not in taken.part("html")
    assert "Ferry <script>alert(1)</script> . QUIT" in taken.part("plain")


def test_an_item_is_told_by_the_passage_that_was_searched_for(shelf: Shelf, box: Mailbox) -> None:
    shelf.subscribed(READER, "q=barnacles&kind=item")
    filling = (Passage("minutes", f"The clerk read letter {n} on the state of the quay.") for n in range(40))
    said = Passage("minutes", "Barnacles had blocked the landing.")
    item = replace(FERRY, passages=(*FERRY.passages, *filling, said))
    shelf.publish(replace(OUT, items=(item, BEES)), NOON + NIGHT)
    night(shelf, NOON + NIGHT)
    assert "Barnacles had blocked the landing." in box.taken[0].part("plain")


def test_welsh_readers_get_welsh_links(shelf: Shelf, box: Mailbox) -> None:
    shelf.subscribed(READER, language="cy")
    shelf.publish(OUT, NOON + NIGHT)
    night(shelf, NOON + NIGHT)
    assert f"{SITE}/cy/t/802#item-7002" in box.taken[0].part("plain")
    assert str(box.taken[0].mail["List-Unsubscribe"]).startswith(f"<{SITE}/cy/saved/unsubscribe/")
    assert '<html lang="cy">' in box.taken[0].part("html")


def test_many_results_are_cut_and_the_rest_is_linked(shelf: Shelf, box: Mailbox) -> None:
    shelf.subscribed(READER)
    items = tuple(replace(FERRY, id=str(n), title=f"Ferry {n}") for n in range(8000, 8040))
    shelf.publish(replace(MEETING, items=items), NOON + NIGHT)
    assert night(shelf, NOON + NIGHT).results == 40
    text = box.taken[0].part("plain")
    assert text.count("#item-80") == 30
    assert "There are 10 more items." in text
    assert f"{SITE}/?q=ferry&sort=newest" in text


class TestThatNothingIsLost:
    def test_a_run_killed_after_the_server_took_a_mail_sends_it_again_and_no_other(
        self, shelf: Shelf, box: Mailbox
    ) -> None:
        for name in ("a", "b", "c"):
            shelf.subscribed(f"{name}@t.example")
        shelf.publish(OUT, NOON + NIGHT)

        def killed_at_the_second(message: EmailMessage) -> None:
            with Post(settings_for(shelf.port)) as post:
                post.send(message)
            if len(box.taken) == 2:
                raise KeyboardInterrupt

        with shelf.run(settings_for(shelf.port), NOON + NIGHT) as run, pytest.raises(KeyboardInterrupt):
            send_news(run, killed_at_the_second)
        night(shelf, NOON + NIGHT + timedelta(minutes=5))
        assert [taken.to[0] for taken in box.taken] == ["a", "b", "b", "c"]
        ids = [taken.mail["Message-ID"] for taken in box.taken]
        assert ids[1] == ids[2]
        assert len(set(ids)) == 3

    def test_a_refused_address_keeps_its_news_and_stops_nobody_else(self, shelf: Shelf, box: Mailbox) -> None:
        shelf.subscribed("gone@t.example")
        shelf.subscribed(READER)
        shelf.publish(OUT, NOON + NIGHT)
        box.refused = {"gone@t.example": "450 gone@t.example is full"}
        done = night(shelf, NOON + NIGHT)
        assert (done.mails, done.troubles) == (1, ["the mail of saved search 1 was refused: 450 … is full"])
        box.refused = {}
        assert night(shelf, NOON + 2 * NIGHT).mails == 1
        assert [taken.to for taken in box.taken] == [READER, "gone@t.example"]

    def test_a_limit_leaves_the_rest_for_the_next_run(self, shelf: Shelf, box: Mailbox) -> None:
        for name in ("a", "b", "c"):
            shelf.subscribed(f"{name}@t.example")
        shelf.publish(OUT, NOON + NIGHT)
        done = night(shelf, NOON + NIGHT, most=2)
        assert (done.mails, done.left) == (2, 1)
        done = night(shelf, NOON + NIGHT + timedelta(hours=1), most=2)
        assert (done.mails, done.left) == (1, 0)
        assert [taken.to[0] for taken in box.taken] == ["a", "b", "c"]

    def test_a_server_that_is_down_loses_nothing(self, shelf: Shelf, box: Mailbox) -> None:
        shelf.subscribed(READER)
        shelf.publish(OUT, NOON + NIGHT)
        shelf.port = 1
        done = night(shelf, NOON + NIGHT)
        assert (done.mails, done.left, done.stopped) == (0, 1, True)
        shelf.port = box.port
        assert night(shelf, NOON + 2 * NIGHT).mails == 1

    def test_a_server_that_takes_nothing_is_let_be(self, shelf: Shelf, box: Mailbox) -> None:
        names = [f"r{n}@t.example" for n in range(MOST_FAILURES + 2)]
        for name in names:
            shelf.subscribed(name)
        box.refused = dict.fromkeys(names, "421 too many")
        shelf.publish(OUT, NOON + NIGHT)
        done = night(shelf, NOON + NIGHT)
        assert (len(done.troubles), done.left) == (MOST_FAILURES, 2)

    def test_what_came_between_a_search_and_the_next_index_is_sent(self, shelf: Shelf) -> None:
        """A page fetched while a crawl went on, before the search was saved, could not be found then."""
        with shelf.opened() as (own, _store):
            token = own.searches.save("Ferries", "q=ferry", "en", NOON - NIGHT)  # when the index was written
            saved = own.searches.of(token)
            assert saved
            own.searches.confirm(own.searches.ask(saved.number, READER, NOON), NOON - NIGHT)
        shelf.publish(OUT, NOON - timedelta(minutes=5))
        assert night(shelf, NOON + NIGHT).mails == 1


class TestAddressesThatAreNoMore:
    def test_an_address_refused_for_good_again_and_again_is_deleted(self, shelf: Shelf, box: Mailbox) -> None:
        token = shelf.subscribed("gone@t.example")
        box.refused = {"gone@t.example": "550 no such reader"}
        shelf.publish(OUT, NOON + NIGHT)
        for n in range(1, MOST_REFUSALS + 1):
            done = night(shelf, NOON + n * NIGHT)
        assert done.troubles[0].endswith("; that was once too often, so its address is deleted")
        with shelf.opened() as (own, _store):
            saved = own.searches.of(token)
            assert saved
            assert saved.address is None

    def test_an_address_that_takes_a_mail_in_between_is_kept(self, shelf: Shelf, box: Mailbox) -> None:
        token = shelf.subscribed(READER)
        for n in range(1, MOST_REFUSALS + 2):
            box.refused = {READER: "550 not today"} if n != 2 else {}
            shelf.publish(replace(OUT, id=str(n), url=f"https://t.example/{n}"), NOON + n * NIGHT)
            night(shelf, NOON + n * NIGHT)
        with shelf.opened() as (own, _store):
            saved = own.searches.of(token)
            assert saved
            assert saved.address == READER

    def test_nobody_is_mailed_who_has_not_confirmed_or_has_paused(self, shelf: Shelf, box: Mailbox) -> None:
        token = shelf.subscribed(READER)
        with shelf.opened() as (own, _store):
            saved = own.searches.of(token)
            assert saved
            own.searches.pause(saved.number)
            other = own.searches.of(own.searches.save("Ferries", "q=ferry", "en", NOON))
            assert other
            own.searches.ask(other.number, "other@t.example", NOON + NIGHT)
        shelf.publish(OUT, NOON + NIGHT)
        assert night(shelf, NOON + NIGHT).searches == 0
        assert box.taken == []


class TestSuppression:
    def test_what_is_suppressed_is_never_sent(self, shelf: Shelf, box: Mailbox, minutes: Minutes) -> None:
        shelf.subscribed(READER)
        shelf.publish(OUT, NOON + NIGHT)
        assert minutes("--config", shelf.path, "suppress", "t/802/7002", "--why", "x").code == 0
        assert night(shelf, NOON + NIGHT).mails == 0
        assert minutes("--config", shelf.path, "suppress", "t/802/7002", "--lift", "--why", "y").code == 0
        assert box.taken == []

    def test_nothing_is_sent_from_an_index_that_lacks_what_was_suppressed(
        self, shelf: Shelf, box: Mailbox
    ) -> None:
        shelf.subscribed(READER)
        shelf.publish(OUT, NOON + NIGHT)
        with shelf.opened() as (_own, store), store.writing() as writing:
            writing.touch("t", "meeting", "802")
        with pytest.raises(MinutesError, match="lacks 1 changes of the archive: run `minutes index`"):
            night(shelf, NOON + NIGHT)
        assert box.taken == []

    def test_a_suppression_in_the_midst_of_a_run_ends_it(self, shelf: Shelf) -> None:
        shelf.subscribed("a@t.example")
        shelf.subscribed("b@t.example")
        shelf.publish(OUT, NOON + NIGHT)

        def suppressing(_message: EmailMessage) -> None:
            with shelf.opened() as (_own, store), store.writing() as writing:
                writing.touch("t", "meeting", "802")
            raise Refused("later", for_good=False)

        ended = pytest.raises(MinutesError, match="something was suppressed meanwhile")
        with shelf.run(settings_for(shelf.port), NOON + NIGHT) as run, ended:
            send_news(run, suppressing)


def test_since_counts_from_a_day_but_never_from_before_the_search_was_saved(shelf: Shelf) -> None:
    shelf.subscribed(READER)
    shelf.publish(OUT, NOON + NIGHT)
    night(shelf, NOON + NIGHT)
    assert night(shelf, NOON + 2 * NIGHT, since=NOON - 300 * NIGHT).results == 2  # not the agenda of before
    assert night(shelf, NOON + 3 * NIGHT, since=NOON + 2 * NIGHT).mails == 0


def test_looking_for_news_sends_and_notes_nothing(shelf: Shelf, box: Mailbox) -> None:
    shelf.subscribed(READER)
    shelf.publish(OUT, NOON + NIGHT)
    for _ in range(2):
        with shelf.run(settings_for(shelf.port), NOON + NIGHT) as run:
            assert [(saved.number, results) for saved, results in look_for_news(run)] == [(1, 2)]
    assert box.taken == []
    assert night(shelf, NOON + NIGHT).mails == 1


def test_what_is_read_off_a_page_of_before_is_not_new(shelf: Shelf) -> None:
    """So a reader that was mended makes no news when all pages are read again."""
    shelf.subscribed(READER)
    mended: Meeting = replace(
        MEETING,
        items=(replace(FERRY, passages=(*FERRY.passages, Passage("minutes", "Ferry dues."))), BEES),
    )
    shelf.publish(mended, NOON - NIGHT)
    assert night(shelf, NOON + NIGHT).mails == 0


def test_a_saved_search_that_cannot_be_read_any_more_is_told(shelf: Shelf) -> None:
    shelf.subscribed(READER, "q=ferry&since=the+flood")
    shelf.subscribed("other@t.example")
    shelf.publish(OUT, NOON + NIGHT)
    done = night(shelf, NOON + NIGHT)
    assert done.mails == 1
    assert done.troubles[0].startswith("saved search 1 cannot be read: “the flood” is not a date")
