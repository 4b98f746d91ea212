"""The search engines: one module or package each, all alike behind `indexer.model.Engine`."""

from indexer.engines.whoosh import open_engine, rebuilding

__all__ = ["open_engine", "rebuilding"]
