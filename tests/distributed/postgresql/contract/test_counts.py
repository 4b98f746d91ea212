from tests.archive.test_counts import *  # noqa: F403 - its tests and their fixtures, whatever they are
