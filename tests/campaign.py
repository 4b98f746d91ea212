"""How much is tried: a sample in the default run, all of it where CAMPAIGN is set (`make campaign`)."""

from __future__ import annotations

import os

CAMPAIGN = bool(os.environ.get("CAMPAIGN"))
SHARE, LEAST = 3, 12


def examples(most: int) -> int:
    """Say how many examples a property is tried on, of those that a campaign tries."""
    return most if CAMPAIGN else max(most // SHARE, min(most, LEAST))
