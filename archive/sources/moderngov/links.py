"""Links that a crawl may follow."""

from __future__ import annotations

import re

from archive.errors import OutsideRoot
from archive.html import Tag, attribute
from archive.model import Council
from archive.sources.moderngov import urls


def inside(council: Council, link: Tag, at: str) -> str | None:
    """Write a link's one address; None when it leads off the council's site, where a crawl never goes."""
    href = re.sub(r"\s+", " ", attribute(link, "href"))
    try:
        return urls.followed(council.url, href, at)
    except OutsideRoot:
        return None
