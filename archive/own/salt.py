"""The secret of the archive's own data, with which digests are made that nobody can make without it."""

from __future__ import annotations

from sqlalchemy import Connection, select

from archive.own import tables as t


def salt_in(db: Connection) -> bytes:
    """Return the salt that all fingerprints and digests are made with."""
    return bytes(db.execute(select(t.secret.c.value).where(t.secret.c.name == "salt")).scalar_one())
