"""Runs lives until enough kills have been dealt, and keeps the figures."""

from __future__ import annotations

import argparse
import random
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench import report
from bench.crawlers.checks import JITTER
from bench.crawlers.life import ANSWERS_TAKE, CLAIM, PAUSE, Lived, Shape, live
from tests.distributed.postgresql import running

REPORT = Path(__file__).resolve().parents[1] / "distributed.md"
IN_A_LIFE = 25  # kills, at most
TITLE = "Two crawlers on one PostgreSQL"


def campaign(kills: int, seed: int, shape: Shape) -> Iterator[Lived]:
    """Live until so many kills have been dealt, each life in a database of its own."""
    left, number = kills, 0
    with running() as server, tempfile.TemporaryDirectory() as folder:
        while left > 0:
            number += 1
            draw = random.Random(f"{seed}/{number}")  # noqa: S311 - no secret
            home, database = Path(folder, str(number)), server.database(f"life{number}")
            lived = live(home, database, min(left, IN_A_LIFE), draw, shape)
            left -= lived.kills
            yield lived


def table(lives: Sequence[Lived], shape: Shape) -> str:
    """Write the figures of all lives."""
    lines = [
        f"Two processes of `minutes crawl` on one PostgreSQL, over the same {shape.hosts} hosts on loopback,"
        f" each host asked every {PAUSE} s, its answers taking {ANSWERS_TAKE} s, by each process"
        f" {shape.at_once} at a time; claims last {CLAIM:.0f} s. One of the two is killed at random"
        " moments and started again, before or after its claims are over. The pause is as the sites saw it:"
        f" up to {JITTER} s of it is how late a busy machine noted one request and not the next.",
        "",
        "| life | kills | pages | asked for twice | at most by one kill | shortest pause | kept by each |",
        "|---|---|---|---|---|---|---|",
        *(
            f"| {n} | {one.kills} | {one.pages} | {one.twice} | {one.most_at_a_kill} |"
            f" {one.shortest_pause:.2f} s | {one.shares[0] / 1e6:.1f} and {one.shares[1] / 1e6:.1f} MB |"
            for n, one in enumerate(lives, 1)
        ),
        "",
        f"{sum(one.kills for one in lives)} kills, {sum(one.twice for one in lives)} pages asked for twice,"
        " each because a kill hit it under way. After each life the records are byte for byte those of a"
        " single crawler, every page kept verifies, and nothing is left to be asked for.",
    ]
    return "\n".join(lines)


def main() -> None:
    """Print each life as it ends; with --write keep the figures."""
    parser = argparse.ArgumentParser(prog="python -m bench.crawlers")
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--hosts", type=int, default=20)
    parser.add_argument("--at-once", type=int, default=1, help="Hosts that one crawler asks at once.")
    parser.add_argument("--write", action="store_true")
    asked = parser.parse_args()
    shape = Shape(asked.hosts, asked.at_once)
    lives: list[Lived] = []
    for lived in campaign(asked.kills, asked.seed, shape):
        lives.append(lived)
        print(lived, flush=True)
    print(table(lives, shape))
    if asked.write:
        if not REPORT.exists():
            REPORT.write_text("# Past one machine: figures\n", "utf-8")
        report.write(TITLE, table(lives, shape), REPORT)


if __name__ == "__main__":
    main()
