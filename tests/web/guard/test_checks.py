from __future__ import annotations

import re
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from indexer.model import Engine
from tests.web import sample
from tests.web.checks import CheckedClient
from tests.web.conftest import indexed
from web.app import create_app
from web.guard.checks import guard
from web.guard.passwords import hashed
from web.settings import read

PASSWORD = "the tide is out"
HASH = hashed(PASSWORD)
NGINX = {"REMOTE_ADDR": "127.0.0.1"}
STRANGER = {"REMOTE_ADDR": "198.51.100.9"}
EVERYWHERE = (
    "/",
    "/?q=footbridge",
    "/saltmere/310",
    "/status",
    "/similar",
    "/api/v1/search",
    "/export/results.csv",
    "/feed",
    "/static/style.css",
    "/no-such-page",
    "/cy/saltmere/310",
)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    return indexed(tmp_path_factory.mktemp("index"), [sample.HELD])


def guarded(engine: Engine, **web: Any) -> CheckedClient:
    app = create_app(engine, sample.Shelf(), names=sample.NAMES, topics=sample.TOPICS)
    guard(app, read(web))
    app.test_client_class = CheckedClient
    client = app.test_client()
    assert isinstance(client, CheckedClient)
    return client


def get(client: FlaskClient, address: str, **how: Any) -> TestResponse:
    response = client.get(address, **how)
    response.close()  # a file that is served stays open until then
    return response


# Rate


def test_who_asks_too_much_is_told_when_to_come_back_and_others_are_not(engine: Engine) -> None:
    client = guarded(engine, rate=3)
    assert [get(client, "/?q=ice", environ_base=STRANGER).status_code for _ in range(4)] == [
        200,
        200,
        200,
        429,
    ]
    refused = get(client, "/?q=ice", environ_base=STRANGER)
    assert 1 <= int(refused.headers["Retry-After"]) <= 20
    assert "Please wait" in refused.text
    assert get(client, "/?q=ice", environ_base=NGINX).status_code == 200


def test_scripts_that_ask_too_much_are_told_in_json(engine: Engine) -> None:
    client = guarded(engine, rate=1)
    assert get(client, "/api/v1/search?q=ice").status_code == 200
    refused = get(client, "/api/v1/search?q=ice")
    assert refused.status_code == 429
    assert "Please wait" in (refused.json or {})["error"]
    assert refused.headers["Retry-After"] == "60"


def test_a_page_costs_nothing_in_either_language_and_an_export_as_much_as_twenty_searches(
    engine: Engine,
) -> None:
    client = guarded(engine, rate=21)
    assert {get(client, "/cy/saltmere/310").status_code for _ in range(30)} == {200}
    assert get(client, "/export/results.csv").status_code == 200
    assert get(client, "/?q=ice").status_code == 200
    assert get(client, "/cy/?q=ice").status_code == 429
    assert get(client, "/saltmere/310").status_code == 200


def test_a_search_of_a_hundred_words_counts_for_more_than_one_of_three(engine: Engine) -> None:
    client = guarded(engine, rate=12)
    long = "(ice)" * 100
    assert get(client, f"/?q={long}").status_code == 200
    assert get(client, "/?q=ice").status_code == 200
    assert get(client, "/?q=ice").status_code == 429


def test_unless_proxies_are_named_a_client_cannot_pass_for_many(engine: Engine) -> None:
    client = guarded(engine, rate=1)
    pretended = ({"X-Forwarded-For": f"203.0.113.{n}"} for n in range(3))
    assert [get(client, "/", headers=headers).status_code for headers in pretended] == [200, 429, 429]


def test_behind_a_proxy_each_reader_has_their_own_share(engine: Engine) -> None:
    client = guarded(engine, rate=1, proxies=["127.0.0.1"])
    for reader in ("203.0.113.7", "203.0.113.8"):
        behind = {"environ_base": NGINX, "headers": {"X-Forwarded-For": f"{reader}"}}
        assert [get(client, "/", **behind).status_code for _ in range(2)] == [200, 429]


# Names


@pytest.mark.parametrize("host", ["evil.example", "minutes.saltmere.example.evil.example", "127.0.0.1", ""])
def test_under_another_name_than_its_own_nothing_is_answered_but_health(engine: Engine, host: str) -> None:
    client = guarded(engine, address="https://minutes.saltmere.example", hosts=["minutes"])
    for address in EVERYWHERE:
        assert get(client, address, headers={"Host": host}).status_code == 400, address
    assert get(client, "/health", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize("host", ["minutes.saltmere.example", "minutes", "minutes:8000"])
def test_under_its_own_names_the_site_answers(engine: Engine, host: str) -> None:
    client = guarded(engine, address="https://minutes.saltmere.example", hosts=["minutes"])
    assert get(client, "/saltmere/310", headers={"Host": host}).status_code == 200


def test_addresses_on_a_page_begin_with_the_path_that_the_site_is_served_under(engine: Engine) -> None:
    client = FlaskClient(guarded(engine, address="https://saltmere.example/archive").application)
    for asked in ("/archive/cy/?q=footbridge", "/cy/?q=footbridge"):
        page = get(client, asked, headers={"Host": "saltmere.example"}).text
        assert 'href="/archive/cy/saltmere/310' in page
        assert re.search(r'href="/archive(/cy)?/static/style.css"', page)
        assert 'href="/cy/' not in page


# TLS


def test_browsers_are_told_to_come_by_https_only_where_readers_do(engine: Engine) -> None:
    name = "Strict-Transport-Security"
    secure = guarded(engine, address="https://localhost")
    assert get(secure, "/").headers[name] == "max-age=31536000"
    assert get(secure, "/no-such-page").headers[name] == "max-age=31536000"
    for plain in (guarded(engine), guarded(engine, address="http://localhost")):
        assert name not in get(plain, "/", headers={"X-Forwarded-Proto": "https"}).headers


# Signing in


def test_nothing_of_a_private_archive_is_shown_to_who_has_not_signed_in(engine: Engine) -> None:
    client = guarded(engine, users={"clerk": HASH})
    for address in EVERYWHERE:
        refused = get(client, address)
        assert refused.status_code == 401, address
        assert refused.headers["WWW-Authenticate"] == 'Basic realm="Minutes archive", charset="UTF-8"'
        assert "Saltmere" not in refused.text
        assert "private" in refused.headers["Cache-Control"]
    assert get(client, "/health").status_code == 200


def test_a_name_and_its_password_open_everything_without_a_cookie(engine: Engine) -> None:
    client = guarded(engine, users={"clerk": HASH})
    for address in ("/", "/saltmere/310", "/static/style.css", "/api/v1/search"):
        answer = get(client, address, auth=("clerk", PASSWORD))
        assert answer.status_code == 200, address
        assert "Set-Cookie" not in answer.headers
        assert "private" in answer.headers["Cache-Control"]
    for auth in (("clerk", "wrong"), ("nobody", PASSWORD), ("", "")):
        assert get(client, "/", auth=auth).status_code == 401
    for header in ("Basic", "Basic !", "Basic Og==", "Bearer clerk", "Digest username=clerk"):
        assert get(client, "/", headers={"Authorization": header}).status_code == 401, header


def test_guessing_is_slowed_down_and_who_knows_the_password_is_not(engine: Engine) -> None:
    client = guarded(engine, users={"clerk": HASH}, rate=0)
    assert get(client, "/", auth=("clerk", PASSWORD)).status_code == 200
    answers = [get(client, "/", auth=("clerk", f"guess {n}")) for n in range(15)]
    assert answers[0].status_code == 401
    assert answers[-1].status_code == 429
    assert get(client, "/", auth=("clerk", PASSWORD)).status_code == 200


def test_who_a_known_proxy_names_is_signed_in_and_who_names_himself_is_not(engine: Engine) -> None:
    client = guarded(engine, proxies=["127.0.0.1"], user_header="X-Remote-User")
    named = {"X-Remote-User": "clerk"}
    assert get(client, "/saltmere/310", headers=named, environ_base=NGINX).status_code == 200
    for how in ({"headers": named, "environ_base": STRANGER}, {"environ_base": NGINX}):
        refused = get(client, "/saltmere/310", **how)
        assert refused.status_code == 403
        assert "WWW-Authenticate" not in refused.headers
    blank = get(client, "/saltmere/310", headers={"X-Remote-User": " "}, environ_base=NGINX)
    assert blank.status_code == 403


def test_a_mailbox_unsubscribes_its_owner_from_a_private_archive_without_signing_in(
    engine: Engine,
) -> None:
    client = guarded(engine, users={"clerk": HASH})
    for address in ("/saved/unsubscribe/token", "/cy/saved/unsubscribe/token"):
        # Past the door: beside this archive no searches are saved, and it is an item's, which is only read.
        assert client.post(address).status_code == 405
        assert get(client, address).status_code == 401
    assert client.post("/saved/new").status_code == 401
