"""Who was there: the PRESENT, IN ATTENDANCE and APOLOGIES blocks before the first item."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from archive.model import Attendee, Passage, Printed

WITHIN = 150  # passages: the blocks stand at the front, one name a passage at most
_LABELS = (
    (
        r"(?:(?:officers?|also|others?) )?in attendance|officers|(?:also|officers?) present|observers?"
        r"|wrth law|hefyd yn bresennol|swyddogion(?: yn bresennol)?",
        "In attendance",
    ),
    (
        r"apolog(?:y|ies)(?: for absence)?(?: received)?|absent|ymddiheuriadau(?: am absenoldeb)?",
        "Apologies",
    ),
    (
        r"(?:(?:councillors?|(?:\w+ )?members?)(?: of the \w+)? )?present"
        r"|(?:aelodau )?yn bresennol|presennol",
        "Present",
    ),
)
_LABEL = tuple(
    (re.compile(rf"(?:{words})\s*(?:$|[:–—-]\s*(?P<rest>.*)$)", re.IGNORECASE), attendance)
    for words, attendance in _LABELS
)
_TITLE = (
    r"(?:Cllr|Councillor|Mr|Mrs|Ms|Miss|Dr|Prof|Professor|Rev|Alderman|Ald|Lord|Lady|Sir|Dame|Cynghorydd"
    r"|Y Cynghorydd)\.?"
)
_WORD = r"(?:[A-Z][\w’'.-]*|de|van|ap|ferch|von|le|la)"
_TITLED = re.compile(rf"(?:The )?{_TITLE}(?:\s{_WORD}){{1,5}}")
_NAME = re.compile(rf"[A-Z][\w’'.-]*(?:\s{_WORD}){{1,4}}")
_PLURALS = {
    "Councillors": "Councillor",
    "Cllrs": "Cllr",
    "Cynghorwyr": "Cynghorydd",
    "Y Cynghorwyr": "Y Cynghorydd",
}
_PLURAL = re.compile(rf"(?P<title>{'|'.join(sorted(_PLURALS, key=len, reverse=True))})\.?:?\s+(?P<rest>.+)")
_ROLE = re.compile(
    r"\b(?:officers?|director|head|manager|chair\w*|vice-\w+|clerk|lead\w*|solicitor|engineer|planner|adviser|"
    r"auditor|accountant|secretary|treasurer|member|holder|executive|convener|representative|partner\w*|council|"
    r"trust|association|swyddog|cyfarwyddwr|pennaeth|clerc|cadeirydd|is-gadeirydd)\b",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"^(?P<name>[^()]+?)\s*\((?P<said>[^()]{1,80})\)$")
_ASIDE = re.compile(r"^(?P<name>[^,–—]+?)\s*(?:,|\s[–—-])\s+(?P<said>[^,].{1,80})$")
_SUBSTITUTE = re.compile(
    r"(?:as )?(?:(?:a )?substitut\w*|sub|eilydd)\.?(?: (?:for|to|dros))?:?\s+(?P<whom>.+)", re.IGNORECASE
)
# Only these commas part names: not those inside brackets.
_BETWEEN = re.compile(r"\s*(?:;|,(?![^(]*\))(?:\s*(?:and|a)\s)?|\s(?:and|&|a|ac)\s(?![^(]*\)))\s*")
_SENTENCE = re.compile(r"\b(?:was|were|had|that|the meeting|at \d|held|roedd|received)\b")


class _Unclear(Exception):
    """Say that a block is not laid out plainly."""


def attendance(printed: Printed) -> tuple[Attendee, ...]:
    """Read who was present, in attendance, or sent apologies; empty unless every entry is plainly a name.

    `attendance` is "Present", "In attendance" or "Apologies", the block's label in one spelling. Of a list
    after "Councillors" each name takes the title in the singular.
    """
    try:
        return tuple(_people(printed.passages[:WITHIN]))
    except _Unclear:
        return ()


def _people(passages: Sequence[Passage]) -> list[Attendee]:
    found: list[Attendee] = []
    there: str | None = None
    for passage in passages:
        if _numbered(passage):
            break
        label, text = _labelled(passage.text)
        there = label or there
        if there is None or not text:
            continue
        if not label and found and found[-1].role is None and _only_role(text):
            found[-1] = replace(found[-1], role=text)  # names and roles on alternate lines
        elif not label and _ends(passage):
            break
        else:
            found.extend(_entries(text, there))
    return found


def _ends(passage: Passage) -> bool:
    """Whether the blocks are over: another heading, or a sentence."""
    headed = passage.style == "heading" and not _is_name(passage.text)
    return headed or bool(_SENTENCE.search(passage.text))


def _numbered(passage: Passage) -> bool:
    """Whether a passage begins the first item: "1. Apologies for absence" is no block."""
    return any(character.isdigit() for character in passage.mark)


def _labelled(text: str) -> tuple[str | None, str]:
    """Take a block's label off its first passage."""
    first, bar, rest = text.partition(" | ")
    for pattern, attendance in _LABEL:
        match = pattern.match(first)
        if match:
            return attendance, (rest if bar else match["rest"] or "").strip()
    return None, text


def _entries(text: str, there: str) -> Iterator[Attendee]:
    """Read the people in a passage: one, or a list of names."""
    plural = _PLURAL.fullmatch(text.rstrip(". "))
    if plural:
        title = _PLURALS[plural["title"]]
        for piece in _pieces(plural["rest"]):
            yield _person(piece if _TITLED.match(piece) else f"{title} {piece}", there)
        return
    cells = text.split(" | ")
    if len(cells) == 2 and _is_name(cells[0]) and not _is_name(cells[1], titled=True):
        yield Attendee(cells[0], cells[1], there)
        return
    for cell in cells:
        yield from _list_or_one(cell.strip(" ."), there)


def _list_or_one(text: str, there: str) -> Iterator[Attendee]:
    aside = _ASIDE.match(text)
    if ";" not in text and aside and _is_name(aside["name"]) and _only_role(aside["said"]):
        yield _person(text, there)
        return
    for piece in _pieces(text):
        yield _person(piece, there)


def _pieces(text: str) -> list[str]:
    return [piece for piece in _BETWEEN.split(text.rstrip(". ")) if piece]


def _person(text: str, there: str) -> Attendee:
    said = _BRACKETS.match(text) or _ASIDE.match(text)
    name = said["name"] if said else text
    if not _is_name(name):
        raise _Unclear(text)
    if not said:
        return Attendee(name, None, there)
    instead = _SUBSTITUTE.fullmatch(said["said"])
    if instead:
        return Attendee(name, None, f"{there}, as substitute", instead["whom"])
    return Attendee(name, said["said"], there)


def _is_name(text: str, *, titled: bool = False) -> bool:
    if _TITLED.fullmatch(text):
        return True
    return not titled and bool(_NAME.fullmatch(text)) and not _ROLE.search(text)


def _only_role(text: str) -> bool:
    aside = _ASIDE.match(text)
    named = _TITLED.match(text) or (aside and _is_name(aside["name"]))
    return len(text.split()) <= 10 and bool(_ROLE.search(text)) and not named
