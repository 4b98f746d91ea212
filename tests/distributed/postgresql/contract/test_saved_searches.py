from tests.archive.test_saved_searches import *  # noqa: F403 - its tests and their fixtures, whatever they are
