"""The checker of pages finds what is wrong with one, so that a page it says nothing of is valid."""

from __future__ import annotations

import pytest

from tests.web.markup import NotValid, check_markup

PAGE = """<!doctype html>
<html lang="en-GB"><head><meta charset="utf-8"><title>T</title></head><body>{}</body></html>"""


@pytest.mark.parametrize(
    "body",
    [
        "<p>Tea &amp; <em>cake</em>&nbsp;&#8211; 3 &lt; 4</p>",
        '<ul><li><a href="/x?a=1&amp;b=2" rel="next">x</a></li></ul>',
        "<dl><div><dt>When</dt><dd><p>Now</p></dd></div></dl>",
        "<details open><summary><h2>More</h2></summary><p>x</p></details>",
        '<fieldset><legend>Kind</legend><input type="checkbox" id="a" checked>'
        '<label for="a">A</label></fieldset>',
        '<table><caption>C</caption><thead><tr><th scope="col">A</th></tr></thead>'
        "<tbody><tr><td>1</td></tr></tbody></table>",
        '<svg width="9" height="4" aria-hidden="true"><a href="/x"><rect width="3" height="4"/></a></svg>',
        '<a href="/x"><div><p>whole block</p></div></a>',
        "<p>one<br>two</p>",
    ],
)
def test_valid_markup_passes(body: str) -> None:
    check_markup(PAGE.format(body))


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("<p>a & b</p>", "not escaped"),
        ("<p>a < b</p>", "not escaped"),
        ("<p>&nosuch;</p>", "no character"),
        ("<p><b>x</p></b>", "ends what"),
        ("<p><div>x</div></p>", "cannot stand in <p>"),
        ("<p><ul><li>x</li></ul></p>", "cannot stand in <p>"),
        ("<span><p>x</p></span>", "cannot stand in <span>"),
        ("<h2><h3>x</h3></h2>", "cannot stand in <h2>"),
        ("<div>", "ends what"),
        ("<br></br>", "ends what"),
        ("<div/>", "cannot end itself"),
        ("<ul><p>x</p></ul>", "cannot stand in <ul>"),
        ("<ul>x</ul>", "text in <ul>"),
        ("<ul></ul>", "is empty"),
        ("<li>x</li>", "cannot stand in <body>"),
        ("<dl><div><p>x</p></div></dl>", "cannot stand in <div>"),
        ("<dl><dt><h2>x</h2></dt><dd>y</dd></dl>", "cannot stand in <dt>"),
        ("<tr><td>x</td></tr>", "cannot stand in <body>"),
        ("<table><tr><td>x</td></tr></table>", "cannot stand in <table>"),
        ("<table><thead><tr><th>x</th></tr></thead></table>", "has no scope"),
        ("<details><p>x</p><summary>y</summary></details>", "does not come first"),
        ("<details><p>x</p></details>", "does not begin with"),
        ("<fieldset><p>x</p></fieldset>", "does not begin with"),
        ('<a href="/x"><a href="/y">z</a></a>', "cannot stand in"),
        ('<a href="/x"><button>z</button></a>', "cannot stand in <a>"),
        ('<a href="/x"><span><input id="i"></span></a>', "cannot stand in <a>"),
        ('<p><a href="/x"><div>y</div></a></p>', "cannot stand in <a>"),
        ("<a>x</a>", "leads nowhere"),
        ('<a href="/a b">x</a>', "no address"),
        ("<form><form></form></form>", "in another"),
        ("<section><main>x</main></section>", "within a section"),
        ('<p id="a"></p><p id="a"></p>', "stands twice"),
        ('<p id="a b"></p>', "no id"),
        ('<p class="a" class="b"></p>', "stands twice"),
        ("<p class=a></p>", "not written as a tag is"),
        ('<p class="a"id="b"></p>', "not written as a tag is"),
        ('<p align="left"></p>', "no attribute align"),
        ('<p style="color:red"></p>', "no attribute style"),
        ('<p onclick="x()"></p>', "no attribute onclick"),
        ('<p tabindex="3"></p>', "tabindex"),
        ('<p role="buton"></p>', "role"),
        ('<p lang="fr"></p>', "lang"),
        ('<p aria-labeled="x"></p>', "no attribute"),
        ('<input type="chekbox">', "type"),
        ('<input checked="yes">', "takes no value"),
        ('<img src="/x.png">', "has no alt"),
        ("<center>x</center>", "cannot stand in <body>"),
        ("<iframe></iframe>", "cannot stand in <body>"),
        ("<style>p {}</style>", "cannot stand in <body>"),
    ],
)
def test_what_is_not_valid_is_refused_and_named(body: str, said: str) -> None:
    with pytest.raises(NotValid, match=said):
        check_markup(PAGE.format(body))


def test_a_page_without_a_doctype_is_refused() -> None:
    with pytest.raises(NotValid, match="doctype"):
        check_markup("<html><head></head><body></body></html>")


def test_a_head_that_does_not_begin_with_its_charset_is_refused() -> None:
    with pytest.raises(NotValid, match="charset"):
        check_markup('<!doctype html><html><head><meta name="a" content="b"></head><body></body></html>')
