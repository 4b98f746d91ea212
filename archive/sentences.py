"""Cut a paragraph into sentences without being fooled by "Cllr. Reed", "No. 4" or "3.5 metres"."""

from __future__ import annotations

import re

_BREAK = re.compile(r"[.!?][\"”’')\]]{0,3}\s+(?=[\"“‘'(\[]?[A-Z0-9£])")
_ABBREVIATED = re.compile(
    r"(?:\b(?:Cllrs?|Mr|Mrs|Ms|Dr|St|Nos?|Ref|Prof|Rev|Hon|Ald|paras?|pp?|Rd|Ave|Ltd|Co|Sec|nem|con"
    r"|approx|e\.g|i\.e|v|vs)|\b[A-Z])\.$"
)


def sentences(text: str) -> list[str]:
    """List the sentences of a paragraph, in order; each is a piece of it without the space around."""
    found, start = [], 0
    for match in _BREAK.finditer(text):
        if _ABBREVIATED.search(text, max(start, match.start() - 12), match.start() + 1):
            continue
        found.append(text[start : match.end()].strip())
        start = match.end()
    found.append(text[start:].strip())
    return [sentence for sentence in found if sentence]
