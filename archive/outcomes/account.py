"""Walk once through a section's lines and sort them: clauses that were decided, tasks, and the story told."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from archive.outcomes import clauses, doers, narrative, people
from archive.outcomes.headings import action_inside, label, opens_action
from archive.outcomes.lines import Clause, Line
from archive.outcomes.markers import Marker, marker
from archive.outcomes.sentences import sentences

_CLOSED = re.compile(r"[-–—(:\s](?:CLOSED|Closed|COMPLETED?|Completed?|DONE|Discharged|DISCHARGED)\W*$")
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
        found = label(line.text)
        if opens_action(line.text) is not None:
            at, skipping = _action_line(account, lines, at), False
        elif found == "decision":
            at, skipping = _take(account, lines, at + 1, headed=True), False
        elif found == "action":
            at, skipping = _actions_below(account, lines, at + 1), False
        elif found is not None:
            at, skipping = _pass_over(account, line, at, found == "proposal"), found != "heading"
        elif (mark := marker(line.text)) and not (line.bulleted and mark.word in _OPINIONS):
            at, skipping = _resolution(account, lines, at, mark), False
        elif headed and not skipping and _opens_clauses(line):
            at = max(_take(account, lines, at, headed=True), at + 1)
        else:
            skipping = skipping and (line.listed or narrative.shaped(line.text))
            if skipping:
                account.put.append(line)
            else:
                _tell(account, line)
            at += 1
    return account


def _opens_clauses(line: Line) -> bool:
    """Whether a line of a Decision section is, or leads into, what was decided."""
    if clauses.nothing(line.text):
        return False
    return line.listed or clauses.is_stem(line.text) or any(map(clauses.like_decision, sentences(line.text)))


def _pass_over(account: Account, line: Line, at: int, proposal: bool) -> int:
    """Leave a heading out; a proposal's own paragraph may still say that it was lost."""
    if proposal:
        account.put.append(line)
    return at + 1


def _tell(account: Account, line: Line) -> None:
    """Keep a line of narrative, and the task that a bracket at its end gives to somebody."""
    inside = action_inside(line.text)
    if inside is None:
        account.told.append(line)
        return
    rest = line.text[inside[1] :].strip(" )]")
    before = line.text[: inside[0]].strip()
    if people.named(rest) and before:
        account.tasks.append(Clause(sentences(before)[-1], line.passage, rest.strip(" .")))
    elif not _CLOSED.search(rest):
        account.tasks.append(Clause(rest, line.passage))
        account.told.append(line)


def _take(account: Account, lines: Sequence[Line], at: int, *, headed: bool, stem: str = "") -> int:
    """Take the clauses below a marker or heading."""
    found, after = clauses.below(lines, at, stem, headed=headed)
    account.decided += found
    return after


def _resolution(account: Account, lines: Sequence[Line], at: int, mark: Marker) -> int:
    """Take what a marker introduces: on its own line, below it, or both."""
    line = lines[at]
    rest = line.text[mark.end :].strip()
    stem = mark.word if mark.word in ("NOTED", "Noted") else ""
    at += 1
    if not rest:
        return _take(account, lines, at, headed=mark.word == "Decision", stem=stem)
    if clauses.is_stem(rest) and at < len(lines) and lines[at].section == line.section:
        if clauses.complete(rest) or clauses.names_only(rest, lines[at].text):
            account.decided.append(Clause(rest, line.passage))
            return clauses.skip_list(lines, at)
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


def _actions_below(account: Account, lines: Sequence[Line], at: int) -> int:
    """Take the tasks below an "Actions" heading: its list, or the paragraphs that give somebody a task."""
    section = lines[at].section if at < len(lines) else None
    taken: list[Line] = []
    while at < len(lines) and lines[at].section == section and label(lines[at].text) is None:
        line = lines[at]
        if opens_action(line.text) is not None or marker(line.text):
            break
        if taken and not line.listed and (taken[0].listed or not _more_tasks(line)):
            break
        taken.append(line)
        at += 1
    stem = ""
    for line in taken:
        if clauses.is_stem(line.text) and line is not taken[-1]:
            stem = line.text.rstrip(" :–-")
        elif not clauses.nothing(line.text) and not _CLOSED.search(line.text):
            account.tasks.append(Clause(line.text, line.passage, stem))
    return at


def _more_tasks(line: Line) -> bool:
    return doers.tasks(line.text) or doers.owner(line.text) is not None


def _action_line(account: Account, lines: Sequence[Line], at: int) -> int:
    """Take "ACTION: Jane Reed to report back"; "Action – Jane Reed" alone points at the paragraph before."""
    line = lines[at]
    rest = line.text[opens_action(line.text) or 0 :].strip().rstrip(")]").strip()
    if _CLOSED.search(rest) or clauses.nothing(rest):
        return at + 1
    if (
        people.named(rest.rstrip(":"))
        and at + 1 < len(lines)
        and (rest.endswith(":") or at == 0)
        and lines[at + 1].listed
    ):
        return _actions_below(account, [*lines[:at], _as_stem(line, rest), *lines[at + 1 :]], at)
    if not people.named(rest):
        account.tasks.append(Clause(rest, line.passage))
        return at + 1
    _hand_over(account, lines, at, rest.strip(" ."))
    return at + 1


def _as_stem(line: Line, name: str) -> Line:
    return Line(line.passage, line.section, name.rstrip(":") + ":", line.mark, line.bulleted, line.level)


def _hand_over(account: Account, lines: Sequence[Line], at: int, name: str) -> None:
    """Make the last sentence before "Action – Jane Reed" her task, and no decision any more."""
    before = lines[at - 1] if at else None
    if before is None or label(before.text) is not None or opens_action(before.text) is not None:
        return
    if account.decided and account.decided[-1].passage == before.passage:
        text = account.decided.pop().text
    else:
        text = before.text if before.listed else sentences(before.text)[-1]
        account.told = (
            [line for line in account.told if line.passage != before.passage]
            if len(sentences(before.text)) == 1
            else account.told
        )
    account.tasks.append(Clause(text, before.passage, name))
