"""A decision's own page, ieDecisionDetails.aspx: an officer's, an executive member's, or a meeting's."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from archive.errors import ReadError
from archive.html import Tag, attribute, classes, every, maybe, text_of
from archive.model import Council, Official, Page, Passage, Reading, Section
from archive.prose import passages
from archive.sources.moderngov import dates, items, labels, urls
from archive.sources.moderngov.files import file_requests
from archive.sources.moderngov.whole import content

# What the headings over a page's texts open, by their first words.
PURPOSE = re.compile(r"purpose|pwrpas", re.IGNORECASE)
REASONS = re.compile(r"reasons?\b|rhesymau", re.IGNORECASE)
ALTERNATIVES = re.compile(r"(?:any )?(?:alternative|other) options?|alternatives|dewisiadau", re.IGNORECASE)
SAID = {"yes": True, "no": False, "ie": True, "na": False}


def read_decision(council: Council, page: Page, tree: Tag) -> Reading:
    """Read a decision page: who decided what and when, as the page says it."""
    body = content(tree)
    title = maybe(body, "h2.mgSubTitleTxt")
    inner = maybe(body, ".mgContent")
    if title is None or inner is None or maybe(inner, "h3.mgSubSubTitleTxt, .mgPlanItemInForce") is None:
        raise ReadError("not a decision page: it has no title, or nothing is decided on it")
    known = urls.parameters(page.url)
    reference = known.get("ID") or known.get("AIId")
    if reference is None:
        raise ReadError("the address names no decision (ID= or AIId=)")
    found = items.Cell(title=text_of(title), passages=_passages(inner))
    found.attachments.extend(items.attachments(inner, page.url))
    item = items.item(found, reference, "")
    said = _labelled(inner)
    official = Official(
        council=council.slug,
        id=reference,
        url=page.url,
        item=item,
        maker=said.get("decision maker"),
        status=said.get("decision status"),
        key=SAID.get(said.get("is key decision?", "").lower()),
        call_in=SAID.get(said.get("is subject to call in?", "").lower()),
        decided=_day(said, "date of decision"),
        published=_day(said, "publication date"),
        meeting_id=_meeting(inner),
        purpose=_under(found.passages, PURPOSE),
        reasons=_under(found.passages, REASONS),
        alternatives=_under(found.passages, ALTERNATIVES),
    )
    requests = tuple(replace(asked, of=reference) for asked in file_requests(council, [item]))
    return Reading("decision", items=(item,), decisions=(official,), requests=requests)


def _labelled(inner: Tag) -> dict[str, str]:
    """Return what stands behind each label, by the label in small letters."""
    found: dict[str, str] = {}
    for label in every(inner, "span.mgLabel"):
        name = text_of(label)
        found.setdefault(name.rstrip(": ").lower(), text_of(label.getparent())[len(name) :].strip())
    return found


def _day(said: Mapping[str, str], label: str) -> date | None:
    """Read a labelled day; ReadError when something stands there that is none."""
    text = said.get(label)
    day = dates.day(text) if text else None
    if text and day is None:
        raise ReadError(f"the {label} cannot be read: “{text}”")
    return day


def _meeting(inner: Tag) -> str | None:
    """Return the id of the meeting that the decision was taken at, where the page links to one."""
    link = maybe(inner, 'a[href*="ieListDocuments.aspx" i]')
    return urls.parameters(attribute(link, "href")).get("MId") if link is not None else None


def _under(found: Sequence[Passage], heading: re.Pattern[str]) -> str | None:
    """Return the text under a heading, a passage a line."""
    taken: list[str] = []
    open_ = False
    for passage in found:
        if passage.section == "decision" or passage.style == "heading":
            open_ = passage.style == "heading" and heading.match(passage.text) is not None
        elif open_:
            taken.append(f"{passage.mark} {passage.text}".strip())
    return "\n".join(taken) or None


def _passages(inner: Tag) -> list[Passage]:
    """Read what stands under each heading: the purpose is agenda text, the decision is the decision."""
    found: list[Passage] = []
    section: Section = "agenda"
    for node in every(inner, "h3.mgSubSubTitleTxt, div.mgWordPara"):
        if "mgSubSubTitleTxt" in classes(node):
            part = labels.part(text_of(node))
            section = "decision" if part == "decision" else "agenda"
            if part is None:
                found.append(Passage(section, text_of(node).rstrip(":"), "heading"))
        elif not any("mgWordPara" in classes(outer) for outer in node.iterancestors()):
            found.extend(passages([node], section))
    return found
