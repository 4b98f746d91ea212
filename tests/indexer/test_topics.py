from __future__ import annotations

from pathlib import Path

import pytest

from archive.errors import ConfigError
from indexer.model import Topic
from indexer.topics import Topics, load


@pytest.fixture(scope="module")
def standard() -> Topics:
    return load()


def test_there_are_27_topics(standard: Topics) -> None:
    assert len(standard.rules) == 27


@pytest.mark.parametrize(
    ("title", "text", "topics"),
    [
        ("SEND Transformation Plan", "Members noted the plan.", {"SEND and inclusion"}),
        ("Update", "More alternative provision is needed for pupils.", {"SEND and inclusion"}),
        ("Corporate Parenting Panel", "Care leavers spoke.", {"Children's social care"}),
        ("Nursery Places", "The review was noted.", {"Schools, early years and childcare"}),
        ("Respite at Marsh House", "Unpaid carers were thanked.", {"Adult social care"}),
        (
            "Smoking in Parks",
            "A ban was noted.",
            {"Public health and wellbeing", "Culture, leisure, sport and libraries"},
        ),
        ("Harbour Hospital", "The ward stays.", {"NHS and health scrutiny"}),
        ("Rough Sleepers", "Numbers fell.", {"Housing and homelessness"}),
        ("21/0417/FUL Mill Lane", "RESOLVED that planning permission be refused.", {"Planning applications"}),
        ("Saltmarsh Local Plan", "Regulation 18 was agreed.", {"Planning policy"}),
        ("Budget 2024/25", "Agreed.", {"Finance and budget"}),
        ("Treasury Management", "Agreed.", {"Treasury and investment"}),
        ("Pension Fund", "Agreed.", {"Pensions"}),
        ("Internal Audit Plan", "Agreed.", {"Audit, risk and governance"}),
        ("Standing Orders", "Amended.", {"Constitution, standards and members"}),
        ("Polling Districts", "Agreed.", {"Elections and appointments"}),
        ("Gender", "The gender pay gap narrowed.", {"Workforce and pay"}),
        ("Parking Permits", "Agreed.", {"Transport and highways"}),
        ("Strategy", "Work towards net zero goes on.", {"Climate and environment"}),
        ("Bins", "Garden waste rounds change.", {"Waste and recycling"}),
        ("Town Centre", "Agreed.", {"Economy, growth and skills"}),
        ("Future", "The devolution deal was noted.", {"Devolution and reorganisation"}),
        ("Safer Streets", "Anti-social behaviour fell.", {"Community safety and policing"}),
        ("Fire Cover", "Noted.", {"Fire and resilience"}),
        ("The Anchor", "The premises licence was granted.", {"Licensing"}),
        ("Library Hours", "Agreed.", {"Culture, leisure, sport and libraries"}),
        ("The Depot", "Disposal of land at the depot was agreed.", {"Property and land"}),
        ("Peer Challenge", "Noted.", {"Improvement, digital and performance"}),
    ],
)
def test_each_topic_is_told_by_its_words(standard: Topics, title: str, text: str, topics: set[str]) -> None:
    assert {topic.name for topic in standard.of(title, text)} == topics


@pytest.mark.parametrize(
    "text",
    [
        "The Chair thanked members for parking outside and for their planning.",
        "The school bus was late, so the budget of time was short and the risk was noted.",
        "A police officer, a member of staff and a child waited by the road for the fire engine.",
        "The report set out the performance of the land and the growth of trees.",
        "Councillor House sent apologies; the plan was adopted at this meeting of the board.",
    ],
)
def test_a_word_in_passing_makes_no_topic(standard: Topics, text: str) -> None:
    assert standard.of("Any matter", text) == ()


def test_look_alikes_are_told_apart(standard: Topics) -> None:
    def names(title: str) -> set[str]:
        return {topic.name for topic in standard.of(title, "")}

    assert names("Trading Standards") == set()
    assert names("Flood Risk") == {"Climate and environment"}
    assert "Fire and resilience" not in names("Climate Emergency")
    assert "Workforce and pay" not in names("Pay and Display Machines")
    assert names("Prevention Strategy") == set()


def test_a_topic_gives_the_words_that_show_it_as_printed_and_once(tmp_path: Path) -> None:
    topics = _loaded(tmp_path, [("Bridges", 'bridge OR "harbour crossing" OR title:tolls')])
    assert topics.of("Tolls", "The Bridges: a bridge. The Harbour Crossing, the TOLLS") == (
        Topic("Bridges", ("Bridges", "Harbour Crossing", "Tolls")),
    )


def test_a_query_of_parts_that_must_all_hold_is_a_topic_too(tmp_path: Path) -> None:
    topics = _loaded(tmp_path, [("Tolls", "bridge toll -ferry")])
    assert [topic.words for topic in topics.of("Bridge", "tolls")] == [("Bridge", "tolls")]
    assert topics.of("Bridge", "tolls, ferry") == ()
    assert topics.of("Bridge", "") == ()


@pytest.mark.parametrize(
    ("toml", "said"),
    [
        (
            "[[topic]]\nname = 'A'\nquery = 'b'\ncolour = 'red'",
            "key colour; the keys here are name, query",
        ),
        ("[[topics]]\nname = 'A'\nquery = 'b'", "unknown key topics"),
        ("topic = 'A'", r"\[\[topic\]\]"),
        ("[[topic]]\nname = 'A'", "needs a name and a query"),
        ("[[topic]]\nname = ' '\nquery = 'b'", "needs a name and a query"),
        ("[[topic]]\nname = 'A'\nquery = 'b OR'", "“A”: An OR with nothing"),
        ("[[topic]]\nname = 'A'\nquery = 'b -(c OR kind:item)'", "not “of the kind item”"),
        ("[[topic]]\nname = 'A'\nquery = 'b since:2021'", "since 1 January 2021"),
        ("[[topic]]\nname = 'A'\nquery = 'b parkng~'", "words at most one slip from"),
        ("[[topic]]\nname = 'A'\nquery = 'b OR -c'", "not only exclude"),
        ("[[topic]]\nname = 'A'\nquery = ''", "must look for a word"),
        ("[[topic]]\nname = 'A'\nquery = 'b'\n" * 2, "two topics have the name “A”"),
        ("[[topic", "is not TOML"),
    ],
)
def test_a_fault_in_the_file_is_refused_and_named(tmp_path: Path, toml: str, said: str) -> None:
    path = tmp_path / "topics.toml"
    path.write_text(toml, encoding="utf-8")
    with pytest.raises(ConfigError, match=said):
        load(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        load(tmp_path / "none.toml")


def _loaded(folder: Path, rules: list[tuple[str, str]]) -> Topics:
    path = folder / "topics.toml"
    path.write_text("".join(f"[[topic]]\nname = '{name}'\nquery = '{query}'\n" for name, query in rules))
    return load(path)
