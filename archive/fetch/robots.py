"""What a host's robots.txt lets this crawler do (RFC 9309, and Crawl-delay)."""

from __future__ import annotations

import codecs
from dataclasses import dataclass

from protego import Protego

from archive import SOFTWARE
from archive.errors import Forbidden, Unreachable

AGENT = SOFTWARE.partition("/")[0]  # what a robots.txt calls the crawler by
LARGEST = 500 * 1024  # bytes; of a larger file the beginning counts (section 2.5)
LONGEST_DELAY = 120.0  # seconds; a site that asks for more does not want to be crawled
LASTS = 24 * 3600.0  # seconds; section 2.4
FAILURE_LASTS = 600.0  # seconds until a robots.txt that could not be had is asked for again
MARKS = ((codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


@dataclass(frozen=True, slots=True)
class Robots:
    """The rules of one host."""

    place: str  # scheme and host: "https://minutes.example"
    rules: Protego
    unreachable: str = ""  # why nothing may be asked: the rules could not be had

    @property
    def delay(self) -> float:
        """Return the seconds it asks for between two requests."""
        return float(self.rules.crawl_delay(AGENT) or 0.0)

    @property
    def lasts(self) -> float:
        """Return for how many seconds these rules hold before they are asked for again."""
        return FAILURE_LASTS if self.unreachable else LASTS

    def check(self, url: str) -> None:
        """Raise Forbidden when an address may not be asked for, Unreachable when the rules are not known."""
        if self.unreachable:
            raise Unreachable(self.unreachable)
        if self.delay > LONGEST_DELAY:
            raise Forbidden(
                f"{url}: robots.txt of the site asks for {self.delay:g} seconds between requests, which is to"
                f" keep crawlers away; over {LONGEST_DELAY:g} is not kept to: ask the council for leave"
            )
        if not self.rules.can_fetch(url, AGENT):
            raise Forbidden(f"{url}: robots.txt of the site asks crawlers to keep away")


def unreachable(place: str, why: str) -> Robots:
    """Make the rules of a host whose robots.txt cannot be had: everything is disallowed (section 2.3.1.4)."""
    return Robots(place, Protego.parse(""), f"{why}; nothing else was asked")


def read(place: str, status: int, body: bytes) -> Robots:
    """Read the rules off an answer (section 2.3.1).

    Without a robots.txt (4xx, or redirects without end) everything is allowed; a host in trouble (5xx, 429)
    is unreachable.
    """
    if status >= 500 or status == 429:
        return unreachable(place, f"{place}/robots.txt: the site answered {status}")
    return Robots(place, Protego.parse(decode(body) if 200 <= status < 300 else ""))


def decode(body: bytes) -> str:
    """Read a robots.txt, which is UTF-8, or what an editor or a server has made of it.

    The last line of one that was cut off is left out: half of "Disallow: /drafts" would forbid everything.
    """
    encoding = next((name for mark, name in MARKS if body.startswith(mark)), "utf-8-sig")
    text = body.decode(encoding, "replace")
    if len(body) >= LARGEST:
        text = text.rpartition("\n")[0]
    return text
