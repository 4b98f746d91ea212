"""`minutes suppress`: take something from readers' sight, give it back, and say what is out of sight."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from difflib import get_close_matches

import click

from archive.config import Config
from archive.errors import MinutesError
from archive.model import Item, Meeting, Official
from archive.own import Entry, Own
from archive.store import Store
from archive.suppression import Address, Suppression, parse, suppression_of
from archive.suppression.making import item_of
from archive.terminal import Settings

INDEX_HINT = "search follows with the next `minutes index`; a scheduled run does that"


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
@click.option("--list", "list_", is_flag=True, help="Say what is suppressed; with ITEM, number its passages.")
@click.pass_obj
def suppress(settings: Settings, item: str | None, why: str | None, lift: bool, list_: bool) -> None:
    """Keep ITEM from readers: an item, a passage of it, a meeting, or a decision of the register.

    ITEM is written lga/3512/51902, lga/3512/51902/7, lga/3512 or lga/decision/13567, or is an item's address
    in the archive's own pages. The evidence stays in the page files.
    """
    with _opened(settings.config()) as archive:
        if list_:
            click.echo("\n".join(_listed(archive, parse(item) if item else None)))
            return
        if not item or not (why and why.strip()):
            raise click.UsageError("say what and why: minutes suppress ITEM --why REASON, or use --list")
        click.echo(_lift(archive, item, why) if lift else _suppress(archive, parse(item), why))


@contextmanager
def _opened(config: Config) -> Iterator[_Opened]:
    """Open both databases; the records as they are, so that what is suppressed can be named and lifted."""
    with ExitStack() as stack:
        own = stack.enter_context(closing(Own(config.own)))
        yield _Opened(config, own, stack.enter_context(closing(Store(config.records))))


def _suppress(archive: _Opened, address: Address, why: str) -> str:
    wanted = suppression_of(archive.record(address), address, archive.own.salt)
    known = next((e for e in archive.own.in_force() if e.suppression.key == wanted.key), None)
    if known is None:
        archive.own.log("suppressed", wanted, why, datetime.now(UTC))
    # Also when it was suppressed already: a run that was killed here may not have got this far.
    _touch(archive.store, wanted)
    since = f" already, since {known.at:%-d %B %Y}" if known else ""
    return f"{wanted.named} is suppressed{since}: pages no longer show it; {INDEX_HINT}"


def _lift(archive: _Opened, item: str, why: str) -> str:
    entry = _in_force(archive, item)
    archive.own.log("lifted", entry.suppression, why, datetime.now(UTC))
    _touch(archive.store, entry.suppression)
    return f"{entry.suppression.named} may be seen again; {INDEX_HINT}"


def _in_force(archive: _Opened, item: str) -> Entry:
    """Find a suppression by its number, or by the address of what it is of."""
    entries = archive.own.in_force()
    if item.isdecimal():
        found = [e for e in entries if e.number == int(item)]
    else:
        address = parse(item)
        key = suppression_of(archive.record(address), address, archive.own.salt).key
        found = [e for e in entries if e.suppression.key == key]
    if not found:
        listed = ", ".join(f"{e.number} ({e.suppression.named})" for e in entries) or "nothing is"
        raise MinutesError(f"“{item}” is not suppressed; what is, by number: {listed}")
    return found[0]


def _touch(store: Store, suppression: Suppression) -> None:
    """Give what a suppression bears on new change numbers, so that the index takes it anew."""
    with store.writing() as writing:
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
