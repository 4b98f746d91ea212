from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.errors import ReadError
from archive.html import (
    DEPTH,
    Tag,
    attribute,
    clean,
    cut_out,
    every,
    fragment,
    holders,
    maybe,
    nodes,
    one,
    parse,
    text_of,
    under,
    unseen,
)

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


@given(st.text(st.characters(max_codepoint=0x17F)))
def test_plain_text_is_cleaned_as_any_other(text: str) -> None:
    assert clean(text) == clean(f"{text}\N{ZERO WIDTH SPACE}")


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


def nested(depth: int) -> str:
    """Nest elements below <html>, <body> and a <div>."""
    return "<div>" * (depth - 2) + "bottom" + "</div>" * (depth - 2)


def test_a_page_is_read_to_the_bottom_or_refused_where_it_nests_deeper_than_any_page() -> None:
    assert text_of(body(nested(DEPTH))) == "bottom"
    for depth in (DEPTH + 1, 255, 256, 257, 5000):  # the parser drops what lies deeper than 255
        with pytest.raises(ReadError, match="nests more than 100 elements"):
            body(nested(depth))
        with pytest.raises(ReadError, match="nests more than 100 elements"):
            fragment(nested(depth))


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


def test_the_nodes_of_an_element_are_its_children_and_the_text_between_them() -> None:
    paragraph = one(body("<p>a<b>b</b>c<!-- no -->d<?no?>e<br></p>"), "p", "p")
    assert [n if isinstance(n, str) else n.tag for n in nodes(paragraph)] == ["a", "b", "cde", "br"]


def test_what_is_cut_out_of_a_page_leaves_the_text_behind_it() -> None:
    page = body("<p>a<a>x<b>y</b></a>b<i>c<a>z</a>d</i><a>x</a><a>x</a>e</p>")
    cut_out(page, every(page, "a"))
    assert text_of(page) == "abcde"
    assert every(page, "a") == []


def test_holders_are_those_around_an_element_of_a_name() -> None:
    page = body("<div><span><b><h3>x</h3></b></span><i>y</i></div><div id=none><i>z</i></div>")
    found = holders([page], {"h3"})
    assert {node.tag for node in found} == {"html", "body", "div", "span", "b"}
    assert one(page, "#none", "empty element") not in found


@pytest.mark.parametrize("selector", ["b", ".x", "b.x, i.x", "[id]", '[id^="1"], b'])
def test_the_one_that_is_found_is_the_first_in_page_order(selector: str) -> None:
    page = body("<p><u><i class=x id=1>1</i></u><b>2</b></p><b class=x id=12>3</b><i class=x>4</i>")
    assert maybe(page, selector) is every(page, selector)[0]


def test_elements_inside_nested_others_are_found_once() -> None:
    page = body(
        '<a>0</a><div class=x><a>1</a><div class="y x"><a>2</a></div></div><div class=x><a>3</a></div>'
    )
    assert [text_of(a) for a in under(page, ".x", "a")] == ["1", "2", "3"]


@pytest.mark.parametrize("selector", ["div a", "div > a", "a + b", "p, div a"])
def test_a_selector_of_several_steps_is_refused_as_it_takes_too_long_on_hostile_pages(selector: str) -> None:
    with pytest.raises(ValueError, match="not a single step"):
        every(body("<p>x</p>"), selector)
