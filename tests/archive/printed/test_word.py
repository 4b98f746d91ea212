from __future__ import annotations

import io
import zipfile

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from archive.errors import ReadError
from archive.printed import read_printed
from tests.archive.printed.made import saved, word

BOMB = b"0" * 30_000_000
ENTITIES = (
    b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    b'<!ENTITY c SYSTEM "file:///etc/hostname">]>'
    b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    b"<w:body><w:p><w:r><w:t>before &b; &c; after</w:t></w:r></w:p></w:body></w:document>"
)


def with_part(body: bytes, name: str, content: bytes) -> bytes:
    """Put another content into a part of a Word file, or a new part beside them."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(body)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            if part.filename != name:
                new.writestr(part.filename, old.read(part))
        new.writestr(name, content)
    return out.getvalue()


def read(body: bytes) -> list[tuple[str, str, str]]:
    printed = read_printed(body)
    assert printed.format == "docx"
    return [(passage.mark, passage.style, passage.text) for passage in printed.passages]


def test_paragraphs_headings_and_bullets_are_told_apart() -> None:
    body = word(
        ("Harbour dues", "Heading 1"), "The dues were discussed.", ("Berths for visitors", "List Bullet")
    )
    assert read(body) == [
        ("", "heading", "Harbour dues"),
        ("", "paragraph", "The dues were discussed."),
        ("", "bullet", "Berths for visitors"),
    ]


def test_numbers_that_word_makes_itself_are_marks() -> None:
    body = word(
        ("The dues be held.", "List Number"), "They were content.", ("A report be made.", "List Number")
    )
    assert [mark for mark, _, _ in read(body)] == ["1.", "", "2."]


def test_numbers_typed_by_hand_are_marks() -> None:
    assert read(word("77.\tHARBOUR DUES", "(a) That the dues be held.")) == [
        ("77.", "heading", "HARBOUR DUES"),
        ("(a)", "numbered", "That the dues be held."),
    ]


def test_a_paragraph_wholly_in_bold_is_a_heading_and_one_in_part_is_not() -> None:
    document = docx.Document()
    document.add_paragraph().add_run("Slipway repairs").bold = True
    partly = document.add_paragraph()
    partly.add_run("RESOLVED").bold = True
    partly.add_run(" that the slipway be closed for a month.")
    assert [style for _, style, _ in read(saved(document))] == ["heading", "paragraph"]


def test_table_rows_keep_their_cells_and_a_numbered_row_is_a_numbered_text() -> None:
    document = docx.Document()
    table = document.add_table(3, 2)
    for row, texts in zip(
        table.rows,
        (("Ada Fell", "Harbour Master"), ("78.", "The slip be closed."), ("Present:", "Bryn Moss")),
        strict=True,
    ):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    table.rows[2].cells[1].add_paragraph("Cora Dale")
    assert read(saved(document)) == [
        ("", "row", "Ada Fell | Harbour Master"),
        ("78.", "numbered", "The slip be closed."),
        ("", "row", "Present: | Bryn Moss"),
        ("", "paragraph", "Cora Dale"),
    ]


def test_deleted_text_is_gone_and_inserted_text_is_there() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("The dues be ")
    for tag, text_tag, text in (("w:del", "w:delText", "doubled"), ("w:ins", "w:t", "held")):
        change, run, node = OxmlElement(tag), OxmlElement("w:r"), OxmlElement(text_tag)
        node.text = text
        run.append(node)
        change.append(run)
        paragraph._p.append(change)
    assert read(saved(document)) == [("", "paragraph", "The dues be held")]


def test_text_in_a_content_control_is_read() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("The meeting was held in the net loft.")
    control, content = OxmlElement("w:sdt"), OxmlElement("w:sdtContent")
    paragraph._p.addprevious(control)
    control.append(content)
    content.append(paragraph._p)
    assert content.tag == qn("w:sdtContent")
    assert read(saved(document)) == [("", "paragraph", "The meeting was held in the net loft.")]


def test_an_old_word_file_is_recorded_as_unread() -> None:
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "WordDocument".encode("utf-16-le")
    assert (read_printed(old).format, read_printed(old).passages) == ("doc", ())


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le"), "neither"),
        (b"<html><body>Page not found</body></html>", "neither"),
        (b"", "neither"),
        (b"PK\x03\x04 and no more", "damaged"),
        (with_part(word("Text"), "word/document.xml", b"<w:document"), "damaged"),
        (with_part(word("Text"), "word/document.xml", b" " * 9_000_000), "unpacks to too much"),
        (with_part(word("Text"), "word/media/one.bin", BOMB * 4), "unpacks to too much"),
    ],
)
def test_what_cannot_be_read_is_refused_and_says_why(body: bytes, why: str) -> None:
    with pytest.raises(ReadError, match=why):
        read_printed(body)


def test_a_zip_that_lies_about_its_size_is_refused() -> None:
    body = with_part(word("Text"), "word/media/one.bin", BOMB)
    lying = body.replace(len(BOMB).to_bytes(4, "little"), (1000).to_bytes(4, "little"))
    assert lying != body
    with pytest.raises(ReadError):
        read_printed(lying)


def test_entities_are_neither_expanded_nor_fetched() -> None:
    body = with_part(word("Text"), "word/document.xml", ENTITIES)
    try:
        text = "".join(text for _, _, text in read(body))
    except ReadError:
        return
    assert "lol" not in text
    assert len(text) < 40
