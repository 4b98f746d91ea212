"""An issue's pages: the meetings that took a matter, and all their minutes again.

They are recognised and kept as evidence, but nothing is read off them: every word is on a meeting's page, and
a second copy would be found twice. Nor do they lead anywhere that a meeting list does not.
"""

from __future__ import annotations

import re

from archive.errors import ReadError
from archive.html import Tag, every
from archive.model import Council, Page, Reading
from archive.sources.moderngov import urls
from archive.sources.moderngov.whole import content, page_title

ISSUE = re.compile(r"\b(?:issue|mater)\b", re.IGNORECASE)


def read_issue(council: Council, page: Page, tree: Tag) -> Reading:
    """Recognise a page of an issue's history; it asks for nothing."""
    del council  # every page's reader takes it
    body = content(tree)
    leads = every(body, 'a[href*="ListDocuments.aspx" i], a[href*="ieDecisionDetails.aspx" i]')
    if not ISSUE.search(page_title(tree)) and not leads:
        raise ReadError("not an issue's page: no title says so, and no link leads to a meeting")
    return Reading("issue", subject=urls.parameters(page.url).get("IId"))
