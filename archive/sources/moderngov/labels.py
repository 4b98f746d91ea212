"""What ModernGov's fixed words mean, in English and in Welsh."""

from __future__ import annotations

import re
from datetime import date
from typing import Literal

from archive.model import Language, Section, Stage, Status

Part = Literal["agenda", "decision", "minutes", "documents"]

# The labels of the parts of an item. Welsh installs differ: minutes are "Cofnod" or "Cofnodion".
PARTS: dict[str, Part] = {
    "decision": "decision",
    "decisions": "decision",
    "penderfyniad": "decision",
    "penderfyniadau": "decision",
    "minutes": "minutes",
    "cofnod": "minutes",
    "cofnodion": "minutes",
    "additional documents": "documents",
    "supporting documents": "documents",
    "dogfennau ychwanegol": "documents",
    "dogfennau cefnogol": "documents",
    "dogfennau ategol": "documents",
}
SECTIONS: dict[Part, Section] = {"agenda": "agenda", "decision": "decision", "minutes": "minutes"}
VENUE = frozenset({"venue", "proposed venue", "lleoliad", "lleoliad arfaethedig"})
CONTACT = frozenset({"contact", "cyswllt"})
# Welsh words change their first letter after "a" (and): "Rhaglen a chofnodion", "Rhaglen a phenderfyniadau".
MINUTES_WORD = re.compile(r"\b(?:minutes|[cg]h?ofnod(?:ion)?)\b", re.IGNORECASE)
DRAFT_WORD = re.compile(r"\b(?:draft|drafft)\b", re.IGNORECASE)
DECISIONS_WORD = re.compile(r"\b(?:decisions?|ph?enderfyniad(?:au)?)\b", re.IGNORECASE)
AGENDA_WORD = re.compile(r"\b(?:agenda|rhaglen)\b", re.IGNORECASE)
STATUS_WORDS: tuple[tuple[re.Pattern[str], Status], ...] = (
    (
        re.compile(r"\b(?:cancelled|canceled|abandoned|wedi(?:'i| ei) ganslo|canslwyd)\b", re.IGNORECASE),
        "cancelled",
    ),
    (
        re.compile(r"\b(?:rescheduled|re-scheduled|postponed|moved|aildrefnwyd|gohiriwyd)\b", re.IGNORECASE),
        "rescheduled",
    ),
    (re.compile(r"\b(?:adjourned|gohirio)\b", re.IGNORECASE), "adjourned"),
)
# "Confirmed; Rescheduled from 24 September 2026": this is the day that the meeting was moved to.
MOVED_HERE = re.compile(r"\b(?:re-?scheduled|postponed|moved|aildrefnwyd)\s+(?:from|o)\b[^;]*", re.IGNORECASE)
WELSH = re.compile(r"\b(?:rhaglen|cofnodion|cofnod|penderfyniad(?:au)?|cyfarfod|eitem)\b", re.IGNORECASE)
ENGLISH = re.compile(r"\b(?:agenda|minutes|decisions?|meeting|item)\b", re.IGNORECASE)


def part(label: str) -> Part | None:
    """Say which part of an item a label opens, if it is one that is known."""
    return PARTS.get(label.strip().rstrip(":").strip().lower())


def stage(words: str) -> Stage | None:
    """Say from "Agenda, decisions and minutes" and the like what is published."""
    if MINUTES_WORD.search(words):
        return "draft minutes" if DRAFT_WORD.search(words) else "minutes"
    if DECISIONS_WORD.search(words):
        return "decisions only"
    return "agenda" if AGENDA_WORD.search(words) else None


def status(words: str, day: date, fetched: date) -> Status:
    """Say from ", CANCELLED" and the like, and from the day it was asked for, whether a meeting is held."""
    words = MOVED_HERE.sub("", words)
    for pattern, found in STATUS_WORDS:
        if pattern.search(words):
            return found
    return "upcoming" if day >= fetched else "held"


def language(words: str) -> Language | None:
    """Say which language the site's own words are in; None when they are not known, or of both."""
    welsh, english = WELSH.search(words) is not None, ENGLISH.search(words) is not None
    return None if welsh == english else "cy" if welsh else "en"
