"""The few CSS selectors that readers use, matched straight on the tree.

A general engine takes more than half the time of reading a page. This one knows an element's name, `#id`,
`.class`, `[attribute]`, `[attribute="value"]`, `^=` and `*=` with or without ` i`; a space for "somewhere
inside", a comma for "or". Anything else is a fault of the caller's and raises ValueError.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from bs4 import Tag

Test = Callable[[Tag], bool]
Path = tuple[Test, ...]  # of an element and what it stands in, outermost first

NAME = re.compile(r"[A-Za-z][A-Za-z0-9]*")
PIECE = re.compile(
    r"#(?P<id>[\w-]+)|\.(?P<class>[\w-]+)"
    r"|\[(?P<attribute>[\w-]+)(?:(?P<how>[*^]?=)\"(?P<value>[^\"]*)\"(?P<fold> i)?)?\]"
)
PARTS = re.compile(r"(?:[^\s,\[\]]|\[[^\]]*\])+|,")


def select(node: Tag, selector: str) -> Iterator[Tag]:
    """Yield the elements inside another that match, in page order."""
    paths = _compiled(selector)
    for found in node.descendants:
        if isinstance(found, Tag) and any(_matches(found, path) for path in paths):
            yield found


def _matches(node: Tag, path: Path) -> bool:
    if not path[-1](node):
        return False
    around: Tag | None = node.parent
    for test in reversed(path[:-1]):
        while around is not None and not test(around):
            around = around.parent
        if around is None:
            return False
        around = around.parent
    return True


@lru_cache(maxsize=128)
def _compiled(selector: str) -> tuple[Path, ...]:
    paths: list[list[Test]] = [[]]
    for part in PARTS.findall(selector):
        if part == ",":
            paths.append([])
        else:
            paths[-1].append(_all_of(_tests(part)))
    if not all(paths):
        raise ValueError(f"not a selector: {selector}")
    return tuple(tuple(path) for path in paths)


def _all_of(tests: list[Test]) -> Test:
    if len(tests) == 1:
        return tests[0]
    return lambda node: all(test(node) for test in tests)


def _tests(part: str) -> list[Test]:
    """Turn "a.mgAiTitleLnk[href]" into its tests."""
    name = NAME.match(part)
    tests: list[Test] = [_named(name[0])] if name else []
    at = name.end() if name else 0
    while at < len(part):
        piece = PIECE.match(part, at)
        if piece is None:
            raise ValueError(f"not a selector known here: {part}")
        tests.append(_piece(piece))
        at = piece.end()
    return tests


def _named(name: str) -> Test:
    return lambda node: node.name == name


def _piece(piece: re.Match[str]) -> Test:
    if piece["id"]:
        return _with_attribute("id", "=", piece["id"], fold=False)
    if piece["class"]:
        return _with_class(piece["class"])
    return _with_attribute(piece["attribute"], piece["how"], piece["value"] or "", fold=bool(piece["fold"]))


def _with_class(name: str) -> Test:
    return lambda node: name in (node.attrs.get("class") or ())


def _with_attribute(name: str, how: str | None, value: str, *, fold: bool) -> Test:
    value = value.lower() if fold else value

    def test(node: Tag) -> bool:
        found = node.attrs.get(name)
        if found is None or how is None:
            return found is not None
        text = " ".join(found) if isinstance(found, list) else found
        text = text.lower() if fold else text
        if how == "=":
            return text == value
        return text.startswith(value) if how == "^=" else value in text

    return test
