"""Read what was decided, and who must act, out of the passages of an item (pure).

The conventions, and why, are in docs/reading.md. The way of a passage:

    passages → lines → account (one walk: headings, markers → clauses below them; the rest is story)
             → read (Decision section, else marked clauses, else the story; tasks apart) → Outcomes

`markers` and `headings` find where deciding begins, `clauses` cuts what hangs on it, `narrative` knows the
sentences that decide without a marker, `doers` and `people` who must act, `kinds` the sort of a decision,
`due` by when, `tables` the tables of actions, `votes` what only stands among clauses, `dedupe` what is
printed twice; `circumstances` who decided, who moved it, and how the votes fell. `glance` spares most texts
the patterns that cost much.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from archive.model import Passage
from archive.outcomes.circumstances import with_circumstances
from archive.outcomes.read import Outcomes, read_outcomes

__all__ = ["Outcomes", "outcomes"]


def outcomes(passages: Sequence[Passage], title: str = "") -> Outcomes:
    """Read the decisions and actions out of an item's passages; docs/reading.md has the conventions.

    Every text is a piece of the passage its index names, in the order of the page. `title` is the item's; it
    only helps to name the kind ("Election of Chair").
    """
    read = read_outcomes(passages, title)
    return replace(read, decisions=with_circumstances(read.decisions, passages))
