"""`minutes export` and `minutes history`: the records, and what changed in them."""

from __future__ import annotations

from itertools import pairwise

import click

from archive.commands.options import as_json, opened
from archive.errors import MinutesError
from archive.history import Difference, differences
from archive.store import Revision
from archive.terminal import Settings
from archive.wire import dumps


@click.command()
@click.pass_obj
def export(settings: Settings) -> None:
    """Print every current record, one JSON object a line, in a stable order."""
    with opened(settings.config()) as store:
        for record in store.records():
            click.echo(dumps(record))


@click.command()
@click.argument("council")
@click.argument("meeting")
@as_json
@click.pass_obj
def history(settings: Settings, council: str, meeting: str, json_: bool) -> None:
    """Say what changed in a meeting's record, and when: COUNCIL is its slug, MEETING the meeting's id."""
    config = settings.config()
    with opened(config) as store:
        found = store.revisions(config.council(council).slug, meeting)
    if not found:
        raise MinutesError(f"the archive has no meeting “{meeting}” of “{council}”")
    told = [(found[0], ()), *((new, differences(old.meeting, new.meeting)) for old, new in pairwise(found))]
    for revision, changes in told:
        click.echo(_revision_json(revision, changes) if json_ else _revision_words(revision, changes))


def _revision_json(revision: Revision, changes: tuple[Difference, ...]) -> str:
    listed = [{"what": d.what, "item": d.item, "before": d.before, "after": d.after} for d in changes]
    captured = revision.captured.isoformat()
    return dumps({"revision": revision.number, "captured": captured, "changed": listed})


def _revision_words(revision: Revision, changes: tuple[Difference, ...]) -> str:
    head = f"revision {revision.number}, copied {revision.captured:%-d %B %Y %H:%M} UTC"
    lines = [f"  {d.what}{f' of item AI{d.item}' if d.item else ''}: {_from_to(d)}" for d in changes]
    return "\n".join([head, *(lines or ["  the first record"])])


def _from_to(difference: Difference) -> str:
    if len(difference.before) + len(difference.after) > 100:
        return f"{len(difference.before.split())} words became {len(difference.after.split())}"
    return f"“{difference.before}” became “{difference.after}”"
