from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.html import clean, nodes, one, parse, text_of
from archive.model import Passage
from archive.prose import passages
from tests.campaign import examples

Shape = tuple[str, int, str, str]  # style, level, mark, text
SPACER = '<span style="font:7.0pt &quot;Times New Roman&quot;">&nbsp;&nbsp; </span>'


def read(markup: str) -> tuple[Passage, ...]:
    soup = parse(f"<div id=x>{markup}</div>".encode())
    return passages(nodes(one(soup, "#x", "x")), "minutes")


def shapes(markup: str) -> list[Shape]:
    return [(p.style, p.level, p.mark, p.text) for p in read(markup)]


def paragraph(text: str) -> Shape:
    return ("paragraph", 0, "", text)


TABLE: list[tuple[str, str, list[Shape]]] = [
    (
        "hard wraps are one sentence",
        "<p>The well\nhad run\r\n dry.</p>",
        [paragraph("The well had run dry.")],
    ),
    ("blank paragraphs are none", "<p>&nbsp;</p><p><b>&nbsp;</b></p><p>Ducks.</p>", [paragraph("Ducks.")]),
    (
        "text outside any paragraph is kept",
        "Loose <i>words</i>.<p>Next.</p>Last.",
        [paragraph("Loose words."), paragraph("Next."), paragraph("Last.")],
    ),
    (
        "a whole paragraph in bold is a heading",
        "<p><b>Officer’s</b> <b>report</b></p><p>Bees.</p>",
        [("heading", 0, "", "Officer’s report"), paragraph("Bees.")],
    ),
    ("a bold sentence is none", "<p><b>The bees had swarmed.</b></p>", [paragraph("The bees had swarmed.")]),
    (
        "bold at the front is none",
        "<p><b>RESOLVED</b> that hives be bought</p>",
        [paragraph("RESOLVED that hives be bought")],
    ),
    (
        "heading tags are headings",
        "<h3>Hives</h3><p>Four.</p>",
        [("heading", 0, "", "Hives"), paragraph("Four.")],
    ),
    (
        "a list has bullets",
        "<ul><li>wax</li><li>honey</li></ul>",
        [("bullet", 0, "", "wax"), ("bullet", 0, "", "honey")],
    ),
    (
        "lists nest",
        "<ul><li>wax<ul><li>candles<ul><li>tapers</li></ul></li></ul></li></ul>",
        [("bullet", 0, "", "wax"), ("bullet", 1, "", "candles"), ("bullet", 2, "", "tapers")],
    ),
    (
        "a list may lie straight in a list",
        "<ul><li>wax</li><ul><li>candles</li></ul></ul>",
        [("bullet", 0, "", "wax"), ("bullet", 1, "", "candles")],
    ),
    (
        "a numbered list has the numbers a browser prints",
        '<ol start="3"><li>wax</li><li>honey</li></ol>',
        [("numbered", 0, "3.", "wax"), ("numbered", 0, "4.", "honey")],
    ),
    (
        "letters too",
        '<ol type="A"><li>wax</li><li>honey</li></ol>',
        [("numbered", 0, "A.", "wax"), ("numbered", 0, "B.", "honey")],
    ),
    (
        "and small Roman numbers",
        '<ol type="i" start="9"><li>wax</li><li>honey</li></ol>',
        [("numbered", 0, "ix.", "wax"), ("numbered", 0, "x.", "honey")],
    ),
    ("a start that is no number is 1", '<ol start="many"><li>wax</li></ol>', [("numbered", 0, "1.", "wax")]),
    (
        "only the first paragraph of an entry has its mark",
        "<ol><li><p>Wax.</p><p>It melts.</p></li></ol>",
        [("numbered", 0, "1.", "Wax."), paragraph("It melts.")],
    ),
    (
        "a number that Word typed is a mark",
        f"<p><span>2.1{SPACER}</span>hives be moved</p>",
        [("numbered", 0, "2.1", "hives be moved")],
    ),
    (
        "indents are levels",
        f'<p style="margin-left:72.0pt"><span>(a){SPACER}</span>to the moor</p>',
        [("numbered", 1, "(a)", "to the moor")],
    ),
    (
        "in centimetres too",
        f'<p style="margin-left:3.81cm"><span>(a){SPACER}</span>to the moor</p>',
        [("numbered", 2, "(a)", "to the moor")],
    ),
    (
        "a sign that Word typed is a bullet",
        f"<p><span style='font-family:Symbol'>·{SPACER}</span>smoke</p>",
        [("bullet", 0, "", "smoke")],
    ),
    (
        "a sign that a clerk typed is a bullet",
        "<p>• smoke</p><p>\uf0b7 gloves</p>",
        [("bullet", 0, "", "smoke"), ("bullet", 0, "", "gloves")],
    ),
    ("a dash is no bullet", "<p>– and so to bed</p>", [paragraph("– and so to bed")]),
    (
        "a line break ends a sentence",
        "<p>Ayes: 4<br/>Noes: 2</p>",
        [paragraph("Ayes: 4"), paragraph("Noes: 2")],
    ),
    (
        "a line break inside a sentence does not",
        "<p>the bees<br>had swarmed.</p>",
        [paragraph("the bees had swarmed.")],
    ),
    (
        "a table row is a passage",
        "<table><tr><th>Hive</th><th>Pounds</th></tr><tr><td>East</td><td>12</td></tr></table>",
        [("row", 0, "", "Hive | Pounds"), ("row", 0, "", "East | 12")],
    ),
    (
        "empty cells are left out",
        "<table><tr><td>East</td><td>&nbsp;</td><td>12</td></tr></table>",
        [("row", 0, "", "East | 12")],
    ),
    (
        "a frame around text is no table",
        "<table><tr><td><p>One.</p><p>Two.</p></td></tr></table>",
        [paragraph("One."), paragraph("Two.")],
    ),
    (
        "a number beside a text is its mark",
        "<table><tr><td>(b)</td><td>to move</td></tr></table>",
        [("numbered", 0, "(b)", "to move")],
    ),
    (
        "a table in a table's cell is read once",
        "<table><tr><td><table><tr><td>a b</td><td>c d</td></tr></table></td></tr></table>",
        [("row", 0, "", "a b | c d")],
    ),
    (
        "a caption is kept",
        "<table><caption>Yields</caption><tr><td>East</td><td>12</td></tr></table>",
        [paragraph("Yields"), ("row", 0, "", "East | 12")],
    ),
    (
        "text straight in a list is kept",
        "<ul>Of the hives:<li>wax</li></ul>",
        [paragraph("Of the hives:"), ("bullet", 0, "", "wax")],
    ),
    (
        "scripts and notes for screen readers are none",
        '<p>Seen<script>x</script><span class="mgHide">, item 4.</span></p>',
        [paragraph("Seen")],
    ),
    (
        "Word's conditional comments are none",
        "<p><!--[if !supportLists]--><span>·</span><!--[endif]-->smoke</p>",
        [("bullet", 0, "", "smoke")],
    ),
    (
        "a sentence broken over paragraphs is mended",
        "<p>The keepers had asked whether the hives could be moved to the</p>"
        "<p>edge of the moor in summer.</p>",
        [
            paragraph(
                "The keepers had asked whether the hives could be moved to the edge of the moor in summer."
            )
        ],
    ),
    (
        "a stem and its clause are not",
        "<p>It was moved by Councillor Bray and seconded by Councillor Drake that</p><p>the hives stay.</p>",
        [
            paragraph("It was moved by Councillor Bray and seconded by Councillor Drake that"),
            paragraph("the hives stay."),
        ],
    ),
]


@pytest.mark.parametrize(("markup", "wanted"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE])
def test_markup_becomes_passages(markup: str, wanted: list[Shape]) -> None:
    assert shapes(markup) == wanted


# Words long enough to be no enumerator, so that every one of them must come out as text.
WORDS = st.lists(
    st.sampled_from(["harbour", "bridge", "council", "Board", "tŷ-pôb", "£4,000"]), max_size=4
).map(lambda words: f" {' '.join(words)} ")
INLINE = st.recursive(
    WORDS,
    lambda inner: st.one_of(
        st.builds("<{0}>{1}</{0}>".format, st.sampled_from(["b", "i", "span", "a", "strong"]), inner),
        st.builds("{}<br/>{}".format, inner, inner),
        st.builds("{}&nbsp;{}".format, inner, inner),
    ),
    max_leaves=4,
)
BLOCKS = st.recursive(
    st.builds("<{0}>{1}</{0}>".format, st.sampled_from(["p", "div", "h3", "blockquote"]), INLINE) | INLINE,
    lambda inner: st.one_of(
        st.builds("<div>{}{}</div>".format, inner, inner),
        st.builds("<span>{}</span>".format, inner),
        st.lists(inner, max_size=3).map(lambda found: f"<ul>{''.join(f'<li>{x}</li>' for x in found)}</ul>"),
        st.lists(inner, max_size=3).map(lambda found: f"<ol>{''.join(f'<li>{x}</li>' for x in found)}</ol>"),
        st.builds("<ul>{}<ul><li>{}</li></ul></ul>".format, INLINE, inner),
        st.lists(inner, min_size=1, max_size=3).map(
            lambda found: f"<table><tr>{''.join(f'<td>{x}</td>' for x in found)}</tr></table>"
        ),
    ),
    max_leaves=6,
)


@settings(max_examples=examples(150), deadline=None)
@given(BLOCKS)
def test_every_word_of_the_page_comes_out_once_and_no_other(markup: str) -> None:
    page = parse(f"<div>{markup}</div>".encode())
    wanted = text_of(page).split()
    found = [word for p in passages(nodes(page), "agenda") for word in p.text.split() if word != "|"]
    assert found == wanted


@settings(max_examples=examples(150), deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "<p>",
                "</p>",
                "<ul>",
                "<li>",
                "</ul>",
                "<ol start=9>",
                "<table>",
                "<tr>",
                "<td>",
                "</table>",
                "<b>",
                "</b>",
                "<br>",
                "1.",
                "(a)",
                "·",
                "the",
                "RESOLVED",
                SPACER,
                "&#146;",
                "\n",
                "<!--",
                "-->",
                "<script>",
            ]
        )
    )
)
def test_markup_however_broken_is_read_and_nothing_is_made_up(pieces: list[str]) -> None:
    markup = " ".join(pieces)
    seen = "".join(clean(markup + text_of(parse(markup.encode()))).split())
    for passage in passages(nodes(parse(markup.encode())), "minutes"):
        assert passage.text == clean(passage.text) != ""
        assert all(word in seen for word in passage.text.split() if word != "|")


@given(st.binary(max_size=300))
def test_any_bytes_can_be_parsed_and_read(raw: bytes) -> None:
    assert all(p.text for p in passages(nodes(parse(raw)), "minutes"))
