"""Stock Whoosh on the very files that our own search reads: the permanent oracle of what it must find.

stock       Whoosh's own searcher on a snapshot
columns     documents by value, as sets
matching    a tree carried out by that searcher, and what `indexer.ranking` adds
"""
