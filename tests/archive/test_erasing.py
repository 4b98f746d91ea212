"""What is suppressed is taken out of a page, and not a byte of anything else."""

from __future__ import annotations

import html as markup
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.model import Item, Meeting, Passage
from archive.suppression import Erasure, erasure_of, parse, suppression_of
from archive.suppression.fingerprint import words
from archive.suppression.markup import wording
from tests.campaign import examples

SALT = b"salt of the tests"
SECRET = "The officer told the panel that the tenant of number nine had left in anger."
OTHER = "The panel noted the report on the state of the lamps along the lower quay."


def meeting(*passages: str, title: str = "Homes on the quay") -> Meeting:
    item = Item("71", "1.", title, tuple(Passage("minutes", text) for text in passages))
    lamps = Item("72", "2.", "Lamps", (Passage("minutes", OTHER), Passage("minutes", "Noted.")))
    return Meeting(
        "t", "820", "Panel", None, date(2026, 4, 16), None, "held", "minutes", "u", items=(item, lamps)
    )


def erasure(record: Meeting, address: str) -> Erasure:
    found = erasure_of(suppression_of(record, parse(address), SALT), [record], SALT)
    assert found
    return found


def without(page: str, address: str = "t/820/71/1", record: Meeting | None = None) -> str:
    erase = erasure(record or meeting(SECRET, "Noted."), address)
    return erase.of(page, beside=False, own=False).replace(erase.mark, "█")


PAGE = f"<h2>Homes on the quay</h2><p>{SECRET}</p><p>Noted.</p><h2>Lamps</h2><p>{OTHER}</p><p>Noted.</p>"


def test_a_passage_is_taken_out_and_its_markup_stays() -> None:
    assert without(PAGE) == PAGE.replace(SECRET, "█")


@pytest.mark.parametrize(
    ("page", "left"),
    [
        (f"<p>{SECRET.replace('tenant', '<b>ten</b>ant')}</p>", "<p>█<b></b></p>"),
        (f"<p>{SECRET.replace(' ', '&nbsp;')}</p>", "<p>█</p>"),
        (f"<p>{SECRET.replace('tenant', 'ten&shy;ant')}</p>", "<p>█&shy;</p>"),
        (f"<p>(i) {SECRET.upper()}</p>", "<p>(i) █</p>"),
        (f'<img alt="{SECRET}" src="/a.png">', '<img alt="█" src="/a.png">'),
        (f"<!-- {SECRET} --><p>x</p>", "<!-- █ --><p>x</p>"),
        (f"<td>{SECRET[:26]}</td><td>{SECRET[27:]}</td>", "<td>█</td><td></td>"),
    ],
)
def test_a_passage_is_known_whatever_stands_between_its_words(page: str, left: str) -> None:
    assert without(page) == left


def test_it_is_found_in_html_that_stands_escaped_in_xml() -> None:
    page = f'<?xml version="1.0"?><m><b>{markup.escape(PAGE)}</b></m>'
    assert without(page) == page.replace(SECRET, "█")


def test_an_item_goes_with_its_title_and_its_short_texts_and_the_next_keeps_the_same_ones() -> None:
    assert without(PAGE, "t/820/71") == (
        f"<h2>█</h2><p>█</p><p>█</p><h2>Lamps</h2><p>{OTHER}</p><p>Noted.</p>"
    )


def test_a_short_passage_goes_from_its_own_item_only() -> None:
    assert without(PAGE, "t/820/71/2") == PAGE.replace("Noted.", "█", 1)


def test_an_item_that_a_page_does_not_have_takes_nothing_from_it() -> None:
    page = f"<h2>Lamps</h2><p>{OTHER}</p><p>Noted.</p>"
    assert without(page, "t/820/71") == page


def test_an_item_that_says_what_another_says_leaves_it_there() -> None:
    same = "That the report be noted."
    record = meeting(SECRET, same)
    page = f"<h2>Homes on the quay</h2><p>{SECRET}</p><p>{same}</p><h2>Lamps</h2><p>{OTHER}</p><p>{same}</p>"
    assert without(page, "t/820/71", record).count(same) == 1
    assert without(page, "t/820/71", record).endswith(f"{same}</p>")


def test_nothing_is_left_to_be_taken_out_of_what_was_purged() -> None:
    record = meeting(SECRET, "Noted.")
    found = suppression_of(record, parse("t/820/71"), SALT)
    purged = meeting(found.mark, found.mark, title=found.mark)
    assert erasure_of(found, [purged], SALT) is None


tags = st.sampled_from(["p", "b", "td", "span", "div", "sup"])
texts = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Cf"], exclude_characters="<>&\x1d"), max_size=30
)
pages = st.lists(
    st.one_of(texts, tags.map("<{}>".format), tags.map("</{}>".format), st.just("&amp;")), max_size=20
)


@settings(max_examples=examples(150), deadline=None)
@given(pages)
def test_every_word_stands_in_the_page_where_it_is_said_to(parts: list[str]) -> None:
    page = "".join(parts)
    found = wording(page)
    for n, word in enumerate(found.words):
        cut = found.without(page, [(n, n + 1)], "█")
        beside = [w.said for w in found.words if (w.begin, w.end) != (word.begin, word.end)]
        assert [w.said for w in wording(cut).words] == beside
        assert cut.count("<") == page.count("<")


@settings(max_examples=examples(150), deadline=None)
@given(pages, pages)
def test_around_what_is_taken_out_nothing_changes(before: list[str], after: list[str]) -> None:
    head, tail = "".join(before), "".join(after)
    page = f"{head}<p>{SECRET}</p>{tail}"
    assert without(page) == f"{head}<p>█</p>{tail}"


@given(texts)
def test_a_text_without_markup_has_the_words_that_readers_know_it_by(text: str) -> None:
    assert [word.said for word in wording(text).words] == [w for part in text.split() for w in words(part)]
