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


SCHEMES = {
    "light": [""],
    "dark": ["", "(prefers-color-scheme: dark)"],
    "more": ["", "(prefers-contrast: more)"],
    "more dark": [
        "",
        "(prefers-color-scheme: dark)",
        "(prefers-contrast: more)",
        "(prefers-contrast: more) and (prefers-color-scheme: dark)",
    ],
}
"""Which blocks of custom properties hold, in the order of the sheet; later ones replace earlier ones."""


def colours(scheme: str) -> dict[str, str]:
    """Read the custom properties of a scheme."""
    blocks = re.findall(r"(?:^@media ([^{]+) \{\n *)?:root \{(.*?)\n *\}", SHEET, re.DOTALL | re.MULTILINE)
    said = {
        condition: dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", block)) for condition, block in blocks
    }
    return {name: colour for condition in SCHEMES[scheme] for name, colour in said[condition].items()}


def luminance(colour: str) -> float:
    """Give the relative luminance of WCAG 2."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(("front", "back"), TEXT)
def test_text_stands_out_from_what_is_behind_it(scheme: str, front: str, back: str) -> None:
    found = colours(scheme)
    assert contrast(found[front], found[back]) >= (7 if "more" in scheme else 4.5)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(("front", "back"), EDGES)
def test_the_edges_of_controls_and_the_focus_can_be_seen(scheme: str, front: str, back: str) -> None:
    found = colours(scheme)
    assert contrast(found[front], found[back]) >= (4.5 if "more" in scheme else 3)


def test_who_wants_more_contrast_gets_it_in_light_and_dark() -> None:
    for usual, more in (("light", "more"), ("dark", "more dark")):
        for front, back in (("ink", "paper"), ("faint", "paper"), ("link", "paper"), ("line", "paper")):
            assert contrast(colours(more)[front], colours(more)[back]) > contrast(
                colours(usual)[front], colours(usual)[back]
            )


def test_every_colour_is_a_custom_property() -> None:
    rules = re.sub(r":root \{.*?\n *\}|/\*.*?\*/", "", SHEET, flags=re.DOTALL)
    assert re.findall(r": [^;{}]*#[0-9a-f]{3,8}\b", rules) == []


def test_the_style_sheet_asks_for_nothing_else() -> None:
    assert not re.search(r"@import|url\(|https?:|expression", SHEET)
