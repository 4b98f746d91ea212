"""By when: the time a task is to be done, as said."""

from __future__ import annotations

import re

_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Ionawr|Chwefror|Mawrth|Ebrill|Mai|Mehefin|Gorffennaf|Awst|Medi|Hydref|Tachwedd|Rhagfyr)"
)
_WEEKDAY = r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)"
_DAY = (
    rf"(?:(?:{_WEEKDAY},?\s+)?(?:\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?)?{_MONTH}\b(?:,?\s+\d{{4}})?"
    rf"|{_WEEKDAY}\b)"
)
_LENGTH = (
    r"(?:(?:\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve)\s+"
    r"(?:(?:working|calendar)\s+)?"
    r"(?:hour|day|week|fortnight|month|quarter|year)s?\b(?:[’']? time\b)?)"
)
_SEASON = (
    r"(?:(?:spring|summer|autumn|winter|[Nn]ew [Yy]ear|Christmas|Easter|half[- ]term)\b"
    r"(?:\s+(?:\d{4}|recess|holidays?|term|break|tides?))?)"
)
_SITTING = (
    r"(?:(?:[A-Za-z][\w-]*\s+){0,5}?(?:meeting|session|cycle|week|month|quarter|year)\b(?![’']s)"
    rf"(?:\s+(?:in|on)\s+{_DAY})?)"
)
_PERIOD_END = r"(?:(?:end|middle|close|start|beginning)\s+of\s+(?:the\s+)?\w+(?:\s+\d{4})?)"
_TIME = (
    rf"(?:{_LENGTH}|\d{{1,2}}[./]\d{{1,2}}[./]\d{{2,4}}|\d{{4}}/\d{{2}}\b|tomorrow\b"
    rf"|(?:(?:the|its|our|a|early|late|mid)[\s-]+){{0,2}}"
    rf"(?:(?:next|following|future|forthcoming|{_MONTH})\s+{_SITTING}|{_PERIOD_END}"
    rf"|{_DAY}(?:\s+of next year)?|{_SEASON}))"
)
_WHEN = (
    r"(?:by|before|no later than|not later than|on|from|until|for|at|to|in time for|ahead of|prior to"
    r"|during|in|within|after)"
)
_DUE = re.compile(
    rf"\b{_WHEN}\s+{_TIME}"
    r"|\b(?:by|before|in)\s+20\d\d\b"
    r"|\bbefore (?:the |its |their )?[\w’'-]+(?: (?!and\b|to\b)[a-z’'-]+){1,2}(?=\W*(?:and\W*)?$)"
    rf"|\b(?:every|each)\s+(?:{_MONTH}|{_WEEKDAY}|week|month|quarter|year)\b"
    r"|\b(?:as soon as possible|immediately|ASAP|(?:this|next) (?:week|month|year)\b(?![’']s))"
    r"|\b(?:erbyn|ym mis|cyn)\s+(?:diwedd\s+)?(?:mis\s+)?[A-Z]\w+(?:\s+\d{4})?"
)
_FIRM = ("by", "before", "no later", "not later", "within")


def due(text: str) -> str | None:
    """Give the time by which a task is to be done, as said; a firm "by" goes before a mere "in June"."""
    found = [match.group() for match in _DUE.finditer(text[:2000])]
    firm = [said for said in found if said.startswith(_FIRM)]
    return next(iter([*firm, *found]), None)
