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
    Column("status", Integer, nullable=False),  # 200, or 404: that a page is gone is kept too
    Column("etag", String, nullable=False),  # as the site gave them, to ask whether it changed since
    Column("modified", String, nullable=False),
    Column("optional", Boolean, nullable=False),  # nothing was amiss if it could not be had
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

# What was read of each file that is attached to an item.
file = Table(
    "file",
    metadata,
    Column("council", String, primary_key=True),
    Column("url", String, primary_key=True),
    Column("format", String, nullable=False),
    Column("digest", String, nullable=False),  # of the text
    Column("text", Text, nullable=False),
)

# Which records have a file attached to one of their items.
attached = Table(
    "attached",
    metadata,
    Column("council", String, primary_key=True),
    Column("url", String, primary_key=True),
    Column("kind", String, primary_key=True),  # of the record
    Column("id", String, primary_key=True),
    Index("attached_by_record", "council", "kind", "id"),
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
    Column("board", String, nullable=False),
    Column("board_id", String),
    Column("day", String, nullable=False),
    Column("status", String, nullable=False),
    Column("stage", String),
    Column("url", String, nullable=False),
    Column("signalled", Boolean, nullable=False),  # the list says how much of the meeting is published
    Column("since", String, nullable=False),  # since when it says what it says
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
    Column("newest", String),  # the day of the newest meeting that its list names
    Column("ended", String),  # when its list was last followed to its end
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
    # What `archive.store.nouns.Sitting` tells; of a decision on a register only its day and address.
    Column("board", String),
    Column("board_id", String),
    Column("day", String),
    Column("status", String),
    Column("stage", String),
    Column("url", String),
    Column("incomplete", Text),  # a JSON list
)

# The meetings of a board, without a look at their JSON, behind which all other columns lie: among 8,500
# meetings it took 80 ms to list a board's, and takes less than 1 with this.
by_board = Index(
    "record_by_board",
    *(record.c[name] for name in ("council", "kind", "board_id", "day", "id", "board", "status", "stage")),
    *(record.c[name] for name in ("items", "decisions", "actions")),  # every results page tells how many
    sqlite_where=record.c.json.is_not(None),
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

# Every page that is wanted, and how it stands: see `archive.store.nouns.Wanted`. A page that has another
# address to be asked at is known by that one, so that it is wanted once, whichever way a site is read by.
wanted = Table(
    "wanted",
    metadata,
    Column("council", String, primary_key=True),
    Column("key", String, primary_key=True),
    Column("url", String, nullable=False),  # asked first
    Column("kind", String, nullable=False),
    Column("of", String),
    Column("optional", Boolean, nullable=False),
    Column("beyond", String),
    Column("named_by", String, nullable=False),  # the address of the page that named it
    Column("asked", String),
    Column("had", String),
    Column("changed", String),
    Column("state", String),
    Column("since", String),
    Column("why", Text, nullable=False, default=""),
    Column("detour", String),  # since when the other address is asked, as the first gives nothing
    Column("detour_state", String),  # what became of the first
    Column("knocked", String),  # when the first was last tried nevertheless
    Index("wanted_by_url", "council", "url"),
    Index("wanted_of", "council", "of", "kind"),
    Index("wanted_by_name", "council", "named_by"),
)
