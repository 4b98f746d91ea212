"""Recorded votes: the table on a meeting's page, and mgListRecordedVotesShort.aspx, which has the names."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from archive.errors import OutsideRoot, ReadError
from archive.html import Tag, attribute, classes, every, inner, maybe, text_of
from archive.model import Council, Page, Reading, Vote
from archive.sources.moderngov import urls
from archive.sources.moderngov.whole import content, main_part

# The icons that stand for a result, where the cell has no word: "mgImages/motions/MotionPositive.png"
ICONS = (("motionpositive", "Carried"), ("motionnegative", "Rejected"))
RESULT = frozenset({"motion status", "status", "result", "outcome", "canlyniad"})
TYPE = frozenset({"type", "motion type", "math"})
WAYS = frozenset(
    {"for", "against", "abstain", "abstained", "abstention", "abstentions", "absent", "not voting"}
    | {"did not vote", "conflict of interest", "conflict of interests", "o blaid", "yn erbyn", "ymatal"}
)
COUNT = re.compile(r"\s*\(\d{1,4}\)\s*$")
NOBODY = frozenset({"", "none", "nil", "neb", "0"})


@dataclass
class Motion:
    """What has been gathered of one vote while its page is walked."""

    title: str
    type: str = ""
    result: str = ""
    votes: list[tuple[str, str]] = field(default_factory=list)


def is_votes(node: Tag) -> bool:
    """Tell an item's table of recorded votes, and the stray <li> that links to their page."""
    return "mgTableNoBorderFullWidth" in classes(node) or (node.tag == "li" and _link(node) is not None)


def recorded_votes(table: Tag) -> list[Vote]:
    """Read the table of an item's votes: title, type and, last, the result; the names are elsewhere."""
    rows = [inner(row, "td") for row in every(table, "tr")]
    return [Vote(text_of(r[0]), text_of(r[1]), _result(r[-1])) for r in rows if len(r) >= 3]


def votes_page(node: Tag, root: str, at: str) -> str | None:
    """Write the address of the page that says who voted how."""
    link = _link(node)
    try:
        return urls.followed(root, attribute(link, "href"), at) if link is not None else None
    except OutsideRoot:
        return None


def _link(node: Tag) -> Tag | None:
    return maybe(node, 'a[href*="mgListRecordedVotes" i]')


def _result(cell: Tag) -> str:
    """Return the result as said, by the icon's words or its meaning where there is no text."""
    icon = maybe(cell, "img")
    if (text := text_of(cell)) or icon is None:
        return text
    source = attribute(icon, "src").lower()
    meaning = next((word for name, word in ICONS if name in source), "")
    return attribute(icon, "alt").strip() or meaning


def read_votes(council: Council, page: Page, tree: Tag) -> Reading:
    """Read who voted how on an item: a heading for each motion, then names by way, or a row for each name."""
    del council  # every page's reader takes it
    item_id = urls.parameters(page.url).get("AIId")
    if not item_id:
        raise ReadError("the address names no item (AIID=)")
    body = content(tree)
    heading = maybe(body, "h2.mgSubTitleTxt")
    motions = [Motion("" if heading is None else text_of(heading))]
    for node in every(main_part(body), "h2, h3, h4, p, tr"):
        if node.tag in ("h2", "h3", "h4"):
            motions.append(Motion(text_of(node)))
        elif node.tag == "tr":
            _take_row(motions[-1], [text_of(cell) for cell in inner(node, "td")])
        elif (label := maybe(node, "span.mgLabel")) is not None:
            said = text_of(label)
            _take(motions[-1], said.rstrip(": "), text_of(node)[len(said) :].strip())
    votes = tuple(Vote(m.title, m.type, m.result, tuple(m.votes)) for m in motions if m.votes or m.result)
    if not votes:
        raise ReadError("not a page of recorded votes: it has no result, and nobody votes")
    return Reading("votes", subject=item_id, votes=votes)


def _take_row(motion: Motion, cells: list[str]) -> None:
    """Take a row of a name and a way; a row of a label and its value is one too."""
    if len(cells) >= 2 and cells[0] and cells[1].lower() in WAYS:
        motion.votes.append((cells[0], cells[1]))
    elif len(cells) == 2:
        _take(motion, cells[0].rstrip(": "), cells[1])


def _take(motion: Motion, label: str, value: str) -> None:
    way = COUNT.sub("", label)
    if label.lower() in RESULT:
        motion.result = value
    elif label.lower() in TYPE:
        motion.type = value
    elif way.lower() in WAYS:
        motion.votes += [(name, way) for name in _names(value)]


def _names(text: str) -> list[str]:
    """Split a list of names; by semicolons where there are any, as "Reed, A." has a comma of its own."""
    parts = text.split(";") if ";" in text else re.split(r",|\s+(?:and|a|ac)\s+", text)
    return [p.strip(" .") for p in parts if p.strip(" .").lower() not in NOBODY]
