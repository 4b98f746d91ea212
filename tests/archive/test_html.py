from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.errors import ReadError
from archive.html import attribute, clean, every, maybe, one, parse, text_of, unseen
from archive.tree import Tag

CLEANED = [
    ("two\r\n  lines\t of  one", "two lines of one"),
    ("no\u00a0break\u2009spaces", "no break spaces"),
    ("moor\u00adland\u200b\ufeff", "moorland"),
    ("Fuller\x92s \x93lane\x94 \x96 closed\x85", "Fuller’s “lane” – closed…"),
    ("Ty\u0302 Po\u0302b", "Tŷ Pôb"),
    ("bell\x07 and \x1funit", "bell and unit"),
    (" \u00a0 \n ", ""),
]


def body(markup: str) -> Tag:
    return parse(markup.encode())


@pytest.mark.parametrize(("raw", "wanted"), CLEANED)
def test_text_is_written_in_clean_unicode(raw: str, wanted: str) -> None:
    assert clean(raw) == wanted


@given(st.text())
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(st.text())
def test_clean_text_has_single_spaces_only_between_words(text: str) -> None:
    assert clean(text) == " ".join(clean(text).split())


SEEN = [
    ("<p>a <b>bold</b> word</p>", "a bold word"),
    ("<p>first<br>second</p>", "first second"),
    ("<p>shown<!-- not shown --></p>", "shown"),
    ("<p>shown<script>hidden()</script><style>p {}</style></p>", "shown"),
    (
        '<p>Annex 1<span class="mgHide">, item 59.</span> <span class="x mgFileSize">PDF 1 KB</span></p>',
        "Annex 1",
    ),
    ("<p>&pound;5 &amp; &#8217;tis &#146;twas</p>", "£5 & ’tis ’twas"),
]


@pytest.mark.parametrize(("markup", "wanted"), SEEN)
def test_only_what_a_reader_sees_is_text(markup: str, wanted: str) -> None:
    assert text_of(body(markup)) == wanted


def test_tags_nested_thousands_deep_are_read_to_the_bottom_of_what_is_parsed() -> None:
    page = body("<div>" * 5000 + "bottom" + "</div>" * 5000)
    assert text_of(page) in ("bottom", "")  # the parser may stop at its own limit; nothing overflows


@pytest.mark.parametrize(
    ("raw", "content_type"),
    [
        ("<p>Tŷ</p>".encode(), "text/html; charset=utf-8"),
        ("<p>Tŷ</p>".encode("utf-16"), "text/html"),
        ('<meta charset="iso-8859-14"><p>Tŷ</p>'.encode("iso-8859-14"), ""),
        ("<p>Tŷ</p>".encode("iso-8859-14"), 'text/html; charset="ISO-8859-14"'),
    ],
)
def test_a_page_is_read_in_the_charset_it_declares(raw: bytes, content_type: str) -> None:
    assert text_of(parse(raw, content_type)) == "Tŷ"


def test_what_must_be_on_a_page_and_is_not_refuses_it_by_name() -> None:
    with pytest.raises(ReadError, match=r"the page has no table of items \(table\.mgItemTable\)"):
        one(body("<p>x</p>"), "table.mgItemTable", "table of items")


def test_elements_are_found_in_page_order() -> None:
    page = body("<p class=a>1</p><div><p class=a>2</p></div><p>3</p>")
    assert [text_of(p) for p in every(page, "p.a")] == ["1", "2"]
    assert text_of(one(page, "p.a", "p")) == "1"
    assert maybe(page, "p.b") is None


def test_an_attribute_is_text_even_when_it_is_a_list_or_missing() -> None:
    paragraph = one(body('<p class="a b" id="c">x</p>'), "p", "p")
    assert (attribute(paragraph, "class"), attribute(paragraph, "id"), attribute(paragraph, "lang")) == (
        "a b",
        "c",
        "",
    )
    assert not unseen(paragraph)
