"""Walk once through a section's lines and sort them: clauses that were decided, tasks, and the story told."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import takewhile

from archive.outcomes import clauses, doers, narrative, people, tables
from archive.outcomes.headings import Label, charged, label, opens_action
from archive.outcomes.lines import Clause, Line
from archive.outcomes.markers import Marker, marker
from archive.outcomes.votes import beside
from archive.sentences import sentences

_CLOSED = re.compile(
    r"(?:[-–—(:]\s*(?:CLOSED|COMPLETED?|DONE|DISCHARGED|Closed|Completed?|Done|Discharged)(?:\W*$|[.;)]\s)"
    r"|\s(?:CLOSED|COMPLETED?|DONE|DISCHARGED|Closed|Completed|Discharged)\W*$)"
)
_SOMEBODY_TO = re.compile(r"[A-Z][^.;:]{1,60} to [a-z]")
_COMMENT = re.compile(
    r"(?:asked|queried|questioned|commented|raised|expressed|sought|highlighted|heard|discussed|welcomed"
    r"|suggested)\b"
)
_NOTED_ALONE = re.compile(r"(?:NOTED|Noted|Nodwyd)\.?")
_OPINIONS = ("Agreed", "Noted", "Approved")  # words that open a comment when they open a bullet


@dataclass(slots=True)
class Account:
    """What one pass over a section has found, in order."""

    decided: list[Clause] = field(default_factory=list)
    tasks: list[Clause] = field(default_factory=list)  # a stem is the owner's name, where it stands apart
    told: list[Line] = field(default_factory=list)  # narrative, in which a decision may be told
    put: list[Line] = field(default_factory=list)  # what was proposed, or given as a reason


def walk(lines: Sequence[Line], *, headed: bool = False) -> Account:
    """Sort the lines of one section; `headed` says that the section itself is headed "Decision:"."""
    account = Account()
    at, skipping = 0, False
    while at < len(lines):
        line = lines[at]
        heading = label(line.text)
        take = _opener(lines, at, heading)
        if take is not None:
            at, skipping = take(account, lines, at), False
        elif heading is not None:
            account.put += [line] if heading == "proposal" else []
            at, skipping = at + 1, heading != "heading" and not line.text.endswith(".")
        elif headed and not skipping and _opens_clauses(line):
            at = max(_take(account, lines, at, headed=True), at + 1)
        else:
            skipping = skipping and (line.listed or narrative.shaped(line.text))
            (account.put if skipping else account.told).append(line)
            at += 1
    return account


Take = Callable[[Account, Sequence[Line], int], int]
"""Takes what a line opens, and gives the place of the first line after it."""


def _opener(lines: Sequence[Line], at: int, heading: Label | None) -> Take | None:
    """Say how to take what a line opens; None for headings that open no outcome, and for the story."""
    line = lines[at]
    if line.row:
        return _table
    if opens_action(line.text) is not None:
        return _action_line
    if heading is not None:
        return {"decision": _decision_below, "action": _actions_heading}.get(heading)
    mark = marker(line.text)
    if mark and not _comments(lines, at, mark):
        return _resolution
    return _stem_told if clauses.leads_list(lines, at) else None


def _table(account: Account, lines: Sequence[Line], at: int) -> int:
    """Take a table of actions; a row of any other only explains."""
    if not tables.heads_actions(lines[at]):
        return at + 1
    tasks, after = tables.actions_below(lines, at)
    account.tasks += tasks
    return after


def _stem_told(account: Account, lines: Sequence[Line], at: int) -> int:
    return _take(account, lines, at, headed=False)


def _comments(lines: Sequence[Line], at: int, mark: Marker) -> bool:
    """Whether a marker opens comments: "• Agreed that it was late", "Members:" before "asked why …"."""
    if lines[at].bulleted and mark.word in _OPINIONS:
        return True
    below = takewhile(lambda line: line.listed, lines[at + 1 : at + 30])
    return not mark.word and any(_COMMENT.match(line.text) for line in below)


def _opens_clauses(line: Line) -> bool:
    """Whether a line of a Decision section is, or leads into, what was decided."""
    if clauses.nothing(line.text):
        return False
    return line.listed or clauses.is_stem(line.text) or any(map(clauses.like_decision, sentences(line.text)))


def _decision_below(account: Account, lines: Sequence[Line], at: int) -> int:
    """Take the clauses below a heading "Decision"; "Noted." with none below is itself what was done."""
    line, before = lines[at], len(account.decided)
    after = _take(account, lines, at + 1, headed=True)
    if len(account.decided) == before and _NOTED_ALONE.fullmatch(line.text):
        account.decided.append(Clause(line.text, line.passage))
    return after


def _take(account: Account, lines: Sequence[Line], at: int, *, headed: bool, stem: str = "") -> int:
    """Take the clauses below a marker or heading."""
    found, after = clauses.below(lines, at, stem, headed=headed)
    account.decided += found
    return after


def _resolution(account: Account, lines: Sequence[Line], at: int) -> int:
    """Take what a marker introduces: on its own line, below it, or both."""
    line = lines[at]
    mark = marker(line.text) or Marker(0, 0, "")
    rest = line.text[mark.end :].strip()
    if beside(rest):  # "RESOLVED: (On the proposal of Mr Ash)"
        rest = ""
    stem = mark.word if mark.word in ("NOTED", "Noted") else ""
    at += 1
    if not rest:
        return _take(account, lines, at, headed=mark.word == "Decision", stem=stem)
    if clauses.is_stem(rest) and at < len(lines) and lines[at].section == line.section:
        if clauses.stands(rest, lines[at]):
            found = [Clause(rest, line.passage)]
            account.decided += found
            return _go_on(account, lines, clauses.skip_list(lines, at), found, stem)
        return _take(account, lines, at, headed=False, stem=f"{stem} {rest}".strip())
    if mark.word == "Decision" and clauses.nothing(rest):
        return at
    found = clauses.run_on(rest, line, stem)
    account.decided += found
    return _go_on(account, lines, at, found, stem)


def _go_on(account: Account, lines: Sequence[Line], at: int, found: list[Clause], stem: str) -> int:
    """Follow clauses that ran on from a marker into the lines below it."""
    if at >= len(lines) or not found:
        return at
    if clauses.goes_on(lines[at], found[-1]):
        return _take(account, lines, at, headed=False, stem=stem)
    return at


def _actions_heading(account: Account, lines: Sequence[Line], at: int) -> int:
    return _actions_below(account, lines, at + 1)


def _actions_below(account: Account, lines: Sequence[Line], at: int, owner: str | None = None) -> int:
    """Take the tasks below an "Actions" heading: a table, a list, or paragraphs that give somebody a task."""
    if at < len(lines) and tables.heads_actions(lines[at]):
        return _table(account, lines, at)
    after = _end_of_actions(lines, at)
    stem = ""
    for line in lines[at:after]:
        if line.row:
            task = tables.headless(line)
            account.tasks += [task] if task else []
        elif clauses.is_stem(line.text) and line is not lines[after - 1]:
            stem = line.text
        elif not clauses.nothing(line.text) and not _CLOSED.search(line.text):
            name = stem.rstrip(" :–-") if people.named(stem.rstrip(" :–-")) else None
            account.tasks.append(Clause(line.text, line.passage, stem, owner or name))
    return after


def _end_of_actions(lines: Sequence[Line], at: int) -> int:
    """Find the first line that is none of the tasks below a heading."""
    start = at
    while at < len(lines) and lines[at].section == lines[start].section and label(lines[at].text) is None:
        line = lines[at]
        if opens_action(line.text) is not None or marker(line.text):
            break
        if at > start and not (line.listed or line.row) and (lines[start].listed or not _more_tasks(line)):
            break
        at += 1
    return at


def _more_tasks(line: Line) -> bool:
    return doers.owner(line.text) is not None or bool(_SOMEBODY_TO.match(line.text))


def _action_line(account: Account, lines: Sequence[Line], at: int) -> int:
    """Take "ACTION: Jane Reed to report back"; "Action – Jane Reed" alone points at the paragraph before."""
    line = lines[at]
    rest = line.text[opens_action(line.text) or 0 :].strip().rstrip(")]").strip()
    if _CLOSED.search(rest) or clauses.nothing(rest):
        return at + 1
    owner = charged(line.text)
    if owner and people.named(owner):
        account.tasks.append(Clause(rest, line.passage, owner=owner))
    elif not people.named(rest.rstrip(":")):
        account.tasks.append(Clause(rest, line.passage))
    elif at + 1 < len(lines) and lines[at + 1].listed and (rest.endswith(":") or at == 0):
        return _actions_below(account, lines, at + 1, rest.rstrip(" :"))
    else:
        _hand_over(account, lines, at, rest.strip(" .:"))
    return at + 1


def _hand_over(account: Account, lines: Sequence[Line], at: int, name: str) -> None:
    """Make the last task told before "Action – Jane Reed" hers, and no decision any more."""
    before = lines[at - 1] if at else None
    if before is None or label(before.text) is not None or opens_action(before.text) is not None:
        return
    if account.decided and account.decided[-1].passage == before.passage:
        text = account.decided.pop().text
    else:
        told = sentences(before.text)
        errands = [before.text] if before.listed else [each for each in told if doers.sets_task(each)]
        if not errands:
            return
        text = errands[-1]
        if len(told) == 1:
            account.told = [line for line in account.told if line.passage != before.passage]
    account.tasks.append(Clause(text, before.passage, owner=name))
