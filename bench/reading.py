"""How well the reader reads the labelled real pages: `python bench/reading.py [--write]`.

Prints each difference from the labels in `../shared/moderngov/labels.jsonl`, and precision and recall of
decisions and actions by exact text. With `--write` the table goes to bench/reading.md.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from archive.model import Item, Page
from archive.sources import moderngov

HERE = Path(__file__).resolve().parent
SHARED = HERE.parent.parent / "shared"
PORT = 8917
# Where a file under pages/ stands on a real site.
ADDRESS = {
    "MId10221": "ieListDocuments.aspx?CId=711&MId=10221",
    "MId10161": "ieListDocuments.aspx?CId=711&MId=10161",
    "MId10214": "ieListDocuments.aspx?MId=10214",
    "2015_TRIMMED": "ieDecisionDetails.aspx?ID=1",
    "2021-2025_TRIMMED": "ieDecisionDetails.aspx?ID=2",
    "2026_TRIMMED": "ieDecisionDetails.aspx?ID=3",
}


@dataclass
class Score:
    """How many texts were right, missed or invented."""

    right: int = 0
    missed: int = 0
    invented: int = 0

    def line(self, what: str) -> str:
        """Write the score as a row of a table."""
        precision = self.right / max(1, self.right + self.invented)
        recall = self.right / max(1, self.right + self.missed)
        return f"| {what} | {self.right} | {self.missed} | {self.invented} | {precision:.3f} | {recall:.3f} |"


@contextmanager
def site() -> Iterator[str]:
    """Serve the real pages on loopback."""
    command = [sys.executable, "serve.py", "--port", str(PORT)]
    with tempfile.TemporaryFile() as log:
        server = subprocess.Popen(command, cwd=SHARED / "site", stdout=log, stderr=log)
        try:
            time.sleep(1.5)
            yield f"http://127.0.0.1:{PORT}"
        finally:
            server.terminate()
            server.wait()


def page_of(label: dict[str, Any], root: str) -> Page:
    """Get the page a label speaks of: a seed is served in ModernGov's markup, the others are files."""
    served = re.search(r"served as (/\S+)", label.get("note", ""))
    now = datetime.now(UTC)
    if served:
        path = served[1].split(" by ")[0]
        url = moderngov.canonical(moderngov.council_at(f"{root}{path}"), f"{root}{path}")
        with urlopen(f"{root}{path}") as answer:  # noqa: S310 - loopback
            return Page(url, answer.read(), now)
    address = next(value for key, value in ADDRESS.items() if key in label["page"])
    return Page(f"https://example.org/{address}", (SHARED / label["page"]).read_bytes(), now)


def compare(label: dict[str, Any], items: tuple[Item, ...], scores: dict[str, Score]) -> list[str]:
    """Count what agrees and list what does not."""
    faults = []
    wanted = [(i["number"], i["title"]) for i in label["items"]]
    found = [(i.number, i.title) for i in items]
    if wanted != found:
        faults.append(f"items: wanted {wanted}, read {found}")
    for expected, item in zip(label["items"], items, strict=False):
        decisions = {(d["text"], d["kind"]) for d in expected["decisions"]}
        actions = {(a["text"],) for a in expected["actions"]}
        faults += count(scores["decisions"], decisions, {(d.text, d.kind) for d in item.decisions}, item)
        faults += count(scores["actions"], actions, {(a.text,) for a in item.actions}, item)
    return faults


def count(score: Score, wanted: set[Any], found: set[Any], item: Item) -> list[str]:
    """Add one item's texts to a score."""
    score.right += len(wanted & found)
    score.missed += len(wanted - found)
    score.invented += len(found - wanted)
    return [f"{item.number} missed: {w}" for w in wanted - found] + [
        f"{item.number} invented: {f}" for f in found - wanted
    ]


def score(root: str) -> tuple[dict[str, Score], dict[str, list[str]]]:
    """Read every labelled page; give the scores, and each page's differences from its label."""
    scores = {"decisions": Score(), "actions": Score()}
    differences = {}
    for text in (SHARED / "moderngov/labels.jsonl").read_text("utf-8").splitlines():
        label = json.loads(text)
        page = page_of(label, root)
        reading = moderngov.read(moderngov.council_at(page.url), page)
        items = reading.meetings[0].items if reading.meetings else reading.items
        name = next((key for key in ADDRESS if key in label["page"]), Path(label["page"]).stem)
        differences[f"{name}, {len(items)} items"] = compare(label, items, scores)
    return scores, differences


def main() -> None:
    """Compare every labelled page and print the table."""
    with site() as root:
        scores, differences = score(root)
    table = ["| | right | missed | invented | precision | recall |", "|---|---|---|---|---|---|"]
    table += [found.line(what) for what, found in scores.items()]
    pages = [f"- {page}: {'; '.join(faults) or 'all as labelled'}" for page, faults in differences.items()]
    report = "\n".join([*table, "", *pages]) + "\n"
    print(report)
    if "--write" in sys.argv:
        head = (
            "# Reading the labelled pages\n\nMade by `python bench/reading.py --write` from `../shared`.\n\n"
        )
        (HERE / "reading.md").write_text(head + report, "utf-8")


if __name__ == "__main__":
    main()
