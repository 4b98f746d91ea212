"""config.toml, read strictly: what is not known is refused, with the names that are."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, get_args
from urllib.parse import unquote, urlsplit

from archive.errors import ConfigError
from archive.model import AttachmentPolicy, Council, Expected
from archive.pages import Pages
from archive.sources import systems
from archive.strict import Table, number, only, texts, value, whole

Hours = tuple[time, time]
"""From when until when; the second may be on the next day."""

POSTGRESQL = "postgresql+psycopg://"
"""What the address of a database on a server begins with."""
OWN_FILE = "own.sqlite"
"""What cannot be made again lies in this file, unless it is on a server."""
SLUG_CHARACTERS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-")
_PAGES = ("about", "actions", "boards", "compare", "councils", "decisions", "similar", "status", "topics")
_ROUTES = (
    "alerts",
    "api",
    "cy",
    "en",
    "export",
    "feed",
    "health",
    "index",
    "metrics",
    "saved",
    "search",
    "static",
)
RESERVED_SLUGS = frozenset((*_PAGES, *_ROUTES))
"""A council's pages lie under its slug; these are the site's own."""


@dataclass(frozen=True, slots=True)
class CrawlSettings:
    """How the crawler behaves as a guest."""

    contact: str | None = None  # a page or mailbox a site's owner can turn to
    delay: float = 1.0  # seconds between two requests to one host
    allow_private_addresses: bool = False  # True only for sites on this machine or network
    hosts: int = 8  # so many are asked at once, each one thing at a time
    requests: int | None = None  # a run makes no more than these
    minutes: float | None = None  # a run takes no longer than this
    hours: Hours | None = None  # outside of them no request is made
    attachments: AttachmentPolicy = "minutes"  # which files are fetched: only those of minutes, say
    largest_attachment: float = 20.0  # MB; a larger file is left where it is
    claim: float = 60.0  # seconds after which a crawler that is not heard of is taken for dead
    on_failure: tuple[str, ...] = ()  # a command, run when a crawl fails


@dataclass(frozen=True, slots=True)
class ArchiveSettings:
    """Where records and pages are, when not all in the data folder."""

    database: str | None = None  # the URL of a PostgreSQL database; None: records.sqlite
    pages: str | None = None  # the URL of the shelf that closed page files go to, as fsspec has it


@dataclass(frozen=True, slots=True)
class Config:
    """Everything config.toml says."""

    data: Path  # everything kept lies under here
    councils: tuple[Council, ...]
    crawl: CrawlSettings = field(default=CrawlSettings())
    web: Table = field(default_factory=dict, hash=False)  # [web] as it stands: the site reads it
    mail: Table = field(default_factory=dict, hash=False)  # [mail] as it stands: web/alerts reads it
    engine: Table = field(default_factory=dict, hash=False)  # [index] as it stands: indexer reads it
    archive: ArchiveSettings = field(default=ArchiveSettings())

    @property
    def pages(self) -> Path:
        """The folder in which page files are written."""
        return self.data / "pages"

    @property
    def page_files(self) -> Pages:
        """Where page files are: in that folder, and when closed on the shelf, if there is one."""
        return Pages(self.pages, self.archive.pages or "", self.is_shared)

    @property
    def records(self) -> Path:
        """The file of the records database, when it is one."""
        return self.data / "records.sqlite"

    @property
    def database(self) -> Path | str:
        """Where the records are: in a file, or at the URL of a server's database."""
        return self.archive.database or self.records

    @property
    def is_shared(self) -> bool:
        """Whether other machines' crawlers may work on the same records."""
        return self.archive.database is not None

    @property
    def index(self) -> Path:
        """The folder of the search index."""
        return self.data / "index"

    @property
    def own_file(self) -> Path:
        """The file of what cannot be made again, such as suppressions, when it is in one."""
        return self.data / OWN_FILE

    @property
    def own(self) -> Path | str:
        """Where that is: in a file, or at the URL of the server's database that has the records, too."""
        return self.archive.database or self.own_file

    @property
    def runs(self) -> Path:
        """The diary of crawls, a JSON object a line."""
        return self.data / "runs.jsonl"

    def council(self, slug: str) -> Council:
        """Find a council by its slug; ConfigError names those there are."""
        for council in self.councils:
            if council.slug == slug:
                return council
        known = ", ".join(c.slug for c in self.councils)
        raise ConfigError(f"no council “{slug}” in config.toml; it names: {known}")


def load(path: Path) -> Config:
    """Read a configuration file; ConfigError says what in it cannot be used."""
    try:
        table = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        raise ConfigError(
            f"{path}: no such file; write one (see docs/configuration.md) or name another with --config"
        ) from None
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: not valid TOML: {error}") from error
    try:
        return _config(table, path.resolve().parent)
    except ConfigError as error:
        raise ConfigError(f"{path}: {error}") from None


def _config(table: Table, folder: Path) -> Config:
    only(table, "at the top", "data", "council", "crawl", "web", "mail", "index", "archive")
    councils = table.get("council", [])
    if not isinstance(councils, list) or not all(isinstance(c, dict) for c in councils):
        raise ConfigError("council: each council is a table of its own, [[council]]")
    if not councils:
        raise ConfigError("no council is named; add a [[council]] table")
    read = tuple(_council(c, nth) for nth, c in enumerate(councils, 1))
    _refuse_twins(read)
    data = folder / value(table, "data", str, "", default="data")
    crawl = _crawl(value(table, "crawl", dict, "", default={}))
    web = value(table, "web", dict, "", default={})
    mail = value(table, "mail", dict, "", default={})
    engine = value(table, "index", dict, "", default={})
    archive = _archive(value(table, "archive", dict, "", default={}))
    _refuse_own_folder(archive, data)
    return Config(data, tuple(_told(council, crawl) for council in read), crawl, web, mail, engine, archive)


def _refuse_own_folder(archive: ArchiveSettings, data: Path) -> None:
    """Refuse a shelf that is the data folder's own: what is put on a shelf is deleted here."""
    shelf = urlsplit(archive.pages or "")
    if shelf.scheme == "file" and Path(unquote(shelf.path)).resolve() == (data / "pages").resolve():
        raise ConfigError(
            f"[archive]: pages is {shelf.path}, where this machine keeps its own;"
            " name a folder that all machines see"
        )


def _told(council: Council, crawl: CrawlSettings) -> Council:
    """Tell a council what a source must know to say which of its files are wanted."""
    return replace(
        council,
        attachments=crawl.attachments,
        largest_attachment=crawl.largest_attachment * 1_000_000,
    )


def _council(table: Table, nth: int) -> Council:
    where = f"[[council]] number {nth}"
    only(table, f"in {where}", "slug", "name", "system", "url", "boards", "since", "expect")
    slug = value(table, "slug", str, where)
    if not slug or set(slug) - SLUG_CHARACTERS:
        raise ConfigError(f"{where}: slug “{slug}”: use small letters, digits and hyphens")
    if slug in RESERVED_SLUGS:
        raise ConfigError(f"{where}: slug “{slug}” is a word of the site's own addresses; choose another")
    system = value(table, "system", str, where)
    if system not in systems():
        raise ConfigError(f"{where}: system “{system}” is not known; known: {', '.join(systems())}")
    boards = texts(table, "boards", where, "names")
    since = table.get("since")
    if since is not None and (not isinstance(since, date) or isinstance(since, datetime)):
        raise ConfigError(f"{where}: since is a date without quotes, such as 2023-01-01")
    url = _root(value(table, "url", str, where), where)
    expect = _expected(value(table, "expect", dict, where, default={}), where)
    return Council(slug, value(table, "name", str, where), system, url, boards, since, expect)


def _expected(table: Table, where: str) -> Expected:
    """Read the least that a council is known to publish."""
    names = [field.name for field in fields(Expected)]
    only(table, f"in expect of {where}", *names)
    return Expected(**{name: whole(table, name, f"{where}: expect", 1) for name in table})


def _root(url: str, where: str) -> str:
    try:
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        usable = False
    if not usable:
        raise ConfigError(f"{where}: url “{url}” is not a web address such as https://example.org")
    if parts.query or parts.fragment or parts.username:
        raise ConfigError(
            f"{where}: url “{url}”: give only the site's root, such as https://example.org/moderngov"
        )
    return url.rstrip("/")


def _archive(table: Table) -> ArchiveSettings:
    only(table, "in [archive]", *(field.name for field in fields(ArchiveSettings)))
    database = value(table, "database", str, "[archive]", default=None)
    if database is not None and not database.startswith(POSTGRESQL):
        raise ConfigError(
            f"[archive]: database is written {POSTGRESQL}user@host/name; without it records are in a file"
        )
    pages = value(table, "pages", str, "[archive]", default=None)
    if pages is not None and "://" not in pages:
        raise ConfigError("[archive]: pages is an address such as s3://bucket/pages or file:///srv/pages")
    if pages is not None and database is None:
        raise ConfigError("[archive]: pages on a shared shelf need a database that is shared too")
    return ArchiveSettings(database, pages.rstrip("/") if pages else None)


def _crawl(table: Table) -> CrawlSettings:
    only(table, "in [crawl]", *(field.name for field in fields(CrawlSettings)))
    usual = CrawlSettings()
    contact = value(table, "contact", str, "[crawl]", default=None)
    if contact and not (contact.isascii() and contact.isprintable()):  # it goes into a request's header
        raise ConfigError("[crawl]: contact is an address in plain ASCII, of the web or of a mailbox")
    delay = number(table, "delay", "[crawl]", "seconds", 0, 3600)
    return CrawlSettings(
        contact=contact,
        delay=usual.delay if delay is None else delay,
        allow_private_addresses=value(table, "allow_private_addresses", bool, "[crawl]", default=False),
        hosts=whole(table, "hosts", "[crawl]", 1) if "hosts" in table else usual.hosts,
        requests=whole(table, "requests", "[crawl]", 1) if "requests" in table else None,
        minutes=number(table, "minutes", "[crawl]", "minutes", 1, 10080),
        hours=_hours(value(table, "hours", str, "[crawl]", default=None)),
        attachments=_policy(value(table, "attachments", str, "[crawl]", default=usual.attachments)),
        largest_attachment=number(table, "largest_attachment", "[crawl]", "MB", 1, 200)
        or usual.largest_attachment,
        claim=number(table, "claim", "[crawl]", "seconds", 1, 3600) or usual.claim,
        on_failure=_command(value(table, "on_failure", list, "[crawl]", default=[])),
    )


def _hours(text: str | None) -> Hours | None:
    """Read "22:00-06:00"."""
    if text is None:
        return None
    try:
        first, last = (time.fromisoformat(part.strip()) for part in text.split("-"))
    except ValueError:
        first = last = time()
    if first == last or first.tzinfo or last.tzinfo:
        raise ConfigError(f"[crawl]: hours “{text}”: write two different times, as 22:00-06:00")
    return first, last


def _policy(word: str) -> AttachmentPolicy:
    known: tuple[AttachmentPolicy, ...] = get_args(AttachmentPolicy)
    if word not in known:
        raise ConfigError(f"[crawl]: attachments “{word}” is not known; known: {', '.join(known)}")
    return known[known.index(word)]


def _command(words: list[Any]) -> tuple[str, ...]:
    if not all(isinstance(word, str) and word for word in words):
        raise ConfigError('[crawl]: on_failure is a list of words in quotes, as ["mail-admins", "--urgent"]')
    return tuple(words)


def _refuse_twins(councils: tuple[Council, ...]) -> None:
    slugs = [c.slug for c in councils]
    for slug in slugs:
        if slugs.count(slug) > 1:
            raise ConfigError(f"slug “{slug}” is used twice; each council needs its own")
