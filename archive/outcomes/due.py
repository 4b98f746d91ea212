"""By when: the time a task is to be done, as said."""

from __future__ import annotations

import re

_DUE = re.compile(
    r"\b(?:(?:by|before|no later than|not later than|on|from|until|for|at|to|in time for|ahead of"
    r"|prior to|during|in|within|after)\s+)"
    r"(?:(?:the\s+)?(?:end|middle|close|start|beginning)\s+of\s+(?:the\s+)?(?:play|business"
    r"|[A-Za-z]+)(?:\s+\d{4})?(?:\s+on\s+\w+)?"
    r"|(?:the\s+|its\s+|our\s+|a\s+)?(?:next|following|future|forthcoming|(?:January|February|March|April"
    r"|May|June|July|September|October|November|December))"
    r"\s+(?:[A-Z]?[\w-]+\s+){0,4}?(?:meeting|week|month|quarter|year|cycle|session)\b(?:\s+(?:in"
    r"|on)\s+(?:\d{1,2}\s+)?[A-Z]\w+(?:\s+\d{4})?)?"
    r"|(?:(?:early|late|mid|mid-|the)\s*)?(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur"
    r"|Sun)day,?\s+)?(?:\d{1,2}(?:st|nd|rd|th)?\s+(?:of\s+)?)?"
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|Ionawr"
    r"|Chwefror|Mawrth|Ebrill|Mai|Mehefin"
    r"|Gorffennaf|Awst|Medi|Hydref|Tachwedd|Rhagfyr)\b(?:,?\s+\d{4})?"
    r"|\d{1,2}[./]\d{1,2}[./]\d{2,4}"
    r"|(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b"
    r"|(?:the\s+)?(?:spring|summer|autumn|winter|new year|New Year)\b(?:\s+\d{4})?"
    r"|(?:\d{1,3}|one|two|three|four|five|six|seven|eight|ten|twelve)\s+(?:working\s+"
    r"|calendar\s+)?(?:days?|weeks?|months?)(?:[’']? time)?"
    r"|(?:tomorrow|Christmas|Easter|year end|the year end|\d{4}/\d{2}))"
    r"|\b(?:as soon as possible|immediately|ASAP|next (?:week|month|year))\b"
    r"|\b(?:erbyn|ym mis|cyn) (?:diwedd )?(?:mis )?[A-Z]\w+(?: \d{4})?"
)  # fmt: skip


def due(text: str) -> str | None:
    """Give the time by which a task is to be done, as said; a firm "by" goes before a mere "in June"."""
    found = [match.group() for match in _DUE.finditer(text[:2000])]
    firm = [said for said in found if said.startswith(("by", "before", "no later", "within"))]
    said = firm or [
        words for words in found if not words.startswith(("on May", "for May", "to May", "at May"))
    ]
    return said[0] if said else None
