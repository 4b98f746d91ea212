"""What the engine on Whoosh promises beyond the contract: its folder, its faults, rebuilding."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from archive.errors import IndexFault, LockHeld, StoreError
from indexer.engines import open_engine, rebuilding
from indexer.engines.whoosh import schema
from indexer.engines.whoosh.builds import Builds, opened
from indexer.engines.whoosh.storage import DurableStorage
from indexer.model import Engine, Query
from indexer.origin import made_of
from tests.indexer.made import document

NAME = f"whoosh-{schema.VERSION}"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    engine = open_engine(tmp_path)
    engine.replace([], [document("1"), document("2")], 2)
    engine.close()
    return tmp_path


def test_the_folder_is_named_for_the_schemas_version(folder: Path) -> None:
    assert [path.name for path in folder.iterdir()] == [NAME]


def test_opening_a_folder_without_an_index_writes_nothing(tmp_path: Path) -> None:
    engine = open_engine(tmp_path / "index")
    assert engine.search(Query("x")).total == 0
    assert not (tmp_path / "index").exists()


def test_a_rebuild_is_switched_to_when_it_is_complete(folder: Path) -> None:
    running = open_engine(folder)
    assert running.count() == 2
    with rebuilding(folder) as beside:
        assert (beside.cursor(), beside.count()) == (0, 0)
        beside.replace([], [document("9")], 9)
        assert (running.count(), beside.count()) == (2, 1)
    assert (running.cursor(), running.count()) == (9, 1)
    assert len(list((folder / NAME).glob("build-*"))) == 1


def test_a_rebuild_is_brought_level_just_before_the_switch_and_its_records_are_noted(folder: Path) -> None:
    running, seen = open_engine(folder), []

    def level(complete: Engine) -> None:
        seen.append((complete.cursor(), complete.count(), running.count()))
        complete.replace(["salt/9"], [document("10")], 10)

    with rebuilding(folder, identity="of these", level=level) as beside:
        beside.replace([], [document("9", meeting="salt/9"), document("8")], 9)
        assert (seen, made_of(folder)) == ([], None)
    assert seen == [(9, 2, 2)]
    assert (running.cursor(), running.count(), made_of(folder)) == (10, 2, "of these")


def test_a_rebuild_that_fails_leaves_the_old_index_and_nothing_else(folder: Path) -> None:
    def breaking() -> None:
        with rebuilding(folder) as beside:
            beside.replace([], [document("9")], 9)
            raise OSError("the archive went away")

    with pytest.raises(OSError, match="away"):
        breaking()
    assert open_engine(folder).count() == 2
    assert len(list((folder / NAME).glob("build-*"))) == 1


def test_a_rebuild_stopped_while_the_old_build_is_removed_leaves_the_new_one(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    discard, calls = Builds.discard, []

    def stopping(self: Builds, build: Path) -> None:
        calls.append(build)
        if len(calls) == 1:
            raise KeyboardInterrupt
        discard(self, build)

    monkeypatch.setattr(Builds, "discard", stopping)
    with pytest.raises(KeyboardInterrupt), rebuilding(folder) as beside:
        beside.replace([], [document("9")], 9)
    assert open_engine(folder).search(Query("")).total == 1


@pytest.mark.parametrize(("written", "found"), [("current.json.new", 2), (NAME, 1)])
def test_a_switch_that_the_disk_refuses_leaves_what_can_be_searched_and_nothing_else(
    folder: Path, monkeypatch: pytest.MonkeyPatch, written: str, found: int
) -> None:
    def failing(path: Path) -> None:
        if path.name == written:  # the folder is synced when current.json is in place
            raise OSError("no room on disk")

    def level(_complete: Engine) -> None:
        monkeypatch.setattr("indexer.engines.whoosh.storage.sync", failing)

    with pytest.raises(OSError, match="no room"), rebuilding(folder, level=level) as beside:
        beside.replace([], [document("9")], 9)
    monkeypatch.undo()
    assert open_engine(folder).search(Query("")).total == found
    assert len(list((folder / NAME).glob("build-*"))) == 3 - found


def test_what_killed_rebuilds_left_goes_when_the_next_begins(folder: Path) -> None:
    for _ in range(3):
        left = Builds(folder).begin()  # which is as far as it came
        (left / "runs").mkdir()
    assert len(list((folder / NAME).glob("build-*"))) == 2
    assert open_engine(folder).search(Query("")).total == 2


def test_no_build_is_removed_while_nobody_can_tell_which_is_the_current_one(folder: Path) -> None:
    (folder / NAME / "current.json").write_text("{")
    for _ in range(2):
        Builds(folder).begin()
    assert len(list((folder / NAME).glob("build-*"))) == 3


def test_an_index_of_another_version_stays_until_the_new_one_is_complete(folder: Path) -> None:
    _other_fingerprint(folder / NAME / "current.json")
    with rebuilding(folder):
        assert len(list((folder / NAME).glob("build-*/*.seg"))) == 1


@pytest.mark.parametrize("left", [0, 1])
def test_while_a_first_index_is_made_there_is_none_yet_rather_than_a_damaged_one(
    tmp_path: Path, left: int
) -> None:
    for _ in range(left):
        Builds(tmp_path).begin()
    with rebuilding(tmp_path) as beside:
        beside.replace([], [document("1")], 1)
        assert open_engine(tmp_path).search(Query("")).total == 0
    assert open_engine(tmp_path).search(Query("")).total == 1


def test_while_an_index_of_another_version_is_replaced_that_is_what_is_told(folder: Path) -> None:
    (folder / NAME).rename(folder / "whoosh-0")
    with rebuilding(folder), pytest.raises(IndexFault, match="another version"):
        open_engine(folder)


def test_a_rebuild_of_nothing_is_an_empty_index(folder: Path) -> None:
    with rebuilding(folder):
        pass
    engine = open_engine(folder)
    assert (engine.cursor(), engine.count(), engine.search(Query("-x")).total) == (0, 0, 0)


@pytest.mark.parametrize(
    "damage",
    [
        lambda build: (build.parent / "current.json").unlink(),
        lambda build: (build.parent / "current.json").write_text("{"),
        lambda build: (build.parent / "current.json").write_text('{"build": "../x", "fingerprint": "y"}'),
        lambda build: build.rename(build.with_name("elsewhere")),
        lambda build: [path.write_bytes(path.read_bytes()[:40]) for path in build.glob("*.toc")],
        lambda build: [path.write_bytes(b"") for path in build.glob("*.toc")],
        lambda build: [path.unlink() for path in build.glob("*.toc")],
        lambda build: [path.unlink() for path in build.glob("*.seg")],
        lambda build: [path.write_bytes(path.read_bytes()[:-300]) for path in build.glob("*.seg")],
        lambda build: build.parent.rename(build.parent.with_name("whoosh-0")),
        lambda build: _other_fingerprint(build.parent / "current.json"),
    ],
    ids=[
        "no pointer",
        "half a pointer",
        "a pointer elsewhere",
        "no build",
        "half a table of contents",
        "an empty table of contents",
        "no table of contents",
        "no segment",
        "a cut segment",
        "another version's folder",
        "another version's words",
    ],
)
def test_a_damaged_or_foreign_index_is_refused_with_advice_and_a_rebuild_repairs_it(
    folder: Path, damage: object
) -> None:
    assert callable(damage)
    damage(next((folder / NAME).glob("build-*")))
    with pytest.raises(IndexFault, match="minutes index --rebuild"):
        open_engine(folder).search(Query("bridge"))
    with rebuilding(folder) as beside:
        beside.replace([], [document("9")], 9)
    assert open_engine(folder).count() == 1


def test_a_running_engine_says_so_when_its_index_is_taken_away(folder: Path) -> None:
    engine = open_engine(folder)
    assert engine.count() == 2
    for path in (folder / NAME).glob("build-*/*"):
        path.unlink()
    with pytest.raises(IndexFault, match="minutes index --rebuild"):
        engine.search(Query(""))


def test_a_file_cut_under_an_open_reader_is_called_damage(tmp_path: Path) -> None:
    engine = open_engine(tmp_path)
    engine.replace([], [document(str(n), f"bridge {n} " * 40) for n in range(150)], 1)
    assert engine.search(Query("bridge")).total == 150
    for path in tmp_path.glob(f"{NAME}/*/*.seg"):
        path.write_bytes(path.read_bytes()[:20])
    with pytest.raises(IndexFault, match="damaged"):
        engine.search(Query("bridge"))


def test_a_second_writer_is_told_to_wait(folder: Path) -> None:
    build = next((folder / NAME).glob("build-*"))
    writer = opened(build).writer()
    try:
        with pytest.raises(LockHeld, match="try again"):
            open_engine(folder).replace([], [], 3)
    finally:
        writer.cancel()
    open_engine(folder).replace([], [], 3)
    assert open_engine(folder).cursor() == 3


def test_a_commit_that_fails_at_its_last_step_keeps_no_lock(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = open_engine(folder)
    with monkeypatch.context() as patch:
        patch.setattr(DurableStorage, "rename_file", _disk_full)
        with pytest.raises(StoreError, match="cannot be written"):
            engine.replace(["salt/1"], [document("3")], 3)
    assert (engine.cursor(), engine.count()) == (2, 2)
    engine.replace(["salt/1"], [document("3")], 3)
    assert (engine.cursor(), engine.count()) == (3, 2)


def test_a_commit_is_on_disk_before_it_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[str] = []
    monkeypatch.setattr("indexer.engines.whoosh.storage.sync", lambda path: synced.append(path.name))
    open_engine(folder).replace([], [document("3")], 3)
    kinds = [name.rsplit(".", 1)[-1] for name in synced]
    assert "seg" in kinds
    assert synced[-1].startswith("build-")  # the folder, after the rename
    assert any(".toc." in name for name in synced)  # the table of contents under its first name


def test_many_commits_and_deletions_leave_few_segments_and_right_counts(tmp_path: Path) -> None:
    engine = open_engine(tmp_path)
    for revision in range(1, 31):
        engine.replace(["salt/x"], [document(str(revision), meeting=f"salt/{revision % 7}")], revision)
    assert (engine.cursor(), engine.count(), engine.search(Query("bridge")).total) == (30, 7, 7)
    assert len(list(tmp_path.glob(f"{NAME}/*/*.seg"))) < 15


def _disk_full(*_: object, **__: object) -> None:
    raise OSError("no room on disk")


def _other_fingerprint(path: Path) -> None:
    path.write_text(json.dumps(json.loads(path.read_text()) | {"fingerprint": "0"}))
