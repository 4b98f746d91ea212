"""Enumerators and bullets at the head of a printed line, and what hyphens at its end mean."""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet

# "77." "7)" "(12)" "3.1" "77/21" "PCP 1/12" "(a)" "b." "iv)" "(ii)"
_SURE = (
    r"\(\d{1,3}\)|\d{1,4}[.)]|\d{1,3}(?:\.\d{1,2}){1,3}\.?|(?:[A-Z]{2,5}\s?)?\d{1,4}/\d{2,4}\.?"
    r"|\((?:[a-z]|[ivx]{1,5}|[A-Z])\)|(?:[a-z]|[ivx]{1,5})[.)]|[A-Z]\)"
)
_LETTER = r"[A-Z]\.(?=\s+(?:That|To|The|This|An?|In)\b)"  # not the initial of "A. Reed"
# In a column of its own even a bare number, letter or roman numeral counts: "77", "A.", "II"
_ALONE = re.compile(rf"(?:{_SURE}|\d{{1,4}}[a-z]?\.?|[A-Z]\.|[IVX]{{1,5}}\.?)")
_OPENING = re.compile(
    rf"(?P<mark>{_SURE}|{_LETTER})\s+(?!(?:am|pm|a\.m|p\.m|yb|yh|million|per cent|metres|hours)\b|%)"
    r"(?P<rest>\S.*)",
    re.DOTALL,
)
_BULLET = re.compile("[•·▪●○◦‣■\uf0b7\uf0a7\uf0d8]\\s*")
_LONE_BULLET = frozenset("•·▪●○◦‣■o§–-*\uf0b7\uf0a7\uf0d8")
_DECIMAL = re.compile(r"\d+\.\d+")  # "2.1 The report", but also "7.30 Members arrived" or "3.5 hectares"
_BROKEN = re.compile(r"([\w’']+(?:-[\w’']+)*)-$")
_FIRST_WORD = re.compile(r"[\w’']+")
_SUSPENDED = frozenset({"and", "or", "to", "a", "neu"})  # "pre- and post-", "short- or long-term"


def alone(text: str) -> bool:
    """Whether a cell holds nothing but an enumerator."""
    return bool(_ALONE.fullmatch(text))


def lone_bullet(text: str) -> bool:
    """Whether a cell holds nothing but a bullet."""
    return text in _LONE_BULLET


def opening(text: str) -> tuple[str, str]:
    """Take the enumerator off the front of a line: ("(a)", "the report be noted"), or ("", text)."""
    match = _OPENING.match(text)
    if match is None:
        return "", text
    if _DECIMAL.fullmatch(match["mark"]) and not match["rest"][0].isupper():
        return "", text
    return match["mark"], match["rest"]


def bullet(text: str) -> str | None:
    """Return a line without the bullet it begins with; None when there is none."""
    match = _BULLET.match(text)
    return text[match.end() :] if match else None


def joined(text: str, line: str, words: AbstractSet[str]) -> str:
    """Put a line behind the text it continues.

    A hyphen at the end of a line stays ("co-" + "operation") unless the file itself spells the word without
    one elsewhere and never with it ("commit-" + "tee"). `words` are the file's words, in lower case.
    """
    broken, first = _BROKEN.search(text), _FIRST_WORD.match(line)
    if not broken or not first or first[0].lower() in _SUSPENDED:
        return f"{text} {line}".strip()
    head, tail = broken[1].lower(), first[0].lower()
    if head + tail in words and f"{head}-{tail}" not in words:
        return text[:-1] + line
    return text + line
