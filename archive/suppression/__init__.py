"""What readers may no longer see: how it is named, known again, and taken out of a record (pure).

    address.py      how a person names an item, a passage, a meeting or a decision
    fingerprint.py  salted hashes of words, to know a text again without keeping it
    making.py       a record and an address → a suppression
    hiding.py       a record and the suppressions in force → the record that readers see
    markup.py       the words of a page, and where each stands in it
    erasing.py      a page and a suppression → the page without what is suppressed

Suppressions are kept in `archive/own`, apart from the records: no reread or rebuild undoes them.
"""

from archive.suppression.address import Address, parse
from archive.suppression.erasing import Erasure, erasure_of
from archive.suppression.hiding import WITHHELD, Hidden, is_withheld
from archive.suppression.making import suppression_of
from archive.suppression.nouns import Suppression

__all__ = [
    "WITHHELD",
    "Address",
    "Erasure",
    "Hidden",
    "Suppression",
    "erasure_of",
    "is_withheld",
    "parse",
    "suppression_of",
]
