"""The only network code: asks politely, patiently and within bounds, and never off a council's site.

    Fetcher ── paces every request (pace), within the run's Allowance, as robots.txt says (robots)
       └── Transport ── one request, one answer: Limit, Answer; failures are told apart (failures)
              ├── connection ── goes only to the addresses it has checked (addresses), and ends in time
              └── body ── unpacked, within a limit

docs/crawling.md says how it behaves towards a site.
"""

from archive.fetch.allowance import Allowance, Bound, Counter, Spent
from archive.fetch.conditional import Unmodified, Validators, validators
from archive.fetch.fetcher import LARGEST_BODY, Fetcher
from archive.fetch.transport import agent

__all__ = [
    "LARGEST_BODY",
    "Allowance",
    "Bound",
    "Counter",
    "Fetcher",
    "Spent",
    "Unmodified",
    "Validators",
    "agent",
    "validators",
]
