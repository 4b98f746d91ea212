"""The fetcher: asks politely, patiently and within bounds, and never off a council's site."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import overload
from urllib.parse import urlsplit

from archive.config import CrawlSettings
from archive.errors import Absent, Unreachable
from archive.fetch import robots
from archive.fetch.allowance import Allowance
from archive.fetch.conditional import Unmodified, Validators
from archive.fetch.failures import Passing
from archive.fetch.pace import LONGEST_PAUSE, Pace
from archive.fetch.robots import Robots
from archive.fetch.transport import Answer, Limit, Transport
from archive.model import Council, Exchange, Page, PageKind, Request
from archive.sources import source

LARGEST_BODY = 30_000_000  # bytes, unpacked; the longest meeting pages known are under 1 MB
LONGEST_ANSWER = 180.0  # seconds for a page, from its first byte to its last
LONGEST_FILE = 600.0  # seconds for a file, which is larger
ROBOTS = Limit(robots.LARGEST, LONGEST_ANSWER, cut=True)
FILES: frozenset[PageKind] = frozenset({"minutes-file", "file"})
TRIES = 3
REDIRECTS = 5
LONGEST_WAIT = 120.0  # seconds; a site that asks for more is left alone until then
ABSENT = frozenset({404, 410})
BUSY = frozenset({429, 503})  # answers that ask for a slower pace
PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})  # answers worth asking again for


@dataclass(slots=True)
class _Host:
    """What is known of one host during a run; times are by the fetcher's clock."""

    place: str  # scheme and host: "https://minutes.example"
    pace: Pace
    began: float = -math.inf  # when the last request went out
    ended: float = -math.inf  # when its answer was there
    rests_until: float = -math.inf  # since its last failure
    closed_until: float = -math.inf  # it wants to be left alone altogether
    noted: float = -math.inf  # until when whoever asks it next has heard that it is to be left alone
    robots: Robots | None = None
    robots_until: float = -math.inf  # when its robots.txt is asked for again

    @property
    def free_at(self) -> float:
        """Return when the next request may go out."""
        return max(self.pace.free_at(self.began, self.ended), self.rests_until)


@dataclass(slots=True)
class Fetcher:
    """Fetches pages, one connection and one request at a time for each host, of however many councils.

    It belongs to one thread. Several threads have a fetcher each, no two of them for the same host, and share
    nothing but the allowance.
    """

    settings: CrawlSettings
    allowance: Allowance | None = None  # when left out, the settings' own, for this fetcher alone
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    requests_made: int = 0
    bytes_read: int = 0
    longest_answer: float = LONGEST_ANSWER  # seconds
    rests: float = 0.0  # seconds for which hosts are to be left alone before they are asked first
    note: Callable[[float], None] = lambda _rest: None  # hears how long a host is to be left alone from now
    _allowance: Allowance = field(init=False)
    _transport: Transport = field(init=False)
    _hosts: dict[str, _Host] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Make what the settings ask for."""
        self._allowance = self.allowance or Allowance(self.settings, self.clock)
        self._transport = Transport(self.settings)

    @overload
    def fetch(self, council: Council, request: Request) -> Exchange: ...
    @overload
    def fetch(
        self, council: Council, request: Request, known: Validators | None
    ) -> Exchange | Unmodified: ...

    def fetch(
        self, council: Council, request: Request, known: Validators | None = None
    ) -> Exchange | Unmodified:
        """Ask for a page until it comes whole; Unmodified when it is still the copy that `known` describes.

        Absent, Unreachable, Forbidden or OutsideRoot when it does not come; Spent when no more may be asked.
        """
        host = self._host(council.url)
        rules = self._rules(host)
        _within(council, rules, request.url)
        limit = self._limit(request.kind)
        headers = known.headers if known else {}

        def ask() -> Answer:
            url = request.url
            for _ in range(REDIRECTS + 1):
                answer = self._ask(host, url, limit, headers)
                if answer.target is None:
                    return answer
                url = _within(council, rules, answer.target)
            raise Unreachable(f"{request.url}: more than {REDIRECTS} redirects")

        answer = self._whole(host, request.url, ask)
        if answer.status == 304:
            return _unmodified(request, answer, headers)
        return _exchange(request, answer)

    def close(self) -> None:
        """Hang up."""
        self._transport.close()

    def _whole(self, host: _Host, url: str, ask: Callable[[], Answer]) -> Answer:
        """Ask until an answer comes whole, ever more slowly; Unreachable when none does."""
        why = ""
        for attempt in range(TRIES):
            try:
                return ask()
            except Passing as passing:
                why = str(passing)
                now = self.clock()
                if passing.wait > LONGEST_WAIT:
                    host.closed_until = now + passing.wait
                    why = f"{why} and wants to be left alone for {passing.wait:.0f} seconds"
                    self._note_rest(host)
                    break
                host.rests_until = now + max(passing.wait, host.pace.delay * 2**attempt)
                self._note_rest(host)
        raise Unreachable(f"{url}: {why}")

    def _ask(self, host: _Host, url: str, limit: Limit, headers: Mapping[str, str]) -> Answer:
        """Ask once, when it is time, and learn from how it goes."""
        self._wait(host, url)
        rest = max(host.pace.delay, min(host.pace.took, LONGEST_PAUSE))
        self.note(rest)
        self.requests_made += 1
        host.began = self.clock()
        host.noted = host.began + rest
        try:
            answer = self._transport.get(url, limit, headers)
        finally:
            host.ended = self.clock()
            host.pace = host.pace.timed(host.ended - host.began)
            self._note_rest(host)
        self.bytes_read += len(answer.body)
        if answer.status in PASSING:
            if answer.status in BUSY:
                host.pace = host.pace.slower()
            raise Passing(f"the site answered {answer.status}", answer.retry_after)
        host.pace = host.pace.eased()
        return answer

    def _wait(self, host: _Host, url: str) -> None:
        """Wait until this host may be asked; Unreachable when it wants to be left alone for long."""
        now = self.clock()
        if host.closed_until > now:
            left = host.closed_until - now
            raise Unreachable(f"{url}: the site wants to be left alone for another {left:.0f} seconds")
        pause = max(0.0, host.free_at - now)
        self._allowance.check(pause)
        if pause:
            self.sleep(pause)
        self._allowance.take()

    def _note_rest(self, host: _Host) -> None:
        """Note for how long a host is to be left alone, if that is longer than was noted: it was slow."""
        until = max(host.free_at, host.closed_until)
        if until > host.noted:
            host.noted = until
            self.note(until - self.clock())

    def _limit(self, kind: PageKind) -> Limit:
        if kind in FILES:
            return Limit(int(self.settings.largest_attachment * 1_000_000), LONGEST_FILE)
        return Limit(LARGEST_BODY, self.longest_answer)

    def _host(self, root: str) -> _Host:
        parts = urlsplit(root)
        place = f"{parts.scheme}://{parts.netloc}"
        if place not in self._hosts:
            self._hosts[place] = host = _Host(place, Pace(self.settings.delay))
            free = self.clock() + self.rests
            if self.rests > LONGEST_WAIT:  # it told another crawler that it wants to be left alone
                host.closed_until = free
            else:
                host.rests_until = free
        return self._hosts[place]

    def _rules(self, host: _Host) -> Robots:
        """Return a host's rules, asking for them when they are not known or a day old."""
        if host.robots is None or self.clock() >= host.robots_until:
            host.robots = self._robots(host)
            host.robots_until = self.clock() + host.robots.lasts
            host.pace = host.pace.based(max(self.settings.delay, host.robots.delay))
            self._note_rest(host)
        return host.robots

    def _robots(self, host: _Host) -> Robots:
        """Ask for robots.txt, wherever redirects lead: to other hosts too, but to no private address."""

        def ask() -> Answer:
            url = f"{host.place}/robots.txt"
            answer = self._ask(host, url, ROBOTS, {})
            for _ in range(REDIRECTS):
                if answer.target is None:
                    break
                answer = self._ask(host, answer.target, ROBOTS, {})
            return answer

        try:
            answer = self._whole(host, f"{host.place}/robots.txt", ask)
        except Unreachable as error:
            return robots.unreachable(host.place, str(error))
        return robots.read(host.place, answer.status, answer.body)


def _within(council: Council, rules: Robots, url: str) -> str:
    """Let an address be asked for that is on the council's site and open to crawlers; its session is kept."""
    rules.check(source(council.system).canonical(council, url))
    rules.check(url)
    return url


def _unmodified(request: Request, answer: Answer, known: Mapping[str, str]) -> Unmodified:
    if not known:
        raise Unreachable(f"{request.url}: the site answered 304, though nothing was said of an earlier copy")
    return Unmodified(_now(), answer.asked, answer.answered, answer.reason)


def _exchange(request: Request, answer: Answer) -> Exchange:
    """Make the evidence of an answer; Absent has it too, any other failure does not."""
    content_type = answer.header("Content-Type")
    page = Page(request.url, answer.body, _now(), content_type, answer.status)
    exchange = Exchange(page, answer.asked, answer.answered, answer.reason)
    if answer.status in ABSENT:
        raise Absent(f"{request.url}: the site answered {answer.status}", exchange)
    if answer.status != 200:
        raise Unreachable(f"{request.url}: the site answered {answer.status}")
    return exchange


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)
