"""Invented items of an invented council: words by Zipf's law, 40 boards, 20 years, topics."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from indexer.model import Document, Topic

_PLACES = ("Harbour", "Tree", "Quay", "Lamp", "Ferry", "Moor", "Fen", "Well")
_BODIES = ("Board", "Panel", "Committee", "Forum", "Cabinet")
BOARDS = tuple(f"{place} {body}" for place in _PLACES for body in _BODIES)
TOPICS = tuple(f"Topic {letter}" for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
FIRST_DAY = date(2005, 1, 1)
_SYLLABLES = [a + b for a in "bcdfglmnprstvw" for b in ("a", "e", "i", "o", "ar", "en", "il", "or")]
VOCABULARY = 50_000

Ranks: TypeAlias = npt.NDArray[np.int64]


@cache
def vocabulary() -> tuple[str, ...]:
    """Give invented words, each once, the commonest first: short ones are common, as in life."""
    draw = random.Random(1)  # noqa: S311 - no secret
    words = (["".join(each) for each in itertools.product(_SYLLABLES, repeat=size)] for size in (1, 2, 3))
    made: list[str] = []
    for of_size in words:
        draw.shuffle(of_size)
        made.extend(of_size[:40_000])
    return tuple(made[:VOCABULARY])


def documents(count: int, seed: int = 7) -> Iterator[Document]:
    """Give documents of 150 to 400 words."""
    words = np.array(vocabulary(), object)
    draw = np.random.default_rng(seed)
    for first in range(0, count, 1000):
        lengths = draw.integers(150, 401, min(1000, count - first))
        stream = words[_zipf(draw, int(lengths.sum()))].tolist()
        titles = words[_zipf(draw, 6 * len(lengths))].tolist()
        at = 0
        for offset, length in enumerate(lengths.tolist()):
            number = first + offset
            yield _document(number, titles[6 * offset : 6 * offset + 6], stream[at : at + length], draw)
            at += length


def _zipf(draw: np.random.Generator, count: int) -> Ranks:
    ranks = np.exp(draw.random(count) * np.log(VOCABULARY + 1)) - 1  # density 1/rank
    found: Ranks = ranks.astype(np.int64)
    return found


def _document(number: int, title: list[str], words: list[str], draw: np.random.Generator) -> Document:
    lines = [" ".join(words[start : start + 40]).capitalize() + "." for start in range(0, len(words), 40)]
    meeting = f"salt/{number // 10}"
    rolled = draw.integers(0, 1 << 30, 4).tolist()
    return Document(
        id=f"{meeting}/{number}",
        meeting=meeting,
        kind=("item", "item", "decision", "action")[rolled[0] % 4],
        council="salt",
        council_name="Saltmarsh District Council",
        board=BOARDS[min(rolled[1] % 61, rolled[1] % 40)],
        date=FIRST_DAY + timedelta(days=rolled[2] % 7300),
        title=" ".join(title).capitalize(),
        number=f"{number % 10}.",
        text="\n".join(lines),
        lead=lines[0][:300],
        url=f"/{meeting}#item-{number}",
        source_url=f"https://democracy.saltmarsh.example/ieListDocuments.aspx?MId={number}",
        order=number % 10,
        topics=tuple(Topic(TOPICS[(rolled[3] >> shift) % 26], ("x",)) for shift in range(rolled[3] % 3)),
    )
