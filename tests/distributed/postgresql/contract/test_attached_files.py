from tests.archive.test_attached_files import *  # noqa: F403 - its tests and their fixtures, whatever they are
