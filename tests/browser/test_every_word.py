"""Each word of every page is either told in the reader's language or marked as being in another.

A made-up language, in which every sentence of the catalogue is put between ⟦ and ⟧, shows what is neither: a
sentence that was not written for translation, or a council's text that a screen reader would read as Welsh.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PreformattedString
from flask import Flask
from flask.testing import FlaskClient

from archive.config import load
from archive.store import Store
from indexer.commands.index import asking
from indexer.engines import open_engine
from tests.browser.archive import tokens
from tests.browser.kinds import KINDS, Kind
from web.app import create_app
from web.translations.__main__ import gathered

WORD = re.compile(r"[^\W\d_]{2,}")

NEITHER = frozenset({"am", "pm", "UTC", "JSON", "KB", "MB"})
"""Words that are the same in every language."""

TYPED = (
    "code, abbr, textarea, title, option, .saved h1, strong, .counts, "
    ".margin, .number, .source, th[scope=row]"
)
"""Where a reader's own words stand, or a name; and where no language can be marked."""

SAID = ("aria-label", "placeholder", "alt", "data-label", "data-find", "data-applying")


@pytest.fixture(scope="module")
def client(config: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    settings = load(config)
    with closing(Store(settings.records)) as store:
        engine = asking(settings, open_engine(settings.index, checked=False))
        app = create_app(engine, store, names={"t": "Thistlemoor"}, config=settings)
        _speak(app, tmp_path_factory.mktemp("made-up"))
        yield app.test_client()
        engine.close()


@pytest.mark.parametrize("kind", [kind for kind in KINDS if not kind.empty], ids=lambda kind: kind.name)
def test_every_word_is_translated_or_marked(kind: Kind, client: FlaskClient, config: Path) -> None:
    answer = client.get("/cy" + kind.address.format_map(tokens(config)))
    assert "⟦" in answer.text
    assert list(_untold(BeautifulSoup(answer.text, "lxml"))) == []


def _speak(app: Flask, folder: Path) -> None:
    """Teach an application the made-up language, in the place of Welsh."""
    catalogue = Catalog(locale="cy")
    for message in gathered():
        if isinstance(message.id, tuple):
            one, many = message.id
            catalogue.add(message.id, (f"⟦{one}⟧", *[f"⟦{many}⟧"] * (catalogue.num_plurals - 1)))
        elif message.id:
            catalogue.add(message.id, f"⟦{message.id}⟧")
    path = folder / "cy" / "LC_MESSAGES" / "messages.mo"
    path.parent.mkdir(parents=True)
    with path.open("wb") as file:
        write_mo(file, catalogue)
    app.extensions["babel"].translation_directories[:] = [str(folder)]


def _untold(page: BeautifulSoup) -> Iterator[str]:
    within = 0  # brackets that are open
    for part in page.descendants:
        if isinstance(part, Tag):
            yield from (f"{name} of {part}"[:200] for name in SAID if _is_plain(part, name))
        elif isinstance(part, NavigableString) and not isinstance(part, PreformattedString):
            outside = []
            for piece in re.split("([⟦⟧])", str(part)):
                within += (piece == "⟦") - (piece == "⟧")
                outside += [] if within else WORD.findall(piece)
            if not set(outside) <= NEITHER and not _is_marked(part):
                yield f"{part.strip()[:80]} in {part.parent}"[:200]


def _is_plain(tag: Tag, name: str) -> bool:
    said = str(tag.get(name, ""))
    return "⟦" not in said and WORD.search(said) is not None and not _is_marked(tag)


def _is_marked(part: NavigableString | Tag) -> bool:
    around = [tag for tag in (part, *part.parents) if isinstance(tag, Tag) and tag.name != "html"]
    return any(tag.has_attr("lang") or tag.css.match(TYPED) for tag in around)
