"""The tables of the records database; `archive/store.py` alone uses them.

`page` is the catalogue of what is kept; every other table is derived from the pages and can be made again.
"""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Index, Integer, MetaData, String, Table, Text

SCHEMA = 1  # a database of another number is refused

metadata = MetaData()

meta = Table(
    "meta", metadata, Column("key", String, primary_key=True), Column("value", String, nullable=False)
)

page = Table(
    "page",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("council", String, nullable=False),
    Column("url", String, nullable=False),
    Column("kind", String, nullable=False),  # what was asked for
    Column("fetched", String, nullable=False),  # ISO 8601, UTC
    Column("content_type", String, nullable=False),
    Column("digest", String, nullable=False),
    Column("file", String, nullable=False),  # where this answer's own record lies
    Column("offset", Integer, nullable=False),
    Column("copy_of", Integer),  # the page whose record holds the bytes, when this one only points there
    Column("why_refused", Text),  # None: it was read
    Index("page_by_url", "council", "url", "digest"),
    sqlite_autoincrement=True,
)

# What was read off the newest good copy of each meeting page and item page, before they are joined.
part = Table(
    "part",
    metadata,
    Column("council", String, primary_key=True),
    Column("kind", String, primary_key=True),
    Column("id", String, primary_key=True),
    Column("fetched", String, nullable=False),  # ISO 8601, UTC
    Column("json", Text, nullable=False),
)

# Which meeting an item, or a file of a whole meeting, belongs to.
item = Table(
    "item",
    metadata,
    Column("council", String, primary_key=True),
    Column("id", String, primary_key=True),  # an item's id, a file's address
    Column("meeting", String, nullable=False),
)

# Every meeting that a list names, read or not.
listed = Table(
    "listed",
    metadata,
    Column("council", String, primary_key=True),
    Column("meeting", String, primary_key=True),
    Column("json", Text, nullable=False),
)

board = Table(
    "board",
    metadata,
    Column("council", String, primary_key=True),
    Column("id", String, primary_key=True),
    Column("name", String, nullable=False),
    Column("url", String, nullable=False),
    Column("category", String),
    Column("wanted", Boolean, nullable=False),
)

# The current record of each meeting, and of each decision on a register. `change` is the number it took
# when it last changed.
record = Table(
    "record",
    metadata,
    Column("council", String, primary_key=True),
    Column("kind", String, primary_key=True),  # "meeting" or "official"
    Column("id", String, primary_key=True),
    Column("change", Integer, nullable=False, unique=True),
    Column("page", Integer, nullable=False),  # the newest page that it rests on
    Column("json", Text),  # None: no page of it can be read any more
    # What the record holds, for counting without reading it.
    Column("items", Integer, nullable=False, default=0),
    Column("decisions", Integer, nullable=False, default=0),
    Column("actions", Integer, nullable=False, default=0),
    Column("minutes_of", String),  # a meeting's day, when its minutes are published
)

revision = Table(
    "revision",
    metadata,
    Column("council", String, primary_key=True),
    Column("kind", String, primary_key=True),
    Column("id", String, primary_key=True),
    Column("number", Integer, primary_key=True),  # 1, 2, …
    Column("page", Integer, nullable=False),  # the page that brought it
    Column("json", Text, nullable=False),
)

# Pages that could not be had, or were refused, when last asked for.
trouble = Table(
    "trouble",
    metadata,
    Column("council", String, primary_key=True),
    Column("url", String, primary_key=True),
    Column("kind", String, nullable=False),
    Column("state", String, nullable=False),
    Column("why", Text, nullable=False),
    Column("since", String, nullable=False),
)
