"""The web side: knows the indexer, the archive and Flask; nothing knows it."""
