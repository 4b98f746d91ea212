"""A fetcher whose time passes only while it sleeps, and one question to put to a site."""

from __future__ import annotations

from archive.config import CrawlSettings
from archive.fetch import Allowance, Fetcher
from archive.model import Council, Exchange, PageKind, Request
from tests.archive.loopback import Clock, Loopback

ITEM = "/mgAi.aspx?ID=1"
OTHER = "/mgError.aspx"


def fetcher(
    clock: Clock, delay: float = 2.0, *, private: bool = True, allowance: Allowance | None = None
) -> Fetcher:
    settings = CrawlSettings("https://archive.example/crawl", delay, allow_private_addresses=private)
    return Fetcher(settings, allowance, sleep=clock.sleep, clock=clock)


def council(url: str) -> Council:
    return Council("t", "Thistlemoor", "moderngov", url)


def item(site: Loopback, path: str = ITEM, kind: PageKind = "item") -> Request:
    return Request(f"{site.url}{path}", kind)


def ask(site: Loopback, asker: Fetcher, path: str = ITEM, kind: PageKind = "item") -> Exchange:
    return asker.fetch(council(site.url), item(site, path, kind))
