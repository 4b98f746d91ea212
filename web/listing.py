"""The parts of a results page that follow from its answer alone: chips, facets and page links."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from flask_babel import lazy_gettext as _l
from markupsafe import Markup

from indexer.facets import label
from indexer.model import Facet, Fragment, Hit, Query, Results
from web import languages, timeline, words
from web.forms import LISTS

OPEN = 8  # values of a facet that are always in sight; the rest unfold
LONG = 12  # values from which on a facet can be looked through by typing
WHOLE = 700  # characters of a decision that are shown, whatever its snippet is; few are longer
MOST_WAYS = 5  # filters that are tried off, since each is a search

LEGENDS: Mapping[str, str] = {
    "council": _l("Council"),
    "board": _l("Board"),
    "year": _l("Year"),
    "month": _l("Month"),
    "topic": _l("Topic"),
    "kind": _l("Kind"),
    "decision": _l("Kind of decision"),
    "stage": _l("Stage"),
    "attachment": _l("Attachments"),
}

VALUES: Mapping[str, Mapping[str, str]] = {
    "kind": {
        "item": _l("Item"),
        "decision": _l("Decision"),
        "action": _l("Action"),
        "meeting": _l("Meeting"),
    },
    "decision": {
        "substantive": _l("Substantive"),
        "noted": _l("Noted"),
        "procedural": _l("Procedural"),
        "deferred": _l("Deferred"),
        "not carried": _l("Not carried"),
    },
    "stage": {
        "minutes": _l("Minutes"),
        "draft minutes": _l("Draft minutes"),
        "decisions only": _l("Decisions only"),
        "agenda": _l("Agenda only"),
        "nothing": _l("Nothing published"),
        "upcoming": _l("Still to come"),
        "cancelled": _l("Cancelled"),
        "rescheduled": _l("Rescheduled"),
        "adjourned": _l("Adjourned"),
        "register": _l("Register of decisions"),
    },
    "attachment": {"with": _l("With attachment"), "without": _l("Without attachment")},
}
"""The facets whose values are known beforehand: what has no results is shown all the same, with its 0."""

TIMES = ("year", "month")  # shown as a chart

_MARK, _MARKED = Markup("<mark>"), Markup("</mark>")


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter in force, and the change to the query that takes it off."""

    name: str
    label: str
    without: dict[str, Any]

    @property
    def of_council(self) -> bool:
        """Tell whether its label is in the words of a council, and not in the site's own."""
        return bool({"councils", "boards", "topics"} & self.without.keys())


@dataclass(frozen=True, slots=True)
class Filter:
    """A facet as the form shows it: the values in sight, and those that unfold."""

    name: str
    legend: str
    shown: tuple[Facet, ...]
    folded: tuple[Facet, ...]

    @property
    def before_dates(self) -> bool:
        """Tell whether it stands above the dates: who met, and then when."""
        return self.name in ("council", "board")

    @property
    def of_council(self) -> bool:
        """Tell whether its values are in the words of a council, and not in the site's own."""
        return self.name in ("council", "board", "topic")

    @property
    def long(self) -> bool:
        """Tell whether a box to look among the values is of use, which the script puts there."""
        return len(self.shown) + len(self.folded) >= LONG

    @property
    def unfolded(self) -> bool:
        """Tell whether the rest must be in sight, because something in it is selected."""
        return any(facet.selected for facet in self.folded)


@dataclass(frozen=True, slots=True)
class Way:
    """A filter that could be taken off: what it is, the change that does it, what is then found."""

    name: str
    without: dict[str, Any]
    total: int = 0


def chips(query: Query, facets: Mapping[str, tuple[Facet, ...]]) -> tuple[Chip, ...]:
    """List every filter in force, dates last."""
    lists = (chip for name, field in LISTS.items() for chip in _list_chips(query, name, field, facets))
    first = (Chip(_l("From"), words.day(query.since), {"since": None}),) if query.since else ()
    last = (Chip(_l("To"), words.day(query.until), {"until": None}),) if query.until else ()
    return (*lists, *first, *last)


def ways(query: Query) -> tuple[Way, ...]:
    """List what could be taken off alone: each filter with all its values, and the dates as one; not many."""
    dated: dict[str, Any] = {"years": (), "months": (), "since": None, "until": None}
    others = (
        Way(LEGENDS[name], {field: ()})
        for name, field in LISTS.items()
        if name not in TIMES and getattr(query, field)
    )
    dates = (Way(_l("Dates"), dated),) if any(getattr(query, field) for field in dated) else ()
    return (*dates, *others)[:MOST_WAYS]


def counted(query: Query) -> tuple[str, ...]:
    """Name the facets that the page shows: the months of twenty years are no help, those of one are."""
    wanted = (name for name in LEGENDS if name in query.facets)
    return tuple(name for name in wanted if name != "month" or timeline.in_view(query))


def filters(results: Results) -> tuple[Filter, ...]:
    """Arrange the facets that can be used: a single value that every result has is no choice."""
    present = ((name, results.facets.get(name, ())) for name in LEGENDS if name not in TIMES)
    return tuple(_filter(name, facets) for name, facets in present if _divides(facets, results.total))


def carried(query: Query, shown: Sequence[Filter], dates: timeline.Timeline) -> tuple[tuple[str, str], ...]:
    """Name what is chosen and has no box on the page: the form must carry it, or searching would drop it."""
    boxes = {(each.name, facet.value) for each in shown for facet in (*each.shown, *each.folded)}
    boxes |= {("year", bar.value) for bar in dates.listed_years}
    boxes |= {("month", bar.value) for bar in dates.listed_months}
    chosen = [(name, str(value)) for name, field in LISTS.items() for value in getattr(query, field)]
    return tuple(pair for pair in chosen if pair not in boxes)


def page_links(page: int, pages: int) -> tuple[int | None, ...]:
    """Choose the pages to link: the ends and those near this one; None stands for a gap."""
    near = sorted({1, pages, *range(max(1, page - 1), min(pages, page + 1) + 1)})
    linked: list[int | None] = []
    for number in near:
        before = linked[-1] if linked else 0
        if before is not None and number - before == 2:
            linked.append(number - 1)  # a gap of one page is as long as the page's own number
        elif before is not None and number - before > 2:
            linked.append(None)
        linked.append(number)
    return tuple(linked)


def pieces(hit: Hit) -> tuple[tuple[str, tuple[Fragment, ...]], ...]:
    """Part a snippet into its pieces, each with its anchor, unless the hit itself opens there."""
    runs = ((anchor, tuple(run)) for anchor, run in groupby(hit.snippet, key=lambda piece: piece.anchor))
    return tuple((anchor if anchor != hit.anchor else "", run) for anchor, run in runs)


def marked(pieces: Iterable[Fragment]) -> Markup:
    """Write fragments as HTML, with those that matched marked."""
    return Markup("").join(_MARK + piece.text + _MARKED if piece.matched else piece.text for piece in pieces)


def outcome(hit: Hit) -> tuple[Fragment, ...]:
    """Give a decision or an action itself, whole, with the words that its snippet marks; empty for an item.

    A snippet of a long decision is its best pieces: what was decided may lie between them.
    """
    document = hit.document
    if document.kind not in ("decision", "action"):
        return ()
    told = words.shortened(document.lead, WHOLE)
    marked = {piece.text for piece in hit.snippet if piece.matched}
    if not marked:
        return (Fragment(told, matched=False),)
    either = "|".join(re.escape(text) for text in sorted(marked, key=len, reverse=True))
    parted = re.split(rf"(?<!\w)({either})(?!\w)", told)
    return tuple(Fragment(text, text in marked) for text in parted if text)


def no_filters() -> dict[str, Any]:
    """Return the change to a query that takes every filter off."""
    return {**dict.fromkeys(LISTS.values(), ()), "since": None, "until": None}


def said(value: str, name: str) -> str:
    """Say a value of a facet in the reader's language, where it is one of those known beforehand."""
    known = VALUES.get(name, {})
    return languages.once(f"{name} {value}", known[value]) if value in known else value


def _list_chips(query: Query, name: str, field: str, facets: Mapping[str, tuple[Facet, ...]]) -> list[Chip]:
    labels = {facet.value: facet.label for facet in facets.get(name, ())}
    chosen = getattr(query, field)
    return [
        Chip(
            LEGENDS[name],
            _label(name, str(value), labels),
            timeline.without_year(query, value)
            if name == "year"
            else {field: tuple(other for other in chosen if other != value)},
        )
        for value in chosen
    ]


def _label(name: str, value: str, labels: Mapping[str, str]) -> str:
    if name == "month":
        return timeline.month_name(value)
    return VALUES.get(name, {}).get(value) or labels.get(value) or label(name, value, {})


def _divides(facets: Sequence[Facet], total: int) -> bool:
    return len(facets) > 1 or any(facet.selected or facet.count < total for facet in facets)


def _filter(name: str, facets: tuple[Facet, ...]) -> Filter:
    known = VALUES.get(name, {})
    found = tuple(
        facet._replace(label=said(facet.value, name)) if facet.value in known else facet for facet in facets
    )
    missing = known.keys() - {facet.value for facet in facets}
    absent = tuple(Facet(value, said(value, name), 0, selected=False) for value in known if value in missing)
    every = (*found, *absent)
    # One value left over would take a click to see and no less room than the click's own line.
    if len(every) <= OPEN + 1:
        return Filter(name, LEGENDS[name], every, ())
    cut = min(OPEN, len(found))  # in a long list, what has no results is folded away first
    return Filter(name, LEGENDS[name], every[:cut], every[cut:])
