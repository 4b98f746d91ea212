"""How records databases of earlier programs are brought to the tables of this one: Alembic's scripts.

    env.py      how Alembic runs them: on the connection that `archive.store.migrating` has opened
    versions/   one script a revision; a script that has been released is not changed any more

A change of `archive.store.tables` is one more script here, and its number becomes REVISION there.
"""
