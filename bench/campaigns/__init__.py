"""Campaigns against the crawler: it is killed, lied to and starved, and must lose nothing.

    archive.py     an archive in a folder of its own, worked only by the command `minutes`
    page_files.py  what a page file holds, by its gzip members alone
    moments.py     when a command is killed, and what the kill hits
    kills.py       SIGKILL at seeded random moments, again and again
    faults.py      sites that answer badly, crawled until all is had
    small_disk.py  a data folder on a small disk that can be filled up, or made read-only
    disk.py        disks full or read-only, clocks jumping, records locked by others

Each is a command that prints its figures, and with --write keeps them beside itself:
`python -m bench.campaigns.kills --kills 200 --seed 1`. The tests in `tests/end_to_end` run a part of each.
"""
