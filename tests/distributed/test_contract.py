"""The contract of every engine, on the cluster: the very tests that the embedded engine keeps."""

from __future__ import annotations

from tests.indexer.test_contract import *  # noqa: F403 - all of them, whatever they are called
