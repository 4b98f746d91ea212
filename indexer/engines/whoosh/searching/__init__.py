"""A search carried out on arrays: matches, scores, counts and order, a segment at a time.

    found       documents that were found, with their scores; and, or, not of them
    recent      lists that were used lately, within a budget of memory
    column      one property of each document; crossed, several of them counted together
    segments    a segment open for searching; all of them, as one collection
    words       a word's documents and their BM25F
    together    words side by side, or near each other
    evaluating  a tree: which documents it finds, with `indexer.ranking`'s lifts
    counting    filters and exact facets
    ordering    the documents of one page
    marking     where the words stand in a document's text

Whoosh's own searcher runs on the same files and must find the same (`tests/indexer/oracle`).
"""
