"""What a search is called: in the title of its feed, and in the name of a file of its results."""

from __future__ import annotations

import re

from flask_babel import gettext as _

from indexer.model import Query
from web import listing

LONGEST = 80  # characters of a file's name; file systems take 255 bytes, people read fewer

_BETWEEN_WORDS = re.compile(r"[\W_]+")


def described(query: Query) -> str:
    """Say what is searched for: what was typed, then each filter with its name."""
    filters = [f"{chip.name}: {chip.label}" for chip in listing.chips(query, {})]
    typed = [f"“{query.text}”"] if query.text else []
    return ", ".join([*typed, *filters]) or _("everything")


def file_name(query: Query, ending: str) -> str:
    """Name a file of results so that one knows it again: "minutes-harbour-bridge-decision-2024.csv"."""
    said = [query.text, *(str(chip.label) for chip in listing.chips(query, {}))]
    words = _BETWEEN_WORDS.sub("-", " ".join(said).lower()).strip("-")
    return f"{'-'.join(filter(None, ('minutes', words)))[:LONGEST].rstrip('-')}.{ending}"
