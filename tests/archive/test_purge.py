"""`minutes suppress --purge`: the words are in no file any more, and everything else reads as before."""

from __future__ import annotations

import html
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from archive import purge as purging
from archive import warc
from archive.config import Config, load
from archive.errors import StoreError
from archive.lock import held
from archive.model import Meeting
from archive.own import Own
from archive.store import Store
from archive.suppression.fingerprint import words
from tests.archive.evidence import members
from tests.conftest import Minutes, Ran, config_for
from tests.crawling import archive_of, small_sample
from web.demo import Site

WHY = ("--why", "names a child")
MEETING = "4100"
ITEM = "30416"  # has a decision on the register too
INLINE = re.compile(r"</?(?:b|i|span|sup|strong)\b[^>]*>")


@pytest.fixture(scope="module", params=["service", pytest.param("pages", marks=pytest.mark.campaign)])
def crawled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive with two copies of every page: the second points to the first."""
    folder = tmp_path_factory.mktemp("purge")
    with Site(small_sample(), web_service=request.param == "service") as site:
        config = load(config_for(folder, site.url))
        archive = archive_of(config.data, site.url)
        archive.crawl()
        archive.crawl()
        archive.store.close()
    return folder


@pytest.fixture
def config(crawled: Path, tmp_path: Path) -> Config:
    shutil.copytree(crawled, tmp_path / "a")
    return load(tmp_path / "a" / "config.toml")


@pytest.fixture
def run(config: Config, minutes: Minutes) -> Callable[..., Ran]:
    return lambda *arguments: minutes("--config", config.data.parent / "config.toml", *arguments)


def meeting_of(config: Config) -> Meeting:
    with closing(Store(config.records)) as store:
        found = store.meeting("t", MEETING)
    assert found
    return found


def texts_of(config: Config) -> list[str]:
    """Return the texts of an item that no other item of the archive has."""
    (item,) = (i for i in meeting_of(config).items if i.id == ITEM)
    with closing(Store(config.records)) as store:
        others = [i for m in store.meetings("t").values() for i in m.items if i.id != ITEM]
    shared = {p.text for i in others for p in i.passages}
    return [text for text in (item.title, *(p.text for p in item.passages)) if text not in shared]


def kept(config: Config) -> Iterator[bytes]:
    """Yield what every file of the data folder holds, unpacked."""
    for path in config.data.rglob("*"):
        if path.name.endswith(".warc.gz"):
            yield from (plain for _, _, plain in members(path.read_bytes()))
        elif path.is_file():
            yield path.read_bytes()


def said(config: Config) -> str:
    """Return all words of the data folder, whatever markup stands between them."""
    parts = []
    for data in kept(config):
        text = html.unescape(html.unescape(data.decode("utf-8", "replace")))
        parts.append(" ".join(words(re.sub(r"<[^>]*>", " ", INLINE.sub("", text)))))
    return "\n".join(parts)


def left(config: Config, texts: list[str]) -> list[str]:
    everything = said(config)
    return [text for text in texts if len(words(text)) > 4 and " ".join(words(text)) in everything]


def purged_and_indexed(run: Callable[..., Ran], address: str) -> Ran:
    assert run("index").code == 0
    done = run("suppress", address, *WHY, "--purge")
    assert done.code == 0, done.err
    assert run("index").code == 0
    return done


def test_the_words_of_a_purged_item_are_in_no_file(config: Config, run: Callable[..., Ran]) -> None:
    texts = texts_of(config)
    assert left(config, texts) == [text for text in texts if len(words(text)) > 4]
    purged_and_indexed(run, f"t/{MEETING}/{ITEM}")
    assert left(config, texts) == []


def test_the_words_of_a_purged_passage_are_in_no_file(config: Config, run: Callable[..., Ran]) -> None:
    (item,) = (i for i in meeting_of(config).items if i.id == ITEM)
    place, text = max(enumerate((p.text for p in item.passages), 1), key=lambda found: len(found[1]))
    purged_and_indexed(run, f"t/{MEETING}/{ITEM}/{place}")
    assert left(config, [text]) == []


@pytest.mark.parametrize(
    "address", [f"t/{MEETING}", f"t/{MEETING}/{ITEM}", f"t/{MEETING}/{ITEM}/12", "t/decision/2103/2"]
)
def test_readers_see_the_same_before_and_after_and_once_all_is_made_again(
    config: Config, run: Callable[..., Ran], address: str
) -> None:
    assert run("suppress", address, *WHY).code == 0
    before = run("export").out
    assert run("suppress", address, *WHY, "--purge").code == 0
    assert run("export").out == before
    assert run("reread").code == 0
    assert run("export").out == before
    for path in config.data.glob("records.sqlite*"):
        path.unlink()
    assert run("reread").code == 0
    assert run("export").out == before


def test_what_was_kept_is_whole_and_where_it_was(config: Config, run: Callable[..., Ran]) -> None:
    with closing(Store(config.records)) as store:
        before = [(page.url, page.place, page.body_at) for page in store.pages()]
    assert run("suppress", f"t/{MEETING}/{ITEM}", *WHY, "--purge").code == 0
    verified = run("verify")
    assert (verified.code, verified.out.strip()[-9:]) == (0, "all whole"), verified.out
    with closing(Store(config.records)) as store:
        assert [(page.url, page.place, page.body_at) for page in store.pages()] == before


def test_a_purge_is_logged_and_told_with_what_it_cannot_reach(
    config: Config, run: Callable[..., Ran]
) -> None:
    told = run("suppress", f"t/{MEETING}/{ITEM}", *WHY, "--purge").out
    assert f"t/{MEETING}/{ITEM} is purged: " in told
    assert "backups, hold them still" in told
    with closing(Own(config.own)) as own:
        assert [(e.act, e.why) for e in own.entries()] == [("suppressed", WHY[1]), ("purged", WHY[1])]


@pytest.mark.parametrize("address", [f"t/{MEETING}/{ITEM}", f"t/{MEETING}/{ITEM}/12"])
def test_a_second_purge_finds_nothing_and_writes_the_tables_anew_once_more(
    run: Callable[..., Ran], address: str
) -> None:
    """What an earlier one was refused, where a program read the records, may have been left to this one."""
    assert run("suppress", address, *WHY, "--purge").code == 0
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Store, "wipe", refused)
        assert run("suppress", address, *WHY, "--purge").code == 1
    again = run("suppress", address, *WHY, "--purge")
    assert (again.code, again.out) == (
        0,
        f"{address} is purged already: no page kept holds its words any more\n",
    )


def refused(_store: Store) -> None:
    raise StoreError("another program reads it")


def test_what_was_purged_and_is_lifted_shows_that_it_was_purged(
    config: Config, run: Callable[..., Ran]
) -> None:
    assert run("suppress", f"t/{MEETING}/{ITEM}", *WHY, "--purge").code == 0
    assert run("suppress", f"t/{MEETING}/{ITEM}", "--lift", "--why", "set aside").code == 0
    assert f"[purged t/{MEETING}/{ITEM}]" in run("export").out
    assert left(config, texts_of(config)) == []


@pytest.mark.parametrize("place", ["warc.purge", "reread", "Store.wipe", "Own.log"])
@pytest.mark.parametrize(
    "address", [f"t/{MEETING}/{ITEM}", pytest.param(f"t/{MEETING}/{ITEM}/12", marks=pytest.mark.campaign)]
)
def test_a_purge_that_was_killed_is_finished_by_the_same_command(
    config: Config, run: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch, place: str, address: str
) -> None:
    assert run("suppress", address, *WHY).code == 0
    before, texts = run("export").out, texts_of(config)
    with monkeypatch.context() as patch:
        kill(patch, place)
        assert run("suppress", address, *WHY, "--purge").code == 130
    assert run("suppress", address, *WHY, "--purge").code == 0
    assert (run("export").out, run("verify").code) == (before, 0)
    if address.endswith(ITEM):
        assert left(config, texts) == []
    assert "is purged already" in run("suppress", address, *WHY, "--purge").out


def kill(patch: pytest.MonkeyPatch, place: str) -> None:
    """Stop a purge at a step: behind the first for page files, before it for the others."""
    purge = warc.purge

    def killed(*_arguments: object, **_named: object) -> None:
        raise KeyboardInterrupt

    def killed_behind(*arguments: object) -> None:
        purge(*arguments)  # type: ignore[arg-type] # handed on as they came
        raise KeyboardInterrupt

    where = {"warc.purge": (warc, "purge"), "reread": (purging, "reread"), "Store.wipe": (Store, "wipe")}
    owner, name = where.get(place, (Own, "log"))
    patch.setattr(owner, name, killed_behind if place == "warc.purge" else killed)


@pytest.fixture(scope="module")
def with_files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive that keeps the files attached to items."""
    folder = tmp_path_factory.mktemp("files")
    with Site(small_sample()) as site:
        config = load(config_for(folder, site.url, crawl='attachments = "all"'))
        archive = archive_of(config.data, site.url)
        archive.council = config.councils[0]
        archive.crawl()
        archive.store.close()
    return folder


def test_files_go_whole_and_only_when_that_is_asked_for(
    with_files: Path, tmp_path: Path, minutes: Minutes
) -> None:
    shutil.copytree(with_files, tmp_path / "a")
    path = tmp_path / "a" / "config.toml"
    config = load(path)
    (item,) = (i for i in meeting_of(config).items if i.id == ITEM)
    files = sorted(a.url for a in item.attachments if a.digest)
    assert files
    command = ("--config", path, "suppress", f"t/{MEETING}/{ITEM}", *WHY, "--purge")
    refused = minutes(*command)
    assert (refused.code, all(url in refused.err for url in files), "--files" in refused.err) == (
        1,
        True,
        True,
    )
    assert list(file_texts(config, files)) == files
    told = minutes(*command, "--files")
    assert (told.code, all(f"purged whole: {url}" in told.out for url in files)) == (0, True)
    assert list(file_texts(config, files)) == []
    assert minutes("--config", path, "verify").code == 0


def file_texts(config: Config, urls: list[str]) -> Iterator[str]:
    with closing(Store(config.records)) as store:
        yield from sorted(store.file_texts("t", urls))


def test_a_purge_waits_for_no_run_but_says_who_holds_the_folder(
    config: Config, run: Callable[..., Ran]
) -> None:
    with held(config.data, "minutes crawl"):
        refused = run("suppress", f"t/{MEETING}/{ITEM}", *WHY, "--purge")
    assert refused.code == 4
    with closing(Own(config.own)) as own:
        assert own.entries() == []


def test_records_that_another_program_reads_are_told_and_wiped_later(config: Config) -> None:
    with closing(Store(config.records)) as store, closing(Store(config.records)) as other:
        reading = other.records()
        next(reading)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("archive.databases.sqlite.WAIT_FOR_OTHERS", 0.1)
            with pytest.raises(StoreError, match=r"another program (reads|is writing)"):
                Store(config.records).wipe()
        list(reading)
        store.wipe()


@pytest.mark.parametrize("arguments", [("--lift", "--purge"), ("--files",)])
def test_options_that_do_not_go_together_are_refused(
    run: Callable[..., Ran], arguments: tuple[str, ...]
) -> None:
    assert run("suppress", f"t/{MEETING}/{ITEM}", *WHY, *arguments).code == 2
