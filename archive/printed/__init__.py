"""Read minutes that a council publishes only as a file, and divide them among an agenda's items (pure).

    bytes → file (what it is) → pdf → lines → running (headers off) → paragraphs ┐
                              → word, numbering ──────────────────────────────────┴→ Printed
    Printed + items → headings (where items may begin) → items (which begins where) → items with minutes
    Printed → attendees → who was there

Nothing is guessed: a scan has no passages, an item that is not found stays as it was and is named.
"""

from archive.model import Printed
from archive.printed.attendees import attendance
from archive.printed.file import read_printed
from archive.printed.items import split

__all__ = ["Printed", "attendance", "read_printed", "split"]
