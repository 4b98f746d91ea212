"""[mail] of config.toml says what can be used, or says what to change."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.errors import ConfigError
from web.alerts.settings import MailSettings, is_mailbox, mail_settings

LEAST: dict[str, Any] = {
    "site": "https://minutes.example/",
    "sender": "minutes@example.org",
    "host": "mail.example.org",
}


def test_the_least_that_must_be_said() -> None:
    assert mail_settings(LEAST) == MailSettings(
        "https://minutes.example", "minutes@example.org", "mail.example.org", 587, "starttls"
    )


def test_no_table_is_no_mails() -> None:
    assert mail_settings({}) is None


def test_all_that_can_be_said() -> None:
    more = {"security": "tls", "user": "minutes", "password_file": "/run/secret", "most": 7, "port": 2465}
    found = mail_settings(LEAST | more)
    assert found
    assert (found.port, found.password_file, found.most) == (2465, Path("/run/secret"), 7)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"sender": "Minutes <minutes@example.org>"}, "is not a mailbox"),
        ({"site": "minutes.example"}, "is not the site's web address"),
        ({"site": "https://minutes.example?x=1"}, "is not the site's web address"),
        ({"site": "https://minutes.example\r\n"}, "is not the site's web address"),
        ({"site": "http://["}, "is not the site's web address"),
        ({"security": "ssl"}, "known: starttls, tls, none"),
        ({"security": "none"}, "only for a mail server on this machine"),
        ({"security": "none", "host": "127.0.0.1.example"}, "only for a mail server on this machine"),
        ({"user": "minutes"}, "user and password_file go together"),
        ({"password_file": "/run/secret"}, "user and password_file go together"),
        ({"user": "minutes", "password_file": "../secret"}, "password_file is a whole path"),
        (
            {"user": "m", "password_file": "/s", "host": "::1", "security": "none"},
            "no password is sent unencrypted",
        ),
        ({"password": "tide"}, "“password” in \\[mail\\] is not known"),
        ({"most": 0}, "most is a whole number from 1 on"),
    ],
)
def test_what_cannot_be_used_is_refused(more: dict[str, Any], said: str) -> None:
    with pytest.raises(ConfigError, match=said):
        mail_settings(LEAST | more)


def test_the_sites_address_is_that_of_the_web_unless_another_is_given() -> None:
    without = {key: each for key, each in LEAST.items() if key != "site"}
    found = mail_settings(without, "https://minutes.tidewick.example")
    assert found
    assert found.site == "https://minutes.tidewick.example"
    given = mail_settings(LEAST, "https://minutes.tidewick.example")
    assert given
    assert given.site == LEAST["site"].rstrip("/")
    with pytest.raises(ConfigError, match=r"without it, address in \[web\] is taken"):
        mail_settings(without)


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "::1"])
def test_a_server_on_this_machine_needs_no_encryption(host: str) -> None:
    found = mail_settings(LEAST | {"host": host, "security": "none"})
    assert found
    assert found.port == 25


@pytest.mark.parametrize("text", ["a@t.example", "first.last+tag@mail.t.example", "o'neil@t.example"])
def test_a_mailbox(text: str) -> None:
    assert is_mailbox(text)


@settings(deadline=None)
@given(
    st.text(max_size=20),
    st.sampled_from(["", "\r\n", "\n", ",", " ", "<", ">", "\x00", "ŷ", ";", ":", '"', "("]),
)
def test_a_mailbox_has_nothing_that_means_something_to_a_mail_server(start: str, odd: str) -> None:
    for text in (f"{start}{odd}@t.example", f"a@{odd}{start}.example", f"a@t.example{odd}"):
        if is_mailbox(text):
            assert text.isascii()
            assert text.isprintable()
            assert not set(text) & set(' ,;:<>()[]"\\')
