"""`make words`: bring the catalogues level with the code, and compile them.

What is new in the code comes into a catalogue untranslated, and a test fails until somebody translates it in
web/translations/LANGUAGE/LC_MESSAGES/messages.po and runs this again. What the code says no more is dropped.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

HERE = Path(__file__).parent
ROOT = HERE.parent.parent

TOLD_IN = ("web", "indexer/language")

METHODS = [
    ("demo/**", "ignore"),  # the made-up council speaks for itself
    ("**.py", "python"),
    ("templates/**.html", "jinja2"),
    ("templates/**.txt", "jinja2"),
]
OPTIONS = {"templates/**.html": {"trimmed": "true"}, "templates/**.txt": {"trimmed": "true"}}

KEYWORDS = {**DEFAULT_KEYWORDS, "_l": None, "lazy_gettext": None, "later": None}

LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)  # any other date would change the file when nothing else does

Extracted = tuple[str, int, str | tuple[str, ...], list[str], str | None]
"""What Babel finds: the file, the line, the sentence or its singular and plural, comments and context."""


def gathered() -> Catalog:
    """Gather every sentence that the code says to readers."""
    catalog = Catalog(project="council-minutes-archive", creation_date=LONG_AGO, fuzzy=False)
    for folder in TOLD_IN:
        for place, _line, message, comments, context in _extracted(ROOT / folder):
            where = [(f"{folder}/{place}", 0)]
            catalog.add(message, locations=where, auto_comments=comments, context=context)
    return catalog


def catalogues() -> dict[str, Path]:
    """Find the catalogues, by language."""
    return {path.parts[-3]: path for path in sorted(HERE.glob("*/LC_MESSAGES/messages.po"))}


def read(path: Path) -> Catalog:
    """Read a catalogue."""
    with path.open("rb") as file:
        return read_po(file, locale=path.parts[-3])


def write(catalog: Catalog, path: Path) -> None:
    """Write a catalogue, and beside it what it compiles to."""
    catalog.last_translator = catalog.language_team = catalog.msgid_bugs_address = "none"
    with path.open("wb") as file:
        write_po(file, catalog, width=110, include_lineno=False, ignore_obsolete=True, sort_by_file=True)
    with path.with_suffix(".mo").open("wb") as file:
        write_mo(file, read(path))


def update(path: Path) -> int:
    """Bring a catalogue level with the code; return how many sentences it lacks."""
    catalog = read(path)
    catalog.update(gathered(), no_fuzzy_matching=True, update_creation_date=False)
    write(catalog, path)
    return sum(1 for message in catalog if message.id and not is_translated(message.string))


def is_translated(string: str | Sequence[str] | None) -> bool:
    """Tell whether a sentence is there in all its forms."""
    return bool(string) and all(string or ())


def _extracted(folder: Path) -> Iterator[Extracted]:
    yield from extract_from_dir(folder, METHODS, OPTIONS, KEYWORDS)


def main() -> None:
    """Update every catalogue, and say what lacks."""
    for language, path in catalogues().items():
        lacking = update(path)
        sys.stdout.write(f"{path.relative_to(ROOT)}: {lacking} sentences of {language} to translate\n")


if __name__ == "__main__":
    main()
