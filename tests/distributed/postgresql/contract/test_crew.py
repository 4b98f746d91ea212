from tests.archive.test_crew import *  # noqa: F403 - its tests and their fixtures, whatever they are
