"""The pages of saved searches: what a holder of a link can do, and nobody else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from archive.own import MOST_ASKED
from tests.alerts.mailbox import Mailbox, receiving
from tests.alerts.shelf import MEETING, NIGHT, NOON, OUT, SITE, Shelf
from tests.web.checks import CheckedClient, one
from web.alerts.crossing import from_elsewhere

READER = "reader@t.example"
FORM = {"search": "q=ferry", "name": "Ferries"}


@pytest.fixture
def box() -> Iterator[Mailbox]:
    with receiving() as mailbox:
        yield mailbox


@pytest.fixture
def shelf(tmp_path: Path, box: Mailbox) -> Shelf:
    made = Shelf(tmp_path, box.port)
    made.publish(replace(MEETING, date=date.today().replace(day=1)), NOON)
    return made


@pytest.fixture
def client(shelf: Shelf) -> Iterator[CheckedClient]:
    with shelf.client() as opened:
        yield opened


def saved(client: CheckedClient, **more: str) -> str:
    """Save a search, and return the address of its private page."""
    answer = client.post("/saved/new", data=FORM | more)
    assert answer.status_code == 303, answer.text
    return answer.location


def link(box: Mailbox, what: str) -> str:
    """Return the address, without the site, of a link in the newest mail."""
    found = re.search(rf"{SITE}(/\S*saved/{what}/\S+)", box.taken[-1].part("plain"))
    assert found
    return found[1]


def confirmed(client: CheckedClient, box: Mailbox) -> str:
    """Save a search, confirm its address, and return the address of its private page."""
    place = saved(client, mail=READER)
    client.post(link(box, "confirm"))
    return place


class TestSaving:
    def test_the_form_says_what_is_searched_for_and_proposes_a_name(self, client: CheckedClient) -> None:
        page = client.page("/saved/new?q=ferry&board=Quays+Panel&page=7")
        assert one(page, "#name")["value"] == "ferry"
        assert "Quays Panel" in one(page, ".searched").get_text()
        assert one(page, "input[name=search]")["value"] == "q=ferry&board=Quays+Panel"

    def test_the_preview_counts_the_last_twelve_months_by_the_days_of_meetings(
        self, client: CheckedClient
    ) -> None:
        page = client.page("/saved/new?q=ferry")
        assert "1 result in the last twelve months, by the days of the meetings." in page.get_text()
        assert [cell.get_text() for cell in page.select("td.figure")] == ["0"] * 11 + ["1"]

    def test_a_search_that_ends_in_the_past_says_so(self, client: CheckedClient) -> None:
        assert "ends on a day that is past" in client.page("/saved/new?q=ferry&until=2020").get_text()
        assert "ends on a day that is past" not in client.page("/saved/new?q=ferry").get_text()

    def test_a_search_that_cannot_be_read_is_refused(self, client: CheckedClient) -> None:
        assert "is not a date" in client.page("/saved/new?since=the+flood", 400).get_text()

    def test_what_is_saved_has_a_page_under_an_unguessable_address(self, client: CheckedClient) -> None:
        place = saved(client)
        page = client.page(place)
        assert one(page, "h1").get_text() == "Ferries"
        assert page.select("a[href='/?q=ferry&sort=newest']")
        assert len(place.removeprefix("/saved/")) == 43
        assert saved(client) != place

    @pytest.mark.parametrize("name", ["", " \t\u202e ", "x" * 101])
    def test_a_name_that_is_none_is_refused_and_told_at_its_field(
        self, client: CheckedClient, name: str
    ) -> None:
        answer = client.post("/saved/new", data=FORM | {"name": name, "mail": READER})
        assert answer.status_code == 400
        assert 'id="name-wrong"' in answer.text

    def test_a_page_is_kept_from_caches_and_search_engines(self, client: CheckedClient) -> None:
        answer = client.get(saved(client))
        assert (answer.headers["Cache-Control"], answer.headers["X-Robots-Tag"]) == ("no-store", "noindex")

    @pytest.mark.parametrize(
        "name", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 7*7 }}"]
    )
    def test_a_name_stays_text(self, client: CheckedClient, box: Mailbox, name: str) -> None:
        place = saved(client, name=name, mail=READER)
        for address in (place, link(box, "confirm")):
            assert name in client.page(address).get_text()
        client.post(link(box, "confirm"))
        assert name in client.page(place).get_text()

    def test_the_welsh_page_leads_to_welsh_ones(self, client: CheckedClient, box: Mailbox) -> None:
        answer = client.post("/cy/saved/new", data=FORM | {"mail": READER})
        assert answer.location.startswith("/cy/saved/")
        assert link(box, "confirm").startswith("/cy/saved/confirm/")


class TestTheMailAddress:
    def test_nothing_is_sent_until_it_is_confirmed_by_a_mailed_link(
        self, client: CheckedClient, box: Mailbox, shelf: Shelf
    ) -> None:
        place = saved(client, mail=READER)
        assert [taken.to for taken in box.taken] == [READER]
        assert "until that link is used" in client.page(place).get_text()
        with shelf.opened() as (own, _store):
            assert own.searches.mailing() == []
        confirm = link(box, "confirm")
        one(client.page(confirm), "form[method=post] > button:only-child")
        with shelf.opened() as (own, _store):
            assert own.searches.mailing() == []  # a link that is only followed confirms nothing
        assert client.post(confirm).status_code == 200
        with shelf.opened() as (own, _store):
            assert [one.address for one in own.searches.mailing()] == [READER]
        assert client.post(confirm).status_code == 404  # it is used up

    def test_the_mail_that_asks_has_no_word_that_somebody_typed(
        self, client: CheckedClient, box: Mailbox
    ) -> None:
        saved(client, name="Buy at pills.example", search="q=pills.example", mail=READER)
        (taken,) = box.taken
        assert b"pills" not in taken.raw

    def test_it_is_shown_nowhere(self, client: CheckedClient, box: Mailbox) -> None:
        place = saved(client, mail=READER)
        confirm = link(box, "confirm")
        shown = [
            client.get(place).text,
            client.get(confirm).text,
            client.post(confirm).text,
            client.get(place).text,
        ]
        assert not any("reader" in text for text in shown)

    @pytest.mark.parametrize(
        "address",
        [
            "reader",
            "a@b",
            "a b@t.example",
            "a@t.example\r\nBcc: x@t.example",
            "a@t.example,b@t.example",
            "ŷ@t.example",
        ],
    )
    def test_what_is_no_mailbox_is_refused_and_nothing_is_saved(
        self, client: CheckedClient, box: Mailbox, shelf: Shelf, address: str
    ) -> None:
        answer = client.post("/saved/new", data=FORM | {"mail": address})
        assert answer.status_code == 400
        assert 'id="mail-wrong"' in answer.text
        assert box.taken == []
        with shelf.opened() as (own, _store):
            assert own.searches.count() == 0

    def test_a_mail_that_cannot_be_sent_is_told_and_nothing_is_saved(
        self, client: CheckedClient, box: Mailbox, shelf: Shelf
    ) -> None:
        box.refused = {READER: "550 no such reader"}
        answer = client.post("/saved/new", data=FORM | {"mail": READER})
        assert "could not be sent" in answer.text
        with shelf.opened() as (own, _store):
            assert own.searches.count() == 0

    def test_nobody_is_pestered_with_mails_that_ask(self, client: CheckedClient, box: Mailbox) -> None:
        for _ in range(MOST_ASKED):
            saved(client, mail=READER)
        answer = client.post("/saved/new", data=FORM | {"mail": READER.upper()})
        assert (answer.status_code, len(box.taken)) == (400, MOST_ASKED)
        assert saved(client, mail="other@t.example")

    def test_one_search_asks_an_address_no_third_time(self, client: CheckedClient, box: Mailbox) -> None:
        place = saved(client)
        for act in ("mail", "mail", "silence", "mail"):
            answer = client.post(place, data={"act": act, "mail": READER})
        assert (answer.status_code, len(box.taken)) == (400, MOST_ASKED)

    def test_a_server_that_hangs_up_when_it_has_taken_a_mail_lets_nobody_be_pestered(
        self, client: CheckedClient, box: Mailbox
    ) -> None:
        def hang_up(_count: int) -> None:
            raise OSError("the line goes dead")

        box.then = hang_up
        for _ in range(MOST_ASKED + 1):
            assert client.post("/saved/new", data=FORM | {"mail": READER}).status_code == 400
        assert len(box.taken) == MOST_ASKED

    def test_a_reader_whose_mails_were_refused_may_try_again(
        self, client: CheckedClient, box: Mailbox
    ) -> None:
        box.refused = {READER: "451 later"}
        for _ in range(MOST_ASKED + 1):
            assert client.post("/saved/new", data=FORM | {"mail": READER}).status_code == 400
        box.refused = {}
        assert saved(client, mail=READER)

    def test_a_mail_that_fails_late_leaves_an_address_alone_that_was_given_meanwhile(
        self, client: CheckedClient, box: Mailbox, shelf: Shelf
    ) -> None:
        place = saved(client)

        def another(_count: int) -> None:
            box.then = lambda _count: None
            with shelf.opened() as (own, _store):
                own.searches.confirm(own.searches.ask(1, "other@t.example", datetime.now(UTC)), NOON)
            raise OSError("the line goes dead")

        box.then = another
        assert client.post(place, data={"act": "mail", "mail": READER}).status_code == 400
        with shelf.opened() as (own, _store):
            assert [one.address for one in own.searches.mailing()] == ["other@t.example"]

    def test_the_page_that_ends_mails_ends_them_by_its_button_only(
        self, client: CheckedClient, box: Mailbox, shelf: Shelf
    ) -> None:
        place = confirmed(client, box)
        with shelf.opened() as (own, _store):
            (subscribed,) = own.searches.mailing()
        leave = f"/saved/unsubscribe/{subscribed.leaving}"
        one(client.page(leave), "form[method=post] > button:only-child")
        with shelf.opened() as (own, _store):
            assert len(own.searches.mailing()) == 1
        for _ in range(2):  # a second click is no mistake
            assert client.post(leave).status_code == 200
        with shelf.opened() as (own, _store):
            assert own.searches.mailing() == []
        assert "no address is kept" in client.page(place).get_text()

    def test_the_token_that_ends_mails_does_nothing_else(
        self, client: CheckedClient, box: Mailbox, shelf: Shelf
    ) -> None:
        confirmed(client, box)
        with shelf.opened() as (own, _store):
            (subscribed,) = own.searches.mailing()
        assert client.get(f"/saved/{subscribed.leaving}").status_code == 404
        assert client.get(f"/saved/confirm/{subscribed.leaving}").status_code == 404


class TestTheOwnersPage:
    def test_it_renames(self, client: CheckedClient) -> None:
        place = saved(client)
        client.post(place, data={"act": "rename", "name": "All\r\nferries"})
        assert one(client.page(place), "h1").get_text() == "All ferries"
        refused = client.post(place, data={"act": "rename", "name": " "})
        assert (refused.status_code, 'id="name-wrong"' in refused.text) == (400, True)

    def test_it_pauses_and_goes_on_with_what_comes_after(
        self, client: CheckedClient, box: Mailbox, shelf: Shelf
    ) -> None:
        place = confirmed(client, box)
        client.post(place, data={"act": "pause"})
        assert "Paused" in client.page(place).get_text()
        with shelf.opened() as (own, _store):
            assert own.searches.mailing() == []
        shelf.publish(OUT, NOON + NIGHT)
        client.post(place, data={"act": "resume"})
        with shelf.opened() as (own, _store):
            assert [s.mark for s in own.searches.mailing()] == [NOON + NIGHT]

    def test_it_deletes_the_address_or_all_of_it(self, client: CheckedClient, box: Mailbox) -> None:
        place = confirmed(client, box)
        client.post(place, data={"act": "silence"})
        assert "no address is kept" in client.page(place).get_text()
        client.post(place, data={"act": "mail", "mail": READER})
        assert len(box.taken) == 2
        assert client.post(place, data={"act": "delete"}).status_code == 200
        client.page(place, 404)

    @pytest.mark.parametrize("act", ["", "explode"])
    def test_it_does_nothing_that_it_does_not_know(self, client: CheckedClient, act: str) -> None:
        assert client.post(saved(client), data={"act": act}).status_code == 400

    def test_a_wrong_link_shows_nothing(self, client: CheckedClient) -> None:
        place = saved(client)
        for address in (
            f"{place[:-1]}!",
            "/saved/x",
            "/saved/confirm/x",
            "/saved/unsubscribe/x",
            "/saved/%ed",
        ):
            client.page(address, 404)


class TestOtherSites:
    @pytest.mark.parametrize(
        ("site", "origin", "elsewhere"),
        [
            ("same-origin", "https://evil.example", False),  # the browser knows, whatever a proxy calls us
            ("none", None, False),
            ("cross-site", None, True),
            ("same-site", None, True),
            (None, "https://minutes.example", False),
            (None, "https://minutes.example:8443", True),
            (None, "https://evil.example", True),
            (None, "null", True),
            (None, "http://[", True),
            (None, None, False),
        ],
    )
    def test_a_form_of_another_site_is_known(
        self, site: str | None, origin: str | None, elsewhere: bool
    ) -> None:
        assert from_elsewhere(site, origin, "minutes.example") is elsewhere

    def test_a_form_of_another_site_does_nothing(self, client: CheckedClient, box: Mailbox) -> None:
        place = saved(client)
        for address in ("/saved/new", place):
            data = FORM | {"act": "delete", "mail": READER}
            assert (
                client.post(address, data=data, headers={"Origin": "https://evil.example"}).status_code == 403
            )
        client.page(place)
        assert box.taken == []

    def test_a_mailboxes_one_click_is_let_in(self, client: CheckedClient, box: Mailbox, shelf: Shelf) -> None:
        """RFC 8058: no Origin, no cookies, and this body."""
        confirmed(client, box)
        with shelf.opened() as (own, _store):
            (subscribed,) = own.searches.mailing()
        client.post(f"/saved/unsubscribe/{subscribed.leaving}", data={"List-Unsubscribe": "One-Click"})
        with shelf.opened() as (own, _store):
            assert own.searches.mailing() == []


def test_an_archive_that_sends_no_mails_saves_searches_all_the_same(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    shelf.path.write_text(shelf.path.read_text("utf-8").partition("[mail]")[0], "utf-8")
    shelf.publish(MEETING, NOON)
    with shelf.client() as client:
        assert not client.page("/saved/new?q=ferry").select("#mail")
        assert "sends no emails" in client.page(saved(client)).get_text()
        assert client.post(saved(client), data={"act": "mail", "mail": READER}).status_code == 400


def test_a_search_counts_from_when_the_index_was_written(client: CheckedClient, shelf: Shelf) -> None:
    """What a crawl fetched since could not be found yet when the search was saved."""
    token = saved(client).removeprefix("/saved/")
    with shelf.opened() as (own, _store):
        found = own.searches.of(token)
    assert found
    assert (found.begun, found.mark) == (NOON, NOON)
    assert found.begun < datetime.now(UTC)
