from tests.archive.test_store import *  # noqa: F403 - its tests and their fixtures, whatever they are
