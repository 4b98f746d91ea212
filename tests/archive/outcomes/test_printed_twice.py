"""A decision stands in the Decision section and again in the minutes."""

from tests.archive.outcomes.minutes import passages, read

SECTION = "Decision:\nRESOLVED that the new pier at Saltwick, as drawn in Annex 7, be deferred to March.\n"


def test_a_decision_printed_twice_counts_once_and_stands_in_the_decision_section() -> None:
    found = read(SECTION + "Minutes:\nMembers spoke.\n" + SECTION.removeprefix("Decision:\n")).decisions
    assert [(each.passage, each.kind) for each in found] == [(0, "deferred")]


def test_a_copy_that_is_cut_gives_way_to_the_whole_one() -> None:
    found = read(SECTION + "Minutes:\nTherefore, it was RESOLVED that the new pier at Saltwick, as").decisions
    assert [each.text for each in found] == [
        "the new pier at Saltwick, as drawn in Annex 7, be deferred to March."
    ]


def test_the_welsh_copy_of_a_resolution_counts_with_the_english_one() -> None:
    page = "RESOLVED that Mr Rhys be elected Chair.\nPENDERFYNWYD ethol Mr Rhys yn Gadeirydd."
    assert [each.text for each in read(page).decisions] == ["Mr Rhys be elected Chair."]


def test_clauses_that_are_only_in_welsh_are_all_kept() -> None:
    page = "PENDERFYNWYD:\n1. Cefnogi'r cynnig.\n2. Gohirio’r cais tan fis Mai."
    assert len(read(page).decisions) == 2


def test_small_words_and_stops_make_no_new_decision() -> None:
    page = (
        "RESOLVED that the pier at Wick be painted\nDiscussion\nRESOLVED: That the pier at Wick be painted."
    )
    assert len(read(page).decisions) == 1


def test_other_figures_make_another_decision() -> None:
    page = "RESOLVED that application 26/0001 be approved.\nRESOLVED that application 26/0002 be approved."
    assert len(read(page).decisions) == 2


def test_an_action_told_twice_counts_once() -> None:
    page = "Decision:\nThe Clerk write to the Trust.\nMinutes:\nRESOLVED that the Clerk write to the Trust."
    assert len(read(page).actions) == 1


def test_the_passage_of_a_decision_is_the_one_that_says_it() -> None:
    page = (
        "Agenda:\nTo consider the pier.\nMinutes:\nMembers spoke.\nRESOLVED that:\n1.|the pier be repaired."
    )
    (decision,) = read(page).decisions
    assert passages(page)[decision.passage].text == decision.text
