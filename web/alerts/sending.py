"""One run: of every saved search what is new is mailed, and that it was is noted.

A mail is noted after the server has taken it. A run that dies in between sends that one mail again, the next
time; none is lost. One sent again at once has the same Message-ID, so that many mailboxes show it once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.message import EmailMessage
from typing import Protocol

from flask import Flask

from archive.errors import MinutesError, PostError
from archive.own import SavedSearch, SavedSearches
from archive.store import Arrival
from indexer.model import Engine, Hit
from web.alerts.composing import compose
from web.alerts.matching import matching
from web.alerts.news import News, news_of
from web.alerts.post import Refused
from web.alerts.settings import MailSettings
from web.alerts.writing import as_the_public_sees, news_letter, read_query

CONFIRM_WITHIN = timedelta(days=3)  # or the address that somebody gave is deleted
MOST_REFUSALS = 5  # of an address, for good and one after another; then it is deleted
MOST_FAILURES = 5  # mails not taken, though not for good, one after another; then the server has enough


class Arrivals(Protocol):
    """What a run asks of the archive's records."""

    def arrivals(self, after: datetime) -> Iterator[Arrival]:
        """Yield the records that a page changed which was fetched after a moment."""
        ...

    def revision(self) -> int:
        """Return the number of the last change."""
        ...


Send = Callable[[EmailMessage], None]
"""Hand a mail over: it returns when the server has taken it, and raises Refused or PostError when not."""


@dataclass(frozen=True, slots=True)
class Run:
    """What a run works with."""

    app: Flask
    engine: Engine
    store: Arrivals
    searches: SavedSearches
    settings: MailSettings
    now: datetime  # aware, UTC, and nothing is being crawled: what came until now is in the index


@dataclass(slots=True)
class Sent:
    """What a run has done so far."""

    searches: int = 0  # that were looked at
    mails: int = 0
    results: int = 0  # told in them
    left: int = 0  # mails for the next run, as this one came to its limit or the server failed
    troubles: list[str] = field(default_factory=list)  # a sentence each
    failures: int = 0  # one after another, of the server and not of an address
    stopped: bool = False  # the server cannot be used


def send_news(run: Run, send: Send, since: datetime | None = None) -> Sent:
    """Mail what is new of every saved search, a mail each; since the last time, or since a moment."""
    level = _level(run)
    sent, idle = Sent(), list[int]()
    run.searches.expire(run.now - CONFIRM_WITHIN)
    for saved, hits in _news(run, since, sent):
        if not hits:
            idle.append(saved.number)
            continue
        if sent.stopped or sent.failures >= MOST_FAILURES or sent.mails >= run.settings.most:
            sent.left += 1
            continue
        if run.store.revision() != level:
            raise MinutesError("something was suppressed meanwhile: run `minutes index`, then this again")
        _send(run, send, saved, hits, sent)
    run.searches.told(idle, run.now)
    return sent


def look_for_news(run: Run, since: datetime | None = None) -> Iterator[tuple[SavedSearch, int]]:
    """Yield each saved search with news, and how many results; nothing is sent or noted."""
    _level(run)
    for saved, hits in _news(run, since, Sent()):
        if hits:
            yield saved, len(hits)


def _level(run: Run) -> int:
    """Return the number of the archive's last change; MinutesError when the index lacks some."""
    level, held = run.store.revision(), run.engine.cursor()
    if held != level:
        raise MinutesError(
            f"the search index lacks {level - held} changes of the archive: run `minutes index`"
        )
    return level


def _news(run: Run, since: datetime | None, sent: Sent) -> Iterator[tuple[SavedSearch, tuple[Hit, ...]]]:
    known: dict[datetime, News] = {}  # nearly all saved searches have the same mark
    for saved in run.searches.mailing():
        sent.searches += 1
        mark = max(since, saved.begun) if since else saved.mark
        if mark not in known:
            known[mark] = news_of(run.store.arrivals(mark))
        query, problems = read_query(saved.query)
        if problems:  # a later program may have other words for a filter
            sent.troubles.append(f"saved search {saved.number} cannot be read: {problems[0].message}")
        else:
            yield saved, matching(run.engine, query, known[mark])


def _send(run: Run, send: Send, saved: SavedSearch, hits: tuple[Hit, ...], sent: Sent) -> None:
    with as_the_public_sees(run.app, run.settings.site, saved.language):
        letter = news_letter(saved, hits)
    about = "\n".join((saved.leaving or "", saved.mark.isoformat(), *(hit.document.id for hit in hits)))
    try:
        send(compose(letter, run.settings.sender, about, run.now))
    except Refused as refused:
        sent.troubles.append(_refused(run, saved, refused))
        sent.failures += not refused.for_good
    except PostError as error:
        sent.troubles.append(str(error))
        sent.stopped, sent.left = True, sent.left + 1
    else:
        run.searches.told([saved.number], run.now)
        sent.mails, sent.results, sent.failures = sent.mails + 1, sent.results + len(hits), 0


def _refused(run: Run, saved: SavedSearch, refused: Refused) -> str:
    """Note a mail that the server did not take, and say so without the address: this may go into a log."""
    said = str(refused).replace(saved.address or "", "…")
    gone = refused.for_good and run.searches.refused(saved.number, MOST_REFUSALS)
    then = "; that was once too often, so its address is deleted" if gone else ""
    return f"the mail of saved search {saved.number} was refused: {said}{then}"
