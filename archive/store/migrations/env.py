"""Runs the scripts on a connection that is open already, within its transaction; Alembic imports this."""

from alembic import context

from archive.store.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
with context.begin_transaction():
    context.run_migrations()
