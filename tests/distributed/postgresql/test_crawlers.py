"""A part of `python -m bench.crawlers`: real processes, really killed."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from bench.crawlers.life import Shape, live
from tests.distributed.postgresql import PostgreSQLServer


@pytest.mark.timeout(300)
def test_two_crawlers_of_which_one_is_killed_make_what_one_makes_and_ask_for_no_page_twice_without_need(
    tmp_path: Path, server: PostgreSQLServer
) -> None:
    draw = random.Random(7)  # noqa: S311 - no secret
    lived = live(tmp_path, server.database("a_life"), 3, draw, Shape(hosts=6))
    assert lived.kills >= 1
    assert lived.twice <= lived.kills
