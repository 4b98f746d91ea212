"""The page about the archive explains the whole query language by examples that hold."""

from __future__ import annotations

import pytest

from indexer.language import parse
from indexer.language.lexer import FIELDS
from tests.web.checks import CheckedClient
from web.pages.about import LANGUAGE, Example

EXAMPLES = [example for group in LANGUAGE for example in group.examples]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: str(example.typed))
def test_every_example_means_something_and_nothing_of_it_is_passed_over(example: Example) -> None:
    assert parse(example.typed).notes == ()


def test_examples_that_say_the_same_are_the_same() -> None:
    assert parse("parking NOT permits") == parse("parking -permits")


@pytest.mark.parametrize(
    "sign", [*(f"{field}:" for field in FIELDS), '"', "*", "~", "near/", " OR ", "NOT", "("]
)
def test_every_sign_of_the_language_has_an_example(sign: str) -> None:
    assert any(sign in example.typed for example in EXAMPLES)


def test_each_example_is_a_link_that_searches_for_it(client: CheckedClient) -> None:
    links = client.page("/about").select(".examples a")
    assert [link.get_text() for link in links] == [example.typed for example in EXAMPLES]
    for link, example in zip(links, EXAMPLES, strict=True):
        box = client.page(str(link["href"])).select_one("#q")
        assert box is not None
        assert box["value"] == example.typed


def test_the_page_says_what_the_archive_holds(client: CheckedClient) -> None:
    text = " ".join(client.page("/about").get_text().split())
    assert "2 meetings with 3 items, 3 decisions and 1 actions" in text
    assert "newest minutes are of 14 March 2024" in text
