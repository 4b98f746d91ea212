"""The options that narrow `minutes search`."""

from __future__ import annotations

from typing import Any

import click
import pytest
from click.testing import CliRunner

from indexer.model import FACETS, FILTERS, Query
from indexer.options import filters


@click.command()
@filters
def narrowed(**chosen: Any) -> None:
    query = Query(**chosen)
    click.echo(repr({field: value for field in FILTERS.values() if (value := getattr(query, field))}))


def test_every_facet_has_an_option_that_may_be_repeated() -> None:
    assert [option.opts for option in narrowed.params] == [[f"--{facet}"] for facet in FACETS]
    typed = ["--year", "2023", "--year", "2024", "--month", "2023-03", "--decision", "not carried"]
    typed += ["--stage", "draft minutes", "--attachment", "with", "--council", "salt"]
    assert CliRunner().invoke(narrowed, typed).output.strip() == repr(
        {
            "councils": ("salt",),
            "years": (2023, 2024),
            "months": ("2023-03",),
            "decisions": ("not carried",),
            "stages": ("draft minutes",),
            "attachments": ("with",),
        }
    )


@pytest.mark.parametrize(
    "typed",
    ["--month=2023-13", "--month=2023-3", "--month=2023", "--stage=late", "--attachment=1", "--kind=minutes"],
)
def test_a_value_that_cannot_be_is_wrong_usage(typed: str) -> None:
    ran = CliRunner().invoke(narrowed, [typed])
    assert ran.exit_code == 2
    assert typed.partition("=")[0] in ran.output
