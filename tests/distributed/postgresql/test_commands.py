"""The commands, from end to end, on an archive with its records on a server and its pages on a shelf."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import fsspec
import pytest

from archive.config import load
from archive.store import Store
from tests.archive.evidence import members
from tests.conftest import Minutes, Ran, config_for
from tests.crawling import small_sample
from tests.distributed.postgresql import PostgreSQLServer
from web.demo import Site

OF_THE_RUN = ("last_run", "seconds", "captured", "took_ms", "since")


@dataclass(frozen=True)
class Archive:
    config: Path
    minutes: Minutes

    def run(self, *words: str) -> Ran:
        done = self.minutes("--config", self.config, *words)
        assert done.code == 0, done
        return done


@pytest.fixture
def site() -> Iterator[Site]:
    with Site(small_sample(), web_service=False) as site:
        yield site


@pytest.fixture
def archive(tmp_path: Path, site: Site, server: PostgreSQLServer, minutes: Minutes) -> Archive:
    shared = f'[archive]\ndatabase = "{server.database_of(tmp_path)}"\npages = "file://{tmp_path}/shelf"\n'
    return Archive(config_for(tmp_path / "one", site.url, crawl=shared), minutes)


def test_everything_is_done_on_a_server_as_it_is_in_a_file(
    tmp_path: Path, site: Site, archive: Archive, minutes: Minutes
) -> None:
    alone = Archive(config_for(tmp_path / "alone", site.url), minutes)
    for command in ("crawl", "index"):
        alone.run(command)
        archive.run(command)
    assert archive.run("export").out == alone.run("export").out
    for words in ("status --json", "search council --json"):
        ours, theirs = (timeless(one.run(*words.split()).json) for one in (archive, alone))
        assert ours == theirs
    assert list((tmp_path / "one" / "data" / "pages").rglob("*.gz")) == []
    assert ": all whole" in archive.run("verify").out
    assert "0 records came out otherwise" in archive.run("reread").out
    assert "is of revision" in archive.run("migrate").out


def timeless(printed: Any) -> Any:
    """Leave out when pages came, and what tells of the run."""
    if isinstance(printed, list):
        return list(map(timeless, printed))
    if isinstance(printed, dict):
        return {key: timeless(value) for key, value in printed.items() if key not in OF_THE_RUN}
    return printed


def test_what_is_purged_is_gone_from_the_shelf_and_the_database(archive: Archive) -> None:
    archive.run("crawl")
    archive.run("index")
    config = load(archive.config)
    store = Store(config.database)
    meeting = next(m for m in store.meetings("t").values() for i in m.items if i.decisions)
    item = next(i for i in meeting.items if i.decisions)
    words = item.decisions[0].text
    store.close()
    archive.run("suppress", f"t/{meeting.id}/{item.id}", "--why", "a test", "--purge", "--files")
    assert words not in archive.run("export").out
    assert ": all whole" in archive.run("verify").out


def test_a_purge_that_was_killed_before_the_shelf_had_its_file_is_finished_by_the_same_command(
    tmp_path: Path, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive.run("crawl")
    with closing(Store(load(archive.config).database)) as store:
        items = [(m.id, i) for m in store.meetings("t").values() for i in m.items]
    texts = {p.text.encode(): f"t/{m}/{i.id}" for m, i in items for p in i.passages}
    before = said(tmp_path)
    words = max((text for text in texts if text in before), key=len)
    purge = ("suppress", texts[words], "--why", "a test", "--purge", "--files")
    with monkeypatch.context() as patch:
        patch.setattr(type(fsspec.filesystem("file")), "mv", interrupted)
        assert archive.minutes("--config", archive.config, *purge).code == 130
    archive.run(*purge)
    assert words not in said(tmp_path)
    assert ": all whole" in archive.run("verify").out


def interrupted(*_arguments: object, **_named: object) -> None:
    raise KeyboardInterrupt


def said(folder: Path) -> bytes:
    """Return what all page files hold, unpacked, and whatever else there is of one, here or on the shelf."""
    found = [path for path in folder.rglob("*.warc.gz*") if path.is_file()]
    return b"".join(plain for path in found for _, _, plain in members(path.read_bytes()))


def test_a_crawl_is_refused_while_records_are_read_again_and_the_other_way_round(archive: Archive) -> None:
    archive.run("crawl")
    store = Store(load(archive.config).database)
    with store.at_work("minutes reread", alone=True):
        refused = archive.minutes("--config", archive.config, "crawl")
    with store.at_work("minutes crawl, mill-1", alone=False):
        other = archive.minutes("--config", archive.config, "reread")
        archive.run("crawl")
    store.close()
    assert (refused.code, "is in use by minutes reread; wait for it" in refused.err) == (4, True)
    assert (other.code, "is in use by minutes crawl, mill-1" in other.err) == (4, True)


def test_a_backup_of_files_is_refused_with_where_to_read_on(tmp_path: Path, archive: Archive) -> None:
    done = archive.minutes("--config", archive.config, "backup", tmp_path / "backup")
    assert (done.code, "docs/postgresql.md" in done.err) == (1, True)
