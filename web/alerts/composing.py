"""A mail from its parts: whatever names and titles say, it has these headers and no others (pure)."""

from __future__ import annotations

import hashlib
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

LONGEST_SUBJECT = 150  # characters

# They turn the order of letters round, so that a text reads as another.
_DECEIVING = frozenset("\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@dataclass(frozen=True, slots=True)
class Letter:
    """What a mail says, and to whom."""

    to: str  # a mailbox
    subject: str
    text: str
    html: str = ""  # the same; empty: there is only the text
    language: str = "en"
    leave: str = ""  # the address that ends these mails; empty: it is not one of many


def compose(letter: Letter, sender: str, about: str, when: datetime) -> EmailMessage:
    """Make a mail; `about` tells it from all others, and the same again makes the same Message-ID."""
    message = EmailMessage(policy=SMTP)
    message["From"] = sender
    message["To"] = letter.to
    # "=?utf-8?q?a=0ABcc:_x?=" typed as a name would be decoded, and Python 3.11.7 writes its line break.
    message["Subject"] = one_line(letter.subject).replace("=?", "= ?")[:LONGEST_SUBJECT]
    message["Date"] = format_datetime(when)
    message["Message-ID"] = message_id(about, sender)
    message["Auto-Submitted"] = "auto-generated"
    if letter.leave:
        message["List-Unsubscribe"] = f"<{letter.leave}>"
    if letter.leave.startswith("https:"):  # RFC 8058 has one click for no other
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(letter.text, cte="quoted-printable")
    if letter.html:
        message.add_alternative(letter.html, subtype="html", cte="quoted-printable")
    message["Content-Language"] = letter.language
    return message


def message_id(about: str, sender: str) -> str:
    """Name a mail by what it is about, so that one sent twice is known to be the same."""
    digest = hashlib.sha256(about.encode("utf-8", "surrogatepass")).hexdigest()[:40]
    return f"<{digest}@{sender.rpartition('@')[2]}>"


def one_line(text: str) -> str:
    """Write a text on one line, without what cannot be seen."""
    return " ".join("".join(" " if _is_unseen(c) else c for c in text if c not in _DECEIVING).split())


def _is_unseen(character: str) -> bool:
    return unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp")
