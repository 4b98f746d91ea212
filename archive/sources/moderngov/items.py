"""One agenda item: its cell on a meeting page, or its own page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from archive.errors import OutsideRoot, ReadError
from archive.html import Node, Tag, attribute, classes, clean, cut_out, every, maybe, nodes, text_of
from archive.model import Attachment, Item, Passage, Vote
from archive.outcomes import outcomes
from archive.prose import passages
from archive.sources.moderngov import labels, urls
from archive.sources.moderngov.restricted import restricted
from archive.sources.moderngov.votes import is_votes, recorded_votes, votes_page

SIZE = re.compile(r"\b(\d+(?:\.\d+)?\s?[KMG]?B)\b")
# "pdf icon PDF 127 KB", in Welsh "pdf eicon PDF 130 KB": the file's noise behind a title
FILE_NOISE = re.compile(
    r"\s*(?:\w+ e?icon\s+)?\b(?:PDF|DOCX?|XLSX?|PPTX?)\s+\d+(?:\.\d+)?\s?[KMG]B\s*$", re.IGNORECASE
)
# mgChooseDocPack leads to a meeting's pack or supplement, by a page that offers its parts.
FILE_LINK = re.compile(r"documents/|mgConvert2PDF|CeConvert2PDF|mgChooseDocPack", re.IGNORECASE)
FULL_TEXT = re.compile(r"view the full (?:item|minutes|agenda|decision) text", re.IGNORECASE)
WELSH_FULL_TEXT = re.compile(r"gweld (?:y )?testun llawn|testun llawn", re.IGNORECASE)
DOTS = re.compile(r"\s*(?:\.\.\.|…)\s*$")
SENTENCE_END = re.compile(r"[.:;)\]?!”\"’']$")
# A text that ends well before the limit of 500 words, and at a full stop, was not cut; near it, look and see.
SURELY_WHOLE_WORDS = 450


@dataclass
class Cell:
    """What has been gathered of an item while its cell is walked."""

    title: str = ""
    passages: list[Passage] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    more: str | None = None
    cut: bool = False
    restricted: bool = False
    votes: list[Vote] = field(default_factory=list)
    votes_page: str | None = None  # where it says who voted how


def read_row(row_number: Tag, cell: Tag, root: str, at: str, position: int) -> tuple[Item, str | None]:
    """Read an item off its row of the item table; and where it says who voted how, if anywhere."""
    anchor = maybe(row_number, 'a[name^="AI"]')
    found = Cell()
    _walk(found, nodes(cell), root, at)
    item_id = (
        attribute(anchor, "name")[2:] if anchor is not None else _id_in_link(found.more) or f"row{position}"
    )
    return item(found, item_id, text_of(row_number)), found.votes_page


def read_parts(parts: Iterable[Node], title: str, root: str, at: str) -> Cell:
    """Read the parts of an item off its own page."""
    found = Cell(title=title)
    _walk(found, parts, root, at)
    return found


def item(found: Cell, item_id: str, number: str) -> Item:
    """Make an item of what was gathered, with the decisions and actions its passages hold."""
    read = outcomes(found.passages, found.title)
    return Item(
        id=item_id,
        number=number,
        title=found.title,
        passages=tuple(found.passages),
        complete=not found.cut,
        decisions=read.decisions,
        actions=read.actions,
        attachments=tuple(found.attachments),
        more=found.more,
        restricted=found.restricted or restricted(found.title),
        votes=tuple(found.votes),
    )


def refuse_twins(found: list[Item]) -> None:
    """Refuse a meeting two items of which have the same id."""
    twins = [item_id for item_id, count in Counter(item.id for item in found).items() if count > 1]
    if twins:
        raise ReadError(f"two items have the same id, AI{twins[0]}")


def _id_in_link(more: str | None) -> str | None:
    return urls.parameters(more).get("ID") if more else None


def _walk(found: Cell, parts: Iterable[Node], root: str, at: str) -> None:
    """Go through a cell's parts in order; a label says what the parts after it are."""
    part: labels.Part = "agenda"
    for label, run in _runs(parts):
        if label:
            named = labels.part(label)
            part = named or part
            if named is None and part != "documents":
                found.passages.append(Passage(labels.SECTIONS[part], label.rstrip(":"), "heading"))
        _take(found, run, part, root, at)


def _runs(parts: Iterable[Node]) -> Iterator[tuple[str, list[Node]]]:
    """Split a cell at its labels (`p.mgSubItemTitleTxt`)."""
    label, run = "", list[Node]()
    for node in parts:
        if not isinstance(node, str) and "mgSubItemTitleTxt" in classes(node):
            yield label, run
            label, run = text_of(node), []
        else:
            run.append(node)
    yield label, run


def _take(found: Cell, run: list[Node], part: labels.Part, root: str, at: str) -> None:
    text: list[Node] = []
    for node in run:
        kinds = frozenset[str]() if isinstance(node, str) else classes(node)
        if isinstance(node, str):
            text.append(node)
        elif "mgAiTitleTxt" in kinds:
            _title(found, node, at)
        elif is_votes(node):
            found.votes.extend(recorded_votes(node))
            found.votes_page = votes_page(node, root, at) or found.votes_page
        elif part == "documents" or "mgBulletList" in kinds:
            found.attachments.extend(attachments(node, at))
        elif "mgActionList" not in kinds:
            text.append(node)
    if part == "documents":
        return
    links = _full_text_links(text)
    _note_where_it_is_whole(found, links, root, at)
    section = labels.SECTIONS[part]
    read = passages(_without(text, links), section)
    if links:
        read = _without_dots(read)
        found.cut = found.cut or is_cut(read)
    found.passages.extend(read)


def _title(found: Cell, node: Tag, at: str) -> None:
    title = FILE_NOISE.sub("", text_of(node))
    found.title = f"{found.title} {title}".strip()
    found.attachments.extend(attachments(node, at))


def attachments(node: Tag, at: str) -> Iterator[Attachment]:
    """Yield the files linked from an element."""
    links = [node] if node.tag == "a" else every(node, "a[href]")
    for link in links:
        href = attribute(link, "href")
        if not FILE_LINK.search(href):
            continue
        size_text = maybe(link, ".mgFileSize")
        size = None if size_text is None else SIZE.search(clean("".join(size_text.itertext())))
        title = FILE_NOISE.sub("", text_of(link))
        yield Attachment(title, urls.file_url(at, href), size[1] if size else None)


def _full_text_links(run: list[Node]) -> list[Tag]:
    """Find the links to the item's whole text: in its paragraphs, or loose in the cell."""
    found: list[Tag] = []
    for node in run:
        if isinstance(node, str):
            continue
        candidates = [node] if node.tag == "a" else every(node, 'a[href*="gAi.aspx" i]')
        for link in candidates:
            words = f"{attribute(link, 'title')} {text_of(link)}"
            if FULL_TEXT.search(words) or WELSH_FULL_TEXT.search(words):
                found.append(link)
    return found


def _note_where_it_is_whole(found: Cell, links: list[Tag], root: str, at: str) -> None:
    for link in links:
        try:
            found.more = urls.followed(root, attribute(link, "href"), at)
        except OutsideRoot:
            found.cut = True  # there is more, and it can't be had: the item is not complete


def _without(run: list[Node], links: list[Tag]) -> list[Node]:
    """Take links out of a run, wherever in it they stand; the text around them stays."""
    for node in run:
        if not isinstance(node, str):
            cut_out(node, [link for link in links if link is not node])
    return [node for node in run if isinstance(node, str) or all(node is not link for link in links)]


def _without_dots(read: tuple[Passage, ...]) -> tuple[Passage, ...]:
    """Drop the three dots that stood before the link."""
    if not read:
        return read
    last = read[-1]
    text = DOTS.sub("", last.text)
    kept = (Passage(last.section, text, last.style, last.level, last.mark),) if text else ()
    return read[:-1] + kept


def is_cut(read: tuple[Passage, ...]) -> bool:
    """Tell whether a text with a link to the whole is cut: some councils print the link after every item."""
    if not read:
        return True
    words = sum(len(p.text.split()) for p in read)
    return words >= SURELY_WHOLE_WORDS or SENTENCE_END.search(read[-1].text) is None
