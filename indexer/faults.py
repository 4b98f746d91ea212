"""What can go wrong with an index that lies on a server of its own."""

from __future__ import annotations

from archive.errors import IndexFault


class IndexAway(IndexFault):
    """Say that the search server gives no whole answer; the index is as it was, and not to be made anew."""
