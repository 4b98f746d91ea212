"""The command `minutes`, as a person or a script runs it: what it prints, where, and with which exit code."""

from __future__ import annotations

import fcntl
import json
import sys
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest

from archive.runs import Run
from indexer.model import FACETS
from tests.archive import moor
from tests.archive.loopback import Loopback, Reply, serving
from tests.conftest import Minutes, config_for
from tests.crawling import small_sample
from web.demo import Site
from web.demo.registers import register

PAGES = Path(__file__).parent.parent / "archive" / "moderngov"
URL = "https://democracy.thistlemoor.example"
COMMANDS = ("crawl", "reread", "index", "search", "serve", "status", "export", "boards", "demo", "read")
MEETING_KEYS = {"council", "id", "board", "date", "time", "status", "stage", "venue", "url", "items"}
ITEM_KEYS = {"id", "number", "title", "text", "complete", "decisions", "actions", "attachments"}
HIT_KEYS = {"kind", "council", "board", "date", "title", "number", "text", "snippet", "url", "source_url"}


@pytest.fixture
def site() -> Iterator[Loopback]:
    with serving(moor.site()) as running:
        yield running


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, minutes: Minutes) -> Path:
    """A configuration whose site has been crawled and indexed; the site is gone."""
    folder = tmp_path_factory.mktemp("made")
    with Site(small_sample()) as site:
        config = config_for(folder, site.url)
        assert minutes("--config", config, "crawl").code == 0
        assert minutes("--config", config, "index").code == 0
    return config


class TestExitCodes:
    def test_done(self, site: Loopback, tmp_path: Path, minutes_process: Minutes) -> None:
        ran = minutes_process("--config", config_for(tmp_path, site.url), "crawl")
        assert (ran.code, ran.err) == (0, "")
        assert ran.out.startswith("1 records new, 0 changed (")

    def test_failed_in_one_plain_line(self, tmp_path: Path, minutes_process: Minutes) -> None:
        ran = minutes_process("--config", tmp_path / "none.toml", "crawl")
        assert (ran.code, ran.out) == (1, "")
        assert ran.err.startswith(f"minutes: {tmp_path / 'none.toml'}: no such file")
        assert ran.err.count("\n") == 1

    def test_failed_as_the_site_cannot_be_found(self, tmp_path: Path, minutes_process: Minutes) -> None:
        ran = minutes_process("--config", config_for(tmp_path, "http://nowhere.invalid"), "crawl")
        assert ran.code == 1
        assert ran.err.count("\n") == 1
        assert "nowhere.invalid" in ran.err

    def test_failed_as_a_board_is_not_there(
        self, site: Loopback, tmp_path: Path, minutes_process: Minutes
    ) -> None:
        ran = minutes_process("--config", config_for(tmp_path, site.url, 'boards = ["Area Form"]'), "crawl")
        assert ran.code == 1
        assert "no board named “Area Form” (boards = in config.toml); the nearest: “Area Forum”" in ran.err

    @pytest.mark.parametrize(
        "arguments",
        [
            ["nonsense"],
            ["crawl", "--nonsense"],
            ["read"],
            ["search", "--page", "many"],
            ["search", "x", "--sort", "up"],
        ],
    )
    def test_wrong_usage(self, arguments: list[str], minutes_process: Minutes) -> None:
        ran = minutes_process(*arguments)
        assert (ran.code, ran.out) == (2, "")
        assert "Usage:" in ran.err

    @pytest.mark.parametrize("bad", [moor.stub(), Reply(404, b"")], ids=["refused", "gone"])
    def test_done_in_part(self, bad: Reply, tmp_path: Path, minutes_process: Minutes) -> None:
        with serving(moor.site(meeting=bad)) as site:
            config = config_for(tmp_path, site.url)
            ran = minutes_process("--config", config, "crawl", "--json")
        assert ran.code == 3
        assert moor.MEETING in ran.err
        assert (ran.json["refused"] + ran.json["gone"], ran.json["new"]) == (1, 0)

    def test_another_run_holds_the_lock(
        self, site: Loopback, tmp_path: Path, minutes_process: Minutes
    ) -> None:
        config = config_for(tmp_path, site.url)
        (tmp_path / "data").mkdir()
        with (tmp_path / "data" / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            lock.write("minutes crawl, process 4242, since 2026-02-20 09:00")
            lock.flush()
            for command in ("crawl", "index"):
                ran = minutes_process("--config", config, command)
                assert (ran.code, ran.out) == (4, "")
                assert "is in use by minutes crawl, process 4242, since 2026-02-20 09:00" in ran.err
        assert site.asked == []
        assert minutes_process("--config", config, "crawl").code == 0  # the lock went with its holder


class TestHelp:
    @pytest.mark.parametrize("command", ["", *COMMANDS])
    def test_help_needs_no_configuration(self, command: str, tmp_path: Path, minutes: Minutes) -> None:
        ran = minutes(*command.split(), "--help", cwd=tmp_path)
        assert (ran.code, ran.err) == (0, "")
        assert ran.out.startswith("Usage:")

    def test_every_command_is_listed(self, tmp_path: Path, minutes: Minutes) -> None:
        listed = minutes("--help", cwd=tmp_path).out
        assert [command for command in COMMANDS if f"\n  {command} " not in listed] == []


class TestCrawl:
    def test_the_json_counts_what_was_done(self, site: Loopback, tmp_path: Path, minutes: Minutes) -> None:
        config = config_for(tmp_path, site.url)
        first = minutes("--config", config, "crawl", "--json").json
        assert set(first) == {field.name for field in fields(Run)}
        assert (first["new"], first["changed"], first["requests"]) == (1, 0, len(site.asked))
        again = minutes("--config", config, "crawl", "--json").json
        assert (again["new"], again["changed"], again["requests"]) == (0, 0, 0)
        everything = minutes("--config", config, "crawl", "--all", "--json").json
        assert (everything["new"], everything["changed"]) == (0, 0)
        assert everything["requests"] > first["requests"] / 2
        diary = (tmp_path / "data" / "runs.jsonl").read_text("utf-8").splitlines()
        assert [json.loads(line) for line in diary] == [first, again, everything]

    def test_a_dry_run_counts_what_is_due_and_asks_for_nothing(
        self, site: Loopback, tmp_path: Path, minutes: Minutes
    ) -> None:
        config = config_for(tmp_path, site.url)
        minutes("--config", config, "crawl")
        asked = len(site.asked)
        due = minutes("--config", config, "crawl", "--dry-run", "--all", "--json").json
        assert due["due"]["meeting"] == 1
        assert minutes("--config", config, "crawl", "--dry-run").out == "t: 0 pages are due\n"
        assert len(site.asked) == asked

    def test_a_board_that_is_not_known_is_refused(
        self, site: Loopback, tmp_path: Path, minutes: Minutes
    ) -> None:
        config = config_for(tmp_path, site.url)
        minutes("--config", config, "crawl")
        ran = minutes("--config", config, "crawl", "--board", "Area Forums")
        assert (ran.code, ran.err) == (
            1,
            "minutes: no board “Area Forums” is known; `minutes status` names those that are\n",
        )

    def test_a_council_that_publishes_less_than_it_should_is_a_failure_and_the_operator_is_told(
        self, site: Loopback, tmp_path: Path, minutes: Minutes
    ) -> None:
        told = tmp_path / "told.json"
        hook = f'on_failure = ["{sys.executable}", "-c", "open({str(told)!r}, \'w\').write(input())"]'
        config = config_for(tmp_path, site.url, more="expect = { meetings = 2 }", crawl=hook)
        ran = minutes("--config", config, "crawl")
        assert ran.code == 1
        assert "t: expects at least 2 meetings" in ran.err
        assert json.loads(told.read_text("utf-8"))["ended"] == "failed"

    def test_a_run_that_has_used_its_requests_ends_in_good_order_and_the_next_goes_on(
        self, site: Loopback, tmp_path: Path, minutes: Minutes
    ) -> None:
        config = config_for(tmp_path, site.url, crawl="requests = 4")
        ran = minutes("--config", config, "crawl", "--json")
        assert (ran.code, ran.json["ended"], ran.json["requests"]) == (0, "budget", 4)
        assert "run again to go on" in ran.err
        assert minutes("--config", config, "crawl", "--json").json["new"] == 1

    def test_only_the_councils_named_are_crawled(
        self, site: Loopback, tmp_path: Path, minutes: Minutes
    ) -> None:
        config = config_for(tmp_path, "http://nowhere.invalid")
        more = config.read_text("utf-8").replace('"t"', '"u"').replace("http://nowhere.invalid", site.url)
        config.write_text(more.partition("[crawl]")[0] + config.read_text("utf-8"), "utf-8")
        assert minutes("--config", config, "crawl", "u").code == 0
        assert minutes("--config", config, "crawl").code == 3  # one of two
        ran = minutes("--config", config, "crawl", "v")
        assert (ran.code, ran.out) == (1, "")
        assert "no council “v” in config.toml; it names: u, t" in ran.err

    def test_a_data_folder_that_cannot_be_made_is_told(
        self, site: Loopback, tmp_path: Path, minutes: Minutes
    ) -> None:
        config = config_for(tmp_path, site.url)
        (tmp_path / "data").write_text("a file", "utf-8")
        ran = minutes("--config", config, "crawl")
        assert (ran.code, ran.err.count("\n")) == (1, 1)
        assert "cannot be written to" in ran.err

    def test_records_that_are_no_database_are_told(
        self, site: Loopback, tmp_path: Path, minutes: Minutes
    ) -> None:
        config = config_for(tmp_path, site.url)
        (tmp_path / "data").mkdir()
        (tmp_path / "data" / "records.sqlite").write_text("no database" * 200, "utf-8")
        ran = minutes("--config", config, "crawl")
        assert (ran.code, ran.err.count("\n")) == (1, 1)
        assert "is damaged or not a database of the archive's" in ran.err


class TestRead:
    def test_a_meeting_page(self, tmp_path: Path, minutes: Minutes) -> None:
        page = PAGES / "meeting/agenda_decisions_and_minutes/page.html"
        url = f"{URL}/ieListDocuments.aspx?CId=31&MId=802&Ver=4"
        ran = minutes("read", page, "--url", url, "--json", cwd=tmp_path)
        assert (ran.code, ran.err) == (0, "")
        assert set(ran.json) >= {"kind", "meetings", "items", "follow"}
        assert (ran.json["kind"], ran.json["items"]) == ("meeting", [])
        (meeting,) = ran.json["meetings"]
        assert set(meeting) >= MEETING_KEYS
        item = meeting["items"][1]
        assert set(item) >= ITEM_KEYS
        assert {"text", "kind"} <= set(item["decisions"][0])
        assert set(item["attachments"][0]) == {"title", "url", "size"}
        assert list(tmp_path.iterdir()) == []  # it reads, and makes nothing

    def test_an_item_page(self, minutes: Minutes) -> None:
        page = PAGES / "item/whole_text/page.html"
        read = minutes("read", page, "--url", f"{URL}/mgAi.aspx?ID=7201", "--json").json
        assert (read["kind"], read["meetings"]) == ("item", [])
        assert [item["id"] for item in read["items"]] == ["7201"]

    def test_an_action_says_what_is_not_said(self, tmp_path: Path, minutes: Minutes) -> None:
        page = tmp_path / "page.html"
        page.write_bytes(moor.item("<b>Actions</b></p><p>Officers to count the stalls.").body)
        (item,) = minutes("read", page, "--url", f"{URL}/mgAi.aspx?ID=1", "--json").json["items"]
        (action,) = item["actions"]
        assert {"text", "owner", "due"} <= set(action)
        assert (action["owner"], action["due"]) == ("Officers", None)

    def test_incomplete_items_are_no_failure(self, minutes: Minutes) -> None:
        page = PAGES / "meeting/cut_item/page.html"
        ran = minutes("read", page, "--url", f"{URL}/ieListDocuments.aspx?MId=820")
        assert (ran.code, ran.err) == (0, "")
        assert "8. Market Square (incomplete)" in ran.out
        assert f"follow {URL}/mgAi.aspx?ID=7201" in ran.out

    def test_a_page_that_is_refused_is_a_failure(self, minutes: Minutes) -> None:
        page = PAGES / "refusals/challenge_stub/page.html"
        ran = minutes("read", page, "--url", f"{URL}/ieListDocuments.aspx?MId=820", "--json")
        assert (ran.code, ran.out) == (1, "")
        assert "refused: not made by ModernGov" in ran.err

    @pytest.mark.parametrize(
        "url", ["nonsense", "http://[::1", "ftp://x/mgAi.aspx?ID=1", "https://x:99999/mgAi.aspx", ""]
    )
    def test_an_address_that_is_none_is_told_in_one_line(self, url: str, minutes: Minutes) -> None:
        ran = minutes("read", PAGES / "item/whole_text/page.html", "--url", url)
        assert (ran.code, ran.out) == (1, "")
        assert ran.err.startswith("minutes: ")
        assert ran.err.count("\n") == 1


class TestOnAnArchive:
    def test_status_accounts_for_every_meeting(self, made: Path, minutes: Minutes) -> None:
        (council,) = minutes("--config", made, "status", "--json").json["councils"]
        assert council["council"] == "t"
        assert sum(board["meetings"] for board in council["boards"]) == len(small_sample().meetings)
        assert all(sum(board["states"].values()) == board["meetings"] for board in council["boards"])
        assert (council["incomplete"], council["troubles"]) == ([], [])

    def test_status_in_words_names_the_boards(self, made: Path, minutes: Minutes) -> None:
        words = minutes("--config", made, "status").out
        assert all(board.name in words for board in small_sample().boards)

    def test_status_of_nothing_says_what_to_do(self, tmp_path: Path, minutes: Minutes) -> None:
        ran = minutes("--config", config_for(tmp_path, "http://nowhere.invalid"), "status")
        assert ran.code == 0
        assert "nothing is held yet; run `minutes crawl`" in ran.out

    def test_the_export_is_one_object_a_line_in_a_stable_order(self, made: Path, minutes: Minutes) -> None:
        first, second = (minutes("--config", made, "export").out for _ in range(2))
        assert first == second
        records = [json.loads(line) for line in first.splitlines()]
        meetings = [record for record in records if "items" in record]
        assert [int(record["id"]) for record in meetings] == sorted(m.id for m in small_sample().meetings)
        assert all(set(record) >= MEETING_KEYS for record in meetings)
        official = [int(record["id"]) for record in records if "item" in record]
        assert official == [entry.reference for entry in register(small_sample())]
        assert records == meetings + records[len(meetings) :]

    def test_reread_says_that_nothing_came_out_otherwise(self, made: Path, minutes: Minutes) -> None:
        before = minutes("--config", made, "export").out
        ran = minutes("--config", made, "reread")
        assert ran.code == 0
        assert "0 records came out otherwise" in ran.out
        assert minutes("--config", made, "export").out == before

    def test_the_search_json_has_the_documented_shape_and_its_counts_add_up(
        self, made: Path, minutes: Minutes
    ) -> None:
        found = minutes("--config", made, "search", "--json", "--size", "1000").json
        assert set(found) >= {"query", "total", "hits", "facets", "took_ms"}
        assert len(found["hits"]) == found["total"] > 0
        assert all(set(hit) >= HIT_KEYS for hit in found["hits"])
        assert all(
            set(piece) == {"text", "matched", "anchor"} for hit in found["hits"] for piece in hit["snippet"]
        )
        assert set(found["facets"]) == set(FACETS)
        for name in ("council", "board", "year", "month", "kind", "attachment"):
            values = found["facets"][name]
            assert all(set(value) == {"value", "label", "count", "selected"} for value in values)
            assert sum(value["count"] for value in values) == found["total"]

    def test_an_empty_query_lists_everything_newest_first(self, made: Path, minutes: Minutes) -> None:
        days = [
            hit["date"]
            for hit in minutes("--config", made, "search", "--json", "--size", "1000").json["hits"]
        ]
        assert days == sorted(days, reverse=True)

    @pytest.mark.parametrize("query", ["!!! ... ---", '"', "(((", "the of and", "kind:nonsense", "a" * 5000])
    def test_no_words_make_a_search_fail(self, made: Path, query: str, minutes: Minutes) -> None:
        ran = minutes("--config", made, "search", "--json", "--", query)
        assert ran.code == 0
        assert isinstance(ran.json["total"], int)

    def test_page_ten_thousand_is_empty_or_told(self, made: Path, minutes: Minutes) -> None:
        ran = minutes("--config", made, "search", "--page", "10000")
        assert ran.code in (0, 2)
        assert "Traceback" not in ran.err


def test_boards_writes_what_config_toml_needs(site: Loopback, tmp_path: Path, minutes: Minutes) -> None:
    ran = minutes("boards", site.url, cwd=tmp_path)
    assert (ran.code, ran.err) == (0, "")
    assert f'url = "{site.url}"' in ran.out
    assert '    "Area Forum",' in ran.out
    (tmp_path / "config.toml").write_text(
        f"{ran.out}\n[crawl]\ndelay = 0\nallow_private_addresses = true\n", "utf-8"
    )
    assert minutes("crawl", cwd=tmp_path).code == 0


class TestLostRecords:
    def test_records_made_anew_from_the_page_files_are_the_same_and_are_indexed_anew(
        self, site: Loopback, tmp_path: Path, minutes: Minutes
    ) -> None:
        config = config_for(tmp_path, site.url)
        for command in ("crawl", "index"):
            assert minutes("--config", config, command).code == 0
        before = minutes("--config", config, "export").out
        for path in (tmp_path / "data").glob("records.sqlite*"):
            path.unlink()
        assert minutes("--config", config, "reread").code == 0
        assert minutes("--config", config, "export").out == before
        again = minutes("--config", config, "index")
        assert "the archive's records were made anew since the index was made: it is rebuilt" in again.err
        assert minutes("--config", config, "search", "stalls", "--json").json["total"] > 0
        assert "rebuilt" not in minutes("--config", config, "index").err
