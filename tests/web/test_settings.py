from __future__ import annotations

from dataclasses import fields
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest

from archive.config import load
from archive.errors import ConfigError
from web.guard.passwords import hashed
from web.settings import WebSettings, read

HASH = hashed("a long enough password")
FULL: dict[str, Any] = {
    "address": "https://Minutes.saltmere.example/archive/",
    "hosts": ["minutes", "intranet.saltmere.example"],
    "proxies": ["127.0.0.1", "10.1.0.0/16", "fd00::/8"],
    "users": {"clerk": HASH},
    "user_header": "X-Remote-User",
    "rate": 60,
    "threads": 4,
}
SECTION = """
[[council]]
slug = "saltmere"
name = "Saltmere"
system = "moderngov"
url = "https://democracy.saltmere.example"

[web]
address = "https://minutes.saltmere.example"
rate = 0
[web.users]
clerk = "%s"
"""


def test_everything_that_can_be_said_of_the_site_is_read() -> None:
    settings = read(FULL)
    assert FULL.keys() == {field.name for field in fields(WebSettings)}
    assert settings.secure
    assert settings.prefix == "/archive"
    assert settings.names == ("minutes.saltmere.example", "minutes", "intranet.saltmere.example")
    assert settings.proxies == tuple(map(ip_network, ("127.0.0.1", "10.1.0.0/16", "fd00::/8")))
    assert settings.users == {"clerk": HASH}
    assert settings.private
    assert (settings.user_header, settings.rate, settings.threads) == ("X-Remote-User", 60, 4)


def test_what_is_left_out_believes_no_header_and_keeps_nobody_out_but_the_greedy() -> None:
    settings = read({})
    assert settings == WebSettings()
    assert settings.proxies == ()
    assert not settings.private
    assert not settings.secure
    assert (settings.prefix, settings.names) == ("", ())
    assert settings.rate == 300


def test_the_section_is_read_from_config_toml(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text(SECTION % HASH, "utf-8")
    settings = read(load(tmp_path / "config.toml").web)
    assert settings.address == "https://minutes.saltmere.example"
    assert (settings.rate, settings.users) == (0, {"clerk": HASH})


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"adress": "https://a.example"}, "“adress” in .web. is not known .did you mean “address”"),
    ({"address": "minutes.example"}, "is not a web address such as"),
    ({"address": "https://a.example/?q=1"}, "is not a web address such as"),
    ({"address": "https://a.example/a b"}, "is not a web address such as"),
    ({"address": "https://[a"}, "is not a web address such as"),
    ({"address": 1}, "address must be text in quotes"),
    ({"hosts": "a.example"}, "hosts must be a list"),
    ({"hosts": ["https://a.example"]}, "is not a name such as minutes.example.org"),
    ({"hosts": ["a.example:80"]}, "is not a name such as minutes.example.org"),
    ({"proxies": 1}, "proxies must be a list"),
    ({"proxies": ["nginx"]}, "is not an address such as 127.0.0.1"),
    ({"proxies": ["10.1.0.1/16"]}, "is not an address such as 127.0.0.1"),
    ({"users": {"clerk": "secret"}}, "users: clerk: write what `minutes password` prints"),
    ({"users": {"a:b": HASH}}, "“a:b” cannot be a name to sign in with"),
    ({"users": {"": HASH}}, "cannot be a name to sign in with"),
    ({"user_header": "X-Remote-User"}, "name the proxy's address in proxies"),
    ({"user_header": "X Remote", "proxies": ["127.0.0.1"]}, "is not a header's name"),
    ({"rate": -1}, "rate is a number of searches a minute"),
    ({"threads": 0}, "threads is a whole number from 1 on"),
]


@pytest.mark.parametrize(("table", "told"), WRONG)
def test_what_cannot_be_used_is_refused_with_what_to_write(table: dict[str, Any], told: str) -> None:
    with pytest.raises(ConfigError, match=told):
        read(table)
