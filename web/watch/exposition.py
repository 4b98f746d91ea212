"""Figures in the text format that Prometheus reads, version 0.0.4.

A gauge is a name, a sentence and its values; the format asks for no more than these few lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"

_NAME = re.compile(r"[a-z][a-z0-9_]*\Z")


@dataclass(frozen=True, slots=True)
class Sample:
    """One value of a gauge."""

    value: float
    labels: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Gauge:
    """A figure that may go up and down, with a value for each set of labels."""

    name: str
    help: str
    samples: tuple[Sample, ...]


def gauge(name: str, sentence: str, *values: float | None) -> Gauge:
    """Make a gauge without labels; a value of None is one that is not known, and is left out."""
    return Gauge(name, sentence, tuple(Sample(v, {}) for v in values if v is not None))


def exposition(gauges: Iterable[Gauge]) -> str:
    """Write gauges as text; ValueError for a name that the format does not allow."""
    return "".join(line + "\n" for one in gauges if one.samples for line in _lines(one))


def _lines(one: Gauge) -> list[str]:
    named = (one.name, *(name for sample in one.samples for name in sample.labels))
    if bad := [name for name in named if not _NAME.match(name)]:
        raise ValueError(f"{bad[0]!r} cannot be the name of a figure or label")
    head = [f"# HELP {one.name} {_escaped(one.help)}", f"# TYPE {one.name} gauge"]
    return [*head, *(f"{one.name}{_labels(sample.labels)} {_number(sample.value)}" for sample in one.samples)]


def _labels(labels: Mapping[str, str]) -> str:
    written = ",".join(f'{name}="{_quoted(value)}"' for name, value in labels.items())
    return f"{{{written}}}" if written else ""


def _number(value: float) -> str:
    """Write every digit: a revision of eight digits must not come out as 1.23457e+07."""
    return str(int(value)) if value == int(value) else repr(value)


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace("\n", r"\n")


def _quoted(text: str) -> str:
    return _escaped(text).replace('"', r"\"")
