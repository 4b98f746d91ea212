"""The queries that are asked of the corpus, by class: the same words for every engine."""

from __future__ import annotations

import random
from string import ascii_lowercase
from typing import Literal, get_args

from bench.search.corpus import BOARDS, documents, vocabulary

Class = Literal["rare", "common", "and", "or", "phrase", "prefix", "fuzzy", "filtered"]
CLASSES: tuple[Class, ...] = get_args(Class)
FILTER = BOARDS[3]
"""The board whose documents a filtered query asks for."""

Words = tuple[str, ...]
_SHORTEST = 5  # letters of a word before a slip: with one fewer it must still have four


def queries(kind: Class, count: int, seed: int = 3) -> list[Words]:
    """Give the words of some queries of a class; of a phrase words that stand so in some document."""
    draw = random.Random(f"{seed}/{kind}")  # noqa: S311 - no secret
    words = vocabulary()
    common = words[20:300]
    match kind:
        case "rare":
            return [(draw.choice(words[8_000:30_000]),) for _ in range(count)]
        case "common" | "filtered":
            return [(draw.choice(common),) for _ in range(count)]
        case "and":
            return [tuple(draw.sample(common, 2)) for _ in range(count)]
        case "or":
            return [tuple(draw.sample(common, 3)) for _ in range(count)]
        case "prefix":
            return [(draw.choice(words[2_000:20_000])[:4],) for _ in range(count)]
        case "fuzzy":
            return [(_slip(draw),) for _ in range(count)]
        case "phrase":
            return _phrases(draw, count)


def typed(kind: Class, words: Words) -> str:
    """Give what somebody types who wants such documents."""
    match kind:
        case "or":
            return " OR ".join(words)
        case "phrase":
            return f'"{" ".join(words)}"'
        case "prefix":
            return f"{words[0]}*"
        case "fuzzy":
            return f"{words[0]}~"
        case _:
            return " ".join(words)


def _phrases(draw: random.Random, count: int) -> list[Words]:
    texts = [each.text.split("\n")[1].lower().split() for each in documents(1000)]
    starts = [(text, draw.randrange(len(text) - 3)) for text in draw.choices(texts, k=count)]
    return [tuple(word.strip(".") for word in text[at : at + 2]) for text, at in starts]


def slips(word: str) -> tuple[list[str], ...]:
    """Give what one slip makes of a word: a letter too many, missing, or wrong; two neighbours swapped."""
    places = range(len(word))
    many = [word[:at] + letter + word[at:] for at in (*places, len(word)) for letter in ascii_lowercase]
    missing = [word[:at] + word[at + 1 :] for at in places]
    wrong = [
        word[:at] + letter + word[at + 1 :]
        for at in places
        for letter in ascii_lowercase
        if letter != word[at]
    ]
    swapped = [word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in places[:-1]]
    return many, missing, wrong, swapped


def _slip(draw: random.Random) -> str:
    """Give what some slip makes of some word, and what is not itself a word."""
    known = frozenset(vocabulary())
    likely = [word for word in vocabulary()[2_000:30_000] if len(word) >= _SHORTEST]
    while (slipped := draw.choice(draw.choice(slips(draw.choice(likely))))) in known:
        pass
    return slipped
