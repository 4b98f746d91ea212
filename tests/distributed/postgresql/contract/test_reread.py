from tests.archive.test_reread import *  # noqa: F403 - its tests and their fixtures, whatever they are
