"""A mail has the headers it should have, whatever a name or a title says."""

from __future__ import annotations

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP, default

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.alerts.shelf import NOON, SENDER
from web.alerts.composing import LONGEST_SUBJECT, Letter, compose, one_line

LEAVE = "https://minutes.thistlemoor.example/saved/unsubscribe/abc"
USUAL = [
    "From",
    "To",
    "Subject",
    "Date",
    "Message-ID",
    "Auto-Submitted",
    "List-Unsubscribe",
    "List-Unsubscribe-Post",
    "MIME-Version",
    "Content-Type",
    "Content-Language",
]


def sent(letter: Letter, about: str = "x") -> EmailMessage:
    """Write a mail as it goes over the wire, and read it as a mailbox does."""
    found = message_from_bytes(compose(letter, SENDER, about, NOON).as_bytes(), policy=default)
    assert isinstance(found, EmailMessage)
    return found


@settings(deadline=None)
@given(st.text(), st.text())
@example("Ferries\r\nBcc: everybody@t.example", "text")
@example("Ferries\n\n<script>alert(1)</script>", "\r\n.\r\nMAIL FROM:<x@t.example>")
@example("=?utf-8?q?a=0D=0ABcc:_x@t.example?=", "=?utf-8?b?Zm9v?=")
@example("a" * 60 + " =?utf-8?q?a=0D=0ABcc:_x@t.example?= =?utf-8?b?DQpCY2M6IHg=?=", "")
@example("\u2028Bcc: x@t.example\x85\x00", "\ud800")
def test_no_name_and_no_text_adds_or_changes_a_header(name: str, text: str) -> None:
    text = text.encode("utf-8", "replace").decode()
    mail = sent(Letter("reader@t.example", name, text, f"<p>{len(text)}</p>", leave=LEAVE))
    assert mail.keys() == USUAL
    assert (mail["To"], mail["From"]) == ("reader@t.example", SENDER)
    assert (mail["List-Unsubscribe"], mail["List-Unsubscribe-Post"]) == (
        f"<{LEAVE}>",
        "List-Unsubscribe=One-Click",
    )
    assert len(str(mail["Subject"]).splitlines()) <= 1


@settings(deadline=None)
@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cf", "Zs", "Zl", "Zp"]), min_size=1))
def test_a_subject_says_what_was_given(name: str) -> None:
    mail = compose(Letter("reader@t.example", name, "text"), SENDER, "x", NOON)
    assert str(mail["Subject"]) == name.replace("=?", "= ?")[:LONGEST_SUBJECT]


@settings(deadline=None)
@given(st.text())
def test_one_line_is_one_line_without_what_cannot_be_seen(text: str) -> None:
    line = one_line(text)
    assert len(line.splitlines()) <= 1
    assert line == line.strip()
    assert one_line(line) == line


def test_letters_that_turn_a_text_round_are_taken_out() -> None:
    assert one_line("Ferry \u202egnol\u2066") == "Ferry gnol"


def test_text_and_html_say_it_both() -> None:
    mail = sent(Letter("reader@t.example", "Ferries", "Tŷ\n", "<p>Tŷ</p>\n"))
    assert mail.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
    assert [part.get_content().strip() for part in mail.iter_parts()] == ["Tŷ", "<p>Tŷ</p>"]


def test_no_line_on_the_wire_is_longer_than_mail_allows() -> None:
    raw = compose(
        Letter("reader@t.example", "ŷ" * 200, "w" * 5_000, "h" * 5_000), SENDER, "x", NOON
    ).as_bytes(policy=SMTP)
    assert max(map(len, raw.split(b"\r\n"))) <= 998


def test_the_same_mail_again_has_the_same_message_id_and_another_has_not() -> None:
    letter = Letter("reader@t.example", "Ferries", "text")
    first, again, other = (sent(letter, about)["Message-ID"] for about in ("a", "a", "b"))
    assert first == again != other
    assert str(first).endswith("@minutes.thistlemoor.example>")


@pytest.mark.parametrize(("leave", "headers"), [("", []), ("http://t.example/x", ["List-Unsubscribe"])])
def test_one_click_is_offered_over_https_only(leave: str, headers: list[str]) -> None:
    mail = sent(Letter("reader@t.example", "Ferries", "text", leave=leave))
    assert [name for name in mail if name.startswith("List-")] == headers
