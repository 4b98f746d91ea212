"""Who decided, who proposed and seconded, and how the votes fell: what stands in and beside a decision.

Everything is given as said, a piece of the text; what is not said stays unknown.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from archive.model import Decision, Passage
from archive.outcomes.glance import holds
from archive.outcomes.words import BODY

_OFFICE = r"(?:Deputy |Vice[- ])?(?:Lord Mayor|Mayor|Chair(?:man|woman)?|Leader|Provost)"
_TITLE = (
    rf"(?:(?:[Tt]he )?{_OFFICE}|Councillors?|Cllrs?|Alderm[ae]n|Ald|Bailie|Mr|Mrs|Ms|Miss|Dr"
    r"|(?:[Yy] )?Cynghorydd)\b\.?"
)
_WORD = r"[A-Z](?:[\w’'-]{0,30}[\w]|\.)?"
_NAME = rf"(?:{_TITLE}(?:,? {_TITLE})?(?: {_WORD}){{0,4}}|{_WORD}(?: {_WORD}){{1,3}})"
_MOVED = r"(?:[Mm]oved|MOVED|[Pp]roposed|PROPOSED|[Cc]ynigiwyd)"
_SECONDED = r"(?:[Ss]econded|SECONDED|[Ee]iliwyd)"
# "moved by A, seconded by B", "Proposed: A, seconded: B", "on the motion of A, seconded by B"
_BY_THEM = re.compile(
    rf"(?:\b{_MOVED}(?: by|:| gan)|\b[Oo]n (?:the|a) (?:motion|proposal|proposition) (?:of|by)) "
    rf"(?P<proposer>{_NAME})"
    rf"(?:[,;.]? (?:and )?(?:was )?{_SECONDED}(?: by|:| gan) (?P<seconder>{_NAME}))?"
)
# "Councillor A moved, and Councillor B seconded"
_THEY_DID = re.compile(
    rf"(?P<proposer>{_NAME}) {_MOVED}\b(?:[^.;]{{0,80}}?\b(?P<seconder>{_NAME}) {_SECONDED}\b)?"
)
_GLANCE = ("moved", "propos", "motion", "cynigiwyd")  # each form of these two has one of them in it
_VOTES = re.compile(
    r"\b\d{1,3} votes? to (?:\d{1,3}|[a-z]+)(?:,? with [^.;)]{1,40} abst\w+)?"
    r"|\b\d{1,3} (?:in favour|for)\b[^.;)]{0,60}\bagainst\b(?:[^.;)]{0,30}abst\w+)?"
    r"|\b(?:[Ff]or|FOR|[Oo] blaid)\W{0,3}\d{1,3}\b[^.]{0,30}\b(?:[Aa]gainst|AGAINST|yn erbyn)\W{0,3}\d{1,3}"
    r"(?:[^.]{0,20}\b[Aa]bst\w+\W{0,3}\d{1,3})?"
    r"|\(\d{1,3}:\d{1,3}[^)]{0,60}\)|\b[Uu]nanimous(?:ly)?\b|\bUNANIMOUS(?:LY)?\b|\bnem\.? ?con\b"
    r"|\byn unfrydol\b"
)
_DECIDER = re.compile(rf"(?P<body>{BODY})\s+(?:also |then |unanimously |formally )?[a-zA-Z]+(?:ed|wyd)\b")
_VOTE_LINE = re.compile(
    r"\W{0,3}(?:[Vv]ot|For\b|Against\b|Abst|[Uu]nanim|[Pp]leidlais|\d{1,3} (?:for|in favour))"
)
_SUPPORT_LINE = re.compile(rf"\W{{0,3}}(?:{_MOVED}|{_SECONDED}|Proposer|Mover)\b")
LOOK_BACK, LOOK_AHEAD = 3, 3  # passages beside the decision's own
REACH = 600  # characters before and behind a clause


def with_circumstances(decisions: Sequence[Decision], passages: Sequence[Passage]) -> tuple[Decision, ...]:
    """Say of each decision who took it, who moved it, and how the votes fell, where the text does."""
    places = sorted({d.passage for d in decisions})
    return tuple(_with(d, passages, places) for d in decisions)


def _with(decision: Decision, passages: Sequence[Passage], places: Sequence[int]) -> Decision:
    own = _near(passages[decision.passage].text, decision.text)
    before = _before(decision.passage, passages, places)
    after = _after(decision.passage, passages)
    found = next((m for text in (own, *after, *before) if (m := _support(text))), None)
    votes = next((m for text in (own, *after) if (m := _VOTES.search(text))), None)
    decider = _DECIDER.match(decision.text)
    return replace(
        decision,
        by=decider["body"] if decider else None,
        proposer=found["proposer"] if found else None,
        seconder=found["seconder"] if found else None,
        votes=votes[0].strip("()") if votes else None,
    )


def _near(text: str, clause: str) -> str:
    """Cut out of a passage what stands around a clause: some passages are a whole meeting's text."""
    at = max(0, text.find(clause))
    return text[max(0, at - REACH) : at + min(len(clause), REACH) + REACH]


def _support(text: str) -> re.Match[str] | None:
    return (_BY_THEM.search(text) or _THEY_DID.search(text)) if holds(text, _GLANCE) else None


def _before(place: int, passages: Sequence[Passage], places: Sequence[int]) -> list[str]:
    """Give the passages before a decision, nearest first, back to another decision or another section."""
    found = []
    for at in range(place - 1, max(-1, place - 1 - LOOK_BACK), -1):
        if passages[at].section != passages[place].section or at in places:
            break
        found.append(passages[at].text[-REACH:])
    return found


def _after(place: int, passages: Sequence[Passage]) -> list[str]:
    """Give the lines of votes and movers that stand right behind a decision."""
    found = []
    for passage in passages[place + 1 : place + 1 + LOOK_AHEAD]:
        if not (_VOTE_LINE.match(passage.text) or _SUPPORT_LINE.match(passage.text)):
            break
        found.append(passage.text[:REACH])
    return [" ".join(found)] if found else []
