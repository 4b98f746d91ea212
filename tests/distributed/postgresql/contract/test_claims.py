from tests.archive.test_claims import *  # noqa: F403 - its tests and their fixtures, whatever they are
