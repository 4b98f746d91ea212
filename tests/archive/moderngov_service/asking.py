"""Read made answers as if a site had given them, and the sample council's without a socket."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import parse_qsl, urlsplit

from archive.model import Council, Page, Reading
from archive.sources import moderngov
from web.demo.council import SampleCouncil
from web.demo.routes import View, answer

ROOT = "https://democracy.fenwick.example/mg"
FENWICK = Council("fenwick", "Fenwick", "moderngov", ROOT)
TODAY = datetime(2026, 3, 2, 9, tzinfo=UTC)


def read(address: str, body: str | bytes, council: Council = FENWICK) -> Reading:
    """Read a body as the answer to an address below the council's root."""
    raw = body.encode() if isinstance(body, str) else body
    return moderngov.read(council, Page(moderngov.canonical(council, address), raw, TODAY, "text/xml"))


class Sample:
    """The sample council's site, asked in this process."""

    def __init__(self, council: SampleCouncil) -> None:
        self.view = View(council, ROOT, "/mg", web_service=True)
        self.fetched = datetime.combine(council.today, datetime.min.time(), UTC)

    def read(self, url: str, council: Council = FENWICK) -> Reading:
        """Read what the site answers to an address."""
        parts = urlsplit(url)
        query = {name.lower(): value for name, value in parse_qsl(parts.query)}
        found = answer(self.view, parts.path.removeprefix("/mg/"), query)
        assert found is not None, f"the sample site has no {url}"
        return moderngov.read(council, Page(url, found.body, self.fetched, found.type))


def meeting(items: str = "", attendees: str = "", **facts: str) -> str:
    """Write a GetMeeting answer with the service's own white space."""
    told = {
        "meetingid": "4967",
        "meetingdate": "10/02/2026",
        "meetingstatus": "Confirmed",
        "meetingtime": "10.00 am",
        "meetinglocation": "The Tithe Barn, Fenwick",
        "meetingroom": "\n  ",
        "agendapublished": "True",
        "decisionpublished": "False",
        "minutepublished": "True",
    } | facts
    leaves = "\n".join(f"  <{name}>{value}</{name}>" for name, value in told.items())
    return (
        f'<?xml version="1.0" encoding="utf-8"?>\n<meeting>\n{leaves}\n'
        f"  <agendaitems>{items}\n  </agendaitems>\n"
        f"  <attendees>{attendees}\n  </attendees>\n</meeting>\n"
    )


def item(item_id: int = 18831, *, more: str = "", **facts: str) -> str:
    """Write an item of a GetMeeting answer."""
    told = {
        "agendaitemid": str(item_id),
        "agendaitemtitle": "Ferry Fares",
        "agendaitemnumber": "12",
        "fulldisplaynumberformat": "9.",
        "minutesnonemptyhtmlbody": "&lt;p&gt;The fares were discussed.&lt;/p&gt;",
        "isrestricted": "False",
        "refertocommittee": "Harbour Board",
    } | facts
    return "<agendaitem>" + "".join(f"<{n}>{v}</{n}>\n" for n, v in told.items()) + more + "</agendaitem>"
