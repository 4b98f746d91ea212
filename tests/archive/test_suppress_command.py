"""`minutes suppress` as a person uses it: suppress, list, lift, and be told what is wrong."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager

import pytest
from click.testing import CliRunner, Result

from archive.commands.suppress import suppress
from archive.config import Config, load
from archive.errors import ConfigError, MinutesError, StoreError
from archive.model import Item, Meeting
from archive.own import Own
from archive.store import Store
from archive.suppression import is_withheld
from archive.terminal import Settings
from tests.conftest import config_for
from tests.crawling import archive_of, small_sample
from web.demo import Site

Suppress = Callable[..., Result]


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory) -> Config:
    with Site(small_sample()) as site:
        config = load(config_for(tmp_path_factory.mktemp("suppress"), site.url))
        archive = archive_of(config.data, site.url)
        archive.crawl()
        archive.store.close()
    return config


@pytest.fixture
def run(config: Config) -> Suppress:
    """Run the command on an archive in which nothing is suppressed."""
    for path in config.data.glob("own.sqlite*"):
        path.unlink()

    def ran(*arguments: str) -> Result:
        settings = Settings(config.data.parent / "config.toml")
        result = CliRunner().invoke(suppress, arguments, obj=settings)
        if isinstance(result.exception, MinutesError):
            raise result.exception
        return result

    return ran


@pytest.fixture
def meeting(config: Config) -> Meeting:
    with closing(Store(config.records)) as store:
        return next(m for m in store.meetings("t").values() if any(i.passages for i in m.items))


@pytest.fixture
def item(meeting: Meeting) -> Item:
    return next(i for i in meeting.items if i.passages)


def seen(config: Config, meeting: Meeting) -> Meeting | None:
    with closing(Own(config.own)) as own:
        return own.hidden().meeting(meeting)


def change(config: Config, meeting: Meeting) -> int:
    with closing(Store(config.records)) as store:
        return next(c.revision for c in store.changes(0, 10_000) if c.key == f"t/{meeting.id}")


def test_an_item_is_hidden_listed_and_lifted(
    run: Suppress, config: Config, meeting: Meeting, item: Item
) -> None:
    done = run(f"/t/{meeting.id}#item-{item.id}", "--why", "a court order")
    assert done.output.startswith(f"t/{meeting.id}/{item.id} is suppressed: pages no longer show it")
    shown = seen(config, meeting)
    assert shown is not None
    assert [i.id for i in shown.items if is_withheld(i)] == [item.id]
    assert item not in shown.items
    assert f"t/{meeting.id}/{item.id}, suppressed on" in run("--list").output
    run(f"t/{meeting.id}/{item.id}", "--lift", "--why", "set aside")
    assert seen(config, meeting) == meeting
    assert run("--list").output == "nothing is suppressed\n"


def test_each_suppression_gives_the_record_a_new_change_number_for_the_index(
    run: Suppress, config: Config, meeting: Meeting, item: Item
) -> None:
    numbers = [change(config, meeting)]
    for arguments in ((), (), ("--lift",)):  # the second time it is suppressed already
        run(f"t/{meeting.id}/{item.id}", *arguments, "--why", "a court order")
        numbers.append(change(config, meeting))
    assert numbers == sorted(set(numbers))


@contextmanager
def records_in_use(config: Config, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let another program write to the records while the block runs; nobody waits for it for long."""
    monkeypatch.setattr("archive.databases.sqlite.WAIT_FOR_OTHERS", 0.1)
    with closing(sqlite3.connect(config.records, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield


@pytest.mark.parametrize("purge", [(), ("--purge",)])
def test_what_is_suppressed_while_another_program_writes_says_how_far_it_came(
    run: Suppress,
    config: Config,
    meeting: Meeting,
    monkeypatch: pytest.MonkeyPatch,
    purge: tuple[str, ...],
) -> None:
    words = (f"t/{meeting.id}", "--why", "a court order")
    number = change(config, meeting)
    with records_in_use(config, monkeypatch):
        done = run(*words, *purge)
    assert (done.exit_code, done.stdout) == (3, "")
    assert done.stderr.startswith(f"minutes: t/{meeting.id} is suppressed: pages no longer show it; ")
    assert "for search, run the same command again: " in done.stderr
    assert "another program is writing to it" in done.stderr
    assert (seen(config, meeting), change(config, meeting)) == (None, number)
    assert run(*words).exit_code == 0
    assert change(config, meeting) > number


def test_nothing_is_lifted_while_another_program_writes(
    run: Suppress, config: Config, meeting: Meeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = (f"t/{meeting.id}", "--why", "a court order")
    run(*words)
    with records_in_use(config, monkeypatch), pytest.raises(StoreError, match="another program is writing"):
        run(*words, "--lift")
    assert seen(config, meeting) is None
    run(*words, "--lift")
    assert seen(config, meeting) == meeting


def test_a_passage_is_chosen_by_the_number_that_the_list_gives_it(
    run: Suppress, config: Config, meeting: Meeting, item: Item
) -> None:
    address = f"t/{meeting.id}/{item.id}/{len(item.passages)}"
    listed = run("--list", f"t/{meeting.id}/{item.id}").output
    assert f"{address}  {item.passages[-1].text}" in listed
    run(address, "--why", "a name")
    shown = seen(config, meeting)
    assert shown is not None
    assert item.passages[-1].text not in [p.text for i in shown.items for p in i.passages]
    assert f"{address}  {item.passages[-1].text}" in run("--list", f"t/{meeting.id}/{item.id}").output


def test_a_suppression_is_lifted_by_its_number_when_its_words_are_no_longer_there(
    run: Suppress, config: Config, meeting: Meeting, item: Item
) -> None:
    run(f"t/{meeting.id}/{item.id}/1", "--why", "a name")
    number = run("--list").output.partition(":")[0]
    assert run(number, "--lift", "--why", "looked at").output.startswith(f"t/{meeting.id}/{item.id}/1 may be")
    assert seen(config, meeting) == meeting


def test_what_is_suppressed_already_says_so_and_is_logged_once(
    run: Suppress, config: Config, meeting: Meeting
) -> None:
    run(f"t/{meeting.id}", "--why", "a court order")
    assert "is suppressed already, since" in run(f"t/{meeting.id}", "--why", "again").output
    with closing(Own(config.own)) as own:
        assert len(own.entries()) == 1


def test_an_unknown_meeting_is_refused_with_the_nearest(run: Suppress, meeting: Meeting) -> None:
    with pytest.raises(
        MinutesError, match=rf"no meeting “{meeting.id}0” of “t”; the nearest: .*t/{meeting.id} \("
    ):
        run(f"t/{meeting.id}0", "--why", "x")


def test_an_unknown_council_is_refused_with_those_there_are(run: Suppress) -> None:
    with pytest.raises(ConfigError, match="it names: t"):
        run("nowhere/1", "--why", "x")


def test_an_unknown_decision_is_refused(run: Suppress) -> None:
    with pytest.raises(MinutesError, match="no decision “99” of “t”"):
        run("t/decision/99", "--why", "x")


def test_what_is_not_suppressed_is_not_lifted(run: Suppress, meeting: Meeting) -> None:
    for item in (f"t/{meeting.id}", "7"):
        with pytest.raises(MinutesError, match="is not suppressed; what is, by number: nothing is"):
            run(item, "--lift", "--why", "x")


@pytest.mark.parametrize("arguments", [(), ("t/1",), ("t/1", "--why", " "), ("--lift",)])
def test_a_reason_is_asked_for(run: Suppress, arguments: tuple[str, ...]) -> None:
    ran = run(*arguments)
    assert ran.exit_code == 2
    assert "say what and why" in ran.output


def test_the_log_holds_none_of_the_suppressed_words(
    run: Suppress, config: Config, meeting: Meeting, item: Item
) -> None:
    run(f"t/{meeting.id}/{item.id}/1", "--why", "a name")
    kept = b"".join(path.read_bytes() for path in config.data.glob("own.sqlite*"))
    assert item.passages[0].text.encode() not in kept
    assert kept.count(b"a name") == 1
