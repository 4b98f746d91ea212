"""Every engine is asked every query in one process on one processor, by turns of some queries each.

A server has one engine, which finds the processor's caches as its last answer left them. Asked by turns of a
single query, each would find there what five others left, and take about twice as long; that is `turn=1`.
"""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bench.search.figures import Asked
from bench.search.peer import Answer, Ask
from bench.search.queries import CLASSES, Class, Words, queries

TURN = 10  # queries
_WARMING = 20  # queries of each class, others than those that are measured, as a server meets before
_WAKING = 2  # of those, asked again at the beginning of a turn and not measured

Key = tuple[str, Class]  # an engine and a class of query


@dataclass(slots=True)
class Seen:
    """What is kept of an engine's answers to one class: the pages themselves would fill memory."""

    times: list[float] = field(default_factory=list)  # CPU milliseconds: the machine is shared
    totals: list[int] = field(default_factory=list)
    hits: int = 0
    marked: int = 0  # hits whose snippet marks something
    faulty: int = 0  # answers that are not whole

    def asked(self) -> Asked:
        """Sum up."""
        late = sorted(self.times)[int(len(self.times) * 0.95)]
        return Asked(statistics.median(self.times), late, statistics.median(self.totals))


def ask_all(
    engines: Mapping[str, Ask], lacks: Mapping[str, frozenset[Class]], count: int, turn: int = TURN
) -> dict[Key, Seen]:
    """Ask each engine what it does not lack, by turns of so many queries, so that all meet the same noise."""
    seen: dict[Key, Seen] = {}
    gc.collect()
    gc.freeze()  # so that what is open for good is not looked through before every answer
    for kind in CLASSES:
        able = {name: ask for name, ask in engines.items() if kind not in lacks[name]}
        warming = queries(kind, _WARMING, seed=5)
        _by_turns(able, kind, warming, (), turn)
        measured = _by_turns(able, kind, queries(kind, count), warming[:_WAKING] if turn > 1 else (), turn)
        seen |= {(name, kind): each for name, each in measured.items()}
    gc.unfreeze()
    return seen


def _by_turns(
    engines: Mapping[str, Ask], kind: Class, asked: Sequence[Words], waking: Sequence[Words], turn: int
) -> dict[str, Seen]:
    seen = {name: Seen() for name in engines}
    for start in range(0, len(asked), turn):
        for name, ask in engines.items():
            gc.collect()  # or one engine would clear up after another
            for words in waking:
                ask(kind, words)
            for words in asked[start : start + turn]:
                began = time.process_time()
                answer = ask(kind, words)
                took = time.process_time() - began
                _note(seen[name], answer, took * 1000)
    return seen


def _note(seen: Seen, answer: Answer, milliseconds: float) -> None:
    seen.times.append(milliseconds)
    seen.totals.append(answer.total)
    seen.hits += len(answer.hits)
    seen.marked += answer.marked
    seen.faulty += not answer.whole
