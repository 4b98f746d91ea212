from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from archive.model import Item, Passage, Style
from archive.printed import Printed, read_printed, split
from archive.printed.items import divide
from tests.archive.printed.made import Block, pdf, typeset, word


def heading(text: str, mark: str = "") -> Passage:
    return Passage("minutes", text, "heading", mark=mark)


def said(text: str, mark: str = "", style: Style = "paragraph") -> Passage:
    return Passage("minutes", text, style, mark=mark)


AGENDA = (
    Item("1", "1.", "Apologies for Absence"),
    Item("2", "2.", "Minutes"),
    Item("3", "3.", "Harbour Dues 2031/32", passages=(Passage("agenda", "To consider the dues."),)),
    Item("4", "4.", "Slipway Repairs and Closure"),
    Item("5", "5.", "Lighthouse Quarter Regeneration"),
)
FRONT = (heading("HARBOUR BOARD"), said("PRESENT: Ada Fell"))
MINUTES = (
    heading("APOLOGIES FOR ABSENCE", "74."),
    said("There were none."),
    heading("MINUTES OF THE MEETING HELD ON 4 MAY", "75."),
    said("RESOLVED – That the minutes be signed as a correct record."),
    heading("HARBOUR DUES 2031/32", "76."),
    said("The Head of Harbours presented the dues for the year."),
    said("RESOLVED –"),
    said("That the dues be held at their present rate;", "(a)", "numbered"),
    said("That the Head of Harbours write to all berth holders.", "(b)", "numbered"),
    heading("SLIPWAY REPAIR AND CLOSURE", "77."),
    said("RESOLVED – That the slipway be closed for a month."),
    heading("LIGHTHOUSE QUARTER REGENERATION", "78."),
    said("Members discussed the quarter."),
)
BACK = (said("The meeting ended at 8.15 pm."), said("Chair ....................."))
PIERS = ("north", "south", "old", "new", "west", "east", "long", "short", "stone", "iron", "coal", "salt") * 3
WHOLE = Printed("pdf", FRONT + MINUTES + BACK, 3)


def starts_of(*passages: Passage) -> dict[int, int]:
    return dict(divide(passages, AGENDA).starts)


def test_minutes_with_their_own_numbers_are_divided_by_title() -> None:
    items, missing = split(WHOLE, AGENDA)
    assert missing == ()
    assert [p.mark for item in items for p in item.passages if p.style == "heading"] == [
        "74.", "75.", "76.", "77.", "78.",
    ]  # fmt: skip
    assert items[2].passages == AGENDA[2].passages + MINUTES[4:9]


def test_a_pdf_of_several_pages_is_divided_as_its_text_is() -> None:
    filler = tuple(said(f"Member {name} asked about the {name} pier.") for name in PIERS)
    text = FRONT + MINUTES[:5] + filler + MINUTES[5:] + BACK
    blocks = [Block(p.text, p.mark, p.style == "heading", 4 * (p.style == "numbered")) for p in text]
    body = pdf(typeset(blocks, header="Harbour Board, 9 June 2031", footer="- # -"))
    printed = read_printed(body)
    assert printed.pages > 1
    items, missing = split(printed, AGENDA)
    assert missing == ()
    assert [item.text for item in items] == [item.text for item in split(Printed("pdf", text, 1), AGENDA)[0]]


def test_a_word_file_is_divided_as_its_text_is() -> None:
    text = FRONT + MINUTES + BACK
    printed = read_printed(word(*(f"{p.mark}\t{p.text}" if p.mark else p.text for p in text)))
    items, missing = split(printed, AGENDA)
    assert missing == ()
    assert [item.text for item in items] == [item.text for item in split(WHOLE, AGENDA)[0]]


def test_items_get_their_decisions_and_actions_and_where_these_stand() -> None:
    items, _ = split(WHOLE, AGENDA)
    [decision] = items[2].decisions
    [action] = items[2].actions
    assert decision.text in items[2].passages[decision.passage].text
    assert "present rate" in decision.text
    assert "write to all berth holders" in items[2].passages[action.passage].text


def test_a_title_that_sounds_like_a_decision_decides_nothing() -> None:
    agenda = (Item("9", "9.", "To note the harbour report"),)
    text = (heading("TO NOTE THE HARBOUR REPORT", "9."), said("Members discussed it at length."))
    [item], _ = split(Printed("pdf", text, 1), agenda)
    assert item.decisions == ()


def test_what_stands_before_the_first_item_and_after_the_sign_off_is_nobody_s() -> None:
    owners = divide(WHOLE.passages, AGENDA).owners
    assert owners[: len(FRONT)] == (None, None)
    assert owners[-len(BACK) :] == (None, None)
    assert None not in owners[len(FRONT) : -len(BACK)]


def test_an_item_that_is_not_found_is_left_as_it_is_and_named() -> None:
    text = MINUTES[:9] + MINUTES[11:]
    items, missing = split(Printed("pdf", text, 1), AGENDA)
    assert missing == ("4. Slipway Repairs and Closure",)
    assert items[3] == AGENDA[3]


def test_text_under_a_title_that_the_agenda_does_not_have_goes_to_no_item() -> None:
    urgent = (heading("STORM DAMAGE TO THE PIER", "77."), said("RESOLVED – That the pier be closed."))
    items, missing = split(Printed("pdf", MINUTES[:9] + urgent + MINUTES[11:], 1), AGENDA)
    assert missing == ("4. Slipway Repairs and Closure",)
    assert items[2].passages == AGENDA[2].passages + MINUTES[4:9]


def test_another_title_with_the_fitting_number_and_a_word_in_common_is_the_item() -> None:
    renamed = (heading("CLOSING THE SOUTH SLIPWAY", "77."), said("RESOLVED – That it be closed."))
    items, missing = split(Printed("pdf", MINUTES[:9] + renamed + MINUTES[11:], 1), AGENDA)
    assert missing == ()
    assert items[3].passages == renamed


def test_an_item_taken_out_of_turn_keeps_its_own_text() -> None:
    text = MINUTES[:4] + MINUTES[11:] + MINUTES[4:11]
    items, missing = split(Printed("pdf", text, 1), AGENDA)
    assert missing == ()
    assert items[4].passages == MINUTES[11:]
    assert items[3].passages == MINUTES[9:11]


def test_a_title_repeated_in_the_text_begins_no_second_item() -> None:
    again = heading("HARBOUR DUES 2031/32")
    text = (*MINUTES[:6], again, *MINUTES[6:])
    items, _ = split(Printed("pdf", text, 1), AGENDA)
    assert again in items[2].passages
    assert items[2].passages[1] == MINUTES[4]


def test_a_list_of_contents_is_passed_over() -> None:
    contents = tuple(p for p in MINUTES if p.style == "heading")
    assert starts_of(*contents, *MINUTES) == {
        at: place + len(contents) for at, place in starts_of(*MINUTES).items()
    }


def test_titles_that_run_into_the_text_are_found() -> None:
    text = (
        said("HARBOUR DUES 2031/32 – The dues were held.", "3.", "numbered"),
        said("SLIPWAY REPAIRS AND CLOSURE The slipway was seen.", "4.", "numbered"),
        said("Lighthouse Quarter Regeneration: members discussed the quarter.", "5.", "numbered"),
    )
    assert starts_of(*text) == {2: 0, 3: 1, 4: 2}


def test_a_sentence_that_begins_with_a_title_is_no_heading() -> None:
    text = (*MINUTES[:6], said("Minutes of a harbour users' day were shown."), *MINUTES[6:])
    assert starts_of(*text)[1] == 2


def test_a_text_of_another_meeting_is_given_to_no_item() -> None:
    other = (*MINUTES[:4], heading("CEMETERIES", "76."), said("RESOLVED – That the gates be painted."))
    items, missing = split(Printed("pdf", other, 1), AGENDA)
    assert items == AGENDA
    assert len(missing) == len(AGENDA)


def test_an_item_that_has_minutes_already_keeps_these() -> None:
    whole = replace(AGENDA[3], passages=(said("The slipway was closed."),))
    items, missing = split(WHOLE, (*AGENDA[:3], whole, AGENDA[4]))
    assert items[3] == whole
    assert missing == ()


TITLES = [item.title for item in AGENDA] + [item.title.upper() for item in AGENDA]
PASSAGES = st.lists(
    st.builds(
        Passage,
        st.just("minutes"),
        st.sampled_from(
            [*TITLES, "Members spoke.", "RESOLVED – That it be done.", "The meeting ended at 8 pm."]
        ),
        st.sampled_from(["paragraph", "heading", "numbered", "row", "bullet"]),
        st.just(0),
        st.sampled_from(["", "1.", "4.", "76.", "77.", "78.", "(a)", "3.1"]),
    ),
    max_size=25,
)


@given(PASSAGES, st.lists(st.sampled_from(AGENDA), unique=True))
def test_no_passage_is_lost_doubled_or_moved(passages: list[Passage], agenda: list[Item]) -> None:
    division = divide(passages, agenda)
    items, missing = split(Printed("pdf", tuple(passages), 1), agenda)
    assert len(division.owners) == len(passages)
    assert len(missing) == len(agenda) - len(division.starts)
    for at, (item, before) in enumerate(zip(items, agenda, strict=True)):
        own = [p for p, owner in zip(passages, division.owners, strict=True) if owner == at]
        assert list(item.passages) == [*before.passages, *own]
        assert bool(own) == (at in division.starts)
