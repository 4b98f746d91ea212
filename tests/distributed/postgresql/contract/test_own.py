from tests.archive.test_own import *  # noqa: F403 - its tests and their fixtures, whatever they are
