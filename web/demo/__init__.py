"""A made-up council and its site, served on loopback, so that a crawl can run without the internet.

    council.py    the nouns: what the council holds, independent of any markup
    people.py     its members, officers and boards
    calendar.py   when its boards sat, and what became of each sitting
    matter.py     what an author writes down of a matter; matters_*.py: the hand-written ones
    remarks.py    hand-written sentences of debate, by topic
    routine.py    the items that open and close every agenda
    recurring.py  what comes back at every sitting, and yearly.py, what does once a year
    compose.py    how each board's clerk writes a matter down, and so what was decided
    numbering.py  how each board numbers its items
    clerk.py      an agenda with its items, decisions, files and votes
    build.py      all of it into one council, always the same
    welsh.py      the Welsh of a few meetings
    revise.py     what the council publishes when draft minutes are confirmed
    word.py       the HTML that Word and the site make of some lines
    labels.py     the site's own words, in English and Welsh
    markup.py     the shell of every page, and its small parts
    lists.py  agenda.py  registers.py  service.py  feeds.py  pdf.py: the pages, one kind a file
    routes.py     which address gives which page
    faults.py     what goes wrong on purpose
    site.py       the server: `with Site(sample()) as site: crawl(site.url)`

The council is data, and it is what its author wrote; tests ask it what an archive ought to read.
"""

from web.demo.build import sample
from web.demo.site import Site

__all__ = ["Site", "sample"]
