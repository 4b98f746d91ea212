"""What goes on behind the site: the run that is at work, the last ones, and how far search is behind."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from flask_babel import gettext as _
from flask_babel import ngettext

from archive import runs
from archive.errors import IndexFault
from archive.lock import Holder, holder
from archive.runs import Diary, Run
from web import words
from web.site import Site

IndexState = Literal["searchable", "empty", "unusable"]

RUNS = 50  # among so many the last useful one is looked for: a month and a half of nights
STALE = timedelta(days=8)  # some archives are brought up to date once a week


@dataclass(frozen=True, slots=True)
class Work:
    """What goes on, as far as it bears on what readers find."""

    index: IndexState
    behind: int  # changes of the records that the index does not hold yet
    holder: Holder | None  # the run at work
    diary: Diary

    @property
    def at_work(self) -> str:
        """Name the command at work: "crawl", "index"; empty when none is."""
        return self.holder.doing.removeprefix("minutes ") if self.holder else ""

    @property
    def failed(self) -> bool:
        """Tell whether the last run failed: one that somebody stopped did not."""
        return self.diary.last is not None and self.diary.last.ended == "failed"


def work(site: Site) -> Work:
    """Look at what goes on, now."""
    index, behind = _index(site)
    if site.config is None:
        return Work(index, behind, None, Diary())
    return Work(index, behind, holder(site.config.data), runs.last(site.config.runs, RUNS))


def _index(site: Site) -> tuple[IndexState, int]:
    revision = site.store.revision()
    try:
        engine = site.filled()
        return ("searchable", max(0, revision - engine.cursor())) if engine else ("empty", revision)
    except IndexFault:  # told by the page that asks the index for more; the rest of the site works on
        return "unusable", revision


def notices(now: Work, at: datetime) -> tuple[str, ...]:
    """Say what readers should know of what they find, in sentences; nothing when all is as ever."""
    told = (_of_search(now), _of_the_night(now, at))
    return tuple(sentence for sentence in told if sentence)


def _of_search(now: Work) -> str:
    if now.at_work in ("index", "reread", "demo"):
        if now.index == "searchable":
            told = _("The search is being brought up to date. Until then it finds what it found before.")
        else:
            told = _("The search is being made ready. Until then meetings can be read, but not searched.")
    elif now.index != "searchable" or not now.behind:
        told = ""
    elif now.at_work == "crawl":
        told = _("New pages are being fetched from the councils. The search will know them afterwards.")
    else:
        told = ngettext(
            "The archive holds %(num)s change that the search does not know yet.",
            "The archive holds %(num)s changes that the search does not know yet.",
            now.behind,
        )
    return str(told)


def _of_the_night(now: Work, at: datetime) -> str:
    last, useful = now.diary.last, now.diary.last_useful
    if last is None or now.at_work == "crawl":
        return ""
    if now.failed:
        told = _("New minutes could not be fetched on %(day)s.", day=_day(last))
        return f"{told} {_as_of(useful)}" if useful else str(told)
    if useful and at - useful.started > STALE:
        told = _("New minutes were last looked for on %(day)s.", day=_day(useful))
        return f"{told} {_as_of(useful)}"
    return ""


def _as_of(run: Run) -> str:
    return str(_("What you find here is as it was on %(day)s.", day=_day(run)))


def _day(run: Run) -> str:
    return words.day(run.started.astimezone())
