"""What else there is to say of a council's archive: files, what is due, and what is kept from readers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from archive.frontier import due_pages
from archive.model import Council, Meeting, Official
from archive.own import Own
from archive.schedule import WHAT_IS_DUE
from archive.store import Store
from archive.suppression import Suppression, erasure_of, parse


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of a council beside its meetings, and what is kept from its readers."""

    due: int = 0  # pages that a run would begin with now
    files: Mapping[str, int] = field(default_factory=dict)  # attached ones, by format or by state
    suppressed: int = 0
    undecided: tuple[str, ...] = ()  # suppressed passages that are not found any more: somebody must decide
    printed_again: tuple[str, ...] = ()  # what was purged and is among the pages kept again


NOTHING_KEPT = Kept()


def kept(council: Council, store: Store, own: Own, now: datetime) -> Kept:
    """Say what is kept of a council; `store` gives its records as readers see them."""
    found = [e.suppression for e in own.in_force() if parse(e.suppression.record).council == council.slug]
    return Kept(
        due=sum(1 for _ in due_pages(council, store, WHAT_IS_DUE, now)),
        files=store.file_counts(council.slug),
        suppressed=len(found),
        undecided=tuple(_undecided(found, store, own)),
        printed_again=tuple(s.named for s in found if own.purged(s.key) and _is_back(s, store, own.salt)),
    )


def _undecided(found: Iterable[Suppression], store: Store, own: Own) -> Iterable[str]:
    hidden = own.hidden()
    for key in dict.fromkeys(suppression.record for suppression in found):
        yield from (suppression.named for suppression in hidden.undecided(key, _seen(key, store)))


def _seen(key: str, store: Store) -> Meeting | Official | None:
    address = parse(key)
    get = store.official if address.kind == "official" else store.meeting
    return get(address.council, address.id)


def _is_back(suppression: Suppression, store: Store, salt: bytes) -> bool:
    address = parse(suppression.record)
    return erasure_of(suppression, store.states(address.council, address.kind, address.id), salt) is not None
