"""One file: told by its first bytes, read into passages."""

from __future__ import annotations

from archive.errors import ReadError
from archive.model import Printed
from archive.printed import paragraphs
from archive.printed.lines import rows
from archive.printed.pdf import read_pdf
from archive.printed.running import without_running
from archive.printed.word import read_docx

PDF_WITHIN = 1024  # bytes: programs look this far for the "%PDF-" that a PDF should begin with
ZIP = b"PK\x03\x04"
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # the container of .doc, .xls, .msg, and of encrypted .docx
WORD_STREAM = "WordDocument".encode("utf-16-le")
ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")


def read_file(body: bytes) -> Printed:
    """Read a PDF or Word file in this process; ReadError when it is neither, encrypted or damaged."""
    if b"%PDF-" in body[:PDF_WITHIN]:
        return _pdf(body)
    if body.startswith(ZIP):
        return Printed("docx", read_docx(body))
    if body.startswith(COMPOUND):
        return _doc(body)
    raise ReadError("the file is neither a PDF nor a Word document")


def _pdf(body: bytes) -> Printed:
    printed = read_pdf(body)
    pages = [rows(page) for page in without_running(printed)]
    each = [line for page in pages for line in page]
    if not each:  # only pictures, or these and the page numbers stamped on them
        return Printed("scan", pages=len(printed))
    return Printed("pdf", paragraphs.passages(each, paragraphs.setting(pages)), len(printed))


def _doc(body: bytes) -> Printed:
    if ENCRYPTED_STREAM in body:
        raise ReadError("the Word file is encrypted and needs a password")
    if WORD_STREAM not in body:
        raise ReadError("the file is neither a PDF nor a Word document")
    return Printed("doc")
