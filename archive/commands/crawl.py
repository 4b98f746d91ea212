"""`minutes crawl`: fetch what is due."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime

import click

from archive import runs
from archive.account import account, shortfalls
from archive.commands.options import as_json, opened
from archive.config import Config
from archive.crawl import now
from archive.crew import Member, clean_up, joined, named
from archive.errors import ConfigError, MinutesError, StoreError
from archive.failure import tell_operator
from archive.frontier import due_pages
from archive.lock import held
from archive.model import Council
from archive.run import Report, Told, run
from archive.runs import Ended, Run
from archive.schedule import Choice
from archive.steps import Step, Tally
from archive.store import Store
from archive.terminal import DONE_IN_PART, FAILED, INTERRUPTED, Advance, Settings, progress, tell
from archive.wire import dumps


@click.command()
@click.argument("councils", nargs=-1, metavar="[COUNCIL]...")
@click.option("--all", "everything", is_flag=True, help="Ask for every page again, due or not.")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="Only meetings from this day on.")
@click.option("--board", "boards", multiple=True, help="Only this board; may be repeated.")
@click.option("--dry-run", is_flag=True, help="Say what is due, and ask for nothing.")
@as_json
@click.pass_obj
def crawl(
    settings: Settings,
    councils: tuple[str, ...],
    everything: bool,
    since: datetime | None,
    boards: tuple[str, ...],
    dry_run: bool,
    json_: bool,
) -> None:
    """Fetch, keep and read the minutes of the councils in config.toml, or of those named here.

    What is due is asked for: new meetings, those near today, minutes awaited, and rarely what is settled.
    """
    config = settings.config()
    chosen = [config.council(slug) for slug in councils] or list(config.councils)
    choice = Choice(everything, since.date() if since else None, boards)
    if dry_run:
        with opened(config) as store:
            _tell_due(chosen, store, choice, json_)
        return
    alone = nullcontext() if config.is_shared else held(config.data, "minutes crawl")
    with alone, opened(config) as store, _among_crawlers(config, store, choice) as member:
        _refuse_unknown(boards, chosen, store)
        done = _crawl(chosen, config, store, choice, member)
    click.echo(dumps(runs.run_to_json(done)) if json_ else _words(done))
    raise click.exceptions.Exit(done.exit)


@contextmanager
def _among_crawlers(config: Config, store: Store, choice: Choice) -> Iterator[Member | None]:
    """Crawl as one of several, where records are shared."""
    if not config.is_shared:
        yield None
        return
    with named(config.data) as crawler, store.at_work(f"minutes crawl, {crawler}", alone=False):
        clean_up(store, config.data, config.page_files, crawler)
        yield joined(store, crawler, config.crawl.claim, f"{choice}")


@dataclass(slots=True)
class Heard:
    """What a run has told so far."""

    advance: Advance
    tally: Tally = field(default_factory=Tally)
    waiting: Counter[str] = field(default_factory=Counter)
    reports: list[Report] = field(default_factory=list)
    steps: int = 0

    def take(self, told: Told) -> None:
        """Note one thing, and tell a person what matters of it."""
        if isinstance(told, Step):
            self._step(told)
        elif told:
            self.reports.append(told)
            if told.failed or told.spent:
                tell(f"minutes: {told.failed or told.spent}")

    def _step(self, step: Step) -> None:
        self.tally, self.steps = self.tally.with_step(step), self.steps + 1
        self.waiting[step.council] = step.waiting
        self.advance(f"{step.council}: {step.kind}", self.steps, self.steps + self.waiting.total())
        if step.why and step.kind != "board-list":  # the board list's failure ends the council
            tell(f"{step.council}: {step.outcome}: {step.url}: {step.why}")


def _crawl(
    chosen: Sequence[Council], config: Config, store: Store, choice: Choice, member: Member | None
) -> Run:
    """Crawl, and note the run in the diary, however it ends."""
    began, started = time.monotonic(), datetime.now(UTC)
    with progress() as advance:
        heard = Heard(advance)
        with _noted_if_cut_short(lambda: _run(started, began, chosen, heard), config):
            run(chosen, config, store, choice, heard.take, member)
    lacking = [line for c in chosen for line in shortfalls(c, account(c, store, date.today()))]
    done = _judged(_run(started, began, chosen, heard), heard, lacking)
    for line in lacking:
        tell(f"minutes: {line}")
    _note(done, config)
    return done


def _run(started: datetime, began: float, chosen: Sequence[Council], heard: Heard) -> Run:
    """Say what a run did."""
    tally = heard.tally
    return Run(
        started=started.replace(microsecond=0),
        seconds=round(time.monotonic() - began, 1),
        councils=tuple(council.slug for council in chosen),
        requests=sum(report.requests for report in heard.reports),
        bytes=sum(report.bytes for report in heard.reports),
        pages=tally.read,
        new=len(tally.new),
        changed=len(tally.changed),
        refused=tally.refused,
        unreachable=tally.unreachable,
        forbidden=tally.forbidden,
        gone=tally.gone,
        failed=tuple(report.failed for report in heard.reports if report.failed),
    )


def _judged(done: Run, heard: Heard, lacking: Sequence[str]) -> Run:
    """Choose how a run ended, and its exit code: 1 failed, 3 done in part."""
    failures = [report for report in heard.reports if report.failed]
    limits = {report.limit for report in heard.reports}
    ended: Ended = "hours" if "hours" in limits else "budget" if "budget" in limits else "done"
    if lacking or any(r.misconfigured for r in failures) or len(failures) == len(done.councils):
        return replace(done, failed=(*done.failed, *lacking), ended="failed", exit=FAILED)
    in_part = failures or done.refused or heard.tally.missed
    return replace(done, ended=ended, exit=DONE_IN_PART if in_part else 0)


@contextmanager
def _noted_if_cut_short(so_far: Callable[[], Run], config: Config) -> Iterator[None]:
    """Note a run that somebody stops, or that cannot go on, with what it had done by then."""
    try:
        yield
    except KeyboardInterrupt:
        _note(replace(so_far(), ended="interrupted", exit=INTERRUPTED), config)
        raise
    except MinutesError as error:
        _note(replace(so_far(), failed=(str(error),), ended="failed", exit=FAILED), config)
        raise


def _note(done: Run, config: Config) -> None:
    """Write a run into the diary, and tell the operator of a failed one."""
    try:
        runs.append(config.runs, done)
    except StoreError as error:
        tell(f"minutes: {error}")
    if done.exit == FAILED and (told := tell_operator(config.crawl.on_failure, done)):
        tell(f"minutes: {told}")


def _words(done: Run) -> str:
    words = [f"{done.new} records new", f"{done.changed} changed"]
    missed = done.unreachable + done.forbidden + done.gone
    if done.refused:
        words.append(f"{done.refused} pages refused")
    if missed:
        words.append(f"{missed} not to be had")
    more = "; `minutes status` says more" if done.refused or missed else ""
    return f"{', '.join(words)} ({done.requests} requests, {done.seconds:.0f} s){more}"


def _refuse_unknown(boards: Sequence[str], chosen: Sequence[Council], store: Store) -> None:
    known = {board.name for council in chosen for board, _ in store.boards(council.slug)}
    for name in boards:
        if known and name not in known:
            raise ConfigError(f"no board “{name}” is known; `minutes status` names those that are")


def _tell_due(chosen: Sequence[Council], store: Store, choice: Choice, json_: bool) -> None:
    """Say what a run would begin with; what it would find out on the way nobody knows yet."""
    for council in chosen:
        kinds = Counter(page.request.kind for page in due_pages(council, store, choice, now()))
        if json_:
            click.echo(dumps({"council": council.slug, "due": dict(sorted(kinds.items()))}))
        else:
            words = ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items()))
            click.echo(f"{council.slug}: {kinds.total()} pages are due{': ' if words else ''}{words}")
