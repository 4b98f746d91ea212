from __future__ import annotations

from dataclasses import replace

import pytest

from archive.attached import digest, is_read, said_bytes, text_of, wanted
from archive.model import Attachment, Item, Passage, Printed
from archive.printed import read_printed
from tests.archive.printed.made import Block, pdf, scan, typeset

MOST = 1_000_000
SITE = "https://democracy.saltmarsh.example"
REPORT = Attachment("Report", f"{SITE}/documents/s1/Report.pdf", "161 KB")
PLAN = Attachment("Plan", f"{SITE}/documents/s2/Plan%20of%20the%20quay.DOCX")
ITEM = Item("1", "1.", "The quay", attachments=(REPORT, PLAN))


def test_every_file_of_every_item_is_wanted_once() -> None:
    assert list(wanted([ITEM, replace(ITEM, id="2")], MOST)) == [REPORT.url, PLAN.url]


def test_no_file_of_an_item_that_is_closed_to_the_public_is_wanted() -> None:
    assert list(wanted([replace(ITEM, restricted=True)], MOST)) == []


def test_a_file_that_is_said_to_be_too_large_is_not_asked_for() -> None:
    sizes = ("999 KB", "1 MB", "1.1 MB", "2 GB", None)
    files = tuple(replace(REPORT, url=f"{SITE}/documents/{size}.pdf", size=size) for size in sizes)
    found = list(wanted([replace(ITEM, attachments=files)], MOST))
    assert [url.rsplit("/", 1)[1] for url in found] == ["999 KB.pdf", "1 MB.pdf", "None.pdf"]


@pytest.mark.parametrize(
    ("url", "read"),
    [
        ("documents/s1/Report.pdf", True),
        ("documents/s1/Report%2Epdf", True),
        ("documents/s1/Report.pdf?v=2", True),
        ("documents/s1/Minutes.docx", True),
        ("mgConvert2PDF.aspx?ID=12", True),
        ("documents/s1/Minutes.doc", False),
        ("documents/s1/Costs.xlsx", False),
        ("documents/s1/Quay.pdf.zip", False),
    ],
)
def test_only_pdf_and_word_files_are_wanted(url: str, read: bool) -> None:
    assert is_read(f"{SITE}/{url}") is read


@pytest.mark.parametrize(
    ("said", "count"),
    [("161 KB", 161_000), ("1.5 MB", 1_500_000), ("12B", 12), ("large", None), ("", None), (None, None)],
)
def test_a_size_is_taken_as_said_and_never_guessed(said: str | None, count: float | None) -> None:
    assert said_bytes(said) == count


def test_the_text_of_a_file_is_its_passages_with_their_marks() -> None:
    body = pdf(typeset([Block("HARBOUR DUES", "4.", bold=True), Block("The dues were held.")]))
    assert text_of(read_printed(body)) == "4. HARBOUR DUES\nThe dues were held."


def test_a_scan_has_no_text() -> None:
    assert text_of(read_printed(scan(1))) == ""


def test_two_texts_have_two_names_and_one_text_has_one() -> None:
    one, other = (text_of(Printed("pdf", (Passage("minutes", text),))) for text in ("A lamp.", "A lamp!"))
    assert digest(one) == digest("A lamp.") != digest(other)
