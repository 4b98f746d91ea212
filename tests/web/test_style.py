"""The one style sheet: readable in light and dark, and nothing in it from elsewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import web

SHEET = (Path(web.__file__).parent / "static" / "style.css").read_text(encoding="utf-8")

TEXT = [
    ("ink", "paper"),
    ("ink", "sheet"),
    ("ink", "wash"),
    ("faint", "paper"),
    ("faint", "wash"),
    ("link", "paper"),
    ("link", "wash"),
    ("visited", "paper"),
    ("decision", "wash"),
    ("action", "wash"),
    ("action", "paper"),
    ("warn", "warn-wash"),
    ("warn", "wash"),
    ("wrong", "paper"),
    ("wrong", "sheet"),
    ("wrong", "wash"),
    ("paper", "link"),
    ("paper", "wrong"),
    ("on-mark", "mark"),
    ("on-band", "band"),
    ("on-band-faint", "band"),
]
EDGES = [
    ("edge", "paper"),
    ("edge", "sheet"),
    ("rule", "paper"),
    ("focus", "paper"),
    ("on-band-focus", "band"),
]


def colours(scheme: str) -> dict[str, str]:
    """Read the custom properties of a scheme; dark ones replace light ones."""
    light, dark = re.findall(r":root \{(.*?)\n *\}", SHEET, re.DOTALL)
    found = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", light))
    return found | (dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", dark)) if scheme == "dark" else {})


def luminance(colour: str) -> float:
    """Give the relative luminance of WCAG 2."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("front", "back"), TEXT)
def test_text_stands_out_from_what_is_behind_it(scheme: str, front: str, back: str) -> None:
    found = colours(scheme)
    assert contrast(found[front], found[back]) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("front", "back"), EDGES)
def test_the_edges_of_controls_and_the_focus_can_be_seen(scheme: str, front: str, back: str) -> None:
    found = colours(scheme)
    assert contrast(found[front], found[back]) >= 3


def test_the_style_sheet_asks_for_nothing_else() -> None:
    assert not re.search(r"@import|url\(|https?:|expression", SHEET)
