from __future__ import annotations

import pytest

from archive.model import Attendee, Passage
from archive.printed import Printed, attendance, read_printed
from tests.archive.printed.made import Drawn, pdf, word


def printed(*texts: str) -> Printed:
    return Printed("docx", tuple(Passage("minutes", text) for text in texts))


def test_labelled_lists_give_names_roles_and_how_they_attended() -> None:
    read = attendance(
        printed(
            "HARBOUR BOARD",
            "PRESENT: Councillors A. Fell (Chair), Bryn Moss and C. Dale (substitute for Councillor D. Wray)",
            "IN ATTENDANCE:",
            "Eira Holt, Head of Harbours",
            "Apologies: Councillor D. Wray",
        )
    )
    assert read == (
        Attendee("Councillor A. Fell", "Chair", "Present"),
        Attendee("Councillor Bryn Moss", None, "Present"),
        Attendee("Councillor C. Dale", None, "Present, as substitute", "Councillor D. Wray"),
        Attendee("Eira Holt", "Head of Harbours", "In attendance"),
        Attendee("Councillor D. Wray", None, "Apologies"),
    )


def test_names_and_roles_on_alternate_lines_belong_together() -> None:
    read = attendance(printed("Present", "Ada Fell", "Chief Officer", "Bryn Moss", "Clerk to the Board"))
    assert read == (
        Attendee("Ada Fell", "Chief Officer", "Present"),
        Attendee("Bryn Moss", "Clerk to the Board", "Present"),
    )


def test_welsh_blocks_are_read() -> None:
    read = attendance(printed("YN BRESENNOL: Y Cynghorwyr A. Fell a B. Moss", "YMDDIHEURIADAU: Cora Dale"))
    assert read == (
        Attendee("Y Cynghorydd A. Fell", None, "Present"),
        Attendee("Y Cynghorydd B. Moss", None, "Present"),
        Attendee("Cora Dale", None, "Apologies"),
    )


def test_a_column_of_names_beside_its_label_is_read_from_a_pdf() -> None:
    page = [Drawn(60, 700, "PRESENT:"), Drawn(200, 700, "Councillor Ada Fell (Chair)")]
    page += [Drawn(200, 688, "Councillor Bryn Moss"), Drawn(200, 676, "Councillor Cora Dale")]
    page += [Drawn(60, 640, "1."), Drawn(90, 640, "APOLOGIES FOR ABSENCE")]
    page += [Drawn(60, 616, "The Board was told that nobody was missing from the meeting of the harbour.")]
    names = [each.name for each in attendance(read_printed(pdf([page])))]
    assert names == ["Councillor Ada Fell", "Councillor Bryn Moss", "Councillor Cora Dale"]


def test_a_tabbed_list_is_read_from_a_word_file() -> None:
    read = attendance(read_printed(word("Present:", "Ada Fell\tHarbour Master", "Bryn Moss\tClerk")))
    assert read == (
        Attendee("Ada Fell", "Harbour Master", "Present"),
        Attendee("Bryn Moss", "Clerk", "Present"),
    )


@pytest.mark.parametrize(
    "texts",
    [
        ("Present:", "eleven members and the clerk"),
        ("The Board met in the net loft.", "Members present heard the report."),
        ("Apologies for absence were received from Councillor Moss.",),
        (),
    ],
)
def test_what_is_not_plainly_a_list_of_names_gives_nobody(texts: tuple[str, ...]) -> None:
    assert attendance(printed(*texts)) == ()


def test_the_blocks_end_where_the_first_item_begins() -> None:
    first = Passage("minutes", "Apologies for absence", "heading", mark="1.")
    last = Passage("minutes", "Bryn Moss")
    front = (Passage("minutes", "Present: Ada Fell"), first, last)
    assert [each.name for each in attendance(Printed("pdf", front, 1))] == ["Ada Fell"]
