"""`/metrics`: what a monitor watches: counts, days and the slugs of councils; nothing personal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time
from typing import Protocol

from flask import Blueprint, Response

from archive import runs
from archive.account import Account, Holdings, account, every_state, shortfalls
from archive.config import Config
from archive.errors import IndexFault
from archive.runs import Diary, Run
from archive.store import Counts
from indexer.engines import Index, index_of
from indexer.model import Engine
from web.watch.exposition import CONTENT_TYPE, Gauge, Sample, exposition, gauge

RUNS = 50  # among so many the last useful one is looked for: a month and a half of nights


class Watched(Holdings, Protocol):
    """What a monitor asks of the archive's records."""

    def counts(self) -> Counts:
        """Count what may be read."""
        ...

    def revision(self) -> int:
        """Return the number of the last change."""
        ...


def metrics(config: Config, store: Watched, engine: Engine | None) -> Blueprint:
    """Make the route; the configuration says which councils are counted, and where the diary of runs is."""
    routes = Blueprint("metrics", __name__)
    index = index_of(config)

    @routes.get("/metrics")
    def show() -> Response:
        gauges = [
            *_held(store.counts()),
            *_councils(config, store),
            *_last_run(runs.last(config.runs, RUNS)),
            *_index(store.revision(), engine, index),
        ]
        return Response(exposition(gauges), content_type=CONTENT_TYPE)

    return routes


def _held(counts: Counts) -> list[Gauge]:
    return [
        gauge("minutes_records", "Meetings of which there is a record.", counts.meetings),
        gauge("minutes_items", "Items of meetings.", counts.items),
        gauge("minutes_decisions", "Decisions.", counts.decisions),
        gauge("minutes_actions", "Actions.", counts.actions),
    ]


def _councils(config: Config, store: Watched) -> list[Gauge]:
    found = [account(council, store, date.today()) for council in config.councils]
    short = {c.slug: len(shortfalls(c, a)) for c, a in zip(config.councils, found, strict=True)}
    return [
        _by_state("minutes_meetings", "Meetings by the state they are in.", found, every_state),
        _by_state("minutes_troubles", "Pages that could not be had or read.", found, _troubles),
        _by_council("minutes_boards", "Boards.", found, lambda a: len(a.boards)),
        _by_council(
            "minutes_newest_timestamp_seconds",
            "Day of the newest meeting whose minutes are held.",
            found,
            lambda a: _midnight(a.newest_minutes),
        ),
        _by_council(
            "minutes_awaited_longest_seconds",
            "Time since the oldest meeting whose minutes are awaited.",
            found,
            lambda a: a.awaited_longest.days(a.today) * 86_400 if a.awaited_longest else 0,
        ),
        _by_council(
            "minutes_shortfalls",
            "Expected counts, of config.toml, that the archive does not reach.",
            found,
            lambda a: short[a.council],
        ),
    ]


def _troubles(found: Account) -> dict[str, int]:
    counted = Counter(trouble.state for trouble in found.troubles)
    return {state: counted[state] for state in ("refused", "unreachable", "forbidden", "gone")}


def _by_state(
    name: str, sentence: str, found: Sequence[Account], counts: Callable[[Account], dict[str, int]]
) -> Gauge:
    samples = (
        Sample(count, {"council": a.council, "state": state})
        for a in found
        for state, count in counts(a).items()
    )
    return Gauge(name, sentence, tuple(samples))


def _by_council(
    name: str, sentence: str, found: Sequence[Account], value: Callable[[Account], float | None]
) -> Gauge:
    values = ((a.council, value(a)) for a in found)
    return Gauge(name, sentence, tuple(Sample(v, {"council": slug}) for slug, v in values if v is not None))


def _last_run(diary: Diary) -> list[Gauge]:
    useful = diary.last_useful
    when = gauge(
        "minutes_last_useful_run_timestamp_seconds",
        "When the last run began that did its work, all of it or in part.",
        useful.started.timestamp() if useful else None,
    )
    return [when, *(_run(diary.last) if diary.last else [])]


def _run(run: Run) -> list[Gauge]:
    figures: dict[str, tuple[str, float]] = {
        "timestamp_seconds": ("When the last run began.", run.started.timestamp()),
        "duration_seconds": ("How long it took.", run.seconds),
        "requests": ("Requests it made.", run.requests),
        "bytes": ("Bytes it was answered.", run.bytes),
        "pages": ("Pages it read.", run.pages),
        "new": ("Records it added.", run.new),
        "changed": ("Records it changed.", run.changed),
        "refused": ("Pages it refused.", run.refused),
        "unreachable": ("Pages it could not have.", run.unreachable),
        "forbidden": ("Pages that robots.txt kept it from.", run.forbidden),
        "gone": ("Pages that were gone.", run.gone),
        "failures": ("Councils it could not do.", len(run.failed)),
        "exit_code": ("Its exit code.", run.exit),
    }
    return [gauge(f"minutes_last_run_{name}", told, value) for name, (told, value) in figures.items()]


def _index(revision: int, engine: Engine | None, index: Index) -> list[Gauge]:
    cursor = _cursor(engine)
    return [
        gauge("minutes_archive_revision", "Number of the archive's last change.", revision),
        gauge("minutes_index_readable", "1 when the search index can be read.", cursor is not None),
        gauge("minutes_index_revision", "Number of the last change that the index holds.", cursor),
        gauge(
            "minutes_index_behind",
            "Changes of the archive that the index does not hold yet.",
            None if cursor is None else revision - cursor,
        ),
        gauge("minutes_index_timestamp_seconds", "When the index was last written to.", _written(index)),
    ]


def _cursor(engine: Engine | None) -> int | None:
    try:
        return engine.cursor() if engine else None
    except IndexFault:  # the other figures must still be had: this one says it
        return None


def _written(index: Index) -> float | None:
    try:
        written = index.written()
    except IndexFault:  # likewise
        return None
    return written.timestamp() if written else None


def _midnight(day: date | None) -> float | None:
    return datetime.combine(day, time(), UTC).timestamp() if day else None
