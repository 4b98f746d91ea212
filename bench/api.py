"""Ask the API what its OpenAPI document allows and much more: `python -m bench.api [--examples N] [--write]`.

An application over made-up records is asked in this process. The first answer that the document does not
describe, and any error of the server, ends it with that answer.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections import Counter
from pathlib import Path

from schemathesis import GenerationMode

from tests.web import sample
from tests.web.asking import ASKED, ask, schema_of
from tests.web.conftest import client_of, indexed

REPORT = Path(__file__).with_suffix(".md")


def main() -> None:
    """Ask every operation, and print or keep what was answered."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--examples", type=int, default=300, help="of each operation and manner")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--write", action="store_true", help=f"keep the figures in {REPORT.name}")
    given = parser.parse_args()
    report = _report(given.examples, given.seed)
    print(report, end="")
    if given.write:
        REPORT.write_text(report, encoding="utf-8")


def _report(examples: int, seed: int) -> str:
    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        shelf = sample.Shelf()
        schema = schema_of(client_of(indexed(Path(folder), shelf.meetings), shelf).application)
        rows = [
            _row(
                f"{method.upper()} {path}",
                mode,
                ask(schema, method, path, mode, examples=examples, seed=seed),
            )
            for method, path, mode in ASKED
        ]
    return "\n".join(
        [
            "# The API asked by schemathesis",
            "",
            f"Made by `python -m bench.api --examples {examples} --seed {seed} --write`, in "
            f"{time.perf_counter() - began:.0f} s. Every answer was one that the OpenAPI document describes.",
            "",
            "| asked | as the document has it | answers, by status |",
            "|---|---|---|",
            *rows,
            "",
        ]
    )


def _row(asked: str, mode: GenerationMode, statuses: Counter[int]) -> str:
    said = "yes" if mode is GenerationMode.POSITIVE else "no"
    return (
        f"| {asked} | {said} | {', '.join(f'{n:,} × {status}' for status, n in sorted(statuses.items()))} |"
    )


if __name__ == "__main__":
    main()
