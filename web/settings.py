"""The section [web] of config.toml: where readers find the site, who may read it, and how much at once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from ipaddress import IPv4Network, IPv6Network, ip_network
from urllib.parse import urlsplit

from archive.errors import ConfigError
from archive.strict import Table, number, only, texts, value, whole
from web.guard.passwords import is_hash

Network = IPv4Network | IPv6Network

WHERE = "[web]"

_HOST = re.compile(r"(?=.{1,253}\Z)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*\Z")
_HEADER = re.compile(r"[A-Za-z][A-Za-z0-9-]*\Z")


@dataclass(frozen=True, slots=True)
class WebSettings:
    """What config.toml says of the site."""

    address: str = ""  # what readers type, without a slash at its end: "https://minutes.saltmere.example"
    hosts: tuple[str, ...] = ()  # further names that it answers to
    proxies: tuple[Network, ...] = ()  # whose word is taken for who asks
    users: Mapping[str, str] = field(default_factory=dict)  # name → hash of the password
    user_header: str = ""  # in which a proxy says who has signed in with it
    rate: float = 300.0  # searches a minute from one address; 0: any number
    threads: int = 8  # requests answered at once

    @property
    def secure(self) -> bool:
        """Tell whether readers come over HTTPS."""
        return self.address.startswith("https://")

    @property
    def prefix(self) -> str:
        """The path that the site is served under; empty at the root of its host."""
        return urlsplit(self.address).path

    @property
    def names(self) -> tuple[str, ...]:
        """Every name that the site answers to; none, where it answers to any."""
        host = urlsplit(self.address).hostname
        return (*([host] if host else []), *self.hosts)

    @property
    def private(self) -> bool:
        """Tell whether readers have to sign in."""
        return bool(self.users or self.user_header)


def read(table: Table) -> WebSettings:
    """Read the section; ConfigError says what in it cannot be used."""
    only(table, f"in {WHERE}", *(each.name for each in fields(WebSettings)))
    usual = WebSettings()
    rate = number(table, "rate", WHERE, "searches a minute, 0 for any number,", 0, 100_000)
    found = WebSettings(
        address=_address(value(table, "address", str, WHERE, default="")),
        hosts=tuple(_host(name) for name in texts(table, "hosts", WHERE, "names")),
        proxies=tuple(_network(text) for text in texts(table, "proxies", WHERE, "addresses")),
        users=_users(value(table, "users", dict, WHERE, default={})),
        user_header=_header(value(table, "user_header", str, WHERE, default="")),
        rate=usual.rate if rate is None else rate,
        threads=whole(table, "threads", WHERE, 1) if "threads" in table else usual.threads,
    )
    if found.user_header and not found.proxies:
        raise ConfigError(
            f"{WHERE}: user_header is believed only of a proxy: name the proxy's address in proxies"
        )
    return found


def _address(text: str) -> str:
    if not text:
        return ""
    try:
        parts = urlsplit(text)
        usable = parts.scheme in ("http", "https") and _HOST.match(parts.hostname or "") and parts.port != 0
    except ValueError:
        usable = None
    if not usable or parts.query or parts.fragment or parts.username or not _is_plain(parts.path):
        raise ConfigError(
            f"{WHERE}: address “{text}” is not a web address such as https://example.org/minutes"
        )
    return text.rstrip("/")


def _is_plain(path: str) -> bool:
    return bool(re.fullmatch(r"(/[A-Za-z0-9._~-]+)*/?", path))


def _host(name: str) -> str:
    if not _HOST.match(name.lower()):
        raise ConfigError(
            f"{WHERE}: hosts “{name}” is not a name such as minutes.example.org, without scheme or port"
        )
    return name.lower()


def _network(text: str) -> Network:
    try:
        return ip_network(text)
    except ValueError:
        raise ConfigError(
            f"{WHERE}: proxies “{text}” is not an address such as 127.0.0.1, or a network such as 10.1.0.0/16"
        ) from None


def _users(table: Table) -> Mapping[str, str]:
    for name, written in table.items():
        if not name.isprintable() or not name or ":" in name:  # a colon parts name and password
            raise ConfigError(f"{WHERE}: users: “{name}” cannot be a name to sign in with")
        if not isinstance(written, str) or not is_hash(written):
            raise ConfigError(f"{WHERE}: users: {name}: write what `minutes password` prints, in quotes")
    return dict(table)


def _header(name: str) -> str:
    if name and not _HEADER.match(name):
        raise ConfigError(f"{WHERE}: user_header “{name}” is not a header's name such as X-Remote-User")
    return name
