from __future__ import annotations

import time
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from indexer.language import (
    All,
    AnyOf,
    Everything,
    Field,
    InTitle,
    Not,
    Nothing,
    Phrase,
    Since,
    Text,
    Tree,
    Until,
    Word,
    explain,
    matches,
    parse,
    write,
)
from tests.indexer.test_oracle import trees

A, B, C = Word("a1"), Word("b1"), Word("c1")


@pytest.mark.parametrize(
    ("typed", "tree"),
    [
        ("", Everything()),
        ("   ", Everything()),
        ("bridge", Word("bridge")),
        ("bridge, toll?", All((Word("bridge"), Word("toll")))),
        ("bridge AND toll", All((Word("bridge"), Word("toll")))),
        ('"part 2"', Phrase("part 2")),
        ("“part  2”", Phrase("part 2")),
        ('"part 2', Phrase("part 2")),
        ("a1 OR b1 c1", All((AnyOf((A, B)), C))),
        ("a1 b1 OR c1", All((A, AnyOf((B, C))))),
        ("a1 OR b1 OR c1", AnyOf((A, B, C))),
        ("(a1 b1) OR c1", AnyOf((All((A, B)), C))),
        ("((a1)) (a1)", A),
        ("-a1", Not(A)),
        ("NOT a1", Not(A)),
        ("NOT -a1", A),
        ("a1 -(b1 c1)", All((A, Not(All((B, C)))))),
        ("anti-social", Word("anti-social")),
        ("a1 - b1", All((A, B))),
        ("or not", Word("not")),  # words, in small letters; "or" is a common one
        ("title:a1", InTitle(A)),
        ('TITLE:"a1 b1"', InTitle(Phrase("a1 b1"))),
        ('board:"Tree Panel"', Field("board", "Tree Panel")),
        ("Board: trees", Field("board", "trees")),
        ("kind:Decisions", Field("kind", "decision")),
        ("topic:housing", Field("topic", "housing")),
        ("since:2021", Since(date(2021, 1, 1))),
        ("since:2021-03", Since(date(2021, 3, 1))),
        ("until:2021", Until(date(2021, 12, 31))),
        ("until:2024-02", Until(date(2024, 2, 29))),
        ("until:2021-03-14", Until(date(2021, 3, 14))),
        ("10:30", Word("10:30")),
        ("colour:red", Word("colour:red")),
        ("IT services", All((Word("IT"), Word("services")))),
    ],
)
def test_what_is_typed_means_this(typed: str, tree: Tree) -> None:
    assert parse(typed).tree == tree


@pytest.mark.parametrize(
    ("typed", "tree", "note"),
    [
        ("?!", Nothing(), "no words"),
        ('""', Nothing(), "Quotes with no words"),
        ("a1 OR", A, "OR with nothing"),
        ("a1 NOT", A, "NOT with nothing"),
        ("a1)", A, "closing bracket"),
        ("board: -a1", Not(A), "board: with nothing"),
        ("since:yesterday a1", A, "since:yesterday was ignored"),
        ("until:2021-02-30 a1", A, "until:2021-02-30 was ignored"),
        ("since:0000", Nothing(), "not a date"),
        ("kind:minutes", Field("kind", "minutes"), "the kinds are item, decision, action, meeting"),
        ("the a1", A, "Too common to insist on: “the”"),
        ("(" * 30 + "a1" + ")" * 30, A, "20 deep"),
        ("a1 " * 101, A, "first 100 words"),
        ("a1 " + "b" * 5000, All((A, Word("b" * 3997))), "first 4,000 characters"),
    ],
)
def test_what_was_ignored_is_said(typed: str, tree: Tree, note: str) -> None:
    parsed = parse(typed)
    assert parsed.tree == tree
    assert note in " ".join(parsed.notes)


@pytest.mark.parametrize(
    ("typed", "meaning"),
    [
        ("", "everything"),
        ("...", "nothing"),
        ("a1 b1 OR c1 -d1", "“a1” and (“b1” or “c1”) but not “d1”"),
        ('"a1 b1" title:c1', "exactly “a1 b1” and “c1” in the title"),
        ("kind:action board:trees", "of the kind action and board “trees”"),
        ("since:2021-03-01 until:2022", "since 1 March 2021 and until 31 December 2022"),
        ("-(a1 b1)", "not (“a1” and “b1”)"),
        ("-a1 -b1", "not “a1” and not “b1”"),
    ],
)
def test_a_query_is_explained_in_words(typed: str, meaning: str) -> None:
    assert explain(parse(typed).tree) == meaning


_SIGNS = st.sampled_from(
    (
        *('"', "“", "(", ")", "-", "−", " ", ",", ":", "\n", "é", "_", "'", "\0"),
        *("OR", " OR ", " NOT ", "AND", "or", "the", "of", "IT", "s.106", "O’Neill", "items"),
        *("board:", "title:", "since:", "kind:", "2021", "2021-02"),
    )
)


@given(st.one_of(st.lists(_SIGNS, max_size=14).map("".join), st.text(max_size=40)))
def test_whatever_is_typed_is_read_and_its_canonical_text_means_the_same(typed: str) -> None:
    tree = parse(typed).tree
    assert parse(write(tree)).tree == tree
    assert explain(tree)


@given(trees)
@example(Not(All((Word("bridge"), All((Word("of"), Field("board", "Cabinet")))))))
def test_writing_and_reading_settle_after_one_round(tree: Tree) -> None:
    once = parse(write(tree)).tree
    assert parse(write(once)).tree == once


def test_a_megabyte_is_read_in_no_time() -> None:
    began = time.perf_counter()
    for typed in (
        "a " * 500_000,
        "(" * 10**6,
        '"' * 10**6,
        "-" * 10**6,
        "NOT " * 250_000,
        "title:" * 170_000,
    ):
        parse(typed)
    assert time.perf_counter() - began < 2


@pytest.mark.parametrize(
    ("typed", "evidence"),
    [
        ("ferries", ("ferry",)),
        ('"ferries"', None),
        ('"harbour bridge" OR tolls', ("Harbour Bridge", "tolls")),
        ('"bridge harbour"', None),
        ("title:tolls", None),
        ("title:works", ("Works",)),
        ("ferry -zebra", ("ferry",)),
        ("ferry -tolls", None),
        ("s.106", ("s.106",)),
        ("", ()),
        ("()", None),
    ],
)
def test_a_tree_tried_on_a_text_gives_the_words_as_printed(
    typed: str, evidence: tuple[str, ...] | None
) -> None:
    body = Text.of("The Harbour Bridge has tolls; the ferry has none, under s.106")
    assert matches(parse(typed).tree, Text.of("Works"), body) == evidence


def test_a_text_cannot_tell_its_board() -> None:
    with pytest.raises(ValueError, match="board"):
        matches(Field("board", "x"), Text.of(""), Text.of(""))
