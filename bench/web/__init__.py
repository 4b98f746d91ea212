"""The whole page, as readers have it from `minutes serve`: how fast, for how many, and how heavy.

archive    the corpus of bench/search as an archive: records, configuration, index
asking     addresses of searches, each another, as people type them and tick boxes
load       clients in a process of their own, on loopback: one after another, or fifty who read between pages
told       the figures as a report (pure)
"""
