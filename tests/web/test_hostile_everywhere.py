"""Foreign text stays text on every route of the site, in both languages, in every export and in mails."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage
from itertools import cycle
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from flask import Flask
from flask.testing import FlaskClient

from archive import runs
from archive.config import Config
from archive.model import (
    Action,
    Attachment,
    Attendee,
    Board,
    Council,
    Decision,
    Item,
    Meeting,
    Official,
    Passage,
    Reading,
    Request,
    Vote,
)
from archive.own import Own
from archive.store import written
from indexer.acronyms import Acronyms
from indexer.ask import Asking
from indexer.engines import open_engine
from indexer.topics import load
from indexer.update import update
from tests.kept import NOON, SITE, Archive
from tests.web.checks import CheckedClient
from tests.web.harmless import MARK, check_harmless, read_page, visible
from tests.web.routes import ROUTES, SEEN, Route, check_none_is_missing
from web import forms
from web.alerts.sending import Run, send_news
from web.alerts.settings import MailSettings
from web.api.operations import API, EXPORTS
from web.app import create_app
from web.languages import LANGUAGES, USUAL
from web.watch.metrics import metrics

PAYLOADS = (
    "<script>zqx()</script>",
    "<zqx onload=zqx()>",
    "<img src=zqx onerror=zqx()>",
    "\"><svg zqx onload='zqx()'>",
    "' zqx autofocus onfocus='zqx()",
    '" zqx="1" style="zqx',
    "</title></textarea></option><script zqx>zqx()</script>",
    "</script><zqx>",
    "<!-- zqx --!><zqx>",
    "--><zqx><!--zqx",
    "]]><zqx/><![CDATA[zqx",
    "<?zqx ?><!DOCTYPE zqx [<!ENTITY zqx SYSTEM 'file:///etc/passwd'>]>&zqx;",
    "&lt;zqx&gt; &amp;zqx &#60;zqx&#62;",
    "{{ zqx }}{% zqx %}{# zqx #}",
    "%(zqx)s {zqx} %s",
    "javascript:zqx()//https://zqx.example",
    "data:text/html,<zqx>",
    "//zqx.example/cy/",
    "<mark zqx>zqx</mark>",
    "zqx\u202egnp.exe\u2066\u200f \u0000\u0007\u001b[31m\ufeff\u2028\u2029",
    "=HYPERLINK(zqx)",
    "\t+zqx|' /C calc'!A0",
    "-2+3+zqx",
    "@SUM(zqx)",
    "\ufeff=zqx",
    "＝zqx()",
    "zqx;BEGIN:VEVENT,\\n\\N",
)
INJECTED = ("zqx\r\nSet-Cookie: zqx=1", "zqx\nBcc: zqx@zqx.example", '"; filename=zqx.html')
"""What is only typed: no text of a record has line breaks."""

TYPED = (*PAYLOADS, *INJECTED)
ALL = " ¶ ".join(PAYLOADS)
FAR = date(2999, 1, 5)
SENDER = "minutes@fernholt.example"


def item_of(number: str, text: str, title: str = "") -> Item:
    said = f"{text} bridge"
    return Item(
        id=number,
        number=text,
        title=title or said,
        passages=(Passage("minutes", said, "numbered", 0, text), Passage("decision", text, "row")),
        complete=False,
        decisions=(Decision(said, "noted", 0, text, text, text, text),),
        actions=(Action(said, text, text, 0),),
        attachments=(Attachment(text, text, text), Attachment(text, f"{SITE}/{quote(text)}")),
        more=text,
        votes=(Vote(text, text, text, ((text, text),)),),
    )


MEETING = Meeting(
    council="fernholt",
    id="40",
    board=ALL,
    board_id="9",
    date=date(2026, 2, 3),
    time=None,
    status="held",
    stage="draft minutes",
    url=f"{SITE}/40",
    venue=ALL,
    contact=ALL,
    items=(item_of("99", f"{ALL} topical"), *(item_of(str(n), text) for n, text in enumerate(PAYLOADS, 100))),
    attendance=tuple(Attendee(text, text, text, text) for text in PAYLOADS),
    documents=tuple(Attachment(text, text, text) for text in PAYLOADS),
    doubts=PAYLOADS,
)
NEXT = replace(MEETING, id="41", date=FAR, status="upcoming", stage=None, url=f"{SITE}/41", items=())
OTHERS = tuple(
    replace(NEXT, id=str(n), board=text, board_id=str(n), date=date(2025, 5, 6), url=f"javascript:zqx({n})")
    for n, text in enumerate(PAYLOADS, 500)
)
OFFICIAL = Official(
    council="fernholt",
    id="907",
    url=f"{SITE}/907",
    item=item_of("907", f"{ALL} topical"),
    maker=ALL,
    status=ALL,
    decided=date(2026, 1, 5),
    meeting_id="40",
    purpose=ALL,
    reasons=ALL,
    alternatives=ALL,
)

READABLE = {
    "GET /",
    "GET /<council>/<meeting_id>",
    "GET /<council>/<meeting_id>/<item_id>",
    "GET /<council>/decision/<decision_id>",
    "GET /<council>/<record_id>/copy",
    "GET /<council>/decision/<record_id>/copy",
    "GET /compare/<council>/<meeting_id>/<item_id>",
    "GET /boards",
    "GET /boards/<council>/<board_id>",
    "GET /boards/<council>/<board_id>.ics",
    "GET /decisions",
    "GET /actions",
    "GET /topics",
    "GET /similar",
    "GET /status",
    "GET /export/results.csv",
    "GET /export/results.json",
    "GET /feed",
    "GET /api/v1/search",
    "GET /api/v1/facets",
    "GET /api/v1/similar",
    "GET /api/v1/meetings/<council>/<record_id>",
    "GET /api/v1/decisions/<council>/<record_id>",
    "GET /api/v1/councils",
    "GET /saved/<token>",
    "GET /saved/confirm/<token>",
    "GET /saved/unsubscribe/<token>",
}
"""Routes on which every payload can be read, as what they are of says it."""


@dataclass(frozen=True)
class Opened:
    """The site of an archive whose every text is hostile."""

    app: Flask
    client: CheckedClient
    own: Own
    run: Run
    words: Mapping[str, str]  # what stands for the {words} of a route

    def address(self, route: Route, language: str = USUAL, **asked: Any) -> str:
        """Fill in a route's address; `asked` goes behind it."""
        root = "" if language == USUAL else f"/{language}"
        path = root + route.address.format_map(self.words)
        return f"{path}{'&' if '?' in path else '?'}{urlencode(asked, doseq=True)}" if asked else path


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Opened:
    folder = tmp_path_factory.mktemp("hostile")
    archive = Archive(folder)
    before = item_of("99", ALL, "An earlier title")
    archive.keep(replace(MEETING, items=(before,)), NOON - timedelta(days=2), b"before")
    kept = archive.keep(MEETING)
    official = archive.keep(OFFICIAL)
    for number, meeting in enumerate((NEXT, *OTHERS)):
        archive.keep(meeting, body=b"page %d" % number)
    _trouble(archive)
    config = Config(folder, (Council("fernholt", ALL, "moderngov", SITE),))
    run = _run(archive, config)
    words = {
        "meeting": "fernholt/40",
        "item": "fernholt/40/99",
        "decision": "fernholt/decision/907",
        "official": "fernholt/907",
        "board": "fernholt/9",
        "page": str(kept.id),
        "decision_page": str(official.id),
        **_saved(run),
    }
    client = run.app.test_client()
    assert isinstance(client, CheckedClient)
    return Opened(run.app, client, Own(config.own), run, words)


def _trouble(archive: Archive) -> None:
    """Let pages not be had for reasons, a list of boards name some, and a night fail."""
    asked = Request(f"{SITE}/boards", "board-list")
    boards = tuple(Board(str(n), text, text, text) for n, text in enumerate(PAYLOADS, 700))
    kept = archive.keep(replace(NEXT, id="42", url=asked.url))
    with archive.store.writing() as writing:
        writing.put(kept, written(Reading("board-list", boards=boards), "board-list"))
        for n, text in enumerate(PAYLOADS):
            url = f"{SITE}/{n}/{quote(text)}"
            writing.want("fernholt", [Request(url, "meeting")])
            writing.miss("fernholt", url, "unreachable", text, NOON)
    failed = runs.Run(NOON, 1.0, ("fernholt",), failed=PAYLOADS, ended="failed", exit=1)
    runs.append(archive.folder / "runs.jsonl", failed)


def _run(archive: Archive, config: Config) -> Run:
    topics = config.data / "topics.toml"
    names = [text for text in PAYLOADS if "\x00" not in text]
    topics.write_text(
        "".join(f'[[topic]]\nname = {json.dumps(n)}\nquery = "topical"\n' for n in names), "utf-8"
    )
    engine = open_engine(config.index)
    asking = Asking(engine, Acronyms(config.index), engine.words)
    update(archive.store, asking, load(topics), {"fernholt": ALL})
    more = (metrics(config, archive.store, asking),)
    config = replace(config, mail={"site": SITE, "sender": SENDER, "host": "127.0.0.1", "security": "none"})
    app = create_app(
        asking, archive.store, names={"fernholt": ALL}, topics=load(topics), config=config, more=more
    )
    app.test_client_class = CheckedClient
    settings = MailSettings(SITE, SENDER, "127.0.0.1", 1, "none")
    return Run(app, asking, archive.store, Own(config.own).searches, settings, datetime.now(UTC))


def _saved(run: Run) -> dict[str, str]:
    began = NOON - timedelta(days=1)
    asked = urlencode([("q", "bridge"), *(("board", text) for text in (ALL, *PAYLOADS))])
    private, waiting = (run.searches.save(ALL, asked, "en", began) for _ in range(2))
    saved, other = run.searches.of(private), run.searches.of(waiting)
    assert saved
    assert other
    run.searches.confirm(run.searches.ask(saved.number, "reader@fernholt.example", began), began)
    confirm = run.searches.ask(other.number, "reader@fernholt.example", began)
    leaving = run.searches.of(private)
    return {"private": private, "confirm": confirm, "leave": (leaving and leaving.leaving) or ""}


def missing(said: str) -> list[str]:
    return [text for text in PAYLOADS if visible(text) not in said]


def test_no_route_is_forgotten(site: Opened) -> None:
    check_none_is_missing(site.app)


def test_no_parameter_of_the_api_or_of_an_export_is_forgotten() -> None:
    for operation in (*API, *EXPORTS):
        for method in operation.methods:
            takes = tuple(parameter.name for parameter in operation.asked)
            assert ROUTES[f"{method} {operation.rule}"].takes == takes, operation.rule


def test_every_payload_is_marked() -> None:
    assert [text for text in (*PAYLOADS, *INJECTED) if MARK not in text] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", SEEN)
def test_what_is_archived_stays_text(site: Opened, name: str, language: str) -> None:
    more = {"size": 100} if name in ("GET /", "GET /decisions", "GET /actions") else {}
    response = site.client.get(site.address(ROUTES[name], language, **more), buffered=True)
    assert response.status_code == 200, response.text
    said = check_harmless(response)
    assert name not in READABLE or missing(said) == []


@pytest.mark.parametrize("name", [name for name, route in ROUTES.items() if route.takes])
def test_what_is_typed_stays_text(site: Opened, name: str) -> None:
    route = replace(ROUTES[name], address=ROUTES[name].address.partition("?")[0])
    ways = zip(typed(route.takes), cycle(LANGUAGES))  # one language after the other
    for asked, language in ways:
        if route.method == "GET":
            response = site.client.get(site.address(route, language, **asked))
        else:
            response = site.client.post(site.address(route, language), data=asked)
        assert response.status_code in (200, 303, 400, 404), response.text
        check_harmless(response)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["GET /", "GET /decisions", "GET /actions", "GET /saved/new", "GET /feed"])
def test_a_search_is_repeated_as_it_was_typed(site: Opened, name: str, language: str) -> None:
    route = replace(ROUTES[name], address=ROUTES[name].address.partition("?")[0])
    response = site.client.get(site.address(route, language, q=ALL, board=PAYLOADS, topic=PAYLOADS, size=1))
    assert response.status_code == 200
    assert missing(check_harmless(response)) == []


def typed(takes: Sequence[str]) -> Iterator[dict[str, list[str]]]:
    """Yield what is typed into a route's parameters: all of everything, one in each, names that are none."""
    yield {name: [*TYPED] if name in forms.LISTS else [ALL] for name in takes}
    yield {name: [TYPED[n % len(TYPED)]] for n, name in enumerate(takes)}
    yield {name: [INJECTED[n % len(INJECTED)]] for n, name in enumerate(takes)}
    yield {takes[0]: [*TYPED]}
    yield {f"{ALL}{INJECTED[0]}": [ALL]}


@pytest.mark.parametrize("around", ["/{}", "/cy/{}", "/cy/boards/fernholt/{}", "/saved/{}"])
def test_what_stands_in_an_address_stays_text_and_leads_to_no_other_site(site: Opened, around: str) -> None:
    client = FlaskClient(site.app, site.app.response_class)
    for text in (*TYPED, "/zqx.example/a/b/c/d", "/zqx.example\\a/b/c/d"):
        response = client.get(around.format(quote(text, safe="/")))
        assert response.status_code in (308, 400, 404), (text, around)
        check_harmless(response)


def test_a_mail_of_news_stays_text(site: Opened) -> None:
    mails: list[EmailMessage] = []
    assert send_news(site.run, mails.append).mails == 1
    (mail,) = mails
    assert [name for name in mail if MARK in name] == []
    assert mail["Bcc"] is None
    body = mail.get_body(("html",))
    assert body is not None
    assert missing(visible(read_page(body.get_content()))) == []
