"""Movers, seconders, tallies and stage directions, which stand among clauses; and motions that were lost."""

from __future__ import annotations

import re

from archive.outcomes.glance import holds
from archive.sentences import sentences

_VOTE_LINE = re.compile(
    r"\(?(?:(?:voting|vote|votes|recorded vote|for|against|abstain(?:ed|ing|tions?)?|in favour|absent"
    r"|dissent|total|not voting|(?:declined|did not) to? ?vote|pleidlais|o blaid"
    r"|yn erbyn)\b\s*(?:\([^)]{0,40}\)|[:–—=-]|\d|unan)"
    r"|unanimous(?:ly)?\b|carried\b|nem\.? ?con|yn unfrydol|\d{1,3} (?:votes?|for|in favour|against)"
    r"|(?:proposed|moved|seconded|proposer|seconder|mover|cynigi\w+|eiliw\w+|cynigydd"
    r"|eilydd)\b(?![^.;]{0,200}\bthat\b)|(?:councillors?|cllrs?)[^.;]{1,120}\b(?:voted|abstained"
    r"|asked (?:that|for)|left the|returned"
    r"|rejoined|was not present"
    r"|were not present|took no part|did not take part|requested that (?:his|her|their)"
    r"|wished (?:it )?to be recorded)\b|\(?(?:councillors?|cllrs?|mr|mrs|ms"
    r"|the chair\w*)[^.;]{1,120}\b(?:asked that (?:his|her|their)"
    r"|voted|abstained|dissented|left|entered|joined|moved"
    r"|seconded|withdrew)\b"
    r"|on (?:a|being put|the) (?:vote|division|to the vote)(?![^.;]{0,120}\bit was\b)"
    r"|on the (?:proposal|motion) of"
    r"|in accordance with (?:standing order|procedure rule|council procedure)"
    r"|a (?:recorded )?vote (?:was|being)|the (?:recommendations?|motion|proposal) (?:was|were"
    r"|being) (?:duly )?(?:moved|proposed|seconded|put)\b|\[|\(reference\b|\(report\b"
    r"|the meeting (?:closed|ended|finished|rose|concluded|adjourned at)"
    r"|(?:meeting )?duration)",
    re.I,
)  # fmt: skip
_TRAILING = re.compile(
    r"\s*[\[(](?:(?:votes?|voting|in favour|for)\b\s*(?:[:–—-]|\d|was|were|unan)|unanimous|carried\b|nem\b"
    r"|(?:proposed|moved|proposer|mover)\b\s*(?:by\b|[:–—-]|cllr|councillor|and)"
    r"|(?:cllr|councillor)[^()\[\]]{1,80}(?:moved|proposed|seconded|voted|abstained|against|dissent)"
    r"|\d{1,3} (?:votes|for|in favour)|\d{1,2}\s?[-–:/]\s?\d{1,2}(?![\d/]))[^()\[\]]{0,200}[\])]\s*[.;]?\s*$",
    re.I,
)
_LOST = re.compile(
    r"\b(?:motion|amendment|proposal|proposition|recommendation|vote|cynnig"
    r"|gwelliant)s?\b[^.;]{0,120}?"
    r"\b(?:was|were|be|fell|being|declared|therefore|and|not)\b[^.;]{0,60}?"
    r"\b(?:lost|LOST|defeated|DEFEATED|not (?:carried|passed|agreed|approved)|NOT (?:CARRIED|AGREED)|fell"
    r"|FELL|voted down)\b|\b(?:motion|amendment|proposal|vote)\b (?:was )?(?:lost|fell|LOST|FELL)\b"
    r"|\b(?:motion|amendment|proposal)\b (?:to|that|for|by|from) [^.;]{1,120}? fell(?= by\b|\W*$)"
    r"|\b(?:motion|amendment|proposal)\b[^.]{0,160};\s+(?:and |but )?(?:this|it|which) "
    r"(?:(?:was|were) (?:lost|defeated|not (?:carried|passed|agreed|approved))|fell)\b"
    r"|^(?:MOTION|Motion"
    r"|Amendment|AMENDMENT)\b[^.]{0,40}\b(?:LOST|lost)\b"
    r"|\b(?:collwyd|methodd) y (?:cynnig|gwelliant)\b"
)  # fmt: skip
# Each form of _LOST, which is asked of every sentence, has one of these in it.
_GLANCE = (
    *("lost", "defeat", "fell", "not carried", "not passed", "not a", "voted down"),
    *("collwyd", "methodd"),
)
_NOT_PUT = re.compile(
    r"\b(?:want|lack|no|not|without)\b[^.]{0,20}second|if the\b|would (?:be|have)|whether", re.I
)


def beside(text: str) -> bool:
    """Whether a line only reports the voting, or who came and went: "Voting: unanimous"."""
    return bool(_VOTE_LINE.match(text)) and not lost(text)


def without_votes(text: str) -> str:
    """Leave out a tally or the mover in brackets at the end of a clause."""
    head, tail = text[:-260], text[-260:]
    return head + _TRAILING.sub("", tail)


def lost(text: str) -> bool:
    """Whether a sentence says that a motion or amendment was put and lost."""
    return holds(text, _GLANCE) and bool(_LOST.search(text)) and not _NOT_PUT.search(text)


def defeats(text: str) -> list[str]:
    """List the sentences of a text that say that a motion or amendment was put and lost."""
    return [each for each in sentences(text) if lost(each)] if holds(text, _GLANCE) else []
