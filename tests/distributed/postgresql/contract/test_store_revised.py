from tests.archive.test_store_revised import *  # noqa: F403 - its tests and their fixtures, whatever they are
