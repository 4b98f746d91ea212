"""The register of decisions, asked for a year at a time: wider ranges make self-hosted servers give up.

The site filters by the day of publication, which can be years after a decision was made.
"""

from __future__ import annotations

import re
from typing import Literal
from urllib.parse import quote

from archive.errors import ReadError
from archive.html import Tag, maybe, under
from archive.model import Council, Page, Reading, Request
from archive.sources.moderngov import dates, urls
from archive.sources.moderngov.links import inside

RANGE = re.compile(r"(\d{2}/\d{2}/\d{4})-(\d{2}/\d{2}/\d{4})")
# As the site's own form asks: published decisions, of all makers, key or not.
FORM = "XXR=0&DR={range}&ACT=Find&RP=0&K=0&V=0&DM=0&HD=0&DS=2&Next=true&META=mgdelegateddecisions"


def requests(council: Council, page: Page) -> tuple[Request, ...]:
    """Ask for the newest year of the register; not when the configuration wants certain boards only."""
    return () if council.boards else (_year(council, page.fetched.year),)


def _year(council: Council, year: int, beyond: Literal["earlier"] | None = None) -> Request:
    window = quote(f"01/01/{year}-31/12/{year}", safe="")
    url = f"{council.url}/mgDelegatedDecisions.aspx?{FORM.format(range=window)}"
    return Request(url, "decision-list", optional=True, beyond=beyond)


def read_decisions(council: Council, page: Page, tree: Tag) -> Reading:
    """Read a list of decisions: the pages of those it names, and the list of the year before, if any."""
    table = maybe(tree, "table.mgTabTable")
    if table is None:
        raise ReadError("not a list of decisions: it has no table of them")
    links = under(table, "td.mgMainTxt", 'a[href*="ieDecisionDetails.aspx" i]')
    found = [_decision(url) for link in links if (url := inside(council, link, page.url))]
    earlier = _earlier(council, page, bool(found))
    return Reading("decision-list", requests=tuple(dict.fromkeys((*found, *earlier))))


def _decision(url: str) -> Request:
    known = urls.parameters(url)
    return Request(url, "decision", of=known.get("ID") or known.get("AIId"))


def _earlier(council: Council, page: Page, found: bool) -> tuple[Request, ...]:
    """Ask for the year before the one a list covers, while there may be anything that is wanted.

    An empty year ends the register, but in January the newest is empty everywhere.
    """
    window = RANGE.search(urls.parameters(page.url).get("DR", ""))
    first = dates.day(window[1]) if window else None
    if first is None or (council.since and first.year <= council.since.year):
        return ()
    new = first.year >= page.fetched.year - 1
    return (_year(council, first.year - 1, "earlier"),) if found or new else ()
