"""The pages that a run is to ask for, the most urgent first."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from archive.model import Council
from archive.schedule import Choice, Rank, due, rank
from archive.store import Store, Wanted


class Frontier:
    """Takes in pages that are wanted, and gives out those that are due; each once in a run."""

    def __init__(self, choices: Sequence[Choice], began: datetime) -> None:
        """Say what the run was asked for: a page has to be among all the choices."""
        self._choices, self._began = choices, began
        self._everything = any(choice.everything for choice in choices)
        self._heap: list[tuple[Rank, str]] = []
        self._waiting: dict[str, Wanted] = {}  # by address, as they stand now
        self._given: set[str] = set()  # addresses

    def __len__(self) -> int:
        return len(self._waiting)

    def offer(self, pages: Iterable[Wanted]) -> None:
        """Take in those pages that are due; one that waits already is taken as it stands now."""
        for page in pages:
            address = page.request.instead.url if page.request.instead else page.request.url
            if address in self._given or not self._is_due(page):
                continue
            if address not in self._waiting:
                heapq.heappush(self._heap, (rank(page, self._began), address))
            self._waiting[address] = page

    def take(self) -> Wanted | None:
        """Give out the most urgent page; None when none is due any more."""
        if not self._heap:
            return None
        address = heapq.heappop(self._heap)[1]
        self._given.add(address)
        return self._waiting.pop(address)

    def _is_due(self, page: Wanted) -> bool:
        chosen = all(choice.wants(page) for choice in self._choices)
        return chosen and (self._everything or due(page, self._began) <= self._began)


def frontier_of(council: Council, choice: Choice, began: datetime) -> Frontier:
    """Make the frontier of a council: what a run was asked for, within what its configuration wants."""
    return Frontier((choice, Choice(since=council.since, boards=council.boards)), began)


def due_pages(council: Council, store: Store, choice: Choice, at: datetime) -> Iterator[Wanted]:
    """Yield the pages of a council that a run would begin with, the most urgent first."""
    frontier = frontier_of(council, choice, at)
    frontier.offer(store.wanted(council.slug))
    while page := frontier.take():
        yield page
