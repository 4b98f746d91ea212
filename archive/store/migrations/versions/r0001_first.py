"""make the tables of the first release."""

from __future__ import annotations

from alembic import op
from sqlalchemy import Boolean, Column, Float, Integer, text

from archive.databases.sql import NAME, TEXT

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make all tables."""
    op.create_table("meta", _key("key"), _said("value"))
    _pages()
    _read_off_pages()
    _records()
    _wanted()
    op.create_table(
        "claim",
        _key("host"),
        Column("holder", NAME),
        *(Column(name, Float, nullable=False) for name in ("until", "rests", "done")),
        Column("what", TEXT, nullable=False),
    )


def _key(name: str) -> Column[str]:
    return Column(name, NAME, primary_key=True)


def _said(name: str) -> Column[str]:
    return Column(name, NAME, nullable=False)


def _pages() -> None:
    op.create_table(
        "page",
        Column("id", Integer, primary_key=True),
        *map(_said, ("council", "url", "kind", "fetched", "content_type", "digest", "file")),
        Column("offset", Integer, nullable=False),
        Column("copy_of", Integer),
        Column("status", Integer, nullable=False),
        _said("etag"),
        _said("modified"),
        Column("optional", Boolean, nullable=False),
        Column("why_refused", TEXT),
        sqlite_autoincrement=True,
    )
    op.create_index("page_by_url", "page", ["council", "url", "digest"])


def _read_off_pages() -> None:
    op.create_table(
        "part", *map(_key, ("council", "kind", "id")), _said("fetched"), Column("json", TEXT, nullable=False)
    )
    op.create_table(
        "file",
        *map(_key, ("council", "url")),
        *map(_said, ("format", "digest")),
        Column("text", TEXT, nullable=False),
    )
    op.create_table("attached", *map(_key, ("council", "url", "kind", "id")))
    op.create_index("attached_by_record", "attached", ["council", "kind", "id"])
    op.create_table("item", *map(_key, ("council", "id")), _said("meeting"))
    op.create_table(
        "listed",
        *map(_key, ("council", "meeting")),
        _said("board"),
        Column("board_id", NAME),
        *map(_said, ("day", "status")),
        Column("stage", NAME),
        _said("url"),
        Column("signalled", Boolean, nullable=False),
        _said("since"),
    )
    op.create_table(
        "board",
        *map(_key, ("council", "id")),
        *map(_said, ("name", "url")),
        Column("category", NAME),
        Column("wanted", Boolean, nullable=False),
        Column("newest", NAME),
        Column("ended", NAME),
    )


def _records() -> None:
    op.create_table(
        "record",
        *map(_key, ("council", "kind", "id")),
        Column("change", Integer, nullable=False, unique=True),
        Column("page", Integer, nullable=False),
        Column("json", TEXT),
        *(Column(name, Integer, nullable=False) for name in ("items", "decisions", "actions")),
        *(Column(name, NAME) for name in ("board", "board_id", "day", "status", "stage", "url")),
        Column("incomplete", TEXT),
    )
    op.create_index(
        "record_by_board",
        "record",
        [
            "council",
            "kind",
            "board_id",
            "day",
            "id",
            "board",
            "status",
            "stage",
            "items",
            "decisions",
            "actions",
        ],
        sqlite_where=text("json IS NOT NULL"),
    )
    op.create_table(
        "revision",
        *map(_key, ("council", "kind", "id")),
        Column("number", Integer, primary_key=True),
        Column("page", Integer, nullable=False),
        Column("json", TEXT, nullable=False),
    )


def _wanted() -> None:
    op.create_table(
        "wanted",
        *map(_key, ("council", "key")),
        *map(_said, ("url", "kind")),
        Column("of", NAME),
        Column("optional", Boolean, nullable=False),
        Column("beyond", NAME),
        _said("named_by"),
        *(Column(name, NAME) for name in ("asked", "had", "changed", "state", "since")),
        Column("why", TEXT, nullable=False),
        *(Column(name, NAME) for name in ("detour", "detour_state", "knocked")),
    )
    op.create_index("wanted_by_url", "wanted", ["council", "url"])
    op.create_index("wanted_of", "wanted", ["council", "of", "kind"])
    op.create_index("wanted_by_name", "wanted", ["council", "named_by"])
