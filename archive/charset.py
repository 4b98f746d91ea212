"""Which charset a page is in: by its byte-order mark, its header, its head, or else as what it is."""

from __future__ import annotations

import codecs
import re

CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w-]{2,30})", re.IGNORECASE)
HEAD = 2048  # bytes to look for a page's own charset in
MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
CHARSETS = frozenset({"utf-8", "utf-16", "cp1252", "iso8859-14", "iso8859-15"})
AS_WINDOWS = frozenset({"iso8859-1", "ascii"})  # as browsers do: pages that say so hold Windows' quotes


def decoded(body: bytes, content_type: str = "") -> str:
    """Decode a page by its byte-order mark, its header, its head, or else as what it is."""
    for mark, encoding in MARKS:
        if body.startswith(mark):
            return body.decode(encoding, "replace").removeprefix("\ufeff")
    for said in (content_type, body[:HEAD].decode("latin-1"), "charset=utf-8"):
        found = CHARSET.search(said)
        encoding = _known(found[1]) if found else ""
        if encoding:
            try:
                return body.decode(encoding)
            except UnicodeDecodeError:
                continue  # pages do not always keep to the charset they name
    return body.decode("cp1252", "replace")


def _known(name: str) -> str:
    """Return Python's name of a charset; empty for one that no council's page is in."""
    try:
        known = codecs.lookup(name).name
    except LookupError:
        return ""
    return "cp1252" if known in AS_WINDOWS else known if known in CHARSETS else ""
