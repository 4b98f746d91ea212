"""The mail server is reached with the encryption that was asked for, or not at all."""

from __future__ import annotations

import base64
import socket
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path

import pytest

from archive.errors import ConfigError, PostError
from tests.alerts.mailbox import receiving
from tests.alerts.shelf import NOON, SENDER, settings_for
from tests.archive.loopback import THROWAWAY
from web.alerts.composing import Letter, compose
from web.alerts.post import Post, Refused
from web.alerts.settings import MailSettings, Security


def mail(to: str = "reader@t.example") -> EmailMessage:
    return compose(Letter(to, "Ferries", "A ferry is late.\n.\n..and another\n"), SENDER, "x", NOON)


@pytest.fixture
def trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let this machine trust the certificate of tests."""
    monkeypatch.setenv("SSL_CERT_FILE", str(THROWAWAY))


@pytest.fixture
def silent() -> Iterator[int]:
    """Give the port of a server that takes connections and says nothing."""
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        yield server.getsockname()[1]


def test_a_mail_arrives_as_it_was_written() -> None:
    with receiving() as box, Post(settings_for(box.port)) as post:
        post.send(mail())
    (taken,) = box.taken
    assert (taken.sender, taken.to) == (SENDER, "reader@t.example")
    assert taken.raw == mail().as_bytes()


def test_one_connection_serves_all_mails() -> None:
    with receiving() as box, Post(settings_for(box.port)) as post:
        for _ in range(3):
            post.send(mail())
    assert (len(box.taken), box.connections) == (3, 1)


def test_no_connection_is_made_when_there_is_nothing_to_send() -> None:
    with receiving() as box, Post(settings_for(box.port)):
        pass
    assert box.connections == 0


@pytest.mark.usefixtures("trusted")
@pytest.mark.parametrize(("encryption", "security"), [("offered", "starttls"), ("tls", "tls")])
def test_a_mail_arrives_encrypted(encryption: str, security: Security) -> None:
    with receiving(encryption) as box, Post(replace(settings_for(box.port), security=security)) as post:
        post.send(mail())
    assert len(box.taken) == 1


@pytest.mark.parametrize(
    ("encryption", "security", "why"),
    [
        ("none", "starttls", "STARTTLS extension not supported"),
        ("offered", "starttls", "CERTIFICATE_VERIFY_FAILED"),
        ("tls", "tls", "CERTIFICATE_VERIFY_FAILED"),
        ("none", "tls", "SSL"),
    ],
    ids=["not offered", "starttls untrusted", "tls untrusted", "not tls"],
)
def test_nothing_is_sent_where_encryption_is_refused(encryption: str, security: Security, why: str) -> None:
    with receiving(encryption) as box:
        settings = replace(settings_for(box.port), security=security)
        with Post(settings) as post, pytest.raises(PostError, match=why):
            post.send(mail())
    assert box.taken == []


@pytest.mark.usefixtures("trusted")
class TestSigningIn:
    def settings(self, port: int, folder: Path, password: str) -> MailSettings:
        file = folder / "password"
        file.write_text(f"{password}\n", "utf-8")
        return replace(settings_for(port), security="tls", user="minutes", password_file=file)

    def users(self) -> dict[str, str]:
        login = base64.b64encode(b"\0minutes\0tide").decode()
        return {"minutes": f"PLAIN {login}"}

    def test_the_password_is_read_from_its_file(self, tmp_path: Path) -> None:
        with receiving("tls", users=self.users()) as box:
            settings = self.settings(box.port, tmp_path, "tide")
            with Post(settings) as post:
                post.send(mail())
        assert len(box.taken) == 1

    def test_the_password_can_be_a_credential_of_systemd(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
        with receiving("tls", users=self.users()) as box:
            settings = replace(self.settings(box.port, tmp_path, "tide"), password_file=Path("password"))
            with Post(settings) as post:
                post.send(mail())
        assert len(box.taken) == 1

    def test_a_wrong_password_is_told_without_it(self, tmp_path: Path) -> None:
        with receiving("tls", users=self.users()) as box:
            settings = self.settings(box.port, tmp_path, "ebb")
            with Post(settings) as post, pytest.raises(PostError, match="535 who are you") as told:
                post.send(mail())
        assert "ebb" not in str(told.value)
        assert box.taken == []

    def test_a_password_that_cannot_be_read_is_told(self, tmp_path: Path) -> None:
        with receiving("tls", users=self.users()) as box:
            settings = replace(self.settings(box.port, tmp_path, "x"), password_file=tmp_path / "none")
            with Post(settings) as post, pytest.raises(ConfigError, match=r"password_file .* cannot be read"):
                post.send(mail())


@pytest.mark.parametrize(("said", "for_good"), [("550 no such reader", True), ("451 come back later", False)])
def test_a_refused_mail_says_why_and_the_next_one_arrives(said: str, for_good: bool) -> None:
    with receiving(refused={"gone@t.example": said}) as box, Post(settings_for(box.port)) as post:
        with pytest.raises(Refused, match=said) as told:
            post.send(mail("gone@t.example"))
        assert told.value.for_good is for_good
        post.send(mail())
    assert [taken.to for taken in box.taken] == ["reader@t.example"]


def test_a_server_that_hangs_up_loses_one_mail_and_takes_the_next() -> None:
    with receiving(hangs_up_on=("odd@t.example",)) as box, Post(settings_for(box.port)) as post:
        with pytest.raises(Refused, match="connection failed") as told:
            post.send(mail("odd@t.example"))
        assert not told.value.for_good
        post.send(mail())
    assert (len(box.taken), box.connections) == (1, 2)


def test_a_server_that_is_not_there_is_told_with_its_name() -> None:
    with (
        Post(settings_for(1)) as post,
        pytest.raises(PostError, match=r"server 127\.0\.0\.1:1 cannot be"),
    ):
        post.send(mail())


def test_a_silent_server_is_not_waited_for(silent: int) -> None:
    with Post(settings_for(silent), timeout=0.2) as post, pytest.raises(PostError, match="timed out"):
        post.send(mail())
