"""A document as a line to quote it by: whose, which meeting and when, the minute, where to read it."""

from __future__ import annotations

from flask_babel import gettext as _

from indexer.model import Document
from web import words

MINUTED = ("minutes", "draft minutes", "decisions only")  # elsewhere the number is only the agenda's


def citation(document: Document, root: str) -> str:
    """Cite an item, decision or action: body, meeting, day, minute and title, address; comma after comma.

    `root` is what the site is served under: "https://minutes.example".
    """
    meeting = [document.council_name, document.board, words.day(document.date)]
    number = document.number.strip(" .")
    said = (
        _("minute %(number)s", number=number)
        if document.stage in MINUTED
        else _("item %(number)s", number=number)
    )
    minute = [said] if number else []
    draft = [_("draft minutes")] if document.stage == "draft minutes" else []
    title = [f"“{document.title}”"] if document.title != document.board else []
    return ", ".join([*meeting, *draft, *minute, *title, f"{root}{document.url}"])
