"""The section [index] of config.toml: which engine keeps the index, and where."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, fields
from ipaddress import ip_address
from pathlib import Path
from typing import Literal, get_args
from urllib.parse import urlsplit

from archive.errors import ConfigError
from archive.strict import Table, number, only, texts, value, whole

EngineName = Literal["whoosh", "opensearch"]

WHERE = "[index]"
PASSWORD = "MINUTES_INDEX_PASSWORD"  # noqa: S105 - the name of a variable of the environment, not what it holds

_PREFIX = re.compile(r"[a-z][a-z0-9-]{0,63}")


@dataclass(frozen=True, slots=True)
class IndexSettings:
    """What config.toml says of the index; all but `engine` is for an index on servers."""

    engine: EngineName = "whoosh"
    hosts: tuple[str, ...] = ()  # every node that may be asked: "https://search1.saltmere.example:9200"
    user: str = ""  # whom to sign in as; empty: nobody
    password_file: Path | None = None  # a whole path, or the name of a credential that systemd gives
    ca_file: Path | None = None  # whose word counts for the servers' certificates; None: the usual ones
    verify: bool = True  # whether the servers' certificates are looked at
    prefix: str = "minutes"  # with what the names of the indices begin
    shards: int = 3
    replicas: int = 1  # copies of each shard beside the first
    timeout: float = 30.0  # seconds for one answer

    def password(self) -> str:
        """Read the password; ConfigError where it cannot be."""
        if self.password_file is None:
            return os.environ.get(PASSWORD, "")
        file = Path(os.environ.get("CREDENTIALS_DIRECTORY", "")) / self.password_file
        try:
            return file.read_text("utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise ConfigError(f"{WHERE}: password_file {file} cannot be read: {error}") from error


def read(table: Table) -> IndexSettings:
    """Read the section; ConfigError says what in it cannot be used."""
    only(table, f"in {WHERE}", *(each.name for each in fields(IndexSettings)))
    usual = IndexSettings()
    engine = _engine(value(table, "engine", str, WHERE, default=usual.engine))
    _refuse_what_is_not_read(table, engine)
    found = IndexSettings(
        engine=engine,
        hosts=tuple(_host(url) for url in texts(table, "hosts", WHERE, "addresses")),
        user=value(table, "user", str, WHERE, default=usual.user),
        password_file=_file(table, "password_file"),
        ca_file=_file(table, "ca_file"),
        verify=value(table, "verify", bool, WHERE, default=usual.verify),
        prefix=_prefix(value(table, "prefix", str, WHERE, default=usual.prefix)),
        shards=whole(table, "shards", WHERE, 1) if "shards" in table else usual.shards,
        replicas=whole(table, "replicas", WHERE, 0) if "replicas" in table else usual.replicas,
        timeout=number(table, "timeout", WHERE, "seconds", 0.1, 600) or usual.timeout,
    )
    _refuse_half_a_server(found)
    return found


def _engine(name: str) -> EngineName:
    known: tuple[EngineName, ...] = get_args(EngineName)
    if name not in known:
        raise ConfigError(f"{WHERE}: engine “{name}” is not known; known: {', '.join(known)}")
    return known[known.index(name)]


def _refuse_what_is_not_read(table: Table, engine: EngineName) -> None:
    """Refuse settings of servers beside the engine without any: somebody forgot to switch."""
    others = sorted(table.keys() - {"engine"})
    if engine == "whoosh" and others:
        raise ConfigError(
            f'{WHERE}: {others[0]} is only for servers: add engine = "opensearch", or leave it out'
        )


def _host(url: str) -> str:
    try:
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        usable = False
    if not usable or parts.query or parts.fragment or parts.username:
        raise ConfigError(
            f"{WHERE}: hosts “{url}” is not an address such as https://search1.example.org:9200"
        )
    return url.rstrip("/")


def _file(table: Table, key: str) -> Path | None:
    name = value(table, key, str, WHERE, default=None)
    path = Path(name) if name else None
    if path and not path.is_absolute() and (key != "password_file" or path.name != name):
        raise ConfigError(f"{WHERE}: {key} is a whole path, as /etc/minutes/{key.replace('_', '-')}")
    return path


def _prefix(name: str) -> str:
    if not _PREFIX.fullmatch(name):
        raise ConfigError(
            f"{WHERE}: prefix “{name}”: use small letters, digits and hyphens, a letter first, at most 64"
        )
    return name


def _refuse_half_a_server(found: IndexSettings) -> None:
    if found.engine == "opensearch" and not found.hosts:
        raise ConfigError(
            f'{WHERE}: hosts is missing: name the servers, as ["https://search1.example.org:9200"]'
        )
    if found.password_file and not found.user:
        raise ConfigError(f"{WHERE}: password_file needs user, the name to sign in with")
    if found.user and not all(url.startswith("https:") or _is_here(url) for url in found.hosts):
        raise ConfigError(f"{WHERE}: a password is sent over https only: write the hosts as https://…")


def _is_here(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
