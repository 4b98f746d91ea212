"""A search carried out on arrays: matches, scores, counts and order, a segment at a time.

    found       documents that were found, with their scores; and, or, not of them
    recent      lists that were used lately, within a budget of memory
    memory      what a search frees, kept for the next
    column      one property of each document; crossed, several of them counted together
    segments    a segment open for searching; all of them, as one collection
    words       a word's documents and their BM25F
    together    words side by side, or near each other
    evaluating  a tree: which documents it finds, and the sums of their words' BM25F
    counting    filters and exact facets
    lifting     what `indexer.ranking` makes of the scores, for documents that can be among the first
    largest     the largest of many numbers
    ordering    the documents of one page
    marking     where the words stand in a document's text

Whoosh's own searcher runs on the same files and must find the same (`tests/indexer/oracle`).
"""
