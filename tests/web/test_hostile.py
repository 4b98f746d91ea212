"""Foreign text stays text, a payload at a time; `test_hostile_everywhere` asks every route for all of it."""

from __future__ import annotations

import json

import pytest
from bs4 import BeautifulSoup

from archive.model import Action, Attachment, Decision, Item, Meeting, Passage
from tests.web import sample
from tests.web.checks import CheckedClient, one
from tests.web.conftest import Opened

PAYLOADS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "\"><svg onload='alert(1)'>",
    "' autofocus onfocus='alert(1)",
    "</title></textarea><script>alert(1)</script>",
    "{{ 7 * 7 }}{% raw %}",
    "<!--<style>*{display:none}",
    "&lt;b&gt; &amp;amp; &#60;",
    "javascript:alert(1)",
    "<mark>not ours</mark>",
    "a\u202egnp.b \u0000 \ufeff\u2028",
]


def hostile(text: str) -> Meeting:
    item = Item(
        id="7",
        number=text,
        title=text,
        passages=(Passage("minutes", text, "numbered", 0, text), Passage("minutes", text, "row")),
        complete=False,
        decisions=(Decision(text, "noted", 0),),
        actions=(Action(text, text, text, 1),),
        attachments=(Attachment(text, text, text),),
        more=text,
    )
    return Meeting(
        council="saltmere",
        id="310",
        board=text,
        board_id=None,
        date=sample.HELD.date,
        time=None,
        status="held",
        stage="minutes",
        url=text,
        venue=text,
        items=(item,),
    )


@pytest.fixture(params=PAYLOADS)
def payload(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def site(opened: Opened, payload: str) -> CheckedClient:
    return opened([hostile(payload), sample.CANCELLED])  # of two boards, so that boards are offered


def squeezed(text: str) -> str:
    """Fold what an HTML parser may fold: spaces, NUL and line ends."""
    return "".join(text.replace("\u0000", "").replace("\ufffd", "").split())


# The client itself checks that no script, style, event or foreign address is in any answer.


def test_foreign_text_on_a_meeting_stays_text(site: CheckedClient, payload: str) -> None:
    page = site.page("/saltmere/310")
    assert squeezed(page.select("section.item h2")[0].get_text()) == squeezed(payload)
    assert page.select("mark, section.item a[rel=external]") == []


def test_foreign_text_among_results_stays_text(site: CheckedClient, payload: str) -> None:
    page = site.page("/")
    assert squeezed(payload) in squeezed(page.select(".hit h2")[0].get_text())
    boards = [str(box["value"]) for box in page.select("input[name=board]")]
    assert [squeezed(board) for board in boards] == [squeezed(payload), squeezed(sample.CANCELLED.board)]
    assert page.select("mark") == []


def test_what_is_pasted_and_what_is_like_it_stay_text(site: CheckedClient, payload: str) -> None:
    for sent in ({"text": payload}, {"text": f"{payload} {'x' * 30_000}"}, {"item": payload}):
        assert site.post("/similar", data=sent).status_code in (200, 400, 404)
    page = BeautifulSoup(site.post("/similar", data={"text": payload}).text, "lxml")
    assert squeezed(one(page, "#text").get_text()) == squeezed(payload)
    assert squeezed(one(site.page("/similar?item=saltmere/310/7"), "h1 a").get_text()) == squeezed(payload)


def test_json_gives_foreign_text_back_as_it_is(site: CheckedClient, payload: str) -> None:
    response = site.get("/api/v1/search?kind=item")
    assert json.loads(response.text)["hits"][0]["title"] == payload
    assert response.mimetype == "application/json"
