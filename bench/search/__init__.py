"""Search, measured beside its peers on one invented corpus in one run: `python -m bench.search`.

corpus     council-like documents
queries    what is asked of them, by class
peer       what an engine does: build, be asked, answer whole
ours       the archive's own engine
peers      stock Whoosh, SQLite FTS5, Xapian, tantivy
building   each engine builds in a process of its own
asking     all are asked by turns
alike      whether they did equal work
figures    what was measured, kept in bench/search.json
tables     the figures as bench/search.md
growth     the figures as bench/search.svg
life       `python -m bench.search.life`: opening, adding, readers beside a writer, hostile queries
"""
