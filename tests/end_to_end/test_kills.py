"""A part of bench/campaigns: the archive killed at random moments, and a site full of faults."""

from __future__ import annotations

import gzip
import random
from pathlib import Path

import pytest

from bench.campaigns.archive import Archive, Held, Lost
from bench.campaigns.faults import of_sample
from bench.campaigns.kills import Life, disturbed, report, undisturbed
from bench.campaigns.moments import Killed, Phase
from bench.campaigns.page_files import page_ids, torn
from tests.campaign import CAMPAIGN
from tests.crawling import small_sample
from web.demo import Site

SEED = 4
LIFE = (
    Phase("first crawl", ("crawl",)),
    Phase("first index", ("index",)),
    Phase("crawl", ("crawl", "--all"), revised=4277),
    Phase("reread", ("reread",)),
    Phase("index", ("index",)),
)
IN_A_ROW = (2, 2) if CAMPAIGN else (1, 1)  # kills of a phase
KILLS = len(LIFE) * IN_A_ROW[0]
HELD = Held({"a": "{}"}, {"1": ("first", "second")}, frozenset({"p", "q"}))


@pytest.mark.timeout(500)  # some thirty processes, each a second on a slow core before it begins
def test_after_some_kills_nothing_is_lost_and_the_records_are_those_of_an_undisturbed_run(
    tmp_path: Path,
) -> None:
    council = small_sample()
    with Site(council) as site:
        usual = undisturbed(Archive(tmp_path / "undisturbed", {"t": site.url}), site, LIFE)
        site.council = council
        archive = Archive(tmp_path / "killed", {"t": site.url})
        draw = random.Random(SEED)  # noqa: S311 - no secret
        kills = list(disturbed(archive, site, usual, draw, LIFE, IN_A_ROW))
    assert len(kills) > KILLS * 0.7, "most runs were done before they could be killed: too little was tried"
    assert len({killed.phase for killed in kills}) > len(LIFE) * 0.7


@pytest.mark.campaign
def test_a_site_full_of_faults_comes_to_the_records_of_a_clean_crawl(tmp_path: Path) -> None:
    with Site(small_sample(), web_service=False) as site:
        assert of_sample(site, tmp_path, 0.3, 1).runs > 1


class TestWhatTheCampaignWouldNotice:
    """A campaign that finds nothing must be one that could have."""

    @pytest.mark.parametrize(
        ("later", "told"),
        [
            (Held({}, HELD.revisions, HELD.pages), "the record of a is gone"),
            (Held(HELD.records, {"1": ("second",)}, HELD.pages), "the revisions of meeting 1"),
            (Held(HELD.records, {}, HELD.pages), "the revisions of meeting 1"),
            (Held(HELD.records, HELD.revisions, frozenset({"q"})), "1 pages are gone .* such as p"),
        ],
    )
    def test_a_loss(self, later: Held, told: str) -> None:
        with pytest.raises(Lost, match=told):
            HELD.refuse_loss(later)

    def test_more_is_no_loss(self) -> None:
        HELD.refuse_loss(
            Held({"a": "{}", "b": "{}"}, {"1": ("first", "second", "third")}, HELD.pages | {"r"})
        )

    @pytest.mark.parametrize("cut", [1, 30, 60])
    def test_a_page_cut_off_by_a_kill_is_none(self, cut: int, tmp_path: Path) -> None:
        path = tmp_path / "t-001.warc.gz"
        pair = [b"WARC/1.1\r\nWARC-Record-ID: <urn:1>\r\n", b"WARC/1.1\r\nWARC-Concurrent-To: <urn:1>\r\n"]
        whole = b"".join(map(gzip.compress, pair))
        path.write_bytes(whole)
        assert (page_ids(path), torn(path)) == (frozenset({"<urn:1>"}), False)
        path.write_bytes(whole[:-cut])
        assert (page_ids(path), torn(path)) == (frozenset(), cut != len(gzip.compress(pair[1])))

    def test_what_was_lost_is_told_with_the_life_it_was_lost_in(self) -> None:
        told = report(
            [Life(7, (Killed("crawl", "at work", "after a page file", True),), "a record is gone")], 3
        )
        assert "1 kills in 1 lives (seed 3); something was lost in 1 lives. 1 kills cut" in told
        assert "Life 7: a record is gone" in told
