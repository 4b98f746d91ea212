from __future__ import annotations

import time

from hypothesis import given
from hypothesis import strategies as st

from indexer.language import parse
from indexer.model import Fragment
from indexer.snippets import Sought, snippet
from tests.indexer.made import document
from tests.indexer.test_oracle import texts, trees

FILLER = "Members spoke of the weather at some length and agreed that it was wet. " * 10


def _shown(text: str, typed: str) -> tuple[Fragment, ...]:
    return snippet(document(text=text), Sought.of(parse(typed).tree)).fragments


def test_a_short_text_is_shown_whole() -> None:
    pieces = _shown("The tolls of the bridge\nwere kept.", "toll OR keep")
    assert [(piece.text, piece.matched) for piece in pieces] == [
        ("The ", False),
        ("tolls", True),
        (" of the bridge were kept.", False),
    ]


def test_the_lead_is_shown_where_the_text_has_none_of_the_words() -> None:
    put = document(text=FILLER)
    for typed in ("zebra", ""):
        shown = snippet(put, Sought.of(parse(typed).tree))
        assert shown == ((Fragment(put.lead, matched=False),), "")


def test_a_long_text_is_shown_by_the_pieces_that_have_most_of_the_words() -> None:
    text = f"A toll. {FILLER} A toll alone. {FILLER} The ferry toll on the quay. {FILLER} The end."
    shown = _shown(text, "ferry quay toll")
    whole = "".join(piece.text for piece in shown)
    assert "ferry toll on the quay" in whole
    assert " … " in whole
    assert whole.endswith(" …")
    assert len(whole) < 800
    assert [piece.text for piece in shown if piece.matched].count("ferry") == 1


def test_a_phrase_is_marked_as_one_and_only_where_it_stands() -> None:
    shown = _shown("The quay. The ferry quay. A ferry and a quay ferry", '"ferry quay"')
    assert [piece.text for piece in shown if piece.matched] == ["ferry quay"]


def test_what_is_excluded_is_not_marked() -> None:
    assert [piece.text for piece in _shown("toll and ferry", "toll -ferry") if piece.matched] == ["toll"]


def test_a_reference_is_marked_as_typed() -> None:
    assert [piece.text for piece in _shown("See s.106, not 106", "s.106") if piece.matched] == ["s.106"]


def test_a_text_without_spaces_is_still_cut_short() -> None:
    shown = _shown("x-" * 5_000 + "toll" + "-x" * 5_000, "toll")
    assert sum(len(piece.text) for piece in shown) < 400
    assert any(piece.matched for piece in shown)


def _placed(text: str, typed: str) -> tuple[dict[str, str], str]:
    """Give the marked words with the anchors of their pieces, and where the hit opens: numbers of lines."""
    put = document(text=text)._replace(anchors=tuple(str(n) for n, _ in enumerate(text.split("\n"))))
    shown = snippet(put, Sought.of(parse(typed).tree))
    return {piece.text: piece.anchor for piece in shown.fragments if piece.matched}, shown.anchor


def test_a_piece_has_the_anchor_of_the_passage_it_is_shown_for_and_the_hit_opens_at_the_best() -> None:
    text = f"{FILLER}\nA toll alone.\n{FILLER}\n{FILLER}\nThe ferry and the quay.\n{FILLER}"
    assert _placed(text, "ferry quay toll") == ({"toll": "1", "ferry": "4", "quay": "4"}, "4")


def test_a_piece_that_begins_in_the_passage_before_leads_to_the_one_with_the_word() -> None:
    assert _placed(f"{FILLER}\nThe ferry.\n{FILLER}", "ferry") == ({"ferry": "1"}, "1")


def test_a_short_text_leads_to_the_passage_with_most_of_the_words() -> None:
    assert _placed("The toll.\nThe toll of the ferry.", "toll ferry")[1] == "1"


def test_a_phrase_that_is_longer_than_a_piece_still_leads_to_its_passage() -> None:
    phrase = " ".join(f"quay{number}" for number in range(60))
    assert _placed(f"The toll.\n{phrase}\n{FILLER}", f'"{phrase}"')[1] == "1"


def test_a_text_without_anchors_and_words_of_a_file_lead_to_the_item() -> None:
    assert snippet(document(text="A ferry."), Sought.of(parse("ferry").tree)).anchor == ""
    put = document(text="A report.", attached=["The ferry."])._replace(anchors=("0",))
    shown = snippet(put, Sought.of(parse("ferry").tree))
    assert {shown.anchor, *(piece.anchor for piece in shown.fragments)} == {""}


def _shown_of(files: list[str], typed: str) -> str:
    put = document(text="Members noted the report.", attached=files)
    return "".join(piece.text for piece in snippet(put, Sought.of(parse(typed).tree)).fragments)


def test_words_of_an_attached_file_are_shown_with_the_files_title() -> None:
    put = document(text="Members noted the report.", attached=[f"{FILLER}\nThe ferries ran late.\n{FILLER}"])
    first, *shown = snippet(put, Sought.of(parse("ferry").tree)).fragments
    assert first == Fragment("In the document “Appendix 1”: ", matched=False)
    assert [piece.text for piece in shown if piece.matched] == ["ferries"]
    assert len("".join(piece.text for piece in shown)) < 400


def test_the_file_with_most_of_the_words_is_shown() -> None:
    files = ["The ferry.", "The ferry to the quay.", "The quay by the ferry."]
    assert _shown_of(files, "ferry quay") == "In the document “Appendix 2”: The ferry to the quay."


def test_an_items_own_words_are_shown_before_those_of_its_files() -> None:
    assert _shown_of(["A report on ferries."], "report") == "Members noted the report."


def test_a_phrase_does_not_reach_over_two_lines_of_a_file() -> None:
    files = ["the ferry\nquay was shut", "O'Connor's ferry quay"]
    assert _shown_of(files, '"ferry quay"').startswith("In the document “Appendix 2”")


def test_a_file_of_four_hundred_pages_is_looked_through_within_two_seconds() -> None:
    text = "\n".join(f"{FILLER} and paragraph {number}" for number in range(1_700))
    began = time.process_time()
    assert "“Appendix 1”: … " in _shown_of([f"{text}\nA single zebra."], "zebra")
    assert time.process_time() - began < 2


@given(st.lists(texts, max_size=3), trees.map(Sought.of))
def test_the_marks_of_a_file_are_those_of_the_same_text_in_an_item(files: list[str], sought: Sought) -> None:
    of_files = snippet(document(text="", attached=["\n".join(files)]), sought).fragments
    of_text = snippet(document(text="\n".join(files)), sought).fragments
    if any(piece.matched for piece in of_text):
        assert of_files[1:] == of_text
    else:
        assert not any(piece.matched for piece in of_files)


@given(st.lists(texts, max_size=40).map("\n".join), trees.map(Sought.of))
def test_a_snippet_is_made_of_the_texts_own_words(text: str, sought: Sought) -> None:
    flat = text.replace("\n", " ")
    for piece in snippet(document(text=text), sought).fragments:
        assert piece.text
        assert piece.text in flat or piece.text.strip() == "…" or piece.text == text[:300]
