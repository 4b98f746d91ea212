"""How each board's clerk writes a matter down, and so what was decided: the ground truth of the sample.

Cabinet            a Decision section "RESOLVED that:" with numbered clauses, often repeated in the minutes
Council            movers and seconders, "RESOLVED – That …", motions that are lost, votes in figures
Planning           "RESOLVED: That …", "Resolved" on its own line, votes in brackets
People             headings "Decision" and "Actions" inside the minutes, a sentence or bullets below
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import cycle
from random import Random

from web.demo.council import Action, Decision, Line
from web.demo.matter import Matter, Ruling, Task
from web.demo.people import MEMBERS, OFFICER_OF, OFFICERS
from web.demo.remarks import ANSWERS, GENERAL, REMARKS

Outcome = Ruling | Task
_MARKS = (
    ("1.", "2.", "3.", "4.", "5."),
    ("(a)", "(b)", "(c)", "(d)", "(e)"),
    ("(i)", "(ii)", "(iii)", "(iv)", "(v)"),
)


@dataclass(frozen=True, slots=True)
class Written:
    """A matter as minuted, with what its author says was decided."""

    decision: tuple[Line, ...]
    minutes: tuple[Line, ...]
    decisions: tuple[Decision, ...]
    actions: tuple[Action, ...]


def write(matter: Matter, draw: Random) -> Written:
    """Write a matter down in the manner of its board's clerk."""
    return _CLERKS[matter.board](matter, draw)


def debate(matter: Matter, draw: Random) -> list[Line]:
    """Return what was reported and said, without any outcome."""
    lines = [Line(text) for text in matter.told]
    lines += [Line(" | ".join(row), "row", cells=row) for row in matter.table]
    remarks = _remarks(matter, draw)
    lines += _bulleted(remarks, draw) if matter.board == "people" else _spoken(remarks, draw)
    answers = draw.sample(ANSWERS, 9 if matter.long else draw.randint(0, 1))
    officers = cycle((OFFICER_OF[matter.topic], *OFFICERS))
    return lines + [
        Line(f"{_start(officer)} {answer}") for officer, answer in zip(officers, answers, strict=False)
    ]


def _remarks(matter: Matter, draw: Random) -> list[str]:
    """Return what members said: a matter's own remarks or its topic's; in a long debate, many more."""
    topical = draw.sample(REMARKS[matter.topic], len(REMARKS[matter.topic]))
    if matter.long:
        return [*matter.said, *topical, *draw.sample(GENERAL, 21)]
    return list(matter.said) or topical[: draw.randint(2, 3)]


def _cabinet(matter: Matter, draw: Random) -> Written:
    """Write a Decision section; the clerk of 2022 left the marker out and began each clause with "That"."""
    bare = matter.year == 2022
    clauses = _clauses(matter.outcomes, draw, opening="That " if bare else "")
    told, lost = debate(matter, draw), _lost(matter.outcomes, draw)
    if len(clauses.lines) == 1:
        only = clauses.lines[0].text
        section: tuple[Line, ...] = (Line(only if bare else f"RESOLVED that {only}"),)
    else:
        section = clauses.lines if bare else (Line("RESOLVED that:"), *clauses.lines)
    repeats = draw.random() < 0.4
    minutes = (*told, *lost.lines, *(section if repeats else ()))
    return Written(section, minutes, lost.decisions + clauses.decisions, clauses.actions)


def _council(matter: Matter, draw: Random) -> Written:
    """Write who moved and seconded, "RESOLVED – That …", and sometimes the votes in figures."""
    told, lost, clauses = debate(matter, draw), _lost(matter.outcomes, draw), _clauses(matter.outcomes, draw)
    ending: list[Line] = []
    if clauses.lines:
        mover, seconder = _members(draw, 2)
        against = draw.choice((0, 0, 1, 3, 6))
        marker = "RESOLVED" if against else draw.choice(("RESOLVED", "RESOLVED (unanimously)"))
        ending = [Line(f"It was moved by Councillor {mover}, seconded by Councillor {seconder} and")]
        ending += _resolved(f"{marker} – That", clauses.lines)
        if against:
            ending += [Line(f"For: {20 - against}"), Line(f"Against: {against}"), Line("Abstention: 0")]
    return Written((), (*told, *lost.lines, *ending), lost.decisions + clauses.decisions, clauses.actions)


def _planning(matter: Matter, draw: Random) -> Written:
    """Write "RESOLVED: That …", a marker on its own line or a sentence, with the votes in brackets."""
    told, lost, clauses = debate(matter, draw), _lost(matter.outcomes, draw), _clauses(matter.outcomes, draw)
    decisions, way = clauses.decisions, draw.randrange(4)
    if len(clauses.lines) > 1:
        marker = ("RESOLVED:", "Resolved –", "RESOLVED that:", "The Committee resolved:-")[way]
        ending = [Line(marker), *clauses.lines]
    elif way == 0 and not clauses.actions:
        sentence = f"It was agreed that {clauses.lines[0].text}"
        ending = [Line(sentence)]
        decisions = (Decision(sentence, decisions[0].kind),)
    elif way == 1:
        ending = [Line("RESOLVED:"), Line(f"That {clauses.lines[0].text}")]
    else:
        ending = _resolved("RESOLVED: That", clauses.lines)
    if draw.random() < 0.6:
        against = draw.randint(0, 3)
        ending.append(Line(f"(Voting: {9 - against} for, {against} against, 1 abstention)"))
    return Written((), (*told, *lost.lines, *ending), lost.decisions + decisions, clauses.actions)


def _people(matter: Matter, draw: Random) -> Written:
    """Write headings with sentences or bullets below; from 2024 a new clerk wrote ACTION lines instead."""
    lost = _lost(matter.outcomes, draw)
    rulings = [o for o in matter.outcomes if isinstance(o, Ruling) and o.kind != "not carried"]
    tasks = [o for o in matter.outcomes if isinstance(o, Task)]
    sentences = [r.sentence("The Board") for r in rulings]
    decisions = [Decision(s, r.kind) for s, r in zip(sentences, rulings, strict=True)]
    actions = [Action(_start(t.line), _start(t.named), t.due) for t in tasks]
    lines = [*debate(matter, draw), *lost.lines]
    if matter.year >= 2024:
        lines += [Line(s) for s in sentences] + [Line(f"ACTION: {a.text}") for a in actions]
    else:
        lines += _headed("Decision", sentences, draw) + _headed("Action", [a.text for a in actions], draw)
    return Written((), tuple(lines), (*lost.decisions, *decisions), tuple(actions))


def _resolved(marker: str, clauses: Sequence[Line]) -> list[Line]:
    """Return a resolution that runs on when it has one clause, and is a list when it has more."""
    if len(clauses) == 1:
        return [Line(f"{marker} {clauses[0].text}")]
    return [Line(marker), *clauses]


def _headed(name: str, texts: Sequence[str], draw: Random) -> list[Line]:
    """Return a heading and what stands below it: a paragraph, or bullets of either sign."""
    if not texts:
        return []
    mark = draw.choice("•·")
    several = len(texts) > 1
    below = [Line(t, "bullet", mark) for t in texts] if several or name == "Action" else [Line(texts[0])]
    return [Line(f"{name}s" if several else name, "heading"), *below]


_CLERKS = {"cabinet": _cabinet, "council": _council, "planning": _planning, "people": _people}


@dataclass(frozen=True, slots=True)
class _Clauses:
    lines: tuple[Line, ...]
    decisions: tuple[Decision, ...]
    actions: tuple[Action, ...] = ()


def _clauses(outcomes: Sequence[Outcome], draw: Random, opening: str = "") -> _Clauses:
    """Return the clauses of a resolution, numbered and ended as clerks do: "…;", "…; and", "…."."""
    kept = [o for o in outcomes if isinstance(o, Task) or o.kind != "not carried"]
    marks = draw.choice(_MARKS)
    lines, decisions, actions = [], [], []
    for place, outcome in enumerate(kept):
        left = len(kept) - 1 - place
        text = opening + outcome.clause + (";" if left > 1 else "; and" if left else ".")
        lines.append(Line(text, "numbered", marks[place]))
        if isinstance(outcome, Task):
            actions.append(Action(text, outcome.owner, outcome.due))
        else:
            decisions.append(Decision(text, outcome.kind))
    return _Clauses(tuple(lines), tuple(decisions), tuple(actions))


def _lost(outcomes: Sequence[Outcome], draw: Random) -> _Clauses:
    """Return the motions that were put and lost, each moved, debated and told in one sentence."""
    lines, decisions = [], []
    for outcome in outcomes:
        if isinstance(outcome, Ruling) and outcome.kind == "not carried":
            mover, seconder = _members(draw, 2)
            told = f"On being put to the vote, the motion {outcome.what} was lost."
            lines += [
                Line(f"Councillor {mover} MOVED and Councillor {seconder} SECONDED a motion."),
                Line(told),
            ]
            decisions.append(Decision(told, "not carried"))
    return _Clauses(tuple(lines), tuple(decisions))


def _spoken(remarks: Sequence[str], draw: Random) -> list[Line]:
    """Return remarks as paragraphs of one or two speakers each."""
    names = cycle(_members(draw, len(MEMBERS)))
    said = [f"Councillor {next(names)} {remark}" for remark in remarks]
    return [Line(" ".join(said[start : start + 2])) for start in range(0, len(said), 2)]


def _bulleted(remarks: Sequence[str], draw: Random) -> list[Line]:
    lead = draw.choice(
        ("Members raised these points:", "In the discussion which followed:", "Points made by members:")
    )
    mark = draw.choice("••·")
    who = ("A member", "Another member", "One member")
    return [Line(lead), *(Line(f"{who[n % 3]} {r}", "bullet", mark) for n, r in enumerate(remarks))]


def _members(draw: Random, count: int) -> list[str]:
    return draw.sample([m.name.split()[-1] for m in MEMBERS], count)


def _start(text: str) -> str:
    return text[:1].upper() + text[1:]
