from tests.archive.test_sample_crawl import *  # noqa: F403 - its tests and their fixtures, whatever they are
