"""Every engine is asked every query, one after the other in one process on one processor."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bench.search.figures import Asked
from bench.search.peer import Answer, Ask
from bench.search.queries import CLASSES, Class, Words, queries

_WARMING = 20  # queries of each class, others than those that are measured, as a server meets before

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


def ask_all(engines: Mapping[str, Ask], lacks: Mapping[str, frozenset[Class]], count: int) -> dict[Key, Seen]:
    """Ask each engine what it does not lack, by turns, so that all meet the same noise."""
    seen: dict[Key, Seen] = {}
    gc.collect()
    gc.freeze()  # so that what is open for good is not looked through before every answer
    for kind in CLASSES:
        able = {name: ask for name, ask in engines.items() if kind not in lacks[name]}
        _by_turns(able, kind, queries(kind, _WARMING, seed=5))
        measured = _by_turns(able, kind, queries(kind, count))
        seen |= {(name, kind): each for name, each in measured.items()}
    gc.unfreeze()
    return seen


def _by_turns(engines: Mapping[str, Ask], kind: Class, asked: Sequence[Words]) -> dict[str, Seen]:
    seen = {name: Seen() for name in engines}
    for words in asked:
        for name, ask in engines.items():
            gc.collect()  # or one engine would clear up after another
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
