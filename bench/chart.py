"""A chart of requests a night, as SVG: two stacked bars a night on a scale of tens, and a line above them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bench.scale import Scale

WIDTH, HEIGHT = 920, 420
LEFT, RIGHT, TOP, BOTTOM = 70, 20, 54, 44
UP = Scale(1, 5, HEIGHT - BOTTOM, TOP)  # from 10 to 100,000
COLOURS = {"lists": "#8fb3d9", "due": "#1f5a96", "naive": "#b5482a", "bound": "#333333"}


@dataclass(frozen=True, slots=True)
class Bar:
    """A night: requests that any night needs, those beyond them, and those of asking for everything."""

    day: date
    lists: int
    due: int
    naive: int


def chart(title: str, bars: Sequence[Bar], bound: int) -> str:
    """Draw the nights, the bound of what any night needs, and the naive crawl."""
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif"'
        f' font-size="12" role="img" aria-label="{title}">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>',
        f'<text x="{LEFT}" y="20" font-size="15">{title}</text>',
        *_legend(),
        *_grid(),
        *_months(bars),
        *_bars(bars),
        _line(bars),
        f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{_y(bound)}" y2="{_y(bound)}"'
        f' stroke="{COLOURS["bound"]}" stroke-dasharray="4 3"/>',
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def write(path: Path, title: str, bars: Sequence[Bar], bound: int) -> None:
    """Write the chart to a file."""
    path.write_text(chart(title, bars, bound), "utf-8")


def _x(place: float, count: int) -> float:
    return round(LEFT + (WIDTH - LEFT - RIGHT) * place / count, 1)


def _y(value: float) -> float:
    return UP.at(max(value, 10))


def _legend() -> Iterator[str]:
    words = {
        "lists": "lists of boards and meetings",
        "due": "what was due",
        "naive": "everything, every night",
        "bound": "boards + 2",
    }
    for place, (name, told) in enumerate(words.items()):
        x = LEFT + place * 200
        yield f'<rect x="{x}" y="32" width="10" height="10" fill="{COLOURS[name]}"/>'
        yield f'<text x="{x + 16}" y="41">{told}</text>'


def _grid() -> Iterator[str]:
    for value in UP.powers():
        y = _y(value)
        yield f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y}" y2="{y}" stroke="#dddddd"/>'
        yield f'<text x="{LEFT - 8}" y="{y + 4}" text-anchor="end">{value:,.0f}</text>'


def _months(bars: Sequence[Bar]) -> Iterator[str]:
    for place, bar in enumerate(bars):
        if bar.day.day == 1:
            yield f'<text x="{_x(place, len(bars))}" y="{HEIGHT - BOTTOM + 18}">{bar.day:%b}</text>'


def _bars(bars: Sequence[Bar]) -> Iterator[str]:
    width = round((WIDTH - LEFT - RIGHT) / len(bars), 2)
    floor = HEIGHT - BOTTOM
    for place, bar in enumerate(bars):
        x, middle, top = _x(place, len(bars)), _y(bar.lists), _y(bar.lists + bar.due)
        for name, low, high in (("lists", floor, middle), ("due", middle, top)):
            if low > high:
                height = round(low - high, 1)
                yield f'<rect x="{x}" y="{high}" width="{width}" height="{height}" fill="{COLOURS[name]}"/>'


def _line(bars: Sequence[Bar]) -> str:
    points = " ".join(f"{_x(place + 0.5, len(bars))},{_y(bar.naive)}" for place, bar in enumerate(bars))
    return f'<polyline points="{points}" fill="none" stroke="{COLOURS["naive"]}" stroke-width="2"/>'
