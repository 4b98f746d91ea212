"""Tell from an item's title whether the public may see all of it.

The web service has a flag for it; a page only has the title, as the council wrote it. A word alone is not
enough ("Private Hire Licences", "Exempt Accommodation Review", "Part 2 of the Local Plan"), so it counts

    in brackets              Sale of the Net Loft [Confidential];  Legal Claim (Exempt Category 5);  (Part 2)
    before a colon or dash   EXEMPT: Lease of the Kiosk;  Confidential - Settlement
    behind a colon or dash   PART 2: Confidential;  Disposal of Land - Exempt Report
    as the whole title       Restricted Items;  Exempt Minutes;  Part II
    or as a fixed phrase     Not for Publication, anywhere
"""

from __future__ import annotations

import re

WORD = r"(?:strictly )?(?:confidential|exempt|restricted|cyfrinachol|eithriedig)"
PART = r"part (?:2|ii|two)|rhan 2"
MATTER = (
    r"(?:\s+(?:and (?:exempt|confidential)\s+)?"
    r"(?:items?|business|matters?|reports?|appendix|appendices|annex|minutes|information|session))?"
)
GROUNDS = r"(?:\s*[-–—:,;/]|\s+(?:category|categories|under|by|para|paragraphs?|section|schedule)\b)[^\])]*"
CLOSED = re.compile(
    rf"[\[(]\s*(?:{WORD}|{PART}){MATTER}(?:{GROUNDS})?\s*[\])]"
    rf"|^\s*{WORD}{MATTER}\s*(?:$|:|\s[-–—]\s)"
    rf"|(?::|\s[-–—])\s*{WORD}{MATTER}\s*$"
    rf"|^\s*(?:{PART})\s*$"
    r"|\bnot for publication\b",
    re.IGNORECASE,
)


def restricted(title: str) -> bool:
    """Tell whether an item's title says that it is closed to the public."""
    return CLOSED.search(title) is not None
