"""A real PostgreSQL server on this machine, in a folder of its own, for as long as tests need it."""

from tests.distributed.postgresql.server import NotStarted, PostgreSQLServer, running

__all__ = ["NotStarted", "PostgreSQLServer", "running"]
