"""`minutes alerts`: mail what is new of the saved searches."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime

import click

from archive.config import Config
from archive.errors import ConfigError
from archive.lock import held
from archive.own import Own
from archive.store import Store
from archive.terminal import DONE_IN_PART, FAILED, Settings, tell
from indexer.commands.index import asking
from indexer.engines import index_of
from web.alerts.post import Post
from web.alerts.sending import Run, Sent, look_for_news, send_news
from web.alerts.settings import MailSettings, mail_settings
from web.app import create_app
from web.settings import read as read_web


@click.command()
@click.option("--dry-run", is_flag=True, help="Say what would be sent, and send and note nothing.")
@click.option(
    "--since",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Count from this day on, and not from the last time; nothing that came before a search was saved.",
)
@click.pass_obj
def alerts(settings: Settings, dry_run: bool, since: datetime | None) -> None:
    """Mail what is new of the saved searches since the last time; run it after `minutes index`."""
    config = settings.config()
    mail = mail_settings(config.mail, read_web(config.web).address)
    if mail is None:
        raise ConfigError("no mail server is named: add [mail] to config.toml, see docs/alerts.md")
    first = since.replace(tzinfo=UTC) if since else None
    with held(config.data, "minutes alerts"), _running(config, mail) as run:
        if dry_run:
            _tell_news(run, first)
            return
        with Post(mail) as post:
            sent = send_news(run, post.send, first)
    for trouble in sent.troubles:
        tell(f"minutes: {trouble}")
    click.echo(_words(sent))
    raise click.exceptions.Exit(_code(sent))


@contextmanager
def _running(config: Config, mail: MailSettings) -> Iterator[Run]:
    names = {council.slug: council.name for council in config.councils}
    with (
        closing(Own(config.own)) as own,
        own.at_work("minutes alerts"),
        closing(Store(config.database, own.hidden)) as store,
    ):
        own.searches.wipe()  # what a transaction kept on disk when it was deleted; before all that may fail
        engine = asking(config, index_of(config).open())
        app = create_app(engine, store, names=names, config=config)
        yield Run(app, engine, store, own.searches, mail, datetime.now(UTC))


def _tell_news(run: Run, since: datetime | None) -> None:
    found = list(look_for_news(run, since))
    for saved, results in found:
        click.echo(f"saved search {saved.number}: {results} new")
    click.echo(f"{len(found)} mails would be sent")


def _code(sent: Sent) -> int:
    if sent.stopped and not sent.mails:
        return FAILED
    return DONE_IN_PART if sent.troubles or sent.left else 0


def _words(sent: Sent) -> str:
    words = (
        f"{sent.mails} mails sent with {sent.results} new results; {sent.searches} saved searches looked at"
    )
    return f"{words}; {sent.left} mails are left for the next run" if sent.left else words
