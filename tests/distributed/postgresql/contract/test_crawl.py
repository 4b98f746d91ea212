from tests.archive.test_crawl import *  # noqa: F403 - its tests and their fixtures, whatever they are
