"""The clauses that hang on a marker or a heading: run on, enumerated, bulleted or a paragraph each."""

from __future__ import annotations

import re
from collections.abc import Sequence

from archive.outcomes import doers, narrative
from archive.outcomes.enumerators import follows, inline_list
from archive.outcomes.headings import label, opens_action
from archive.outcomes.lines import Clause, Line
from archive.outcomes.markers import marker
from archive.outcomes.tables import heads_actions
from archive.outcomes.votes import beside
from archive.outcomes.words import BODY
from archive.sentences import sentences

_STEM = re.compile(r"[:：]\s*[-–—]?\s*$|\s[-–—]\s*$")
_ONLY_STEM = re.compile(
    r"(?:(?:that|That|THAT|to|To|it|was)\b\s*)?(?:"
    + BODY
    + r")?(?:\s*(?:be|agreed|agrees|agree|resolved|noted|to|that|recommended|approved|and))*\s*[:.–—-]*\s*"
)
_COMPLETE = re.compile(
    r"\b(?:reasons?|conditions?|grounds|informatives?|subject to|amendments?|terms|reason\(s\)"
    r"|condition\(s\)|modifications?"
    r"|resheymau|rhesymau|amodau)\b[^.;]{0,80}$",
    re.I,
)
_PREDICATE = re.compile(
    r"\b(?:be|approve\w*|refuse\w*|grant\w*|agree\w*|permit\w*|endorse\w*|caniat\w+|gwrthod|cymeradwyo)\b",
    re.I,
)
_NAMES = re.compile(r"(?:Councillors?|Cllrs?|Mr|Mrs|Ms|Miss|Dr|Alderman|Ald|Sir|Dame)\b")
_ANNOUNCED = re.compile(r"\b(?:following|below|as follows)\b")
_OPEN = re.compile(r"(?:[;,]|\band|\ba|\bor)\s*[.]?$")
_AGAIN = re.compile(r"(?:and )?(?:[Tt]hat|THAT|To [a-z]+|(?:Further|Also),? that)\b")
_JOINT = re.compile(
    r";\s*(?:and\s+)?(?=\S)|,?\s+and\s+(?=that\s)"
    r"|,?\s+and\s+(?=(?:the\s+)?[A-Z][^;.:]{2,80}?\s+be\s+(?:asked|requested|instructed|invited"
    r"|directed)\s+to\b)"
)
_DELEGATES = re.compile(r"\bauthority (?:is|be) (?:hereby )?delegated\b")
_LONGEST_CUT = 1_000  # characters; no clause that holds two is longer, and a page made to stall the reader is
_AND = re.compile(r",?\s+and\s+(?=(?:the|an?|officers|all|no)\s|[A-Z])")
# "a further report be presented": its own subject, without a second "and" or "that" in it
_OWN_BE = re.compile(
    r"(?:the|an?|officers|all|no)\s(?:(?!(?:and|or|that|which|who|if|to|would|will|should|could|must|may)\b)"
    r"[^\s,;:]+\s){1,16}?be\s(?:\w+ly\s)?\w+(?:ed|en|wn|de|ld|id|t)\b"
)
# What asks, recommends or ensures "that …" governs all that follows, and so does a condition.
_WITHIN = re.compile(
    r"(?:\b(?:ask|request|recommend|urg|ensur|propos|suggest|requir|call|seek|stat|provid|confirm|advis)\w*\b"
    r"[^;:]{0,80}|\b(?:so|such|condition|provided|view|hope|noted?|noting)\s)\bthat\b|\b(?:if|unless|once)\s",
    re.I,
)
_NOTHING = re.compile(
    r"(?:\W*(?:none(?: [a-z]+)?|nil|n/?a|dim|not applicable|no (?:actions?|decisions?|resolutions?"
    r"|action points?)[^.]{0,40})\W*$|there (?:was|were) (?:no|none|nothing)\b|no (?:apologies"
    r"|declarations?|exclusion|items?|questions?"
    r"|petitions?|interests?|urgent|public|further|other|matters|action(?:s)? (?:was|were|required))\b"
    r"|apolog(?:y|ies)\b|(?:derbyniwyd )?ymddiheuriad|nid oedd|doedd dim|declarations? of"
    r"|councillors? [^.]{1,80} declared|an apology|recommendations? (?:agreed|approved)\W*$"
    r"|this (?:decision|matter|item|was) (?:was|is|not)\b(?! (?:\w+ly )?(?:deferred|adjourned))"
    r"|this is not a key|decision (?:taken|made) by"
    r"|this decision|the decision was (?:made|taken|authorised)|(?:as )?(?:set out|outlined"
    r"|detailed) in the (?:report|minutes)\W*$|see (?:part|the|minute)|\.{3}"
    r"|not (?:required|needed|recorded)|it was not necessary|as (?:set out|per) (?:in )?(?:the )?report\W*$)",
    re.I,
)  # fmt: skip


def nothing(text: str) -> bool:
    """Whether a line under a heading says that nothing was decided, or is only about the paper trail."""
    orders = text[:3].lower() == "no " and narrative.wishes(text)  # "no action be taken" is a decision
    return bool(_NOTHING.match(text)) and not orders


def complete(text: str) -> bool:
    """Whether a stem is the decision itself: "be REFUSED for the following reasons:"."""
    return bool(_COMPLETE.search(text[-160:]) and _PREDICATE.search(text))


def stands(stem: str, below: Line) -> bool:
    """Whether a stem is itself the clause, and what is below it only explains it or names things."""
    return complete(stem) or below.row or _names_only(stem, below.text)


def _names_only(stem: str, entry: str) -> bool:
    """Whether a list only names what its stem decides on: "the following grants be awarded:"."""
    if _NAMES.match(entry):
        return not _ONLY_STEM.fullmatch(stem)
    announced = bool(_ANNOUNCED.search(stem)) and narrative.shaped(stem)
    return announced and not narrative.shaped(entry) and not entry.startswith("the ")


def is_stem(text: str) -> bool:
    """Whether a text only leads into the clauses below it."""
    return bool(_STEM.search(text[-12:])) or bool(len(text) < 120 and _ONLY_STEM.fullmatch(text))


def leads_list(lines: Sequence[Line], at: int) -> bool:
    """Whether a sentence decides and its clauses follow: "Members AGREED the recommendations, namely:"."""
    text = lines[at].text
    follows_list = at + 1 < len(lines) and lines[at + 1].listed and not lines[at].bulleted
    return follows_list and text.endswith(":") and narrative.decides(text, last=True)


def like_decision(text: str) -> bool:
    """Whether a sentence under a heading says that something was decided."""
    return (
        narrative.decides(text, last=True)
        or narrative.notes(text)
        or narrative.passes(text, alone=True)
        or narrative.approves_minutes(text)
        or (narrative.shaped(text) and not narrative.tells(text))
        or doers.tasks(text)
    )


def _ends_here(line: Line, *, in_list: bool = False) -> bool:
    """Whether a line cannot belong to the clauses above; in a list "(2) AGREED to extend the trial" can."""
    if label(line.text) is not None or opens_action(line.text) is not None or heads_actions(line):
        return True
    mark = marker(line.text)
    return mark is not None and not (in_list and line.listed and mark.start == 0 and mark.word != "RESOLVED")


def cut(line: Line, stem: str, *, headed: bool) -> list[Clause]:
    """Cut a line into clauses: the entries of a list that runs on, or the sentences that decide."""
    stem, pieces = _inline(f"{line.mark} {line.text}" if line.mark else line.text, stem)
    if len(pieces) < 2:
        pieces = [_unmarked(line.text)] if line.listed else pick(line.text, headed=headed)
    return [Clause(piece, line.passage, stem) for piece in pieces]


def _unmarked(text: str) -> str:
    """Leave the marker off an entry, "AGREED that the trial end"; "NOTED the survey" needs its verb."""
    mark = marker(text)
    if mark and mark.start == 0 and mark.word in ("AGREED", "RESOLVED"):
        return text[mark.end :].strip() or text
    return text


def pick(text: str, *, headed: bool) -> list[str]:
    """Choose the sentences of a paragraph that are clauses; one at least."""
    found = sentences(text)
    if headed:
        chosen = [each for each in found if like_decision(each) and not nothing(each)]
        return [part for each in chosen for part in _in_section(each)] or [text]
    return apart(found[0]) + [clause for each in found[1:] if (clause := _further(each))]


def _in_section(sentence: str) -> list[str]:
    """Cut a sentence of a Decision section apart, unless it tells the decision and so is kept whole."""
    return [sentence] if narrative.decides(sentence, last=True) else apart(sentence)


def apart(sentence: str) -> list[str]:
    """Cut "to note the report; to adopt the plan" in two; only where every piece can stand as a clause."""
    pieces = [piece.strip() for piece in _JOINT.split(sentence)]
    if not all(map(narrative.shaped, pieces)):
        pieces = [sentence]
    return [part for piece in pieces for part in _at_and(piece)]


def _at_and(piece: str) -> list[str]:
    """Cut at a bare "and" between two whole clauses: "the fee be raised and the Clerk publish the notice"."""
    since = 0  # the "and" before: in "be given to the Clerk and the Chair and the crane be sold" none is sure
    for found in _AND.finditer(piece if len(piece) <= _LONGEST_CUT else ""):
        first, second = piece[: found.start()], piece[found.end() :]
        whole = narrative.predicates(first[since:]) or doers.joins(first[since:])
        since = found.end()
        if whole and not _WITHIN.search(first) and (doers.joins(second) or _OWN_BE.match(second)):
            return [first, *_at_and(second)]
    return [piece]


def _further(sentence: str) -> str:
    """Give the clause of a later sentence: "It further resolved that …", "That …"; empty when it has none."""
    mark = marker(sentence)
    if mark:
        return sentence[mark.end :]
    return sentence if _AGAIN.match(sentence) and narrative.shaped(sentence) else ""


def _inline(text: str, stem: str) -> tuple[str, list[str]]:
    """Cut a list that runs on, "that the Board: (a) notes …; (b) approves …", into its stem and clauses."""
    lead, _, after = text.partition(":")
    if after and len(inline_list(after)) > 1:
        return f"{stem} {lead}:".strip(), inline_list(after)
    return stem, inline_list(text)


def run_on(text: str, line: Line, stem: str = "") -> list[Clause]:
    """Cut what follows a marker on its own line."""
    stem, pieces = _inline(text, stem)
    if len(pieces) < 2:
        pieces = pick(pieces[0], headed=False) if pieces else []
    return [Clause(piece, line.passage, stem) for piece in pieces]


def goes_on(line: Line, before: Clause) -> bool:
    """Whether the line below a clause that ran on is the next clause."""
    if _ends_here(line):
        return False
    if unfinished(before.text) or (line.mark and not _first(line.mark) and narrative.shaped(line.text)):
        return True
    further = _AGAIN.match(line.text) and narrative.shaped(line.text)
    return bool(further or _DELEGATES.search(line.text[:300])) and not narrative.tells(line.text)


def _first(mark: str) -> bool:
    """Whether an enumerator begins a list of its own."""
    return mark.strip("(). ") in ("1", "a", "i", "A", "I")


def unfinished(text: str) -> bool:
    """Whether a clause leads to a next one: it ends with a semicolon, a comma or "and"."""
    return bool(_OPEN.search(text[-10:]))


def skip_list(lines: Sequence[Line], at: int, stem_mark: str = "") -> int:
    """Step over the reasons or conditions that a complete stem introduces, up to the next clause."""
    first, start = lines[at], at
    while at < len(lines) and lines[at].section == first.section and _hangs(lines[at], at == start):
        line = lines[at]
        if (
            line.level < first.level
            or _ends_here(line)
            or (first.mark != stem_mark and follows(line.mark, stem_mark))
        ):
            break
        at += 1
    return at


def _hangs(line: Line, first: bool) -> bool:
    """Whether a line only explains a complete stem: an entry, a row, or "And the following conditions:"."""
    return (
        first or line.listed or line.row or (is_stem(line.text) and bool(_COMPLETE.search(line.text[-160:])))
    )


def _accepts(line: Line, before: Clause | None, *, headed: bool, in_list: bool) -> bool:
    """Whether a line goes on with the clauses above it."""
    text = line.text
    if before is None:
        return line.listed or not narrative.tells(text) or (headed and like_decision(text))
    if line.listed:
        return in_list or headed or unfinished(before.text) or narrative.shaped(text)
    if unfinished(before.text) or (_AGAIN.match(text) and narrative.shaped(text)):
        return not narrative.tells(text)
    if _DELEGATES.search(text[:300]):
        return not narrative.tells(text)
    if not in_list and (text[0].islower() or narrative.wishes(text) or doers.tasks(text)):
        return (narrative.shaped(text) or doers.tasks(text)) and not narrative.tells(text)
    return headed and any(like_decision(each) for each in sentences(text)[:3])


def below(
    lines: Sequence[Line], at: int, stem: str = "", *, headed: bool = False
) -> tuple[list[Clause], int]:
    """Read the clauses from a line on; give them and the place of the first line that is none of theirs."""
    found: list[Clause] = []
    in_list = False
    outer = stem
    section = lines[at].section if at < len(lines) else None
    while at < len(lines) and lines[at].section == section:
        line = lines[at]
        if _ends_here(line, in_list=in_list):
            break
        if line.row or beside(line.text) or (headed and nothing(line.text)):
            at += 1
            continue
        if not _accepts(line, found[-1] if found else None, headed=headed, in_list=in_list):
            break
        in_list = in_list or line.listed
        at += 1
        if is_stem(line.text) and at < len(lines) and lines[at].section == section:
            if stands(line.text, lines[at]):
                found.append(Clause(line.text, line.passage, outer))
                at = skip_list(lines, at, line.mark)
            else:
                stem = line.text
            continue
        found += cut(line, stem, headed=headed)
    return found, at
