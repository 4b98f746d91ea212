"""`minutes suppress`: take something from readers' sight, give it back, and say what is out of sight.

Whoever runs it holds the data folder: `indexer.commands.suppress`, which brings search level meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from difflib import get_close_matches
from itertools import count

import click

from archive.config import Config
from archive.errors import MinutesError, StoreError
from archive.model import Item, Meeting, Official
from archive.own import Entry, Own
from archive.purge import Purge, Purged
from archive.store import Store, Writing
from archive.suppression import Address, Suppression, parse, suppression_of
from archive.suppression.making import item_of
from archive.terminal import DONE_IN_PART, Settings, progress, tell


@dataclass(frozen=True, slots=True)
class _Opened:
    config: Config
    own: Own
    store: Store

    def record(self, address: Address) -> Meeting | Official:
        """Return the whole record that an address names; MinutesError names what there is nearby."""
        council = self.config.council(address.council).slug
        if address.kind == "official":
            official = self.store.official(council, address.id)
            if official is None:
                raise MinutesError(f"the archive has no decision “{address.id}” of “{council}”")
            return official
        meeting = self.store.meeting(council, address.id)
        if meeting is None:
            raise MinutesError(
                f"the archive has no meeting “{address.id}” of “{council}”{self._near(council, address)}"
            )
        return meeting

    def seen(self, key: str) -> Meeting | Official | None:
        """Return what readers see of a record."""
        record, hidden = self.record(parse(key)), self.own.hidden()
        return hidden.meeting(record) if isinstance(record, Meeting) else hidden.official(record)

    def _near(self, council: str, address: Address) -> str:
        known = {sitting.id: sitting for sitting in self.store.sittings(council) if sitting.read}
        near = [known[id_] for id_ in get_close_matches(address.id, known, n=3, cutoff=0.5)]
        named = [f"{council}/{s.id} ({s.board}, {s.date:%-d %B %Y})" for s in near]
        return f"; the nearest: {', '.join(named)}" if named else ""


@click.command()
@click.argument("item", required=False)
@click.option("--why", help="The reason, for the log; say nothing in it that is to be kept from readers.")
@click.option(
    "--lift", is_flag=True, help="Let readers see ITEM again: its address, or its number in --list."
)
@click.option("--purge", is_flag=True, help="Take it out of the pages kept, too: for good.")
@click.option("--files", is_flag=True, help="With --purge: files that hold the words go whole.")
@click.option("--list", "list_", is_flag=True, help="Say what is suppressed; with ITEM, number its passages.")
@click.pass_obj
def suppress(
    settings: Settings, item: str | None, why: str | None, lift: bool, purge: bool, files: bool, list_: bool
) -> None:
    """Keep ITEM from readers: an item, a passage of it, a meeting, or a decision of the register.

    ITEM is written lga/3512/51902, lga/3512/51902/7, lga/3512 or lga/decision/13567, or is an item's address
    in the archive's own pages. The evidence stays in the page files, unless it is purged.
    """
    if (purge and lift) or (files and not purge):
        raise click.UsageError("--purge is for good, so it cannot go with --lift; --files goes with --purge")
    with _opened(settings.config()) as archive:
        if list_:
            click.echo("\n".join(_listed(archive, parse(item) if item else None)))
            return
        if not item or not (why and why.strip()):
            raise click.UsageError("say what and why: minutes suppress ITEM --why REASON, or use --list")
        if purge:
            _purge(archive, item, why, files=files)
        else:
            click.echo(_lift(archive, item, why) if lift else _suppress(archive, parse(item), why))


def suppressed_again(config: Config, item: str) -> bool:
    """Have the index take anew what a suppression in force bears on; False when this names none.

    `item` is its number, or the address of what it hides.
    """
    with _opened(config) as archive:
        entry = _found(archive, item)
        if entry:
            with archive.store.writing() as writing:
                _touch(writing, entry.suppression)
        return entry is not None


@contextmanager
def _opened(config: Config) -> Iterator[_Opened]:
    """Open both databases; the records as they are, so that what is suppressed can be named and lifted."""
    with ExitStack() as stack:
        own = stack.enter_context(closing(Own(config.own)))
        yield _Opened(config, own, stack.enter_context(closing(Store(config.database))))


def _suppress(archive: _Opened, address: Address, why: str) -> str:
    wanted = suppression_of(archive.record(address), address, archive.own.salt)
    known = next((e for e in archive.own.in_force() if e.suppression.key == wanted.key), None)
    if known is None:
        archive.own.log("suppressed", wanted, why, datetime.now(UTC))
    since = f" already, since {known.at:%-d %B %Y}" if known else ""
    done = f"{wanted.named} is suppressed{since}: pages no longer show it"
    try:
        # Also when it was suppressed already: a run that was killed here may not have got this far.
        with archive.store.writing() as writing:
            _touch(writing, wanted)
    except StoreError as error:  # as where another machine makes all records anew, alone
        tell(f"minutes: {done}; for search, run the same command again: {error}")
        raise click.exceptions.Exit(DONE_IN_PART) from error
    return done


def _lift(archive: _Opened, item: str, why: str) -> str:
    entry = _in_force(archive, item)
    with archive.store.writing() as writing:  # first, so that nothing is lifted where search cannot follow
        _touch(writing, entry.suppression)
        archive.own.log("lifted", entry.suppression, why, datetime.now(UTC))
    return f"{entry.suppression.named} may be seen again"


def _purge(archive: _Opened, item: str, why: str, *, files: bool) -> None:
    """Suppress what is not suppressed yet, then take it out of the evidence; or finish doing so."""
    if not _found(archive, item):
        click.echo(_suppress(archive, parse(item), why))
    suppression = _in_force(archive, item).suppression
    councils = {council.slug: council for council in archive.config.councils}
    purge = Purge(councils, archive.store, archive.config.page_files, archive.own.salt)
    already = archive.own.purged(suppression.key) and not purge.erasure(suppression)
    before = archive.seen(suppression.record)
    total, steps = sum(1 for _ in archive.store.pages()), count(1)
    with archive.store.at_work("minutes suppress --purge", alone=True), progress() as advance:
        done = purge.run(
            suppression,
            datetime.now(UTC),
            files=files,
            told=lambda _step: advance("reading all pages again", next(steps), total),
        )
    if already:  # only the tables are written anew, in case that was refused when it was purged again
        click.echo(f"{suppression.named} is purged already: no page kept holds its words any more")
        return
    archive.own.log("purged", suppression, why, datetime.now(UTC))
    click.echo("\n".join(_purged_words(suppression, done, same=archive.seen(suppression.record) == before)))


def _purged_words(suppression: Suppression, done: Purged, *, same: bool) -> Iterator[str]:
    yield f"{suppression.named} is purged: {done.pages} pages kept, copies included, hold its words no more"
    yield from (f"purged whole: {url}" for url in done.files)
    yield from (f"not looked into, as it cannot be read: {url}" for url in done.unread)
    if not same:
        yield f"what readers see of {suppression.record} has changed: by those words others were understood"
    yield "copies that were made of the data folder, such as backups, hold them still"


def _in_force(archive: _Opened, item: str) -> Entry:
    """Find a suppression; MinutesError names those there are."""
    if found := _found(archive, item):
        return found
    entries = archive.own.in_force()
    listed = ", ".join(f"{e.number} ({e.suppression.named})" for e in entries) or "nothing is"
    raise MinutesError(f"“{item}” is not suppressed; what is, by number: {listed}")


def _found(archive: _Opened, item: str) -> Entry | None:
    """Find a suppression by its number, or by the address of what it is of."""
    entries = archive.own.in_force()
    if item.isdecimal():
        return next((e for e in entries if e.number == int(item)), None)
    address = parse(item)
    record = archive.record(address)
    key = suppression_of(record, address, archive.own.salt).key
    said = _passage(record, address)  # where it was purged, its mark
    return next((e for e in entries if e.suppression.key == key or e.suppression.mark in said), None)


def _passage(record: Meeting | Official, address: Address) -> str:
    if address.passage is None:
        return ""
    (item,) = _items(record, address)
    return item.passages[address.passage - 1].text


def _touch(writing: Writing, suppression: Suppression) -> None:
    """Give what a suppression bears on new change numbers, so that the index takes it anew."""
    for key in filter(None, (suppression.record, suppression.beside)):
        address = parse(key)
        writing.touch(address.council, address.kind, address.id)


def _listed(archive: _Opened, address: Address | None) -> Iterator[str]:
    entries = archive.own.in_force()
    if address is None:
        yield from map(_entry_words, entries)
        if not entries:
            yield "nothing is suppressed"
        return
    record = archive.record(address)
    yield from (_entry_words(e) for e in entries if e.suppression.record == address.key)
    for item in _items(record, address):
        yield from _item_words(
            address.key if isinstance(record, Official) else f"{address.key}/{item.id}", item
        )


def _items(record: Meeting | Official, address: Address) -> tuple[Item, ...]:
    if isinstance(record, Official):
        return (record.item,)
    return (item_of(record, address.item),) if address.item else record.items


def _entry_words(entry: Entry) -> str:
    return f"{entry.number}: {entry.suppression.named}, suppressed on {entry.at:%-d %B %Y}: {entry.why}"


def _item_words(name: str, item: Item) -> Iterator[str]:
    yield f"{name}  {item.number} {item.title}".replace("  ", " ")
    yield from (f"  {name}/{n}  {p.text}" for n, p in enumerate(item.passages, 1))
