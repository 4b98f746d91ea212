from __future__ import annotations

import json
from pathlib import Path

from archive.sources import moderngov
from bench import reading


def test_every_labelled_page_is_read_exactly_as_labelled(shared: Path, real_site: str) -> None:
    scores = {"decisions": reading.Score(), "actions": reading.Score()}
    faults = []
    for line in (shared / "moderngov" / "labels.jsonl").read_text("utf-8").splitlines():
        label = json.loads(line)
        page = reading.page_of(label, real_site)
        read = moderngov.read(moderngov.council_at(page.url), page)
        faults += reading.compare(label, read.meetings[0].items if read.meetings else read.items, scores)
    assert faults == []
    assert scores["decisions"].right > 20
