"""Which of the news a saved search finds, and how much it would have found before."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from indexer.model import Engine, Hit, Query
from web.alerts.news import News

PAGE = 1_000  # hits that are asked for at once: as many as an engine gives
MONTHS = 12  # that the preview looks back, this one among them


@dataclass(frozen=True, slots=True)
class Preview:
    """How much a search finds of the last twelve months, by the days of meetings."""

    total: int
    months: tuple[tuple[str, int], ...]  # "2026-03", and how many; the oldest first


def matching(engine: Engine, query: Query, news: News) -> tuple[Hit, ...]:
    """Return the news that a query finds, by the newest meeting first."""
    # An engine knows nothing of news. It is asked for the months that the news is of, and no others.
    months = tuple(sorted({f"{day:%Y-%m}" for day in news.values()}))
    wanted = tuple(m for m in months if m in query.months) if query.months else months
    if not wanted:
        return ()
    asked = replace(query, months=wanted, sort="newest", facets=(), size=PAGE, page=1)
    found: list[Hit] = []
    while True:
        results = engine.search(asked)
        found += (hit for hit in results.hits if hit.document.id in news)
        if asked.page >= results.pages or len(found) == len(news):
            return tuple(found)
        asked = replace(asked, page=asked.page + 1)


def preview(engine: Engine, query: Query, today: date) -> Preview:
    """Count what a search finds of the last twelve months."""
    months = _months(today)
    first = max(date.fromisoformat(f"{months[0]}-01"), query.since or date.min)
    last = min(today, query.until or date.max)
    if first > last:
        return Preview(0, tuple((month, 0) for month in months))
    asked = replace(query, since=first, until=last, facets=("month",), page=1, size=1)
    results = engine.search(asked)
    chosen = query.months or months
    counts = {f.value: f.count for f in results.facets.get("month", ()) if f.value in chosen}
    return Preview(results.total, tuple((month, counts.get(month, 0)) for month in months))


def _months(today: date) -> tuple[str, ...]:
    last = today.year * 12 + today.month - 1
    return tuple(f"{n // 12}-{n % 12 + 1:02}" for n in range(last - MONTHS + 1, last + 1))
