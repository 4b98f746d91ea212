"""Search on three nodes beside the embedded engine: `python -m bench.cluster --documents N [--write]`.

servers     three nodes of 512 MB on this machine, and what they use
indexing    documents go in as `minutes index --rebuild` puts them
asking      both engines are asked by turns, and their answers compared
figures     what was measured, kept in bench/cluster/figures.json
projection  what follows for an archive that is larger than can be measured here
tables      the figures as a section of bench/distributed.md
"""
