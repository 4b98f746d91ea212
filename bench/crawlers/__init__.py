"""Several crawlers on one PostgreSQL database: what they share, and what a kill costs.

`python -m bench.crawlers --kills 50 --seed 1 [--write]`

    sites.py    hosts on loopback that note every request and when it came
    life.py     two crawlers over the same hosts, one of them killed at random moments, until all is crawled
    checks.py   what must be true of it all (pure)
"""
