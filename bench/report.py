"""Figures go into a section of a report; the sections that other commands made stay."""

from __future__ import annotations

import re
from pathlib import Path

CRAWL = Path(__file__).resolve().parent / "crawl.md"
TITLE = "# Crawling every night: figures\n"


def write(title: str, text: str, path: Path = CRAWL) -> None:
    """Put a section into a report in place of the one with the same title, or at its end."""
    kept = path.read_text("utf-8") if path.exists() else TITLE
    section = f"## {title}\n\n{text.strip()}\n"
    found = re.search(rf"^## {re.escape(title)}\n.*?(?=^## |\Z)", kept, re.MULTILINE | re.DOTALL)
    if found is None:
        path.write_text(f"{kept.rstrip()}\n\n{section}", "utf-8")
        return
    rest = kept[found.end() :]
    path.write_text(kept[: found.start()] + section + ("\n" if rest else "") + rest, "utf-8")
