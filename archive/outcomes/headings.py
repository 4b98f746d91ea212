"""Headings and lead-ins: what opens decisions or actions, and what opens only reasons or a proposal."""

from __future__ import annotations

import re
from typing import Literal

from archive.outcomes.glance import holds
from archive.outcomes.markers import marker

Label = Literal["decision", "action", "aside", "heading", "proposal"]

_END = r"\s*[:.\-–—/]{0,3}\s*$"
_DECISION = re.compile(
    r"(?:(?:the |agreed |committee |cabinet |board |council |key |final |executive )*"
    r"(?:decisions?(?: made| taken| agreed| reached| notice| and reasons)?|resolutions?(?: passed| made)?)"
    r"|agreed|noted|approved|resolved|decided|outcomes?|decisions? of (?:the )?(?:executive|cabinet|lead"
    r"|leader|portfolio|mayor|officer|councillor"
    r"|deputy)\b[^:]{0,120}"
    r"|y? ?penderfyniad(?:au)?|penderfynwyd|cytunwyd)" + _END,
    re.I,
)
_ACTION = re.compile(
    r"(?:(?:agreed |key |follow[- ]up )?actions?(?: points?| items?| agreed| arising| required| to take"
    r"| list)?"
    r"|cam(?:au)?(?: i’w)? gweithredu|gweithred(?:oedd)?)(?:\s*\(?\d{1,3}\)?)?" + _END,
    re.I,
)
_ACTION_OPENS = re.compile(
    r"[\[(]?(?:(?:AP(?=\s?\d)|ACTIONS?|Actions?|Action [Pp]oints?|ACTION POINTS?|Cam(?:au)? [Gg]weithredu"
    r"|CAM(?:AU)? GWEITHREDU|GWEITHRED(?:U|OEDD)?)"
    r"(?:\s*\(?\d{1,3}(?:[./]\d{1,3})?\)?)?(?:\s*\((?P<owner>[A-Z][^()]{1,60})\))?"
    r"\s*(?:[:–—]|-(?=\s))[\s-]*|(?:ACTION|Action) (?:by"
    r"|for) (?=[A-Z]))(?=\S)"
)
_ACTION_INSIDE = re.compile(
    r"(?<=[.;!?)])\s+[\[(]?(?:ACTION|Action)S?\s*(?:[:–—]|-(?=\s))\s*|\s[\[(](?:ACTION"
    r"|Action)S?\s*(?:[:–—]|-(?=\s))\s*"
)
_ASIDE = re.compile(
    r"(?:the )?(?:reasons? for\b|reasons?" + _END + r"|rhesymau\b|rheswm\b|(?:any )?(?:other"
    r"|alternative)s?\b[^.:]{0,40}\boptions?\b|alternatives?(?: considered| rejected)?" + _END + r""
    r"|options? (?:considered|rejected|appraisal)"
    r"|(?:matters?|issues?|items?) for decision\b"
    r"|pre-decision scrutiny|decisions? progress update|implementation date|call[- ]in" + _END + r""
    r"|conflicts? of interest|dispensations? |(?:informatives?|conditions|recorded vote|voting record"
    r"|record of voting|for|against|abstentions?"
    r"|abstained|voting|vote"
    r"|for (?:decision|information|noting)|scheme of delegation|background papers|contact officer"
    r"|key decision|dispensations?)" + _END + r")",
    re.I,
)  # fmt: skip
_ASIDE_OPENS = re.compile(
    r"(?:Reasons? [A-Za-z ]{0,40}|Reasons?|Alternative [A-Za-z ]{0,40}|Options? [a-z ]{0,40}|Call-in"
    r"|Conflicts? of interest[A-Za-z ]{0,30}"
    r"|Condition(?: \d+)?|Informative|Note)\s*[:–—]\s",
    re.I,
)
_HEADING = re.compile(
    r"(?:background|debate|discussion|questions|(?:members.? )?comments?|supporting documents"
    r"|documents considered|notes?|key points|points raised|summary|introduction|interests? declared"
    r"|wards?(?: affected)?|report|purpose|minutes"
    r"|cofnodion|next steps)" + _END,
    re.I,
)
_PROPOSAL = re.compile(
    r"(?:(?:the )?(?:officers?.? )?recommendations?\b(?! (?:was|were|be|agreed"
    r"|approved)\b)[^.;]{0,60}[:–—-]{1,3}\s*$"
    r"|(?:the )?(?:officers?.? )?recommendations?(?:\s*[:–—-]|\s*$)|(?-i:Recommended)\s*[:–—-]"
    r"|(?:an? |the |proposed |first |second |original |substantive |alternative )*(?:amendment|motion"
    r"|notice of motion)(?: \d{1,2})?"
    r"(?: (?:by|from|in the name of) [^.;]{1,80})?\s*(?:[:–—-]|$)"
    r"|(?:this |that (?:this )?)?council (?:notes|believes|recognises|resolves|calls|regrets|further)\b)",
    re.I,
)  # fmt: skip
_PROPOSAL_INSIDE = re.compile(
    r"\b(?:[Rr]eport|[Oo]fficers?|[Pp]apers?|[Aa]genda)\b[^.;]{0,80}\brecommend(?:ed|s"
    r"|ing)\b[^.;]{0,80}[:–—-]\s*$|\b(?:are|is|were|was) (?:asked|invited|recommended|requested"
    r"|RECOMMENDED) (?:to"
    r"|that)\b[^.;]{0,80}(?::|$)"
    r"|\b(?:is|are) (?:asked|invited|recommended|RECOMMENDED) (?:to|that)\b"
    r"|\bwill move\b|\bthe following (?:resolution|motion|amendment|proposal"
    r"|recommendations?)\b(?![^.]{0,60}\b(?:was|were) (?:agreed|carried|approved|adopted))"
    r"|\b(?:moved|proposed|submitted|tabled)\b[^.;]{0,120}\b(?:amendment|motion)\b[^.;]{0,80}:"
    r"|\bMOTION\s*[–—-]|\b[Tt]o consider (?:passing|the following)\b"
    r"|\b(?:moved|proposed|MOVED|PROPOSED),? (?:that|as follows|the following)\b|\bresolution from\b"
    r"|\bTo (?:RESOLVE|resolve)\b|\bmoved an amendment\b|\b(?:moved|proposed|MOVED|seconded"
    r"|SECONDED)\b[^.;]{0,80}:\s*$"
)  # fmt: skip
# Each form of _PROPOSAL_INSIDE has one of these in it.
_GLANCE = (
    *("recommended", "recommends", "recommending", "asked t", "invited t", "requested t", "the following"),
    *("as follows", "moved that", "moved, that", "proposed that", "proposed, that", "will move", ":"),
    *("motion", "amendment", "to consider", "to resolve", "resolution from"),
)


def label(text: str) -> Label | None:
    """Say which part of the minutes a line opens; None when it is no heading."""
    if len(text) <= 160 and _DECISION.match(text):
        return "decision"
    if len(text) <= 60 and _ACTION.match(text):
        return "action"
    if _ASIDE.match(text) or _ASIDE_OPENS.match(text):
        return "aside"
    if len(text) <= 60 and _HEADING.match(text):
        return "heading"
    return "proposal" if proposes(text) else None


def proposes(text: str) -> bool:
    """Whether a text leads into what is only put forward: a recommendation, motion or amendment."""
    if _PROPOSAL.match(text):
        return True
    start = text[:2000]
    return holds(start, _GLANCE) and bool(_PROPOSAL_INSIDE.search(start)) and marker(text) is None


def opens_action(text: str) -> int | None:
    """Give the place after "ACTION:" at the front of a line, or None."""
    match = _ACTION_OPENS.match(text)
    return match.end() if match else None


def charged(text: str) -> str | None:
    """Give what stands in brackets behind the marker, as in "Action (Jane Reed): write to them"."""
    match = _ACTION_OPENS.match(text)
    return match["owner"] if match else None


def action_inside(text: str) -> int | None:
    """Give the place of "ACTION: Jane Reed …" after other sentences of a paragraph, or None."""
    match = _ACTION_INSIDE.search(text) if holds(text, ("action",)) else None
    return match.start() if match and match.start() and match.end() < len(text) else None
