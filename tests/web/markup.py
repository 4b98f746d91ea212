"""A strict reading of HTML: what may stand in what, with which attributes, as the HTML standard has it.

A browser mends what is wrong and every lenient parser does as it does, so a slip in a template is never
seen. This reads only the part of HTML that the site's pages use; what is not in these tables is refused, and
whoever needs it adds it here with what the standard says of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from html.entities import html5
from html.parser import HTMLParser


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


PHRASING = _names(
    "a abbr b br button cite code data del dfn em i img input ins kbd label mark q s samp script select "
    "small span strong sub sup svg textarea time u var wbr"
)
HEADINGS = _names("h1 h2 h3 h4 h5 h6")
FLOW = (
    PHRASING
    | HEADINGS
    | _names(
        "address article aside blockquote details div dl fieldset figure footer form header hr main nav ol p "
        "pre section table ul"
    )
)
SECTIONING = _names("article aside nav section")
VOID = _names("meta link input br img hr wbr col")
SHAPES = _names("circle g line path polyline rect text a title desc")

CHILDREN: Mapping[str, frozenset[str]] = {
    "": frozenset({"html"}),
    "html": frozenset({"head", "body"}),
    "head": _names("meta title link script"),
    "title": frozenset(),
    "script": frozenset(),
    "textarea": frozenset(),
    "option": frozenset(),
    "ul": frozenset({"li"}),
    "ol": frozenset({"li"}),
    "dl": _names("dt dd div"),
    "dt": FLOW - HEADINGS - SECTIONING - {"header", "footer"},
    "table": _names("caption colgroup thead tbody tfoot"),
    "colgroup": frozenset({"col"}),
    "thead": frozenset({"tr"}),
    "tbody": frozenset({"tr"}),
    "tfoot": frozenset({"tr"}),
    "tr": frozenset({"th", "td"}),
    "th": FLOW - HEADINGS - SECTIONING - {"header", "footer"},
    "select": frozenset({"option", "optgroup"}),
    "optgroup": frozenset({"option"}),
    "fieldset": FLOW | {"legend"},
    "details": FLOW | {"summary"},
    "figure": FLOW | {"figcaption"},
    "summary": PHRASING | HEADINGS,
    "legend": PHRASING | HEADINGS,
    "svg": SHAPES,
    "g": SHAPES,
}
"""What an element may hold, where it is neither phrasing nor flow alone."""

ONLY_PHRASING = PHRASING - {"a", "script"} | HEADINGS | {"p", "pre"}
SILENT = _names("html head ul ol dl table colgroup thead tbody tfoot tr select optgroup svg g")
"""Elements in which no text may stand but white space."""

FIRST = {"summary": "details", "legend": "fieldset", "caption": "table"}
"""Elements that must come first in their parent."""

INTERACTIVE = _names("a button input select textarea label details")

GLOBAL = _names("class id lang dir hidden title tabindex role translate")
ATTRIBUTES: Mapping[str, frozenset[str]] = {
    "a": _names("href rel hreflang download type"),
    "abbr": frozenset(),
    "blockquote": frozenset({"cite"}),
    "button": _names("form type name value disabled formaction"),
    "col": frozenset({"span"}),
    "data": frozenset({"value"}),
    "del": frozenset({"datetime"}),
    "details": frozenset({"open", "name"}),
    "fieldset": _names("disabled form name"),
    "form": _names("action method enctype autocomplete novalidate"),
    "img": _names("alt src width height loading"),
    "input": _names(
        "autocomplete checked disabled form inputmode list max maxlength min minlength name pattern "
        "placeholder readonly required size spellcheck step type value"
    ),
    "ins": frozenset({"datetime"}),
    "label": frozenset({"for"}),
    "li": frozenset({"value"}),
    "link": _names("href rel type media hreflang sizes"),
    "meta": _names("charset name content"),
    "ol": _names("start reversed type"),
    "option": _names("value selected disabled"),
    "script": _names("src defer type"),
    "select": _names("name form disabled multiple size required autocomplete"),
    "td": _names("colspan rowspan headers"),
    "textarea": _names(
        "autocomplete cols disabled form maxlength minlength name placeholder readonly required rows "
        "spellcheck wrap"
    ),
    "th": _names("abbr colspan headers rowspan scope"),
    "time": frozenset({"datetime"}),
}
DRAWING = _names(
    "cx cy d fill focusable height href points preserveaspectratio r rx ry stroke text-anchor transform "
    "viewbox width x x1 x2 xmlns y y1 y2"
)

BOOLEAN = _names("checked disabled hidden open required readonly multiple selected defer reversed")
CHOICES: Mapping[str, frozenset[str]] = {
    "aria-atomic": frozenset({"true", "false"}),
    "aria-busy": frozenset({"true", "false"}),
    "aria-current": _names("page step location date time true false"),
    "aria-expanded": frozenset({"true", "false"}),
    "aria-hidden": frozenset({"true", "false"}),
    "aria-invalid": _names("true false grammar spelling"),
    "aria-live": _names("polite assertive off"),
    "aria-sort": _names("ascending descending none other"),
    "autocomplete": _names("on off email username current-password new-password"),
    "dir": _names("ltr rtl auto"),
    "lang": frozenset({"en-GB", "en", "cy"}),
    "hreflang": frozenset({"en-GB", "en", "cy"}),
    "method": frozenset({"get", "post"}),
    "role": _names(
        "alert cell columnheader group img list listitem navigation note none presentation region row "
        "rowgroup rowheader search status table"
    ),
    "scope": _names("row col rowgroup colgroup"),
    "spellcheck": frozenset({"true", "false"}),
    "tabindex": frozenset({"0", "-1"}),
}
"""The values that an attribute may have; a tabindex above 0 would put the page's order out."""

TYPES: Mapping[str, frozenset[str]] = {
    "input": _names("checkbox date email hidden month number radio search submit text url"),
    "button": _names("submit button reset"),
}
ARIA = _names(
    "aria-atomic aria-busy aria-controls aria-current aria-describedby aria-details aria-expanded "
    "aria-hidden aria-invalid aria-label aria-labelledby aria-live aria-sort"
)

_TAG = re.compile(r"""<[a-z][a-z0-9]*(?:\s+[a-zA-Z][a-zA-Z0-9:-]*(?:="[^"<>]*")?)*\s*/?>""")
_ID = re.compile(r"\S+")
_ENTITIES = frozenset(name.removesuffix(";") for name in html5 if name.endswith(";"))

Attributes = Mapping[str, str | None]


class NotValid(AssertionError):
    """A page that is not valid HTML, and where."""


def check_markup(text: str) -> None:
    """Refuse a page that is not valid, at the first place where it is not; NotValid says what is wrong."""
    if not text.lstrip().lower().startswith("<!doctype html>"):
        raise NotValid("there is no doctype")
    _Reading().read(text)


class _Reading(HTMLParser):
    """One page, while it is read."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.open: list[str] = [""]  # elements that have not ended, outermost first
        self.held: list[list[str]] = [[]]  # the elements that each of them holds so far
        self.ids: set[str] = set()

    def read(self, text: str) -> None:
        self.feed(text)
        self.close()
        self._hold(self.open == [""], f"{self.open[1:]} are not closed")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._start(tag, attrs)
        if tag not in VOID:
            self.open.append(tag)
            self.held.append([])

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hold("svg" in self.open or tag in VOID, f"<{tag}> cannot end itself")
        self._start(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        self._hold(tag == self.open[-1], f"</{tag}> ends what <{self.open[-1]}> began")
        held = self.held.pop()
        self.open.pop()
        for first, parent in FIRST.items():
            if tag == parent and parent != "table":
                self._hold(held[:1] == [first], f"<{tag}> does not begin with its <{first}>")
        if tag == "html":
            self._hold(held == ["head", "body"], "<html> is not a head and a body")
        if tag in ("ul", "ol", "dl", "tr", "thead", "table", "select"):
            self._hold(bool(held), f"<{tag}> is empty")

    def handle_data(self, data: str) -> None:
        self._hold(not data.strip() or self.open[-1] not in SILENT, f"text in <{self.open[-1]}>: {data!r}")
        self._hold("&" not in data and "<" not in data, f"this is not escaped: {data!r}")
        self._hold("\ufffd" not in data, "a character could not be decoded")

    def handle_entityref(self, name: str) -> None:
        self._hold(name in _ENTITIES, f"&{name}; is no character")

    def handle_charref(self, name: str) -> None:
        self._hold(name not in ("0", "x0"), "&#0; is no character")

    def handle_pi(self, data: str) -> None:
        self._hold(False, f"<?{data}> is of XML")

    def unknown_decl(self, data: str) -> None:
        self._hold(False, f"<![{data}]> is of XML")

    def _start(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        written = self.get_starttag_text() or ""
        self._hold(bool(_TAG.fullmatch(written)), f"this is not written as a tag is: {written}")
        names = [name for name, _ in attrs]
        self._hold(len(names) == len(set(names)), f"an attribute stands twice in {written}")
        self._place(tag, dict(attrs))
        self.held[-1].append(tag)
        for name, value in attrs:
            self._attribute(tag, name, value)

    def _place(self, tag: str, attributes: Attributes) -> None:
        parent = self.open[-1]
        self._hold(tag in self._may_hold(), f"<{tag}> cannot stand in <{parent}>")
        if tag in FIRST and FIRST[tag] == parent:
            self._hold(not self.held[-1], f"<{tag}> does not come first in <{parent}>")
        for within in ("a", "button"):
            inert = tag not in INTERACTIVE or (tag == "input" and attributes.get("type") == "hidden")
            self._hold(inert or within not in self.open, f"<{tag}> cannot stand in <{within}>")
        if tag in ("form", "label", "main", "header", "footer", "dfn"):
            self._hold(tag not in self.open, f"<{tag}> cannot stand in another")
        if tag == "main":
            self._hold(not SECTIONING & set(self.open), "<main> is within a section")
        if tag == "meta" and not self.held[-1]:
            self._hold("charset" in attributes, "the head does not begin with its charset")
        if tag == "img":
            self._hold(attributes.get("alt") is not None, "<img> has no alt")
        if tag == "a":
            self._hold(bool(attributes.get("href")), "<a> leads nowhere")
        if tag == "th":
            self._hold("scope" in attributes, "<th> has no scope")

    def _may_hold(self) -> frozenset[str]:
        parent = self.open[-1]
        if parent == "div" and self.open[-2:-1] == ["dl"]:
            return frozenset({"dt", "dd"})
        if parent == "a":  # it may hold what its own parent may
            around = next(tag for tag in reversed(self.open) if tag != "a")
            return SHAPES if around in ("svg", "g") else self._content(around)
        return self._content(parent)

    def _content(self, tag: str) -> frozenset[str]:
        if tag in CHILDREN:
            return CHILDREN[tag]
        return PHRASING if tag in ONLY_PHRASING or tag in ("caption", "text") else FLOW

    def _attribute(self, tag: str, name: str, value: str | None) -> None:
        drawn = "svg" in self.open or tag == "svg"
        known = GLOBAL | ARIA | (DRAWING if drawn else ATTRIBUTES.get(tag, frozenset()))
        self._hold(name in known or name.startswith("data-"), f"<{tag}> has no attribute {name}")
        if name in BOOLEAN:
            self._hold(value in (None, "", name), f"{name} takes no value, as in <{tag} {name}={value!r}>")
            return
        self._hold(value is not None, f"{name} of <{tag}> has no value")
        if name in CHOICES:
            self._hold(value in CHOICES[name], f"<{tag} {name}={value!r}>")
        if name == "type" and tag in TYPES:
            self._hold(value in TYPES[tag], f"<{tag} type={value!r}>")
        if name == "id":
            self._id(value or "")
        if name in ("href", "src", "action"):
            self._hold(not re.search(r"[\s\"<>\\^`{|}]", value or ""), f"{value!r} is no address")

    def _id(self, value: str) -> None:
        self._hold(bool(_ID.fullmatch(value)), f"{value!r} is no id")
        self._hold(value not in self.ids, f"the id {value} stands twice")
        self.ids.add(value)

    def _hold(self, truth: bool, otherwise: str) -> None:
        if not truth:
            line, column = self.getpos()
            raise NotValid(f"line {line}, column {column + 1}: {otherwise}; within {_path(self.open)}")


def _path(tags: Iterable[str]) -> str:
    return " > ".join(tag for tag in tags if tag) or "nothing"
