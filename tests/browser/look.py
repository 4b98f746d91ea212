"""One look at a page: all that is measured of it while it is open once.

Loading a page and looking it over takes most of a second, so it is done once for all tests of the page.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from axe_playwright_python.base import AXE_SCRIPT  # type: ignore[import-untyped]  # it ships no types
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Response

from tests.browser.kinds import Kind
from tests.campaign import CAMPAIGN
from web.languages import USUAL

SCREENSHOTS = Path(os.environ.get("SCREENSHOTS", "build/screenshots"))
"""Where a person finds what the pages look like."""

WIDE, NARROW = {"width": 1440, "height": 900}, {"width": 320, "height": 640}

Scheme = Literal["light", "dark"]

_AXE = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "rules": {"target-size": {"enabled": True}},  # of WCAG 2.2, and off unless asked for
    "resultTypes": ["violations"],
    "preload": False,  # of style sheets of other hosts: there are none
}

_OBSERVE_SHIFTS = """
window.shifts = [];
new PerformanceObserver(list => {
  for (const entry of list.getEntries())
    if (!entry.hadRecentInput) window.shifts.push(entry.value);
}).observe({type: 'layout-shift', buffered: true});
"""

_PAINTED = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"

_TOO_WIDE = """() => [...document.querySelectorAll('body *')]
  .filter(tag => tag.getBoundingClientRect().right > innerWidth + 1 && !tag.closest('.scrolls'))
  .slice(0, 5).map(tag => tag.outerHTML.slice(0, 120))"""

_SCROLLS = "() => document.documentElement.scrollWidth > document.documentElement.clientWidth"


@dataclass(frozen=True)
class Seen:
    """What was seen of a page."""

    kind: Kind
    language: str
    status: int
    said: str  # the language that the page says it is in
    violations: dict[str, list[str]]  # as "light 1440" → what axe found
    overflows: dict[int, list[str]]  # width → what makes it scroll sideways
    shift: float
    weight: dict[str, int]  # address → bytes before compression
    complaints: list[str]  # of the browser's console
    hosts: set[str]
    shots: list[Path] = field(default_factory=list)


def look(browser: Browser, site: str, address: str, language: str, kind: Kind) -> Seen:
    """Open a page at both widths, and look closely at it, with axe and for a picture.

    In the default run that is light and wide in the usual language, dark and narrow in the other; in a
    campaign both in each.
    """
    prefix = "" if language == "en" else f"/{language}"
    with browser.new_context(viewport=WIDE, reduced_motion="reduce") as context:  # type: ignore[arg-type]
        page = context.new_page()
        complaints: list[str] = []
        asked: list[Request] = []
        page.on("console", lambda message: complaints.append(_complaint(message)))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda request: asked.append(request))
        page.add_init_script(_OBSERVE_SHIFTS)
        response = page.goto(f"{site}{prefix}{address}", wait_until="load")
        assert response is not None
        page.evaluate(_PAINTED)
        return _seen(page, response, kind, language, complaints, asked)


def _seen(
    page: Page,
    response: Response,
    kind: Kind,
    language: str,
    complaints: list[str],
    asked: list[Request],
) -> Seen:
    shift = sum(page.evaluate("() => window.shifts"))
    weight = {request.url: _size(request) for request in asked}
    page.evaluate(AXE_SCRIPT)
    violations, overflows, shots = {}, {}, []
    for scheme, size, closely in (
        ("light", WIDE, CAMPAIGN or language == USUAL),
        ("dark", NARROW, CAMPAIGN or language != USUAL),
    ):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        page.set_viewport_size(size)  # type: ignore[arg-type]
        overflows[size["width"]] = page.evaluate(_TOO_WIDE) if page.evaluate(_SCROLLS) else []
        if closely:
            violations[f"{scheme} {size['width']}"] = _violations(page)
            shots.append(_shot(page, f"{kind.name}-{language}-{scheme}-{size['width']}"))
    return Seen(
        kind=kind,
        language=language,
        status=response.status,
        said=page.get_attribute("html", "lang") or "",
        violations=violations,
        overflows=overflows,
        shift=shift,
        weight=weight,
        complaints=[complaint for complaint in complaints if complaint],
        hosts={request.url.split("/")[2] for request in asked},
        shots=shots,
    )


def _complaint(message: ConsoleMessage) -> str:
    expected = "the server responded with a status of" in message.text  # a 404 looked at on purpose
    return "" if expected or message.type not in ("error", "warning") else message.text


def _size(request: Request) -> int:
    response = request.response()
    return len(response.body()) if response else 0


def _violations(page: Page) -> list[str]:
    found: dict[str, Any] = page.evaluate("options => axe.run(document, options)", _AXE)
    return [
        f"{rule['id']} ({rule['help']}): {node['html'][:160]} – {node['failureSummary']}"
        for rule in found["violations"]
        for node in rule["nodes"][:3]
    ]


def _shot(page: Page, name: str) -> Path:
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    (SCREENSHOTS / ".gitignore").write_text("*\n", "utf-8")
    path = SCREENSHOTS / f"{name}.jpg"
    page.screenshot(path=path, full_page=True, type="jpeg", quality=70)  # in a third of the time of a PNG
    return path
