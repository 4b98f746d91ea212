from __future__ import annotations

from collections.abc import Iterable
from ipaddress import ip_network
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.guard.proxy import BY_PROXY, Behind, client, household
from web.settings import WebSettings, read

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

PROXIES = tuple(map(ip_network, ("127.0.0.1", "10.0.0.0/8")))
READER, NGINX, BALANCER = "203.0.113.7", "127.0.0.1", "10.2.3.4"


@pytest.mark.parametrize(
    ("peer", "forwarded", "asks"),
    [
        (NGINX, READER, READER),
        (NGINX, f"{READER}, {BALANCER}", READER),
        (NGINX, f"198.51.100.1, {READER}", READER),
        (NGINX, f"{NGINX}, {READER}", READER),
        (NGINX, f"{READER}, nonsense, {BALANCER}", BALANCER),
        (NGINX, "", NGINX),
        (NGINX, "nonsense", NGINX),
        (NGINX, "2001:db8::7", "2001:db8::7"),
    ],
)
def test_who_asks_is_the_last_named_that_is_no_known_proxy(peer: str, forwarded: str, asks: str) -> None:
    assert client(peer, forwarded, PROXIES) == asks


@given(st.text())
def test_whatever_a_client_writes_it_cannot_pass_for_another(written: str) -> None:
    assert client(NGINX, f"{written}, {READER}", PROXIES) == READER


def passed_on(settings: WebSettings, **environ: str) -> dict[str, Any]:
    """Give what the application sees of a request."""
    seen: dict[str, Any] = {}

    def application(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        del start_response
        seen.update(environ)
        return []

    whole = {"wsgi.url_scheme": "http", "SCRIPT_NAME": "", "PATH_INFO": "/", **environ}
    Behind(application, settings)(whole, lambda *_: lambda _: None)
    return seen


def test_unasked_no_header_of_a_proxy_is_believed() -> None:
    told = {
        "HTTP_X_FORWARDED_FOR": READER,
        "HTTP_X_FORWARDED_PROTO": "https",
        "HTTP_X_FORWARDED_PREFIX": "/x",
    }
    seen = passed_on(WebSettings(), REMOTE_ADDR=NGINX, **told)
    assert (seen["REMOTE_ADDR"], seen["wsgi.url_scheme"], seen["SCRIPT_NAME"]) == (NGINX, "http", "")
    assert BY_PROXY not in seen


def test_a_stranger_who_writes_the_header_of_a_proxy_stays_a_stranger() -> None:
    seen = passed_on(WebSettings(proxies=PROXIES), REMOTE_ADDR="198.51.100.1", HTTP_X_FORWARDED_FOR=READER)
    assert seen["REMOTE_ADDR"] == "198.51.100.1"
    assert BY_PROXY not in seen


def test_a_known_proxy_says_who_asks() -> None:
    seen = passed_on(
        WebSettings(proxies=PROXIES), REMOTE_ADDR="::ffff:127.0.0.1", HTTP_X_FORWARDED_FOR=READER
    )
    assert (seen["REMOTE_ADDR"], seen[BY_PROXY]) == (READER, True)


@pytest.mark.parametrize(
    ("asked", "path"),
    [
        ("/archive/saltmere/310", "/saltmere/310"),
        ("/saltmere/310", "/saltmere/310"),
        ("/archive", "/"),
        ("/archives", "/archives"),
    ],
)
def test_the_path_of_the_site_is_taken_off_whether_the_proxy_did_so_or_not(asked: str, path: str) -> None:
    settings = read({"address": "https://saltmere.example/archive"})
    seen = passed_on(settings, REMOTE_ADDR=READER, PATH_INFO=asked)
    assert (seen["SCRIPT_NAME"], seen["PATH_INFO"], seen["wsgi.url_scheme"]) == ("/archive", path, "https")


def test_the_addresses_of_one_household_are_one() -> None:
    assert household("2001:db8:1:2:3::4") == household("2001:db8:1:2::9") == "2001:db8:1:2::/64"
    assert household("2001:db8:1:3::4") != household("2001:db8:1:2::9")
    assert household("::ffff:203.0.113.7") == household(READER) == READER
    assert household("a socket") == "unknown"
