"""All that a reader is told can be told in Welsh: nothing lacks, nothing is left out of the catalogue."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import read_mo, write_mo
from flask_babel import ngettext

from indexer.language import explain, parse
from tests.web import sample
from web import languages, words
from web.app import create_app
from web.translations.__main__ import catalogues, gathered, is_translated, read, update, write

CATALOGUES = catalogues()

PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]")

NUMBERS = {"%(num)s", "%(count)s"}


@pytest.fixture(params=CATALOGUES.values(), ids=list(CATALOGUES))
def path(request: pytest.FixtureRequest) -> Path:
    assert isinstance(request.param, Path)
    return request.param


@pytest.fixture
def catalogue(path: Path) -> Catalog:
    return read(path)


@pytest.fixture
def welsh() -> Iterator[None]:
    """Answer a request in Welsh."""
    app = create_app(None, sample.Shelf(), names=sample.NAMES)
    with app.test_request_context("/", environ_overrides=languages.environ_of("cy")):
        yield


def test_each_language_but_the_usual_one_has_a_catalogue() -> None:
    assert {languages.USUAL, *CATALOGUES} == set(languages.LANGUAGES)


def test_every_sentence_of_the_code_is_translated(catalogue: Catalog) -> None:
    said = {message.id for message in gathered() if message.id}
    translated = {each.id for each in catalogue if is_translated(each.string) and not each.fuzzy}
    assert said - translated == set(), "run `make words`, translate what it says, and run it again"
    assert {each.id for each in catalogue if each.id} - said == set(), "run `make words`"


def test_a_translation_is_filled_with_the_same_values(catalogue: Catalog) -> None:
    for message in catalogue:
        if message.id:
            wanted = _values(*_forms(message.id))
            # One, or two, may be said by a word instead of a number.
            spare = NUMBERS if isinstance(message.id, tuple) else set()
            for string in _forms(message.string or ""):
                assert wanted - spare <= _values(string) <= wanted, message.id


def test_a_translation_ends_as_the_sentence_does(catalogue: Catalog) -> None:
    for message in catalogue:
        ends = {form[-1:] for form in _forms(message.id)} & set(".:?!")
        if message.id and ends:
            assert {string[-1:] for string in _forms(message.string or "")} == ends, message.id


def test_what_is_served_is_what_the_catalogue_says(path: Path, tmp_path: Path) -> None:
    compiled = tmp_path / "messages.mo"
    with compiled.open("wb") as file:
        write_mo(file, read(path))
    assert _served(path.with_suffix(".mo")) == _served(compiled)


def test_a_sentence_that_is_new_comes_into_a_catalogue_untranslated(path: Path, tmp_path: Path) -> None:
    folder = tmp_path / path.parts[-3] / "LC_MESSAGES"
    folder.mkdir(parents=True)
    before = Catalog(locale="cy")
    before.add("Meeting", "Cyfarfod")
    before.add("This was once said", "Dywedwyd hyn unwaith")
    write(before, folder / "messages.po")
    lacking = update(folder / "messages.po")
    after = {message.id: message.string for message in read(folder / "messages.po") if message.id}
    assert after["Meeting"] == "Cyfarfod"
    assert "This was once said" not in after
    assert lacking == len(after) - 1


@pytest.mark.usefixtures("welsh")
@pytest.mark.parametrize(
    ("count", "written"),
    [
        (0, "0 canlyniad"),
        (1, "1 canlyniad"),
        (2, "2 ganlyniad"),
        (3, "3 chanlyniad"),
        (4, "4 canlyniad"),
        (6, "6 chanlyniad"),
        (23, "23 canlyniad"),
    ],
)
def test_a_noun_takes_the_form_that_its_number_asks_for(count: int, written: str) -> None:
    assert ngettext("%(count)s result", "%(count)s results", count, count=count) == written


@pytest.mark.usefixtures("welsh")
def test_days_are_written_in_welsh() -> None:
    assert words.day(date(2024, 3, 14)) == "14 Mawrth 2024"
    assert words.short_day(date(2024, 7, 1)) == "1 Gorff 2024"


@pytest.mark.usefixtures("welsh")
@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("parking permits", "“parking” a hefyd “permits”"),
        ("parking OR permits -ferry", "(“parking” neu “permits”) ond nid “ferry”"),
        ("a near/2 b", "“a” o fewn 2 air i “b”"),
        ("kind:decision on:2023-03", "o’r math penderfyniad a hefyd ym mis Mawrth 2023"),
    ],
)
def test_a_query_is_explained_in_welsh_and_elsewhere_in_english(typed: str, told: str) -> None:
    assert words.understood(typed) == told
    assert explain(parse(typed).tree) != told


@pytest.mark.usefixtures("welsh")
def test_what_of_a_query_was_passed_over_is_said_in_welsh() -> None:
    assert words.notes("kind:nonsense") == (
        "Nid yw kind:nonsense yn canfod dim; y mathau yw item, decision, action, meeting.",
    )


def _values(*texts: str) -> set[str]:
    return set(PLACEHOLDER.findall(" ".join(texts)))


def _forms(said: str | Sequence[str]) -> tuple[str, ...]:
    return (said,) if isinstance(said, str) else tuple(said)


def _served(path: Path) -> dict[str, tuple[str, ...]]:
    with path.open("rb") as file:
        return {_forms(each.id)[0]: _forms(each.string or "") for each in read_mo(file) if each.id}
