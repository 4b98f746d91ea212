"""Enumerators of clauses: "1.", "(a)", "ii)", "B", or the report's own "2.1"."""

from __future__ import annotations

import re

_NOT_A_COUNT = r"(?!\s*(?:am|pm|a\.m|p\.m|%|million|metres|per cent)\b)"
_OPENING = re.compile(
    r"\s*(?P<mark>\((?:\d{1,2}|[ivx]{1,5}|[a-zA-Z])\)|(?:\d{1,2}|[ivx]{1,5}|[a-zA-Z])\)"
    r"|(?:\d{1,2}|[ivx]{1,5}|[a-z]|[A-Z](?=\.\s+(?:That|To|that|to|The|the)\b))\.(?=\s)"
    r"|\d{1,2}(?:\.\d{1,2}){1,2}\.?(?=\s+[A-Za-z(])"
    + _NOT_A_COUNT
    + r"|[A-H](?=\s+(?:That|To)\b)|[•·▪*–-](?=\s))\s*"
)
_INLINE = re.compile(
    r"(?<![^\s;:,.–-])(?:\((\d{1,2}|[ivx]{1,5}|[a-z])\)|(\d{1,2}|[ivx]{1,5}|[a-z])[).](?=\s))\s*"
)
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv")


def opening(text: str) -> tuple[str, str]:
    """Take the enumerator off the front of a paragraph: ("(a)", "the report be noted"), or ("", text)."""
    match = _OPENING.match(text)
    return (match["mark"], text[match.end() :]) if match and match.end() < len(text) else ("", text)


def _counts_to(label: str, place: int) -> bool:
    """Whether a label is the place-th of its sort; "i" is the first roman and the ninth letter."""
    roman = place <= len(_ROMAN) and label == _ROMAN[place - 1]
    return label == str(place) or roman or (place <= 26 and label == chr(96 + place))


def follows(mark: str, earlier: str) -> bool:
    """Whether an enumerator is the next after an earlier one of its sort, as "(b)" is after "(a)"."""
    label, before = mark.strip("(). "), earlier.strip("(). ")
    if before.isdecimal():
        return label == str(int(before) + 1)
    if len(before) == 1 and len(label) == 1:
        return ord(label) == ord(before) + 1
    return before in _ROMAN and label in _ROMAN and _ROMAN.index(label) == _ROMAN.index(before) + 1


def inline_list(text: str) -> list[str]:
    """Cut "(1) That A be noted; and (2) That B be approved" into its clauses.

    Only a run that starts at the front and counts without a gap is a list, so that "section 100A (4)" and
    "paragraphs (1) and (3)" stay whole. Without such a run the text comes back as the only clause.
    """
    starts: list[tuple[int, int]] = []
    for match in _INLINE.finditer(text):
        if not starts and text[: match.start()].strip():
            break
        if _counts_to(match[1] or match[2], len(starts) + 1):
            starts.append((match.start(), match.end()))
    if not starts:
        return [text.strip()] if text.strip() else []
    ends = [start for start, _ in starts[1:]] + [len(text)]
    pieces = (text[start:end].strip() for (_, start), end in zip(starts, ends, strict=True))
    return [piece for piece in pieces if piece]
