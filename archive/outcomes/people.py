"""Who can be given a task: an office ("the Head of Housing"), or a person by name or initials."""

from __future__ import annotations

import re

from archive.outcomes.words import OFFICE

_NAME = r"[A-Z][\w’'-]+(?:\s+[A-Z]\.)?(?:\s+(?:de |van |ap )?[A-Z][\w’'-]+){0,3}"
_TITLED = r"(?:Cllrs?|Councillors?|Mr|Mrs|Ms|Miss|Dr|Prof(?:essor)?|Ald(?:erman)?|Cynghorydd)\.?\s+" + _NAME
_OF = (
    r"(?:\s*(?:,|–|-)?\s*(?:of|for|from|at|in|–|-|/|\(|on|o|dros)\s+(?:(?:the|and|&|of|for|in"
    r"|[A-Z(][\w’'&/.-]*\)?),?\s*){1,12}|\s+(?:responsible|concerned)|\s*\([^()]{1,60}\)|\s+(?:of|for"
    r"|from|at|in)\s+(?:(?:the|and"
    r"|[a-z]+),?\s*){1,6})?"
)
_ROLE = (
    r"(?:(?!(?:the|an?|of|to|for|by|with|that|any|is|was|were|be|and|on|from"
    r"|in)\b)[\w’'&/-]+,?\s+){0,6}?(?:[a-z]+-)?" + OFFICE + r"(?:\s+[A-Z][\w’'-]+){0,3}" + _OF
)
_ONE = r"(?:" + _TITLED + r"|" + _ROLE + r")"
_DOER = re.compile(
    _ONE
    + r"(?:\s*,?\s*(?:and|&|,|together with|in consultation with|a’r|or|/)\s+(?:the\s+)?"
    + "(?:"
    + _ONE
    + "|"
    + _NAME
    + "))?"
)
_PERSON = re.compile(
    r"[A-Z][\w’'-]+(?:\s+[A-Z]\.?)?(?:\s+(?:de|van|ap)?\s?[A-Z][\w’'-]+){1,2}(?:\s*(?:,|and|&"
    r"|/)\s*[A-Z][\w’'-]+(?:\s+[A-Z][\w’'-]+){0,2})?|[A-Z]{2,3}(?:\s?(?:[/,&]|and)\s?[A-Z]{2,3}){0,3}|All"
    r"|Everyone|ALL"
)
_NOT_A_PERSON = re.compile(
    r"\b(?:Committee|Council|Cabinet|Board|Panel|Government|State|Members|Road|Street|Plan|Report|Care"
    r"|Act|It|This|There|Grant|Programme|Fund|Strategy|Policy|Scheme|Group|Services|Partnership|Authority"
    r"|Trust|Review|Centre|Park|House"
    r"|School|Lane|Avenue|The|Project)\b"
)
_THING = re.compile(
    r"\b(?:authority|approval|permission|report|letter|appointments?|proposals?|thanks|funding|minutes"
    r"|consent|delegated|delegation|decision|applications?|plan|policy|response|request|be|is|was|were"
    r"|delegat\w*|authoris\w*|which"
    r"|who|that|powers?|noted?|approve\w*"
    r"|agree\w*|recommendation|budget|sum|grant|number|need|opportunity|following|scheme|consideration"
    r"|resolution|amendments?|motion|introduced|suggested|proposed|invited|asked|thanked|views|welcomed"
    r"|said|explained|advised|informed"
    r"|reported)\b"
)
# "every member spend a day" charges nobody; "the Head of the" is cut short; a Welsh verb precedes its doer.
_UNFIT = re.compile(r"(?:every|each|no|any)\b|\w+(?:odd|wyd)\b", re.I)
_CUT_SHORT = re.compile(r"\b(?:the|of|and|for|an?)$", re.I)
# A health or care board runs a service, as a trust does: asking it for something is charging a doer.
_OTHER_BODY = re.compile(
    r"\b(?:Government|Secretary of State|Ministers?|Cabinet|Council|Committee|Parliament|Sub-Committee"
    r"|Full Council|(?<!Health )(?<!Care )(?<!Water )Board|Panel|Assembly|Senedd)$",
    re.I,
)


def is_doer(words: str, *, article: bool = False) -> bool:
    """Whether some words name somebody who can be given a task; after an article only an office does."""
    return reads_as_doer(words, article=article) and _THING.search(words) is None


def reads_as_doer(words: str, *, article: bool) -> bool:
    """Whether words that hold no thing (see `first_thing`) name somebody who can be given a task."""
    if not 1 < len(words) <= 160 or _CUT_SHORT.search(words[-5:]) or _UNFIT.match(words):
        return False
    if is_other_body(words):
        return False
    if _DOER.fullmatch(words):
        return True
    return not article and bool(_PERSON.fullmatch(words)) and not _NOT_A_PERSON.search(words)


def first_thing(text: str, start: int, end: int) -> int:
    """Give the place behind the first word between two places that no doer's name holds; else the end."""
    thing = _THING.search(text, start, end)
    return thing.end() if thing else end


def is_other_body(words: str) -> bool:
    """Whether words name a body that decides for itself, such as a committee or the government."""
    return bool(_OTHER_BODY.search(words[-20:]))  # the longest has 18 letters, and one stands before it


def named(text: str) -> bool:
    """Whether the words after "Action –" are only a name, so that the task itself stands before."""
    if len(text) > 90 or re.search(r"\b(?:to|will|would|should|be|is|was)\b", text):
        return False
    return is_doer(text.strip(" .)]")) or bool(_CAPITALISED.fullmatch(text))


_CAPITALISED = re.compile(r"(?:[A-Z][\w’'./-]{0,30}(?:,\s*|\s+and\s+|\s+&\s+|\s+|$)){1,5}[.)\]]?")
