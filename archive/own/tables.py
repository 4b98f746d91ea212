"""The tables of own.sqlite as they are now; `schema.py` makes them."""

from __future__ import annotations

from sqlalchemy import Column, Integer, LargeBinary, MetaData, String, Table, Text

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
