"""`[mail]` of config.toml: the server that takes the mails, and what they say of the site."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from ipaddress import ip_address
from pathlib import Path
from typing import Literal, get_args
from urllib.parse import urlsplit

from archive.errors import ConfigError
from archive.strict import Table, only, value, whole

Security = Literal["starttls", "tls", "none"]

PORTS: dict[Security, int] = {"starttls": 587, "tls": 465, "none": 25}

LONGEST_MAILBOX = 254  # characters, of RFC 5321

_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]{1,64}"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_MAILBOX = re.compile(rf"{_ATOM}(?:\.{_ATOM})*@{_LABEL}(?:\.{_LABEL})+", re.ASCII)


@dataclass(frozen=True, slots=True)
class MailSettings:
    """How mails are sent."""

    site: str  # the site's public address, without a slash at the end: mails have links
    sender: str  # the mailbox that they are from, and that bounces go to
    host: str  # of the mail server
    port: int
    security: Security = "starttls"
    user: str | None = None
    password_file: Path | None = None  # a whole path, or the name of a credential that systemd gives
    most: int = 500  # mails of one run


def mail_settings(table: Table, address: str = "") -> MailSettings | None:
    """Read the table; None when there is none, ConfigError when it says what cannot be used.

    `address` is the site's, as [web] has it, for a table that does not say another.
    """
    if not table:
        return None
    where = "[mail]"
    only(table, f"in {where}", *(field.name for field in fields(MailSettings)))
    host = value(table, "host", str, where)
    security = _security(value(table, "security", str, where, default="starttls"), host)
    file = value(table, "password_file", str, where, default=None)
    settings = MailSettings(
        site=_site(value(table, "site", str, where, default=address)),
        sender=_sender(value(table, "sender", str, where)),
        host=host,
        port=whole(table, "port", where, 1) if "port" in table else PORTS[security],
        security=security,
        user=value(table, "user", str, where, default=None),
        password_file=Path(file) if file else None,
        most=whole(table, "most", where, 1) if "most" in table else 500,
    )
    _refuse_half_a_login(settings)
    return settings


def is_mailbox(text: str) -> bool:
    """Tell whether a text is a mailbox in ASCII, as name@example.org, and nothing else."""
    local = text.partition("@")[0]
    return len(text) <= LONGEST_MAILBOX and len(local) <= 64 and _MAILBOX.fullmatch(text) is not None


def _refuse_half_a_login(settings: MailSettings) -> None:
    file = settings.password_file
    if (settings.user is None) != (file is None):
        raise ConfigError("[mail]: user and password_file go together; give both, or neither")
    if file and not file.is_absolute() and file.name != str(file):
        raise ConfigError(
            "[mail]: password_file is a whole path, as /etc/minutes/mail-password, or a credential's name"
        )
    if file and settings.security == "none":
        raise ConfigError('[mail]: no password is sent unencrypted; use security = "starttls" or "tls"')


def _security(word: str, host: str) -> Security:
    known: tuple[Security, ...] = get_args(Security)
    if word not in known:
        raise ConfigError(f"[mail]: security “{word}” is not known; known: {', '.join(known)}")
    if word == "none" and not _is_this_machine(host):
        raise ConfigError('[mail]: security = "none" is only for a mail server on this machine')
    return known[known.index(word)]


def _is_this_machine(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def _sender(text: str) -> str:
    if not is_mailbox(text):
        raise ConfigError(f"[mail]: sender “{text}” is not a mailbox such as minutes@example.org")
    return text


def _site(text: str) -> str:
    try:
        parts = urlsplit(text)
        usable = parts.scheme in ("http", "https") and parts.hostname and not parts.query + parts.fragment
    except ValueError:
        usable = False
    if not usable or not (text.isascii() and text.isprintable()):
        raise ConfigError(
            f"[mail]: site “{text}” is not the site's web address, such as https://example.org; "
            "without it, address in [web] is taken"
        )
    return text.rstrip("/")
