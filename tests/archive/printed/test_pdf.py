from __future__ import annotations

import time
from itertools import pairwise

import pytest

from archive.errors import ReadError
from archive.printed import read_printed
from archive.printed.file import read_file
from tests.archive.printed.made import LEADING, Block, Drawn, pdf, scan, typeset

LONG = (
    "The Head of Harbours told members that the dredging of the inner basin had begun in May and would end "
    "before the autumn, that two of the three pontoons had been lifted for repair, and that berth holders "
    "had been written to twice. Members asked what the delay would cost, and were told that it was covered."
)


def varied(number: int) -> str:
    """Return a long paragraph that no other number gives: the words of LONG, begun elsewhere."""
    words = LONG.split()
    return "So " + " ".join(words[number:] + words[:number]).rstrip(".,") + "."


def texts(body: bytes) -> list[str]:
    return [passage.text for passage in read_printed(body).passages]


def test_hard_wrapped_lines_become_the_paragraphs_they_were() -> None:
    other = LONG.replace("Harbours", "Markets")
    assert texts(pdf(typeset([Block(LONG), Block(other)]))) == [LONG, other]


def test_a_paragraph_goes_on_over_the_page() -> None:
    blocks = [Block(varied(number)) for number in range(30)]
    pages = typeset(blocks)
    assert len(pages) > 2
    assert texts(pdf(pages)) == [block.text for block in blocks]


def test_lines_as_close_as_a_paragraph_s_stay_apart_when_the_break_was_meant() -> None:
    names = ["Councillor Ada Fell", "Councillor Bryn Moss", "Councillor Cora Dale"]
    page = [Drawn(60, 700 - LEADING * at, name) for at, name in enumerate(names)]
    [below] = typeset([Block(LONG)])
    moved = [Drawn(each.x, each.y - 200, each.text) for each in below]
    assert texts(pdf([page + moved])) == [*names, LONG]


def test_running_headers_footers_and_page_numbers_are_no_part_of_the_text() -> None:
    blocks = [Block(varied(number)) for number in range(30)]
    pages = typeset(blocks, header="Tarn Valley Council, Harbour Board", footer="Page # of 9")
    assert texts(pdf(pages)) == [block.text for block in blocks]


def test_a_bare_page_number_goes_but_a_number_in_the_text_stays() -> None:
    blocks = [Block(varied(number)) for number in range(20)] + [Block("12")]
    assert texts(pdf(typeset(blocks, footer="- # -")))[-1] == "12"


def test_two_pages_that_begin_with_the_same_marker_keep_it() -> None:
    page = [Drawn(60, 780, "RESOLVED:"), Drawn(60, 740, "That the lease be renewed.")]
    assert texts(pdf([page, page])).count("RESOLVED:") == 2


def test_enumerators_are_marks_and_no_part_of_the_text() -> None:
    body = pdf(
        typeset(
            [
                Block("HARBOUR DUES", "77.", bold=True),
                Block(LONG, "77.1"),
                Block("That the dues be held at their present rate;", "(a)", indent=6),
                Block("That a report be made in the spring.", "(b)", indent=6),
                Block("Berths for visiting craft", "•", indent=6),
            ]
        )
    )
    read = [(p.mark, p.style, p.text) for p in read_printed(body).passages]
    assert read == [
        ("77.", "heading", "HARBOUR DUES"),
        ("77.1", "numbered", LONG),
        ("(a)", "numbered", "That the dues be held at their present rate;"),
        ("(b)", "numbered", "That a report be made in the spring."),
        ("", "bullet", "Berths for visiting craft"),
    ]


def test_a_time_at_the_head_of_a_line_is_no_enumerator() -> None:
    [passage] = read_printed(pdf([[Drawn(60, 700, "7.30 pm Councillor Fell joined the meeting.")]])).passages
    assert (passage.mark, passage.text) == ("", "7.30 pm Councillor Fell joined the meeting.")


def test_a_year_or_section_on_which_a_line_breaks_is_no_enumerator() -> None:
    title = "PROGRAMME OF REPAIRS TO THE SLIPWAYS AND PONTOONS OF THE INNER HARBOUR 2031/32"
    section = "The Clerk read out the rules for dredging, and reminded members that section 7. Nothing else"
    body = pdf(typeset([Block(title, "80.", bold=True), Block(section + " in the rules had changed.")]))
    assert [(p.mark, p.text) for p in read_printed(body).passages] == [
        ("80.", title),
        ("", section + " in the rules had changed."),
    ]


def test_a_hyphen_at_a_line_s_end_stays_unless_the_file_spells_the_word_without_it() -> None:
    page = [
        Drawn(60, 700, "The Board thanked the harbour office for its patient and most willing co-"),
        Drawn(60, 688, "operation, and asked the Sub-Committee to hear from the Harbour Users Commit-"),
        Drawn(60, 676, "tee before the summer. The committee meets in June and again later in the year."),
    ]
    [text] = texts(pdf([page]))
    assert "most willing co-operation, and" in text
    assert "Harbour Users Committee before" in text


def test_a_table_drawn_cell_by_cell_is_read_row_by_row() -> None:
    page = []
    for top, left, right in ((700, "Pontoon north of the", "Lifted"), (660, "Slipway by the old", "Sound")):
        page += [Drawn(60, top, left), Drawn(60, top - LEADING, "inner basin wall")]
        page += [Drawn(300, top, right), Drawn(300, top - LEADING, "in May")]
    read = read_printed(pdf([page])).passages
    assert [(p.style, p.text) for p in read] == [
        ("row", "Pontoon north of the inner basin wall | Lifted in May"),
        ("row", "Slipway by the old inner basin wall | Sound in May"),
    ]


@pytest.mark.parametrize("turned", [90, 180, 270])
def test_a_page_that_is_shown_turned_is_read_as_it_is_seen(turned: int) -> None:
    [page] = typeset([Block(LONG), Block("HARBOUR DUES", "78.", bold=True)])
    upright = read_printed(pdf([page])).passages
    turn = {90: b"0 1 -1 0 595 0", 180: b"-1 0 0 -1 595 842", 270: b"0 -1 1 0 0 842"}[turned]
    body = pdf([page], turned=turned, matrix=turn)
    assert read_printed(body).passages == upright


@pytest.mark.parametrize("stamp", ["", "Page 3", "Minute Item 12"])
def test_pictures_of_pages_are_a_scan_and_not_empty_minutes(stamp: str) -> None:
    read = read_printed(scan(3, stamp=stamp))
    assert (read.format, read.passages, read.pages) == ("scan", (), 3)


def test_an_encrypted_pdf_is_refused_and_the_reader_told_why() -> None:
    with pytest.raises(ReadError, match="encrypted"):
        read_printed(pdf(typeset([Block(LONG)]), encrypted=True))


def test_a_pdf_of_more_than_two_thousand_pages_is_refused() -> None:
    with pytest.raises(ReadError, match="2001 pages"):
        read_printed(pdf([[Drawn(60, 700, "One line")]] * 2001))


@pytest.mark.campaign
def test_a_long_file_costs_no_more_a_page_than_a_short_one() -> None:
    [page, *_] = typeset([Block(LONG)] * 20)
    few, many = pdf([page] * 50), pdf([page] * 300)
    read_file(few)  # what is done once, at first use, does not count
    began = time.process_time()
    read_file(few)
    between = time.process_time()
    assert read_file(many).pages == 300
    # Six times as many pages; comparing each page with every other would cost 36 times as much.
    assert time.process_time() - between < 12 * (between - began)


def test_every_passage_stands_in_the_file_in_the_order_of_the_file() -> None:
    blocks = [Block(f"Paragraph {number} was heard.", f"{number}.") for number in range(1, 60)]
    marks = [p.mark for p in read_printed(pdf(typeset(blocks))).passages]
    assert all(int(first[:-1]) + 1 == int(second[:-1]) for first, second in pairwise(marks))
    assert len(marks) == 59
