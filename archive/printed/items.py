"""Divide printed minutes among an agenda's items: order, titles and numbers say which begins where."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from archive.model import Item, Passage, Printed
from archive.outcomes import outcomes
from archive.printed.headings import FOLLOWED, Heading, headings, number, words

_DIGITS = re.compile(r"\d+")
_RUNNING = re.compile(r"(?:[a-z]{2,5}\s?)?(\d{1,4})(?:/\d{2,4})?")
# Business that every meeting has: to find only this in a text says little about whether it is the right text.
_PROCEDURAL = re.compile(
    r"apolog|ymddiheur|declaration|disclos|datgan|minutes\b|cofnodion|urgent|any other|unrhyw fater"
    r"|exclusion|gwahardd|(?:chair|mayor|leader)\S* (?:announce|communi)|announcements|date of|dyddiad"
    r"|(?:forward|work) p|(?:election|appointment) of (?:the )?(?:vice.)?chair"
    r"|public (?:part|quest|speak)|welcome|attendance|substitu",
    re.IGNORECASE,
)
_SIGN_OFF = re.compile(
    r"[(\[]?(?:the )?(?:(?:council|committee|board|panel|cabinet) )?meeting[^.]{0,80}?"
    r"\b(?:closed|ended|finished|concluded|rose|terminated)\b"
    r"|(?:chair(?:man|person)?|cadeirydd|mayor|signed|llofnod(?:wyd)?)\b[\s:]*(?:[._…]{3}.*)?$"
    r"|daeth y cyfarfod i ben|duration of (?:the )?meeting|[._…]{8}",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Division:
    """Whose each passage is: the item's index, None for what stands before, between or after the items."""

    owners: tuple[int | None, ...]
    starts: Mapping[int, int]  # by item: the passage that is its title


def split(printed: Printed, items: Sequence[Item]) -> tuple[tuple[Item, ...], tuple[str, ...]]:
    """Give each agenda item its minutes, with their decisions and actions; name the items that are not found.

    The printed title comes first, as a passage with the minute's own number as its mark. An item that is not
    found, or that has minutes already, is left as it was. When fewer than half of the items of substance are
    found, nothing is given to any item and all of them are named.
    """
    division = divide(printed.passages, items)
    given = tuple(_with_minutes(item, at, printed.passages, division) for at, item in enumerate(items))
    return given, tuple(_name(item) for at, item in enumerate(items) if at not in division.starts)


def divide(passages: Sequence[Passage], items: Sequence[Item]) -> Division:
    """Say for each passage which item's minutes it belongs to."""
    found = headings(passages, items)
    starts = _in_order(found, len(items))
    starts |= _moved(found, starts)
    unknown = _unknown(passages, starts)
    starts |= _numbered(passages, items, starts, unknown)
    if not _enough(items, starts):
        return Division((None,) * len(passages), {})
    return Division(_owners(passages, starts, unknown), starts)


def _in_order(found: Sequence[Heading], count: int) -> dict[int, int]:
    """Choose the headings that follow the agenda's order and together are most like its titles."""
    links: list[tuple[Heading, int]] = []  # a chosen heading, and the link before it
    best = [(0.0, -1)] * (count + 1)  # by number of items looked at: the best score, and its last link
    for _, group in groupby(found, key=lambda heading: heading.passage):
        reached = [(best[heading.item], heading) for heading in group]
        for (score, before), heading in reached:
            links.append((heading, before))
            better = (score + heading.score, len(links) - 1)
            for upto in range(heading.item + 1, count + 1):
                if best[upto][0] < better[0] - 1e-9:  # of equals the first: text repeats its title later
                    best[upto] = better
    chosen: dict[int, int] = {}
    at = best[count][1]
    while at >= 0:
        heading, at = links[at]
        chosen[heading.item] = heading.passage
    return chosen


def _moved(found: Sequence[Heading], starts: Mapping[int, int]) -> dict[int, int]:
    """Find items that were taken out of turn: the exact title, printed as a title once only."""
    taken = set(starts.values())
    sure = [heading for heading in found if heading.exact and heading.passage not in taken]
    items = Counter(heading.item for heading in sure)
    places = Counter(heading.passage for heading in sure)
    return {
        heading.item: heading.passage
        for heading in sure
        if heading.item not in starts
        and items[heading.item] == places[heading.passage] == 1
        and heading.score > 1.0 + FOLLOWED
    }


def _unknown(passages: Sequence[Passage], starts: Mapping[int, int]) -> list[int]:
    """Find titles of items that the agenda does not have: numbered as the items around them are."""
    known = {at: _count(passages[at].mark) for at in starts.values()}
    shapes = Counter(_shape(passages[at].mark) for at, count in known.items() if count is not None)
    if not shapes or shapes.most_common(1)[0][1] < 2:
        return []
    shape = shapes.most_common(1)[0][0]
    ordered = sorted(known)
    found = []
    for at, passage in enumerate(passages):
        count = _count(passage.mark)
        if at in known or count is None or passage.style != "heading" or _shape(passage.mark) != shape:
            continue
        before = next((known[each] for each in reversed(ordered) if each < at), None)
        after = next((known[each] for each in ordered if each > at), None)
        if (before is None or before < count) and (after is None or count < after):
            found.append(at)
    return found


def _numbered(
    passages: Sequence[Passage], items: Sequence[Item], starts: Mapping[int, int], unknown: Sequence[int]
) -> dict[int, int]:
    """Find items under another title by their number: it fits both neighbours, and a word is shared."""
    found: dict[int, int] = {}
    for at in range(1, len(items) - 1):
        if at in starts or at - 1 not in starts or at + 1 not in starts:
            continue
        low, high = starts[at - 1], starts[at + 1]
        between = [place for place in unknown if low < place < high]
        if len(between) == 1 and set(words(passages[between[0]].text)) & set(words(items[at].title)):
            counts = [_count(passages[place].mark) for place in (low, between[0], high)]
            if None not in counts and counts[2] == (counts[1] or 0) + 1 == (counts[0] or 0) + 2:
                found[at] = between[0]
    return found


def _shape(mark: str) -> str:
    return _DIGITS.sub("#", number(mark))


def _count(mark: str) -> int | None:
    """Return the running number in a mark: 77 of "77.", "77/21" and "PCP 77/21"; None of "2.1" and "(a)"."""
    match = _RUNNING.fullmatch(number(mark))
    return int(match[1]) if match else None


def _enough(items: Sequence[Item], starts: Mapping[int, int]) -> bool:
    """Whether half of the items of substance are found, or of all where there are none of substance."""
    substance = [at for at, item in enumerate(items) if item.title and not _PROCEDURAL.match(item.title)]
    asked = substance or list(range(len(items)))
    return bool(starts) and 2 * sum(at in starts for at in asked) >= len(asked)


def _owners(
    passages: Sequence[Passage], starts: Mapping[int, int], unknown: Sequence[int]
) -> tuple[int | None, ...]:
    begins: dict[int, int | None] = dict.fromkeys(unknown)
    begins |= {place: item for item, place in starts.items()}
    last = max(begins)
    owner: int | None = None
    ended = False
    owners: list[int | None] = []
    for at, passage in enumerate(passages):
        owner = begins.get(at, owner)
        ended = ended or (at > last and bool(_SIGN_OFF.match(passage.text)))
        owners.append(None if ended else owner)
    return tuple(owners)


def _with_minutes(item: Item, at: int, passages: Sequence[Passage], division: Division) -> Item:
    if at not in division.starts or any(passage.section == "minutes" for passage in item.passages):
        return item
    minutes = [place for place, owner in enumerate(division.owners) if owner == at]
    whole = (*item.passages, *(passages[place] for place in minutes))
    read = outcomes(
        [*item.passages, *_untitled(item, passages[minutes[0]]), *whole[len(item.passages) + 1 :]], item.title
    )
    return replace(item, passages=whole, decisions=read.decisions, actions=read.actions)


def _untitled(item: Item, title: Passage) -> tuple[Passage]:
    """Blank the title for the reading of outcomes: "To note the report" above an item decides nothing."""
    alone = title.style == "heading" or words(title.text) == words(item.title)
    return (replace(title, text="") if alone else title,)


def _name(item: Item) -> str:
    return f"{item.number} {item.title}".strip() or item.id
