"""Read what was decided, and who must act, out of the passages of an item (pure).

The conventions, and why, are in docs/reading.md. The way of a passage:

    passages → lines → account (one walk: headings, markers → clauses below them; the rest is story)
             → read (Decision section, else marked clauses, else the story; tasks apart) → Outcomes

`markers` and `headings` find where deciding begins, `clauses` cuts what hangs on it, `narrative` knows the
sentences that decide without a marker, `doers` and `people` who must act, `kinds` the sort of a decision,
`due` by when, `tables` the tables of actions, `votes` what only stands among clauses, `dedupe` what is
printed twice.
"""

from archive.outcomes.read import Outcomes, outcomes

__all__ = ["Outcomes", "outcomes"]
