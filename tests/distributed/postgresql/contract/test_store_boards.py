from tests.archive.test_store_boards import *  # noqa: F403 - its tests and their fixtures, whatever they are
