"""A chart of p50 against the size of the corpus, as SVG: a panel a class, both scales in tens."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from bench.scale import Scale
from bench.search.figures import Asked, Run
from bench.search.tables import ours_by_class

CHART = Path(__file__).resolve().parent.parent / "search.svg"

ACROSS = 4  # panels in a row
WIDTH, HEIGHT = 262, 200  # of a panel
LEFT, RIGHT, TOP, BOTTOM = 72, 24, 28, 44  # around its lines
HEAD = 56
TIME, MATCHES = "#1f5a96", "#b5482a"


def chart(runs: Mapping[int, Run]) -> str:
    """Draw, for each class, p50 and where it would be had it grown as a query's matches did."""
    classes, sizes = ours_by_class(runs), [float(size) for size in runs]
    values = [value for asked in classes.values() for line in _lines(asked) for value in line if value > 0]
    across = Scale.around(sizes, LEFT, WIDTH - RIGHT)
    up = Scale.around(values, HEIGHT - BOTTOM, TOP)
    width, height = WIDTH * ACROSS, HEAD + HEIGHT * -(-len(classes) // ACROSS)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif"'
        f' font-size="11" role="img" aria-label="p50 of an answer against the size of the corpus">',
        f'<rect width="{width}" height="{height}" fill="white"/>',
        *_legend(),
    ]
    for place, (kind, asked) in enumerate(classes.items()):
        parts.append(f'<g transform="translate({place % ACROSS * WIDTH} {HEAD + place // ACROSS * HEIGHT})">')
        parts += [f'<text x="{LEFT}" y="18" font-size="13">{kind}</text>', *_grid(across, up)]
        parts += [*_panel(across, up, sizes, asked), "</g>"]
    return "\n".join([*parts, "</svg>"]) + "\n"


def _lines(asked: Sequence[Asked]) -> tuple[list[float], list[float]]:
    """Give p50 at each size, and where it would be; without matches to begin with there is no such line."""
    first = asked[0]
    as_matches = [first.p50 * each.matches / first.matches for each in asked] if first.matches else []
    return [each.p50 for each in asked], as_matches


def _panel(across: Scale, up: Scale, sizes: Sequence[float], asked: Sequence[Asked]) -> Iterator[str]:
    measured, as_matches = _lines(asked)
    yield _line(across, up, sizes, as_matches, f'stroke="{MATCHES}" stroke-dasharray="4 3"')
    yield _line(across, up, sizes, measured, f'stroke="{TIME}" stroke-width="2"')
    y = up.start + 30
    yield f'<text x="{LEFT - 22}" y="{y}" text-anchor="end" fill="{MATCHES}">matches</text>'
    for size, each in zip(sizes, asked, strict=True):
        told = f"{each.matches:,.0f}"
        yield f'<text x="{across.at(size)}" y="{y}" text-anchor="middle" fill="{MATCHES}">{told}</text>'


def _legend() -> Iterator[str]:
    yield f'<text x="{LEFT}" y="20" font-size="15">p50 of an answer, CPU ms, against documents</text>'
    told = ((TIME, "", "measured"), (MATCHES, ' stroke-dasharray="4 3"', "if it grew as a query's matches"))
    for place, (colour, dashes, words) in enumerate(told):
        x = LEFT + place * 120
        yield f'<line x1="{x}" x2="{x + 24}" y1="38" y2="38" stroke="{colour}" stroke-width="2"{dashes}/>'
        yield f'<text x="{x + 30}" y="42">{words}</text>'


def _grid(across: Scale, up: Scale) -> Iterator[str]:
    for value in up.powers():
        y = up.at(value)
        yield f'<line x1="{across.start}" x2="{across.end}" y1="{y}" y2="{y}" stroke="#dddddd"/>'
        yield f'<text x="{across.start - 6}" y="{y + 4}" text-anchor="end">{value:g}</text>'
    for value in across.powers():
        yield f'<text x="{across.at(value)}" y="{up.start + 16}" text-anchor="middle">{_short(value)}</text>'


def _short(count: float) -> str:
    return next(
        f"{count / unit:g}{name}" for unit, name in ((1e6, "M"), (1e3, "k"), (1, "")) if count >= unit
    )


def _line(across: Scale, up: Scale, sizes: Sequence[float], values: Sequence[float], how: str) -> str:
    points = " ".join(f"{across.at(x)},{up.at(y)}" for x, y in zip(sizes, values, strict=False) if y > 0)
    return f'<polyline points="{points}" fill="none" {how}/>'
