"""What every answer is checked for is found when it is wrong, so that a check cannot pass by mistake."""

from __future__ import annotations

import pytest

from tests.web.checks import check_page

PAGE = (
    '<!doctype html><html lang="{lang}"><head><meta name="viewport" '
    'content="width=device-width, initial-scale=1"><title>T</title></head>'
    "<body><main><h1>H</h1>{body}</main></body></html>"
)


def looked_over(body: str, path: str = "/", lang: str = "en-GB") -> None:
    check_page(PAGE.format(lang=lang, body=body), path)


@pytest.mark.parametrize(
    "body",
    [
        '<label for="a">A</label><input id="a" name="a">',
        '<a href="https://elsewhere.example/">x</a><a href="#x" id="x">y</a>',
        '<nav aria-label="One"></nav><nav aria-label="Two"></nav>',
        '<a href="/cy/x" hreflang="cy" lang="cy">Cymraeg</a>',
    ],
)
def test_a_right_page_passes(body: str) -> None:
    looked_over(body)


@pytest.mark.parametrize(
    "body",
    [
        "<h1>Another</h1>",
        "<h3>Too deep</h3>",
        "<h2></h2>",
        '<input id="a" name="a">',
        '<label for="a"></label><input id="a" name="a">',
        '<label for="a">A</label><input id="a">',
        '<label for="b">A</label>',
        '<p aria-describedby="nowhere"></p>',
        '<a href="#nowhere">x</a>',
        '<a href="/x"></a>',
        "<nav></nav><nav></nav>",
        '<nav aria-label="One"></nav><nav aria-label="One"></nav>',
        "<table><tr><td>x</td></tr></table>",
        "<script>alert(1)</script>",
        '<script src="https://elsewhere.example/x.js" defer></script>',
        '<img src="https://elsewhere.example/x.png" alt="">',
        '<form action="https://elsewhere.example/"></form>',
        '<a href="javascript:alert(1)">x</a>',
        '<a href="//elsewhere.example/">x</a>',
        '<a href="/cy/x">Not said to be Welsh</a>',
        '<a href="/cy/x" hreflang="cy" lang="en">Cymraeg</a>',
        '<a href="/x" hreflang="en-GB" lang="en-GB">English</a>',
    ],
)
def test_what_is_wrong_with_a_page_is_found(body: str) -> None:
    with pytest.raises((AssertionError, ValueError)):
        looked_over(body)


def test_a_welsh_page_says_so_and_links_to_welsh_pages() -> None:
    looked_over('<a href="/cy/x">x</a><a href="/x" hreflang="en" lang="en">English</a>', "/cy/y", "cy")
    with pytest.raises(AssertionError):
        looked_over("", "/cy/y", "en-GB")
    with pytest.raises(AssertionError):
        looked_over('<a href="/x">x</a>', "/cy/y", "cy")
