"""What a reader is answered: synonyms, each word's own count, and what may have been meant."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.errors import ConfigError
from indexer.acronyms import Acronyms, Definition
from indexer.analysis import exact_words
from indexer.ask import Asking, ask
from indexer.engines import open_engine
from indexer.language import parse, write
from indexer.model import Also, Engine, Query, Results
from indexer.spelling import slips, suggest, without_a_letter
from indexer.synonyms import Synonyms, load
from tests.indexer.made import document
from tests.indexer.test_oracle import trees

LEARNED = load().learning(
    [
        Definition("HLT", "Harbour Lights Trust", "Lamps", "/salt/1#item-1"),
        Definition("SEND", "Ships, Engines and Docks", "Engines", "/salt/2#item-2"),
    ]
)
CORPUS = [
    document("whole", "A grant to the Harbour Lights Trust was agreed.", title="A"),
    document("short", "The HLT has parking permits.", title="B"),
    document("cameras", "Closed-circuit television on the quay.", title="C"),
    document("send", "To send a letter on parking.", title="D"),
    document("ships", "Ships, engines and docks were noted.", title="E"),
]


@pytest.fixture
def filled(engine: Engine) -> Engine:
    engine.replace([], CORPUS, 1)
    return engine


def words() -> Mapping[str, int]:
    return Counter(word for each in CORPUS for word in set(exact_words(f"{each.title} {each.text}")))


def asked(engine: Engine, text: str, *, expand: bool = True) -> Results:
    return ask(engine, Query(text, expand=expand), LEARNED, words)


def keys(answer: Results) -> set[str]:
    return {hit.document.id.rsplit("/", 1)[1] for hit in answer.hits}


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("HLT", {"whole", "short"}),
        ("hlt", {"whole", "short"}),
        ("harbour lights trust", {"whole", "short"}),
        ("harbour lights trust permits", {"short"}),
        ("trust lights harbour", {"whole"}),  # a name is in its order
        ('"HLT"', {"short"}),  # quotes mean these words
        ("-HLT", {"whole", "cameras", "send", "ships"}),  # as does a minus
        ("CCTV", {"cameras"}),
        ("closed circuit television", {"cameras"}),
        ("SEND", {"send", "ships"}),
        ("send", {"send"}),  # a word as well: the acronym is meant in capitals
        ("ships engines docks", {"send", "ships"}),
        ("title:HLT", set()),
        ("permits OR hlt", {"whole", "short"}),
        ("parkng~", {"short", "send"}),
        ("Praking~ -permit~", {"send"}),
        ("televisoin~", {"cameras"}),
        ("shops~", {"ships"}),
        ("shop~", set()),
        ("title:parkng~", set()),
    ],
)
def test_a_word_finds_what_means_the_same(filled: Engine, typed: str, found: set[str]) -> None:
    assert keys(asked(filled, typed)) == found


def test_what_was_added_is_told_with_where_it_was_learned_and_can_be_switched_off(filled: Engine) -> None:
    answer = asked(filled, "HLT")
    assert answer.also == (Also("HLT", "Harbour Lights Trust", "Lamps", "/salt/1#item-1"),)
    assert (answer.query.text, answer.understood) == ("HLT", "“HLT”")
    plain = asked(filled, "HLT", expand=False)
    assert (keys(plain), plain.also) == ({"short"}, ())


def test_what_the_archive_explains_later_is_known_at_once(filled: Engine, tmp_path: Path) -> None:
    acronyms = Acronyms(tmp_path)
    asking = Asking(filled, acronyms, words)
    assert keys(asking.search(Query("HLT"))) == {"short"}
    acronyms.replace([], [document("1", "The Harbour Lights Trust (HLT) met.")], 1)
    assert keys(asking.search(Query("HLT"))) == {"short", "whole"}
    acronyms.replace(["salt/1"], [], 2)
    assert keys(asking.search(Query("HLT"))) == {"short"}


def test_an_index_and_its_acronyms_are_filled_together_and_go_on_from_the_one_behind(
    engine: Engine, tmp_path: Path
) -> None:
    asking = Asking(engine, Acronyms(tmp_path), words)
    put = document("1", "The Harbour Lights Trust (HLT) met.")
    asking.replace([], iter([put]), 7)
    assert (asking.cursor(), asking.count(), asking.search(Query("HLT")).also[0].url) == (7, 1, put.url)
    (tmp_path / "acronyms.json").unlink()
    assert asking.cursor() == 0
    asking.replace([], [put], 7)
    assert asking.words() == words()
    assert (asking.cursor(), asking.count(), len(asking.search(Query("HLT")).also)) == (7, 1, 1)
    asking.close()


def test_the_vocabulary_has_every_word_of_titles_and_texts_in_its_exact_form(tmp_path: Path) -> None:
    engine = open_engine(tmp_path)
    engine.replace([], CORPUS, 1)
    counts = engine.words()
    assert (counts["parking"], counts["ships"], counts["quay"]) == (2, 1, 1)
    assert "polici" not in counts
    assert counts.keys() == words().keys()


def test_synonyms_from_the_hand_written_table_have_no_source(filled: Engine) -> None:
    assert asked(filled, "CCTV").also == (Also("CCTV", "closed circuit television"),)


def test_when_nothing_has_all_words_each_words_own_count_is_told(filled: Engine) -> None:
    answer = asked(filled, 'parking HLT "on the quay" television')
    assert answer.alone == (("parking", 2), ("HLT", 2), ('"on the quay"', 1), ("television", 1))
    assert answer.instead is None
    assert asked(filled, "parking").alone == asked(filled, "zebra").alone == ()


@pytest.mark.parametrize(
    "typed",
    [
        "zz " * 100,
        "HLT " * 100,
        "parkng " * 100,
        "zzzzzzzzzz near/5 " * 99,
        "z* OR " * 99,
        "parkng~ " * 99,
        "(" * 2000,
    ],
)
def test_hostile_queries_are_answered_soon(filled: Engine, typed: str) -> None:
    assert asked(filled, typed).took_ms < 500


@pytest.mark.parametrize(
    ("typed", "instead"),
    [
        ("parkng", "parking"),
        ("praking permits", "parking permits"),
        ("Parkng -letter", "Parking -letter"),
        ("telvisoin", "television"),  # two slips, of a long word
        ("parkng OR quay", "parking OR quay"),  # though it finds something
        ("parkng near/3 permits", "parking near/3 permits"),
        ("parkng television", "parking"),  # never both: then the word alone
        ("title:parkng", "parking"),
        ("qway", "quay"),
        ("zzzzzz", None),
        ("2023/25", None),
        ("abc", None),
        ("parking", None),
        ('"parkng"', "parking"),
        ("parkng~", None),  # which finds parking itself
        ("telvisoin~ quay", "television quay"),
        ("title:telvisoin~", "television"),
    ],
)
def test_a_slip_gets_words_that_exist_and_find_something(
    filled: Engine, typed: str, instead: str | None
) -> None:
    answer = asked(filled, typed)
    assert answer.instead == instead
    if instead:
        assert asked(filled, instead).total


def test_of_words_as_near_the_commoner_is_meant_and_never_a_stem() -> None:
    counts = {"parking": 9, "parkins": 2, "park": 50, "policies": 3, "polici": 0}
    assert suggest("parkinx", counts) == "parking"
    assert suggest("policys", counts) is None  # of policies' own family: it found them already
    assert suggest("policie", counts) is None


letters = st.text(alphabet="abc", min_size=1, max_size=5)


def _edited(word: str) -> set[str]:
    """Give what one slip makes of a word, by trying all."""
    cuts = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    added = {f"{head}{letter}{tail}" for head, tail in cuts for letter in "abc"}
    dropped = {f"{head}{tail[1:]}" for head, tail in cuts if tail}
    changed = {f"{head}{letter}{tail[1:]}" for head, tail in cuts for letter in "abc" if tail}
    return added | dropped | changed | {f"{h}{t[1]}{t[0]}{t[2:]}" for h, t in cuts if len(t) > 1}


@given(letters, letters)
def test_slips_are_counted_as_trying_all_of_them_does(one: str, other: str) -> None:
    expected = 0 if one == other else 1 if other in _edited(one) else 2
    assert min(slips(one, other, 1), 2) == expected
    assert slips(one, other, 5) == slips(other, one, 5)


@given(letters, letters)
def test_words_one_slip_apart_have_a_shortening_in_common(one: str, other: str) -> None:
    assert slips(one, other, 1) > 1 or without_a_letter(one) & without_a_letter(other)


def test_a_word_among_many_is_respelt_in_no_time() -> None:
    many = {f"{one}{two}ter{three}": 1 for one in WORDS for two in WORDS for three in WORDS}
    began = time.process_time()
    suggest("qqqqqqqqqqqq", many)
    assert time.process_time() - began < 1


WORDS = [f"{first}{second}" for first in "bcdfglmnprst" for second in "aeiou"][:46]


@given(trees)
def test_an_expanded_tree_can_be_written_and_read(tree: object) -> None:
    once = parse(write(tree)).tree  # type: ignore[arg-type]  # hypothesis knows what it is
    wider, _ = EVERYTHING.expand(once)
    assert parse(write(wider)).tree == wider


EVERYTHING = load().learning(
    [Definition("toll", "Ferry of the Quay", "", ""), Definition("quay", "Bridge toll", "", "")]
)


@pytest.mark.parametrize(
    ("written", "complaint"),
    [
        ("x = 1", "unknown key x"),
        ("[[same]]\nterms = ['one']", "two or more"),
        ("[[same]]\nterms = ['one', '?']", "two or more"),
        ("[[same]]\nwords = ['one', 'two']", "needs terms"),
        ("[", "is not TOML"),
    ],
)
def test_a_table_that_cannot_be_used_is_refused(tmp_path: Path, written: str, complaint: str) -> None:
    path = tmp_path / "synonyms.toml"
    path.write_text(written)
    with pytest.raises(ConfigError, match=complaint):
        load(path)
    with pytest.raises(ConfigError, match="cannot be read"):
        load(tmp_path / "none.toml")


def test_every_term_of_the_standard_table_finds_its_others() -> None:
    table: Synonyms = load()
    assert {meaning.words for meaning in table.of(["section", "106"])} == {"s106", "s.106"}
    assert all(table.meanings.values())
