"""The cluster against a search that looks at every document, and against the embedded engine."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer.engines import open_engine as open_embedded
from indexer.model import Document, Engine, Query, Results
from tests.indexer.test_oracle import *  # noqa: F403 - the very tests that the embedded engine is held to
from tests.indexer.test_oracle import batches, queries


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(batches, st.lists(queries(), min_size=4, max_size=8))
def test_an_answer_is_that_of_the_embedded_engine_to_the_letter_but_for_the_order_by_score(
    opener: Callable[[Path], Engine], put: list[list[Document]], asked: list[Query]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        engines = (opener(Path(folder)), open_embedded(Path(folder)))
        for engine in engines:
            for revision, batch in enumerate(put, 1):
                engine.replace({each.meeting for each in batch}, batch, revision)
        for query in asked:
            ours, embedded = (_shown(engine.search(query)) for engine in engines)
            assert ours == embedded, query


def _shown(answer: Results) -> tuple[Any, ...]:
    hits = [hit._replace(score=0) for hit in answer.hits]
    if answer.query.sort is None:
        hits.sort(key=lambda hit: hit.document.id)
    return answer.total, hits, answer.facets, answer.notes, answer.understood
