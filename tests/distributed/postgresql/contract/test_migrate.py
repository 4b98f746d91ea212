from tests.archive.test_migrate import *  # noqa: F403 - its tests and their fixtures, whatever they are
