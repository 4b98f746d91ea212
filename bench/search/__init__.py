"""Search, measured beside its peers on one invented corpus in one run: `python -m bench.search`.

corpus     council-like documents and the queries asked of them
ours       the archive's own engine
peers      stock Whoosh, SQLite FTS5, tantivy
__main__   builds, asks by turns, writes bench/search.md
"""
