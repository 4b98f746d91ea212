"""Put it together: from an item's passages to its decisions and actions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from archive.model import Action, Decision, Passage
from archive.outcomes import doers, due, narrative
from archive.outcomes.account import Account, walk
from archive.outcomes.clauses import nothing
from archive.outcomes.dedupe import Said
from archive.outcomes.headings import proposes
from archive.outcomes.kinds import kind
from archive.outcomes.lines import Clause, Line, lines_of
from archive.outcomes.votes import beside, defeats, lost, without_votes
from archive.outcomes.words import BODY
from archive.sentences import sentences

_HELD = re.compile(
    r"\b(?:was|were|RESOLVED (?:unanimously|\()|considered|received|noted|welcomed|introduced|presented"
    r"|asked|advised|reported|commented|thanked|moved|seconded|explained|discussed|highlighted|agreed)\b"
)
_AGREED_UNDER_ACTIONS = re.compile(
    r"(?:"
    + BODY
    + r"|[Ii]t was)\s+(?:also\s+|unanimously\s+)?(?:noted|agreed|approved|endorsed|resolved|adopted"
    r"|received)\b"
)
_REQUEST_OF_AGENDA = re.compile(r"(?:To|to)\s+[a-z]")
_BARE = re.compile(
    r"(?:That|THAT)\s|(?:To|to) (?:note|approve|agree|endorse|receive|adopt|recommend|delegate|confirm"
    r"|accept|ratify|refer)\b"
)


_RECOMMENDATION = re.compile(r"Recommendations?\s*[:–-]\s*(?=That\b)")
_ENGLISH = re.compile(r"\b(?:the|be|of|that|and|to|for|in)\b", re.I)
_WELSH = re.compile(
    r"\b(?:y|yr|yn|ac|gan|ar|ei|eu|fel|bod|fod|wrth|gyda)\b|['’]r\b|wyd\b|(?:io|wyo|nodi|ethol)\b"
)


@dataclass(frozen=True, slots=True)
class Outcomes:
    """What an item's text says was decided, and who must act."""

    decisions: tuple[Decision, ...] = ()
    actions: tuple[Action, ...] = ()


def read_outcomes(passages: Sequence[Passage], title: str = "") -> Outcomes:
    """Read what was decided, and who must act, without the circumstances."""
    lines = lines_of(passages)
    agenda, decision, minutes = (
        [line for line in lines if line.section == part] for part in ("agenda", "decision", "minutes")
    )
    if not decision and not minutes and _held(agenda):  # a store that lost the labels
        minutes = agenda
    section = walk(decision, headed=True)
    account = walk(minutes)
    decided = _decided(section, account, agenda)
    agreed = [clause for clause in (*section.tasks, *account.tasks) if _rather_decided(clause)]
    decided += [clause for clause in agreed if not Said.of(each.text for each in decided).has(clause.text)]
    tasks = _tasks(section, account, decided)
    taken = {(task.passage, task.text) for task in tasks}
    kept = [clause for clause in decided if (clause.passage, clause.text) not in taken]
    return Outcomes(_decisions(kept, title), _actions(tasks))


def _held(lines: Iterable[Line]) -> bool:
    """Whether text without labels tells of a meeting that was held, so that it is more than an agenda."""
    return any(_HELD.search(line.text) and not proposes(line.text) for line in lines)


def _decided(section: Account, account: Account, agenda: list[Line]) -> list[Clause]:
    """Choose among what is printed: the Decision section, then marked clauses, then the story."""
    asked = Said.of(line.text for line in agenda if _REQUEST_OF_AGENDA.match(line.text))
    first = _without_repeats(clause for clause in section.decided if not asked.has(clause.text))
    marked = _without_repeats(account.decided)
    found = [*first, *_beyond(first, marked)] if first else marked or _without_repeats(_told(account.told))
    found = _one_language(found or _recommended(account.put))
    taken = set(found)
    lost_votes = _lost([*section.told, *section.put, *account.told, *account.put])
    found += _without_repeats(clause for clause in lost_votes if clause not in taken)
    return [clause for clause in found if not nothing(clause.text)]


def _recommended(put: list[Line]) -> list[Clause]:
    """Take "Recommendation: That …" in minutes that decide nothing else: the formal act of a panel."""
    clauses = ((line, _RECOMMENDATION.match(line.text)) for line in put if line.section == "minutes")
    return [Clause(line.text[match.end() :], line.passage) for line, match in clauses if match]


def _one_language(found: list[Clause]) -> list[Clause]:
    """Keep the English of clauses that are printed in English and again in Welsh."""
    english = [clause for clause in found if _ENGLISH.search(clause.text)]
    welsh = [clause for clause in found if clause not in english and _WELSH.search(clause.text)]
    return english if 2 * len(welsh) == len(found) == 2 * len(english) else found


def _beyond(first: list[Clause], marked: list[Clause]) -> list[Clause]:
    """Keep what the minutes decide beyond the Decision section, whose copy is the better one."""
    if len(marked) == len(first):
        return []
    said = Said.of(clause.text for clause in first)
    return [clause for clause in marked if not said.overlaps(clause.text)]


def _without_repeats(clauses: Iterable[Clause]) -> list[Clause]:
    """Keep the first of clauses that say the same."""
    kept: list[Clause] = []
    said = Said()
    for clause in clauses:
        if not said.has(clause.text):
            kept.append(clause)
            said.add(clause.text)
    return kept


def _told(lines: list[Line]) -> list[Clause]:
    """Find decisions that only the story tells, or failing these, bare clauses without any marker."""
    story = [line for line in lines if not nothing(line.text)]
    final = max((at for at, line in enumerate(story) if not beside(line.text)), default=-1)
    found = [clause for at, line in enumerate(story) for clause in _in_story(line, last=at >= final)]
    return found or _bare(story)


def _in_story(line: Line, *, last: bool) -> list[Clause]:
    """Choose the sentences of a paragraph that decide; `last` where the account ends with it."""
    if line.bulleted and not last:
        return []
    chosen: list[Clause] = []
    each = sentences(line.text)
    for place, sentence in enumerate(each):
        if proposes(sentence) or lost(sentence):
            continue
        if narrative.approves_minutes(sentence):
            if not any(narrative.approves_minutes(clause.text) for clause in chosen):
                chosen.append(Clause(sentence, line.passage))
        elif _decides(sentence, each[place + 1 :], line, last=last, alone=len(each) == 1):
            chosen.append(Clause(sentence, line.passage))
    return chosen


def _decides(sentence: str, after: list[str], line: Line, *, last: bool, alone: bool) -> bool:
    """Whether a sentence decides; noting and what was approved of itself count only at a paragraph's end."""
    if narrative.elects(sentence) or narrative.decides(sentence, last=last):
        return True
    if after or line.bulleted:
        return False
    return narrative.notes(sentence, last=last) or narrative.passes(sentence, alone=alone)


def _bare(story: list[Line]) -> list[Clause]:
    """Take clauses whose marker was lost: "That the report be noted", alone or as a list."""
    found = []
    for line in story:
        if _BARE.match(line.text) or (line.mark and narrative.wishes(line.text)):
            found.append(Clause(line.text, line.passage))
    return found


def _lost(lines: Iterable[Line]) -> list[Clause]:
    """Find the sentences that say that a motion or amendment was lost."""
    return [Clause(each, line.passage) for line in lines for each in defeats(line.text)]


def _tasks(section: Account, account: Account, decided: list[Clause]) -> list[Clause]:
    """Gather the tasks: clauses that name their doer, marked ones, and errands the story gives."""
    given = [each for each in decided if doers.tasks(each.text, each.stem)]
    marked = [each for each in (*section.tasks, *account.tasks) if not _rather_decided(each)]
    settled = section.decided or account.decided or marked  # then the story only tells how it came about
    told = [Clause(each, line.passage) for line in account.told for each in _errands(line, bool(settled))]
    said = Said.of(clause.text for clause in given)
    others = [clause for clause in _without_repeats([*marked, *told]) if not said.has(clause.text)]
    return sorted([*given, *others], key=lambda clause: clause.passage)


def _rather_decided(task: Clause) -> bool:
    """Whether what stands under "Actions" is what the members agreed, with nobody named to do it."""
    return bool(_AGREED_UNDER_ACTIONS.match(task.text)) and not task.stem and not doers.tasks(task.text)


def _errands(line: Line, settled: bool) -> list[str]:
    """List the sentences of a paragraph that send somebody on an errand; bullets are comments."""
    sends = doers.noted_down if settled else doers.promises
    return [] if line.bulleted else [each for each in sentences(line.text) if sends(each)]


def _decisions(clauses: list[Clause], title: str) -> tuple[Decision, ...]:
    ordered = sorted(clauses, key=lambda clause: clause.passage)
    return tuple(Decision(_printed(c.text), kind(c.text, c.stem, title), c.passage) for c in ordered)


def _printed(text: str) -> str:
    """Leave the tally off a clause; a sentence about a lost vote keeps it."""
    return text if lost(text) else without_votes(text) or text


def _actions(clauses: list[Clause]) -> tuple[Action, ...]:
    return tuple(
        Action(c.text, c.owner or doers.owner(c.text, c.stem), c.due or due.due(c.text), c.passage)
        for c in clauses
    )
