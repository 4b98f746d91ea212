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
    Fuzzy,
    InTitle,
    Near,
    Not,
    Nothing,
    Phrase,
    Prefix,
    Since,
    Text,
    Tree,
    Until,
    Word,
    explain,
    matches,
    needs,
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
        ("park*", Prefix("park")),
        ("Park*, a1", All((Prefix("Park"), A))),
        ("title:park*", InTitle(Prefix("park"))),
        ("OR*", Prefix("OR")),
        ("parkng~", Fuzzy("parkng")),
        ("O’Conor~, a1", All((Fuzzy("O’Conor"), A))),
        ("title:parkng~", InTitle(Fuzzy("parkng"))),
        ("with~ a1", All((Fuzzy("with"), A))),  # common, but insisted on
        ("~parking ~", Word("parking")),
        ("parkng~2", Word("parkng~2")),
        ("park*~", Prefix("park")),
        ('"parkng~"', Phrase("parkng~")),
        ("a1 near/5 b1", Near(A, B, 5)),
        ("a1 NEAR/5 b1 c1", All((Near(A, B, 5), C))),
        ("a1 near/5 b1 near/2 c1", All((Near(A, B, 5), Near(B, C, 2)))),
        ('"a1 b1" near/12 c1', Near(Phrase("a1 b1"), C, 12)),
        ("a1 OR b1 near/3 c1", AnyOf((A, Near(B, C, 3)))),
        ("-a1 near/3 b1", Not(Near(A, B, 3))),
        ("(a1) near/3 b1", Near(A, B, 3)),
        ("near", Word("near")),
        ("number:59", Field("number", "59")),
        ("number:77/21", Field("number", "77/21")),
        ("number:6i", Field("number", "6i")),
        ("on:2023-03-14", All((Since(date(2023, 3, 14)), Until(date(2023, 3, 14))))),
        ("on:14/3/2023", All((Since(date(2023, 3, 14)), Until(date(2023, 3, 14))))),
        ("on:2023-02", All((Since(date(2023, 2, 1)), Until(date(2023, 2, 28))))),
        ("on:2023", All((Since(date(2023, 1, 1)), Until(date(2023, 12, 31))))),
        ("CR&E/24/007", Word("CR&E/24/007")),
        ("£640,000", Word("640,000")),
        ("O’Connor", Word("O’Connor")),
        ("s.106, 2023/24.", All((Word("s.106"), Word("2023/24")))),
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
        ("p*", Word("p"), "needs 2 letters"),
        ("title:p*", InTitle(Word("p")), "needs 2 letters"),
        ("s.10*", Word("s.10"), "ends one word only"),
        ("*", Nothing(), "no words"),
        ("abc~", Word("abc"), "“abc~” was searched for as the word “abc”: a ~ needs 4 letters"),
        ("title:abc~", InTitle(Word("abc")), "needs 4 letters"),
        ("2023~", Word("2023"), "no digits"),
        ("take-away~", Word("take-away"), "a ~ ends one word only"),
        ("parkng~ near/5 b1", All((Fuzzy("parkng"), B)), "stands between two words or phrases"),
        ("b1 near/5 parkng~", All((B, Fuzzy("parkng"))), "stands between two words or phrases"),
        ("a1 near/999 b1", Near(A, B, 50), "near/999 was taken as near/50"),
        ("a1 near/0 b1", Near(A, B, 1), "near/0 was taken as near/1"),
        ("a1 near/" + "9" * 3000, A, "stands between two words or phrases"),
        ("near/5 a1", A, "near/5 with nothing before it"),
        ("a1 near/5 (b1 c1)", All((A, B, C)), "stands between two words or phrases"),
        ("pa* near/5 b1", All((Prefix("pa"), B)), "stands between two words or phrases"),
        ('a1 near/5 "?"', A, "Quotes with no words"),
        ("on:never a1", A, "on:never was ignored"),
        ("number: -a1", Not(A), "number: with nothing"),
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
        ("since:2021-03-01 until:2022", "from 1 March 2021 to 31 December 2022"),
        ("since:2021-03-01", "since 1 March 2021"),
        ("since:2022 until:2021", "since 1 January 2022 and until 31 December 2021"),
        ("on:2023-03-14 a1", "“a1” and on 14 March 2023"),
        ("on:2024-02", "in February 2024"),
        ("on:2023", "in 2023"),
        ("park*", "words that begin with “park”"),
        (
            "parkng~ -title:tols~",
            "words at most one slip from “parkng” but not words at most one slip from “tols” in the title",
        ),
        ('a1 near/5 "b1 c1"', "“a1” within 5 words of exactly “b1 c1”"),
        ("a1 near/1 b1", "“a1” within 1 word of “b1”"),
        ("number:77/21", "item number “77/21”"),
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
        *("board:", "title:", "since:", "kind:", "on:", "number:", "2021", "2021-02"),
        *("*", "~", "pa", "parkng~", "near/5", " near/0 ", "near/", "½", "ﬁ", "ß"),
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
    began = time.process_time()
    for typed in (
        "a " * 500_000,
        "(" * 10**6,
        '"' * 10**6,
        "-" * 10**6,
        "NOT " * 250_000,
        "title:" * 170_000,
        "a near/5 " * 110_000,
        "a* " * 330_000,
        "parkng~ " * 125_000,
    ):
        parse(typed)
    assert time.process_time() - began < 2


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
        ("brid*", ("Bridge",)),
        ("title:wor*", ("Works",)),
        ("title:brid*", None),
        ("brigde~", ("Bridge",)),
        ("brigd~", None),  # two slips
        ("fery~ OR tols~", ("ferry", "tolls")),
        ("thes~", ("The",)),
        ("title:work~", ("Works",)),
        ("title:brigde~", None),
        ("bridge near/2 tolls", ("Bridge", "tolls")),
        ("toll near/2 bridges", ("tolls", "Bridge")),
        ("bridge near/1 tolls", None),
        ("bridge near/5 bridge", None),
        ('"the ferry" near/2 tolls', ("the ferry", "tolls")),
        ("works near/50 ferry", None),  # of which one is in the title, one in the text
        ("", ()),
        ("()", None),
    ],
)
def test_a_tree_tried_on_a_text_gives_the_words_as_printed(
    typed: str, evidence: tuple[str, ...] | None
) -> None:
    body = Text.of("The Harbour Bridge has tolls; the ferry has none, under s.106")
    assert matches(parse(typed).tree, Text.of("Works"), body) == evidence


@pytest.mark.parametrize("term", [Prefix("park"), Fuzzy("parkng")])
def test_what_finds_many_words_is_not_found_by_one(term: Prefix | Fuzzy) -> None:
    with pytest.raises(TypeError, match="any one word"):
        needs(term)


def test_a_text_cannot_tell_its_board() -> None:
    with pytest.raises(ValueError, match="board"):
        matches(Field("board", "x"), Text.of(""), Text.of(""))
