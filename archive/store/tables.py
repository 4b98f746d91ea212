"""The tables of the records database; `archive.store` alone uses them.

`page` is the catalogue of what is kept; every other table is derived from the pages and can be made again.
"""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Float, Index, Integer, MetaData, String, Table

from archive.databases.sql import NAME, TEXT

REVISION = "0001"
"""The newest of `archive.store.migrations`; a database of another is refused."""

metadata = MetaData()

meta = Table("meta", metadata, Column("key", NAME, primary_key=True), Column("value", NAME, nullable=False))

# Which migration made these tables: Alembic's own table, written here too, as a new archive needs none of it.
migrated = Table("alembic_version", metadata, Column("version_num", String(32), primary_key=True))

page = Table(
    "page",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("council", NAME, nullable=False),
    Column("url", NAME, nullable=False),
    Column("kind", NAME, nullable=False),  # what was asked for
    Column("fetched", NAME, nullable=False),  # ISO 8601, UTC
    Column("content_type", NAME, nullable=False),
    Column("digest", NAME, nullable=False),
    Column("file", NAME, nullable=False),  # where this answer's own record lies
    Column("offset", Integer, nullable=False),
    Column("copy_of", Integer),  # the page whose record holds the bytes, when this one only points there
    Column("status", Integer, nullable=False),  # 200, or 404: that a page is gone is kept too
    Column("etag", NAME, nullable=False),  # as the site gave them, to ask whether it changed since
    Column("modified", NAME, nullable=False),
    Column("optional", Boolean, nullable=False),  # nothing was amiss if it could not be had
    Column("why_refused", TEXT),  # None: it was read
    Index("page_by_url", "council", "url", "digest"),
    sqlite_autoincrement=True,
)

# What was read off the newest good copy of each meeting page and item page, before they are joined.
part = Table(
    "part",
    metadata,
    Column("council", NAME, primary_key=True),
    Column("kind", NAME, primary_key=True),
    Column("id", NAME, primary_key=True),
    Column("fetched", NAME, nullable=False),  # ISO 8601, UTC
    Column("json", TEXT, nullable=False),
)

# What was read of each file that is attached to an item.
file = Table(
    "file",
    metadata,
    Column("council", NAME, primary_key=True),
    Column("url", NAME, primary_key=True),
    Column("format", NAME, nullable=False),
    Column("digest", NAME, nullable=False),  # of the text
    Column("text", TEXT, nullable=False),
)

# Which records have a file attached to one of their items.
attached = Table(
    "attached",
    metadata,
    Column("council", NAME, primary_key=True),
    Column("url", NAME, primary_key=True),
    Column("kind", NAME, primary_key=True),  # of the record
    Column("id", NAME, primary_key=True),
    Index("attached_by_record", "council", "kind", "id"),
)

# Which meeting an item, or a file of a whole meeting, belongs to.
item = Table(
    "item",
    metadata,
    Column("council", NAME, primary_key=True),
    Column("id", NAME, primary_key=True),  # an item's id, a file's address
    Column("meeting", NAME, nullable=False),
)

# Every meeting that a list names, read or not.
listed = Table(
    "listed",
    metadata,
    Column("council", NAME, primary_key=True),
    Column("meeting", NAME, primary_key=True),
    Column("board", NAME, nullable=False),
    Column("board_id", NAME),
    Column("day", NAME, nullable=False),
    Column("status", NAME, nullable=False),
    Column("stage", NAME),
    Column("url", NAME, nullable=False),
    Column("signalled", Boolean, nullable=False),  # the list says how much of the meeting is published
    Column("since", NAME, nullable=False),  # since when it says what it says
)

board = Table(
    "board",
    metadata,
    Column("council", NAME, primary_key=True),
    Column("id", NAME, primary_key=True),
    Column("name", NAME, nullable=False),
    Column("url", NAME, nullable=False),
    Column("category", NAME),
    Column("wanted", Boolean, nullable=False),
    Column("newest", NAME),  # the day of the newest meeting that its list names
    Column("ended", NAME),  # when its list was last followed to its end
)

# The current record of each meeting, and of each decision on a register. `change` is the number it took
# when it last changed.
record = Table(
    "record",
    metadata,
    Column("council", NAME, primary_key=True),
    Column("kind", NAME, primary_key=True),  # "meeting" or "official"
    Column("id", NAME, primary_key=True),
    Column("change", Integer, nullable=False, unique=True),
    Column("page", Integer, nullable=False),  # the newest page that it rests on
    Column("json", TEXT),  # None: no page of it can be read any more
    # What the record holds, for counting without reading it.
    Column("items", Integer, nullable=False, default=0),
    Column("decisions", Integer, nullable=False, default=0),
    Column("actions", Integer, nullable=False, default=0),
    # What `archive.store.nouns.Sitting` tells; of a decision on a register only its day and address.
    Column("board", NAME),
    Column("board_id", NAME),
    Column("day", NAME),
    Column("status", NAME),
    Column("stage", NAME),
    Column("url", NAME),
    Column("incomplete", TEXT),  # a JSON list
)

# The meetings of a board, without a look at their JSON, behind which all other columns lie: among 8,500
# meetings it took 80 ms to list a board's, and takes less than 1 with this.
# PostgreSQL keeps long texts apart from their rows, and needs no condition to know that there is one.
by_board = Index(
    "record_by_board",
    *(record.c[name] for name in ("council", "kind", "board_id", "day", "id", "board", "status", "stage")),
    *(record.c[name] for name in ("items", "decisions", "actions")),  # every results page tells how many
    sqlite_where=record.c.json.is_not(None),
)

revision = Table(
    "revision",
    metadata,
    Column("council", NAME, primary_key=True),
    Column("kind", NAME, primary_key=True),
    Column("id", NAME, primary_key=True),
    Column("number", Integer, primary_key=True),  # 1, 2, …
    Column("page", Integer, nullable=False),  # the page that brought it
    Column("json", TEXT, nullable=False),
)

# Every page that is wanted, and how it stands: see `archive.store.nouns.Wanted`. A page that has another
# address to be asked at is known by that one, so that it is wanted once, whichever way a site is read by.
wanted = Table(
    "wanted",
    metadata,
    Column("council", NAME, primary_key=True),
    Column("key", NAME, primary_key=True),
    Column("url", NAME, nullable=False),  # asked first
    Column("kind", NAME, nullable=False),
    Column("of", NAME),
    Column("optional", Boolean, nullable=False),
    Column("beyond", NAME),
    Column("named_by", NAME, nullable=False),  # the address of the page that named it
    Column("asked", NAME),
    Column("had", NAME),
    Column("changed", NAME),
    Column("state", NAME),
    Column("since", NAME),
    Column("why", TEXT, nullable=False, default=""),
    Column("detour", NAME),  # since when the other address is asked, as the first gives nothing
    Column("detour_state", NAME),  # what became of the first
    Column("knocked", NAME),  # when the first was last tried nevertheless
    Index("wanted_by_url", "council", "url"),
    Index("wanted_of", "council", "of", "kind"),
    Index("wanted_by_name", "council", "named_by"),
)

# Which hosts are being crawled, where several crawlers share the work: see `archive.store.claims`. Moments
# are seconds since 1970 by the database's clock, as no two machines' agree.
claim = Table(
    "claim",
    metadata,
    Column("host", NAME, primary_key=True),
    Column("holder", NAME),  # the run that crawls it; None: nobody does
    Column("until", Float, nullable=False, default=0.0),  # when the claim expires, if it is not renewed
    Column("rests", Float, nullable=False, default=0.0),  # until when it is left alone, whoever asks next
    Column("done", Float, nullable=False, default=0.0),  # when it was last crawled to the end
    Column("what", TEXT, nullable=False, default=""),  # what that crawl was asked for
)
