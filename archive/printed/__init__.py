"""Read a council's files, and divide minutes that are published only so among an agenda's items (pure).

    bytes → child (in a process of its own, within limits)
          → file (what it is) → pdf → lines → running (headers off) → paragraphs ┐
                              → word, numbering ──────────────────────────────────┴→ Printed
    Printed + items → headings (where items may begin) → items (which begins where) → items with minutes
    Printed → attendees → who was there

Nothing is guessed: a scan has no passages, an item that is not found stays as it was and is named.
"""

from archive.model import Printed
from archive.printed.attendees import attendance
from archive.printed.child import read_printed
from archive.printed.items import split

__all__ = ["Printed", "attendance", "read_printed", "split"]
