"""What the segments of arrays promise: texts come back, merging loses nothing, nothing is ever unpickled."""

from __future__ import annotations

import json
import pickle
import random
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.errors import IndexFault
from indexer.analysis import tokens
from indexer.engines import open_engine
from indexer.engines.whoosh.arrays import sources as kept_sources
from indexer.engines.whoosh.arrays import writer
from indexer.engines.whoosh.arrays.batch import Batch
from indexer.engines.whoosh.arrays.files import ArrayFile, ArrayWriter
from indexer.engines.whoosh.arrays.index import ArrayIndex
from indexer.engines.whoosh.arrays.merging import merge
from indexer.engines.whoosh.arrays.sources import Source
from indexer.engines.whoosh.arrays.toc import read_toc
from indexer.engines.whoosh.builds import Builds, opened
from indexer.engines.whoosh.schema import row, schema
from indexer.engines.whoosh.writing import replace
from indexer.model import Document, Query
from tests.campaign import examples
from tests.indexer.made import document
from tests.indexer.test_oracle import made_documents

ODD = st.text(alphabet="ab \n'’,.é1٣\u0301ßŵ-", max_size=40)
Standing = dict[str, dict[int, list[tuple[int, int, int]]]]


@pytest.fixture
def build(tmp_path: Path) -> Path:
    return Builds(tmp_path).begin()


@settings(max_examples=examples(40), deadline=None)
@given(st.lists(ODD, min_size=1, max_size=5))
def test_each_words_documents_positions_and_places_are_those_of_splitting_the_text(texts: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        build = Builds(Path(folder)).begin()
        replace(build, (), [document(str(number), text) for number, text in enumerate(texts)], 1)
        expected: Standing = defaultdict(lambda: defaultdict(list))
        for number, text in enumerate(texts):
            for token in tokens(text):
                expected[token.exact][number].append((token.position, token.start, token.end))
        assert _standing(opened(build), "text_exact", "characters") == expected


@settings(max_examples=examples(30), deadline=None)
@given(
    st.lists(st.lists(made_documents(), min_size=1, max_size=6), min_size=1, max_size=4),
    st.randoms(use_true_random=False),
    st.integers(min_value=1, max_value=40),
)
def test_merging_segments_with_deletions_gives_what_indexing_the_rest_gives(
    batches: list[list[Document]], draw: random.Random, piece: int
) -> None:
    kept = [[draw.random() < 0.7 for _ in batch] for batch in batches]
    left = [
        each
        for batch, keep in zip(batches, kept, strict=True)
        for each, k in zip(batch, keep, strict=True)
        if k
    ]
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(kept_sources, "_PIECE", piece)  # so that small fields are merged in pieces, too
        sources: list[Source] = []
        for batch, keep in zip(batches, kept, strict=True):
            arrays = _arrays(batch, Path(folder, str(len(sources))))
            sources.append(Source(arrays, arrays["text_exact/norms"] < 0))
            sources[-1].alive[:] = keep
        with ArrayWriter(Path(folder, "merged")) as out:
            merge(sources, out)
        merged, direct = ArrayFile(Path(folder, "merged")), _arrays(left, Path(folder, "direct"))
        merged.verify()
        for name in direct:
            assert merged[name].tolist() == direct[name].tolist(), name
        for name in merged.keys() - direct.keys():  # a merge does not look whether all counts are 1
            assert name.endswith("/counts"), name
            assert set(merged[name].tolist()) <= {1}, name


def test_a_commit_of_many_documents_is_written_in_runs_and_merged(
    build: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "_MOST_DOCUMENTS", 7)
    replace(build, (), [document(f"{number:03}", f"bridge {number}") for number in range(30)], 1)
    assert len(list(build.glob("*.seg"))) == 1
    assert not (build / "MAIN.tmp").exists()
    reader = opened(build).reader()
    assert reader.doc_count() == 31  # and the cursor's entry
    assert reader.doc_frequency("text_exact", "bridge") == 30


def test_building_opening_and_searching_unpickle_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("something was pickled or unpickled")

    for name in ("load", "loads", "dump", "dumps", "Unpickler", "Pickler"):
        monkeypatch.setattr(pickle, name, refuse)
    for module in ("whoosh.index", "whoosh.filedb.structfile", "whoosh.formats", "whoosh.columns"):
        for name in ("loads", "dumps", "load_pickle", "dump_pickle"):
            monkeypatch.setattr(f"{module}.{name}", refuse, raising=False)
    engine = open_engine(tmp_path)
    for revision in range(1, 12):
        engine.replace([], [document(str(revision), "the bridge of tolls", topics=["Trees"])], revision)
    engine.replace(["salt/3"], [], 12)
    assert open_engine(tmp_path).search(Query('"the bridge" toll', topics=("Trees",))).total == 10
    assert not any(path.read_bytes()[:1] == pickle.PROTO for path in tmp_path.rglob("*") if path.is_file())


@pytest.mark.parametrize(
    "fields",
    [{"_boost": 2.0}, {"_text_stem_boost": 2.0}, {"_stored_document": "x"}],
)
def test_what_is_not_kept_is_refused_rather_than_ignored(build: Path, fields: dict[str, Any]) -> None:
    writing = opened(build).writer()
    try:
        with pytest.raises(ValueError, match="not kept"):
            writing.add_document(**row(document()), **fields)
    finally:
        writing.cancel()


def test_a_document_that_cannot_be_added_leaves_no_part_of_itself(build: Path) -> None:
    writing = opened(build).writer()
    writing.add_document(**row(document("1", "one bridge")))
    with pytest.raises(TypeError, match="not a text"):
        writing.add_document(**row(document("2", "two bridges")) | {"topic": [7]})
    writing.add_document(**row(document("3", "three bridges")))
    writing.commit()
    assert _standing(opened(build), "text_exact", "positions") == {
        "one": {0: [0]},
        "three": {1: [0]},
        "bridge": {0: [1]},
        "bridges": {1: [1]},
    }


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('"documents": 3', '"documents": 4'),
        ('"format": 1', '"format": 2'),
        ('"deleted": []', '"deleted": [[0, 1]]'),
    ],
)
def test_a_table_of_contents_that_was_changed_is_refused(build: Path, before: str, after: str) -> None:
    replace(build, (), [document("1"), document("2")], 1)
    (path,) = build.glob("*.toc")
    written = path.read_text()
    assert before in written
    path.write_text(written.replace(before, after))
    with pytest.raises(IndexFault, match="damaged"):
        opened(build)


def test_a_table_of_contents_cannot_name_a_file_elsewhere(build: Path) -> None:
    from indexer.engines.whoosh.arrays import toc

    index = opened(build)
    entries = {"format": 1, "segments": [{"id": "../../x", "documents": 1, "deleted": []}]}
    path = build / "_MAIN_7.toc"
    path.write_text(f'{{"crc32": {toc._checksum(entries)}, "contents": {json.dumps(entries)}}}')
    with pytest.raises(IndexFault, match="damaged"):
        read_toc(index.storage, index.indexname, index.schema)


def test_segments_of_one_size_are_merged_when_there_are_many_and_a_large_one_is_let_be(build: Path) -> None:
    replace(build, (), [document(f"first{number}") for number in range(200)], 1)
    (large,) = build.glob("*.seg")
    for revision in range(2, 40):
        replace(build, (), [document(str(revision))], revision)
        assert len(list(build.glob("*.seg"))) < 15
        assert large.exists()
    assert opened(build).reader().doc_count() == 239


def _arrays(batch: Sequence[Document], path: Path) -> ArrayFile:
    gathered = Batch(schema())
    for each in batch:
        gathered.add(row(each))
    with ArrayWriter(path) as out:
        for name, values in gathered.arrays().items():
            out.put(name, values)
    return ArrayFile(path)


def _standing(index: ArrayIndex, field: str, kind: str) -> dict[str, dict[int, Any]]:
    reader = index.reader()
    found: dict[str, dict[int, Any]] = {}
    for term in reader.lexicon(field):
        matcher = reader.postings(field, term)
        while matcher.is_active():
            found.setdefault(term.decode(), {})[matcher.id()] = matcher.value_as(kind)
            matcher.next()
    return found
