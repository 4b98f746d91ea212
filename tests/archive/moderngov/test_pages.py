"""Every page in the folders here is read as its expected.json promises, or refused as its case.toml says.

A page without an expectation gets one written, and its test fails: it is a promise only once somebody has
compared it with the page by eye.
"""

from __future__ import annotations

import json
import tomllib
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

import pytest

from archive.errors import ReadError
from archive.model import Page
from archive.sources import moderngov
from archive.wire import reading_to_json

HERE = Path(__file__).parent
KINDS = (
    *("meeting", "item", "board-list", "board", "meeting-list", "decision", "decision-list"),
    *("attendance", "votes", "issue", "news", "calendar"),
)
PAGES = sorted(folder for kind in KINDS for folder in (HERE / kind).iterdir())
REFUSALS = sorted((HERE / "refusals").iterdir())


def saved(folder: Path) -> tuple[dict[str, Any], Page]:
    """Load what a folder says of a page, and the page."""
    case = tomllib.loads((folder / "case.toml").read_text("utf-8"))
    fetched = datetime.combine(case["fetched"], time(9), UTC) if "fetched" in case else datetime.now(UTC)
    url = moderngov.canonical(moderngov.council_at(case["url"]), case["url"])
    return case, Page(url, (folder / "page.html").read_bytes(), fetched)


@pytest.mark.parametrize("folder", PAGES, ids=lambda folder: f"{folder.parent.name}-{folder.name}")
def test_a_page_is_read_as_promised(folder: Path) -> None:
    _, page = saved(folder)
    read = reading_to_json(moderngov.read(moderngov.council_at(page.url), page))
    promise = folder / "expected.json"
    if not promise.exists():
        promise.write_text(json.dumps(read, ensure_ascii=False, indent=1) + "\n", "utf-8")
        pytest.fail(f"{promise} was missing and has been written: review before committing")
    assert read == json.loads(promise.read_text("utf-8"))


@pytest.mark.parametrize("folder", PAGES, ids=lambda folder: f"{folder.parent.name}-{folder.name}")
def test_a_page_is_filed_under_the_kind_it_is_read_as(folder: Path) -> None:
    assert json.loads((folder / "expected.json").read_text("utf-8"))["kind"] == folder.parent.name


@pytest.mark.parametrize("folder", REFUSALS, ids=lambda folder: folder.name)
def test_a_page_that_is_not_what_its_address_promises_is_refused_with_the_reason(folder: Path) -> None:
    case, page = saved(folder)
    with pytest.raises(ReadError) as refused:
        moderngov.read(moderngov.council_at(page.url), page)
    assert case["why"] in str(refused.value)


def test_every_kind_of_page_has_a_promise() -> None:
    assert {folder.parent.name for folder in PAGES} == set(KINDS)
