"""The tables of own data as they are now; `schema.py` makes them."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Integer, LargeBinary, MetaData, String, Table, Text

metadata = MetaData()

secret = Table(
    "secret",
    metadata,
    Column("name", String, primary_key=True),
    Column("value", LargeBinary, nullable=False),
)

# A log that is only ever added to: what is in force follows from reading it from the start.
suppression = Table(
    "suppression",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("at", String, nullable=False),  # ISO 8601, UTC
    Column("act", String, nullable=False),  # an archive.own.Act
    Column("why", Text, nullable=False),
    # What `archive.suppression.Suppression` says.
    Column("record", String, nullable=False),
    Column("item", String),
    Column("passage", String),
    Column("place", Integer),
    Column("runs", Text, nullable=False),  # a JSON list
    Column("texts", Text, nullable=False),  # a JSON list
    Column("beside", String),
)

# What readers have saved; who they are is not known but by an address, and that only while it gets mails.
saved_search = Table(
    "saved_search",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("token", String, nullable=False),  # the SHA-256 of its private link's token, in hexadecimal
    Column("name", Text, nullable=False),
    Column("query", Text, nullable=False),  # as the address bar has it
    Column("language", String, nullable=False),  # of its mails
    Column("begun", String, nullable=False),  # ISO 8601, UTC: what came to the archive later counts
    Column("mark", String, nullable=False),  # the same: what came until then has been told
    Column("paused", Boolean, nullable=False, default=False),
    Column("address", Text),
    Column("confirming", String),  # the SHA-256 of the token that was mailed; None: confirmed
    Column("asked", String),  # when that was mailed
    Column("leaving", String),  # the token with which its mails end; every one of them has it
    Column("refusals", Integer, nullable=False, default=0),  # for good, by the mail server, one after another
)

# The mails of some days that asked an address and have no answer yet, whatever became of the saved search.
asked_address = Table(
    "asked_address",
    metadata,
    Column("confirming", String, primary_key=True),  # the SHA-256 of the token that was mailed
    Column("digest", String, nullable=False),  # of the address, salted, in hexadecimal
    Column("at", String, nullable=False),  # ISO 8601, UTC
)
