from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive import runs
from archive.account import STATES
from archive.config import Config
from archive.errors import IndexFault
from archive.model import Board, Council, Expected
from archive.runs import Run
from archive.store import Trouble
from archive.store.nouns import Sitting
from indexer.engines import open_engine
from indexer.model import Engine
from tests.web import sample
from tests.web.checks import CheckedClient
from tests.web.sample import LISTED, NOON
from web.app import create_app
from web.watch.exposition import Gauge, Sample, exposition, gauge
from web.watch.metrics import metrics

SALTMERE = Council("saltmere", "Saltmere", "moderngov", sample.SITE, expect=Expected(meetings=900, minutes=1))
AWAITED = replace(
    LISTED, id="312", date=date.today() - timedelta(days=30), stage="agenda", url=f"{sample.SITE}/312"
)
RUN = Run(NOON, 12.5, ("saltmere",), requests=231, new=3, changed=1, refused=2, exit=3)

HEAD = re.compile(r"# (HELP|TYPE) ([a-z][a-z0-9_]*) (.+)")
LABEL = re.compile(r'([a-z][a-z0-9_]*)="((?:[^"\\\n]|\\[\\n"])*)"')
LINE = re.compile(
    r"([a-z][a-z0-9_]*)(?:\{(%s(?:,%s)*)\})? (-?\d+(?:\.\d+)?(?:e[+-]\d+)?)" % ((LABEL.pattern,) * 2)
)
Figures = dict[tuple[str, frozenset[tuple[str, str]]], float]


def parse(text: str) -> Figures:
    """Read the text format as strictly as its description: help, type, then values, each once."""
    assert text == "" or text.endswith("\n")
    found: Figures = {}
    told: list[tuple[str, str]] = []
    for line in text.split("\n")[:-1]:
        if head := HEAD.fullmatch(line):
            assert head[1] == "HELP" or head[3] == "gauge"
            told.append((head[2], head[1]))
            continue
        value = LINE.fullmatch(line)
        assert value, line
        assert told[-2:] == [(value[1], "HELP"), (value[1], "TYPE")]
        labels = frozenset((name, unescaped(text)) for name, text in LABEL.findall(value[2] or ""))
        assert (value[1], labels) not in found
        found[value[1], labels] = float(value.group(value.re.groups))
    assert len(told) == len(set(told))
    return found


def unescaped(text: str) -> str:
    return re.sub(r"\\(.)", lambda m: {"n": "\n"}.get(m[1], m[1]), text)


@given(st.lists(st.text(), unique=True), st.floats(allow_nan=False, allow_infinity=False))
def test_any_label_and_any_figure_come_back_as_they_were(labels: list[str], value: float) -> None:
    text = exposition(
        [Gauge("figure", "A sentence.\nAnd a \\.", tuple(Sample(value, {"of": x}) for x in labels))]
    )
    assert parse(text) == {("figure", frozenset({("of", x)})): value for x in labels}


def test_a_name_that_the_format_does_not_allow_is_refused() -> None:
    with pytest.raises(ValueError, match="cannot be the name"):
        exposition([gauge("no-dashes", "A sentence.", 1)])


@dataclass(frozen=True)
class Watched(sample.Shelf):
    """Records in memory, with what a monitor asks of them."""

    def sittings(self, council: str) -> list[Sitting]:
        return [LISTED, AWAITED] if council == "saltmere" else []

    def troubles(self, council: str) -> list[Trouble]:
        return [Trouble(council, AWAITED.url, "item", "refused", "Councillor Reed's page is cut off", NOON)]

    def boards(self, council: str) -> list[tuple[Board, bool]]:
        return [
            (Board("12", "Harbours Board", council), True),
            (Board("14", "Planning Panel", council), True),
        ]

    def revision(self) -> int:
        return 12_345_678


def scraped(folder: Path, engine: Engine | None) -> Figures:
    config = Config(folder, (SALTMERE,))
    store = Watched()
    app = create_app(
        engine, store, names=sample.NAMES, topics=sample.TOPICS, more=[metrics(config, store, engine)]
    )
    app.test_client_class = CheckedClient
    response = app.test_client().get("/metrics")
    assert response.content_type == "text/plain; version=0.0.4; charset=utf-8"
    assert "Reed" not in response.text
    assert sample.SITE not in response.text
    return parse(response.text)


def value(figures: Figures, name: str, **labels: str) -> float | None:
    return figures.get((name, frozenset(labels.items())))


def of_saltmere(figures: Figures, name: str) -> float | None:
    return value(figures, name, council="saltmere")


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = open_engine(tmp_path / "index")
    documents = sample.all_documents([sample.HELD])
    engine.replace({"saltmere/310"}, documents, 12_345_670)
    yield engine
    engine.close()


def test_meetings_are_counted_by_council_and_by_every_state_there_is(tmp_path: Path) -> None:
    figures = scraped(tmp_path, None)
    counted = {s: value(figures, "minutes_meetings", council="saltmere", state=s) for s in STATES}
    assert counted == {**dict.fromkeys(STATES, 0), "minutes read": 0, "refused": 1} | {"minutes read": 1}
    assert value(figures, "minutes_troubles", council="saltmere", state="refused") == 1
    assert value(figures, "minutes_troubles", council="saltmere", state="gone") == 0


def test_what_is_held_of_a_council_is_told(tmp_path: Path) -> None:
    figures = scraped(tmp_path, None)
    held: Mapping[str, float | None] = {
        "minutes_boards": 2,
        "minutes_newest_timestamp_seconds": datetime(2024, 3, 14, tzinfo=UTC).timestamp(),
        "minutes_awaited_longest_seconds": 0,
        "minutes_shortfalls": 1,
    }
    assert {name: of_saltmere(figures, name) for name in held} == held
    counts = Watched().counts()
    assert value(figures, "minutes_records") == counts.meetings
    assert value(figures, "minutes_items") == counts.items
    assert value(figures, "minutes_decisions") == counts.decisions
    assert value(figures, "minutes_actions") == counts.actions


def test_the_last_run_is_told_and_the_last_that_did_its_work(tmp_path: Path) -> None:
    runs.append(tmp_path / "runs.jsonl", RUN)
    later = replace(
        RUN, started=NOON + timedelta(days=1), failed=("saltmere: no answer",), ended="failed", exit=1
    )
    runs.append(tmp_path / "runs.jsonl", later)
    figures = scraped(tmp_path, None)
    assert value(figures, "minutes_last_run_timestamp_seconds") == later.started.timestamp()
    assert value(figures, "minutes_last_useful_run_timestamp_seconds") == NOON.timestamp()
    told = ("duration_seconds", "requests", "new", "changed", "refused", "failures", "exit_code")
    assert [value(figures, f"minutes_last_run_{name}") for name in told] == [12.5, 231, 3, 1, 2, 1, 1]


def test_before_the_first_run_and_the_first_index_their_figures_are_left_out(tmp_path: Path) -> None:
    figures = scraped(tmp_path, None)
    assert not any(name.startswith("minutes_last_") for name, _ in figures)
    assert value(figures, "minutes_index_readable") == 0
    assert value(figures, "minutes_index_behind") is None
    assert value(figures, "minutes_index_timestamp_seconds") is None


def test_how_far_the_index_is_behind_is_told_to_the_last_digit(tmp_path: Path, engine: Engine) -> None:
    figures = scraped(tmp_path, engine)
    assert value(figures, "minutes_archive_revision") == 12_345_678
    assert value(figures, "minutes_index_revision") == 12_345_670
    assert value(figures, "minutes_index_behind") == 8
    written = value(figures, "minutes_index_timestamp_seconds")
    assert written is not None
    assert abs(datetime.now(UTC).timestamp() - written) < 60


def test_an_index_that_cannot_be_read_hides_no_other_figure(
    tmp_path: Path, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_engine: Engine) -> int:
        raise IndexFault("the index is damaged")

    monkeypatch.setattr(type(engine), "cursor", broken)
    figures = scraped(tmp_path, engine)
    assert value(figures, "minutes_index_readable") == 0
    assert value(figures, "minutes_archive_revision") == 12_345_678


def test_a_site_that_is_not_watched_has_no_such_page() -> None:
    app = create_app(None, sample.Shelf(), names=sample.NAMES, topics=sample.TOPICS)
    assert app.test_client().get("/metrics").status_code == 404
