"""Words inside a paragraph that say "here it was decided": RESOLVED, AGREED that, Penderfynwyd."""

from __future__ import annotations

import re
from dataclasses import dataclass

from archive.outcomes.glance import holds
from archive.outcomes.words import ADVERB, BODY


@dataclass(frozen=True, slots=True)
class Marker:
    """Where in a text a marker stands, and where the words after it begin."""

    start: int
    end: int
    word: str


_DECISION_OPENS = re.compile(
    r"(?:Decisions?|DECISIONS?|Decision (?:made|taken)|DECISION MADE|Resolution|RESOLUTION|Outcome|OUTCOME"
    r"|The decision|Penderfyniad(?:au)?"
    r"|PENDERFYNIAD)\s*(?:[:–—]|-(?=\s))[\s-]*(?=\S)"
)
# Steps over vote, mover and dash: "RESOLVED (unanimously):-", "RESOLVED, on the proposal of A, that".
_TAIL = re.compile(
    r"(?:\s*,?\s*(?:/\s*(?:AGREED|RESOLVED|CYTUNWYD|PENDERFYNWYD|Agreed|Resolved|Cytunwyd|Penderfynwyd)\b"
    r"|\((?!(?:\d{1,2}|[ivx]{1,4}|[a-z])\))[^()]{1,160}\)|unanimously|UNANIMOUSLY"
    r"|the following(?: recommendations?\b(?:\s(?:to|for)\s[^:;.]{1,80}(?=:))?)?|nem\.? ?con\.?|yn unfrydol"
    r"|YN UNFRYDOL|as follows|accordingly|following (?:a|the) vote|by general (?:consent|assent)"
    r"|by consensus"
    r"|to (?:the )?(?:[A-Z]\w*\s+){0,4}?(?:Council|Cabinet|Board|Committee|Authority)(?=,?\s*(?:that"
    r"|[:–—]))"
    r"|(?:by|with|on|upon|after|following|further to)\s(?:\([^()]{1,60}\)|[^:;–—(]){1,160}?(?=,?\s+(?:that"
    r"|That|THAT|to(?= [a-z]))\s|\s*[:–—])))*"
    r"(?:\s*,?\s*/?\s*(?:[:–—.]\s*|-\s*){0,3})"
)
_THAT = re.compile(r"(?:that|THAT)\b(?:\s*(?:[:–—]|-(?=\s)|-$|,){1,2})?\s*")
_SUBJECT = re.compile(
    r"(?:[Ii]t(?: was| is| were)?|[Tt]he following(?: \w+){0,2} (?:was|were)|(?:^|\b)(?:and|AND|yn)|\b"
    + BODY
    + r"(?:,[^,.;:]{1,80},)?)[\s,]+(?:"
    + ADVERB
    + r"[\s,]+){0,3}$"
)
_NEXT = r"\s*(?:[Tt]hat|THAT|to\b|TO\b|as follows|:|–|—|-|,|/|\(|$|by\b|on\b|unan|UNAN)"
_CAPITAL = (
    r"(?:RESOLVED|PENDERFYNWYD|CYTUNWYD|(?:DECIDED|AGREED|DETERMINED)(?=" + _NEXT + r")"
    r"|(?:(?<=was )|(?<=were )|(?<=and )|(?<=unanimously ))RECOMMENDED(?=" + _NEXT + r"))"
)
_OPENING = re.compile(
    r"(?:[-–—*]\s*)?(?P<word>" + _CAPITAL + r"|(?:Resolved|Penderfynwyd|Decided)\b"
    r"|(?:Agreed|NOTED|Noted|APPROVED|Approved|Cytunwyd|AGREED)(?=\s*(?:[:–—]|-\s))|Agreed(?= (?:that"
    r"|to) )|NOTED(?= that)|RECOMMENDED(?=\s*(?:[:–—-]|that|THAT|to|TO|$))|(?:RECOMMENDS?"
    r"|Recommended)(?= (?:to"
    r"|that) [^.]{0,60}(?:Council|Cabinet|Board)\b))"
)
_INSIDE = re.compile(
    r"\b(?P<word>" + _CAPITAL + r")|\b(?:(?P<low>resolved|Resolved|penderfynwyd)"
    r"(?=\s*(?:,|that\b|to\b|:|–|—|-|\(|unanimously|as follows|by\b|on\b|yn\b|$))"
    r"|(?P<stem>agreed|noted|approved|endorsed|determined|decided|cytunwyd)(?=(?:\s+(?:that|to|unanimously"
    r"|the following|as follows)){0,2}\s*(?::|[–—-]\s*$|$))"
    r"|(?P<made>made)(?= the following recommendations?\b))"
)
# Each form of _INSIDE has one of these in it.
_GLANCE = (
    *("resolved", "decided", "agreed", "determined", "recommended", "noted", "approved", "endorsed"),
    *("made the following", "penderfynwyd", "cytunwyd"),
)
_REFUSED = re.compile(
    r"(?:\b(?:not|had|has|have|having|been|be|previously|if|whether|should|would|could|may|will)"
    r"|\bat (?:its|their|the) (?:[a-z]+ )?meetings? (?:held )?(?:on|of|in)\b[^.]{0,120}|\b(?:which|who)"
    r"|\b(?:last|previous) (?:year|meeting)\b[^.]{0,60})\W*$"
)
_QUOTED = re.compile(r"[“\"‘][^”\"’]{0,200}$")
_SENTENCE_END = re.compile(r"[.!?]\s")
_COMMENTING = re.compile(r"\b(?:[Mm]embers|[Ii]t was|was|were|also|further|[Cc]ouncillors)\s+(?:\w+\s+)?$")
_BODY_ALONE = re.compile(r"(?:[A-Z][^,.;:]{1,60}, )?" + BODY + r"\s*:\s*[-–—]?\s*")
_RUNS_ON = re.compile(r"(?:[^:–—/-]|\([^)]*\)|(?<=\w)-(?=\w))*\s*")


def marker(text: str) -> Marker | None:
    """Find the first word of a paragraph that says it was decided there and then."""
    match = _DECISION_OPENS.match(text)
    if match:
        return Marker(0, match.end(), "Decision")
    if text.endswith((":", "-", "–")) and len(text) < 120 and _BODY_ALONE.fullmatch(text):
        return Marker(0, len(text), "")
    opening = _OPENING.match(text)
    if opening:
        return _tail(text, opening.start("word"), opening["word"])
    for found in _INSIDE.finditer(text) if holds(text, _GLANCE) else ():
        if _stands(text, found.start(), in_capitals=found["word"] is not None) and not _comments(text, found):
            return _tail(text, found.start(), found[0])
    return None


def _stands(text: str, start: int, *, in_capitals: bool) -> bool:
    """Whether a marker is the meeting's own: not negated, quoted, past perfect or another body's."""
    before = _SENTENCE_END.split(text[max(0, start - 240) : start])[-1]
    if _REFUSED.search(before) or _QUOTED.search(before):
        return False
    return in_capitals or bool(_SUBJECT.search(before[-120:]))


def _comments(text: str, found: re.Match[str]) -> bool:
    """Whether "Members noted:" leads into comments, where "The Board noted:" leads into a decision."""
    return found["stem"] == "noted" and bool(_COMMENTING.search(text[: found.start()][-60:]))


def _tail(text: str, start: int, word: str) -> Marker:
    """Step over what belongs to the marker, as does a "that" which follows it without a dash or colon."""
    end = start + len(word)
    match = _TAIL.match(text, end)
    after = match.end() if match else end
    that = _THAT.match(text, after) if _RUNS_ON.fullmatch(text, end, after) else None
    return Marker(start, that.end() if that else after, word)
