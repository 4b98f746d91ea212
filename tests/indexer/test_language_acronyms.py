from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.acronyms import NAME, Acronyms, Definition, defined
from tests.indexer.made import document


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Money for the Harbour Lights Trust (HLT) was agreed.", [("HLT", "Harbour Lights Trust")]),
        ("Special Needs and Disabilities (SNAD)", [("SNAD", "Special Needs and Disabilities")]),
        ("Special Needs and Disabilities (SND)", [("SND", "Special Needs and Disabilities")]),
        ("a Memorandum of Understanding (MoU) with", [("MoU", "Memorandum of Understanding")]),
        ("Multi-Agency Ferry Hub (“MAFH”)", [("MAFH", "Multi-Agency Ferry Hub")]),
        ("Health & Safety (H&S)", [("H&S", "Health & Safety")]),
        ("three Ferry, Quay and Care Plans (FQCPs)", [("FQCP", "Ferry, Quay and Care Plans")]),
        ("the Board of the Harbour Lights Trust (the HLT)", [("HLT", "Harbour Lights Trust")]),
        ("The HLT (Harbour Lights Trust) met", [("HLT", "Harbour Lights Trust")]),
        ("the HLT (which is the Harbour Lights Trust) met", []),
        ("the report of the officer (SEND)", []),
        ("Harbour Trust (HLT)", []),
        ("Lights Trust of Harbour (HLT)", []),
        ("It was late. Lights Trust (HLT)", []),
        ("Harbour\nLights Trust (HLT)", []),
        ("and so on (SO)", []),
        ("Annex (A) and (II)", []),
        ("", []),
    ],
)
def test_an_acronym_is_learned_where_its_initials_match_the_words_beside_it(
    text: str, found: list[tuple[str, str]]
) -> None:
    assert list(defined(text)) == found


@given(st.text(alphabet="aBc (HLT)&.\n“", max_size=60))
def test_whatever_a_text_has_the_initials_of_what_is_learned_match(text: str) -> None:
    for acronym, words in defined(text):
        assert words in text
        assert words[0].lower() == acronym[0].lower()


def test_a_table_is_brought_level_by_meetings_and_remembers_how_far(tmp_path: Path) -> None:
    kept = Acronyms(tmp_path)
    assert (kept.cursor(), kept.definitions()) == (0, ())
    first = document("1", "The Harbour Lights Trust (HLT) met.", title="Lamps")
    kept.replace([first.meeting], [first, first._replace(kind="decision")], 4)
    second = document("2", "The Ferry Users Panel (FUP) met.")
    kept.replace([second.meeting], [second], 5)
    again = Acronyms(tmp_path)
    assert again.cursor() == 5
    assert again.definitions() == (
        Definition("HLT", "Harbour Lights Trust", "Lamps", first.url),
        Definition("FUP", "Ferry Users Panel", "Harbour bridge", second.url),
    )
    kept.replace([first.meeting], [], 6)
    assert [each.acronym for each in again.definitions()] == ["FUP"]


def test_a_table_that_is_made_anew_takes_the_place_of_the_one_that_searches_use(tmp_path: Path) -> None:
    used = Acronyms(tmp_path)
    used.replace([], [document("1", "The Harbour Lights Trust (HLT) met.")], 4)
    used.switch()
    (tmp_path / "build").mkdir()
    anew = Acronyms(tmp_path / "build", tmp_path)
    assert anew.cursor() == 0
    anew.replace([], [document("2", "The Ferry Users Panel (FUP) met.")], 5)
    assert (used.cursor(), [each.acronym for each in used.definitions()]) == (4, ["HLT"])
    anew.switch()
    assert (used.cursor(), [each.acronym for each in used.definitions()]) == (5, ["FUP"])
    Acronyms(tmp_path / "build", tmp_path).switch()
    assert (used.cursor(), used.definitions()) == (0, ())


@pytest.mark.parametrize(
    "damage", ["", "{", "[]", '{"version": 0}', '{"version": 1, "cursor": 3, "meetings": {"a": [["b"]]}}']
)
def test_a_damaged_table_begins_anew(tmp_path: Path, damage: str) -> None:
    (tmp_path / NAME).write_text(damage)
    kept = Acronyms(tmp_path)
    assert (kept.cursor(), kept.definitions()) == (0, ())
    kept.replace([], [document("1", "The Harbour Lights Trust (HLT) met.")], 1)
    assert len(kept.definitions()) == 1
