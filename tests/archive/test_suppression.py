"""What readers may no longer see: named, known again wherever it is said, and taken out of records."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.errors import MinutesError
from archive.model import Action, Attachment, Decision, Item, Meeting, Official, Passage, Vote
from archive.suppression import WITHHELD, Address, Hidden, Suppression, is_withheld, parse, suppression_of
from archive.suppression.fingerprint import Prints, fingerprint, pieces, words
from archive.wire import dumps, meeting_to_json, official_to_json

SALT = b"salt of the tests"
NAMED = "RESOLVED that the grazing licence of Ms Orla Fenwick on Thistle Moor be ended."
CLAUSE = "the grazing licence of Ms Orla Fenwick on Thistle Moor be ended."
LICENCE = Item(
    id="7002",
    number="55.",
    title="Grazing Licences",
    passages=(
        Passage("decision", NAMED),
        Passage("minutes", "The Officer set out how the moor is let."),
        Passage("minutes", NAMED.upper()),
        Passage("minutes", "RESOLVED that hurdles be bought before the lambing season begins."),
        Passage("minutes", "Noted."),
    ),
    decisions=(
        Decision(CLAUSE, "substantive", 0),
        Decision("hurdles be bought before the lambing season begins.", "substantive", 3),
    ),
    actions=(Action("Officers to buy hurdles.", "Officers", None, 3),),
    attachments=(Attachment("Map of the moor", "https://t.example/documents/s1/Map.pdf", "1 KB"),),
    votes=(Vote("Amendment on hurdles", "Amendment", "Carried"),),
)
OTHER = Item(
    id="7003",
    number="56.",
    title="Any Other Business",
    passages=(
        Passage("minutes", f"The Clerk read again: {CLAUSE}"),
        Passage("minutes", "Noted."),
        Passage("minutes", "RESOLVED that the report be noted."),
    ),
    decisions=(Decision("the report be noted.", "noted", 2),),
)
MEETING = Meeting(
    council="t",
    id="802",
    board="Commons Panel",
    board_id="31",
    date=date(2026, 1, 15),
    time=None,
    status="held",
    stage="minutes",
    url="https://t.example/ieListDocuments.aspx?MId=802",
    items=(LICENCE, OTHER),
    doubts=("not found in the printed minutes: Grazing Licences",),
)
REGISTERED = Official(
    council="t",
    id="13567",
    url="https://t.example/ieDecisionDetails.aspx?ID=13567",
    item=Item(
        "13567", "", "Licence on the moor", (Passage("decision", CLAUSE), Passage("agenda", "Why: rent."))
    ),
    meeting_id="802",
    purpose="To end a licence",
    reasons=f"Rent was owed.\n{CLAUSE}",
)


def suppressing(address: str, record: Meeting | Official = MEETING) -> Suppression:
    return suppression_of(record, parse(address), SALT)


def hiding(*addresses: str) -> Hidden:
    return Hidden.of([suppressing(a, REGISTERED if "decision" in a else MEETING) for a in addresses], SALT)


def seen(meeting: Meeting, *addresses: str) -> Meeting:
    found = hiding(*addresses).meeting(meeting)
    assert found is not None
    return found


class TestNaming:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("lga/3512", Address("lga", "meeting", "3512")),
            ("/lga/3512", Address("lga", "meeting", "3512")),
            ("lga/3512/51902", Address("lga", "meeting", "3512", "51902")),
            ("lga/3512/AI51902", Address("lga", "meeting", "3512", "51902")),
            ("lga/3512/51902/7", Address("lga", "meeting", "3512", "51902", 7)),
            ("/lga/3512#item-51902", Address("lga", "meeting", "3512", "51902")),
            ("/lga/3512#item-AI51902", Address("lga", "meeting", "3512", "51902")),
            ("https://minutes.example/lga/3512#item-51902", Address("lga", "meeting", "3512", "51902")),
            ("kirk/decision/13567", Address("kirk", "official", "13567")),
            ("/kirk/decision/13567#item-13567", Address("kirk", "official", "13567")),
            ("kirk/decision/13567/2", Address("kirk", "official", "13567", passage=2)),
        ],
    )
    def test_an_address_is_read_as_people_write_it(self, text: str, expected: Address) -> None:
        assert parse(text) == expected

    @pytest.mark.parametrize(
        "text",
        ["", "lga", "/?q=moor", "lga//7", "lga/1/2/0", "lga/1/2/x", "lga/1/2/3/4", "lga/1#top", "http://["],
    )
    def test_what_is_no_address_is_refused_with_how_to_write_one(self, text: str) -> None:
        with pytest.raises(MinutesError, match="write a meeting as lga/3512"):
            parse(text)

    @pytest.mark.parametrize("anchor", ["item-51902-p8c41d0", "item-51902-p8c41d0-2"])
    def test_a_passage_is_not_named_by_its_anchor_which_has_no_number(self, anchor: str) -> None:
        with pytest.raises(MinutesError, match="suppress --list"):
            parse(f"/lga/3512#{anchor}")

    def test_an_unknown_item_is_refused_with_the_items_there_are(self) -> None:
        with pytest.raises(
            MinutesError, match=r"no item “9”; its items: t/802/7002 \(55. Grazing Licences\)"
        ):
            suppressing("t/802/9")

    def test_an_unknown_passage_is_refused_with_the_passages_there_are(self) -> None:
        with pytest.raises(
            MinutesError, match=r"t/802/7003 has no passage 4; its passages: 1. “The Clerk read"
        ):
            suppressing("t/802/7003/4")


class TestFingerprints:
    def test_none_of_the_words_is_kept(self) -> None:
        kept = str(suppressing("t/802/7002/1")).casefold()
        assert [word for word in words(NAMED) if len(word) > 3 and word in kept] == []

    def test_another_salt_makes_other_fingerprints(self) -> None:
        assert fingerprint(words(NAMED), SALT) != fingerprint(words(NAMED), b"another")

    @given(
        st.lists(st.sampled_from(["moor", "hurdle", "rent", "sheep", "gate", "wall"]), min_size=5),
        st.text(),
        st.text(),
    )
    def test_a_run_of_words_is_known_in_any_text_around_it(
        self, said: list[str], before: str, after: str
    ) -> None:
        prints = Prints([fingerprint(said, SALT)], (), SALT)
        assert prints.know(f"{before} {', '.join(said).upper()}! {after}")

    @given(st.lists(st.sampled_from(["moor", "hurdle", "rent", "sheep"]), min_size=6, max_size=12))
    def test_a_run_of_words_is_not_known_in_a_part_of_it(self, said: list[str]) -> None:
        prints = Prints([fingerprint(said, SALT)], (), SALT)
        assert not prints.know(" ".join(said[1:]))

    @given(st.text(max_size=300))
    def test_any_text_can_be_cut_into_pieces_of_its_own_words(self, text: str) -> None:
        assert {word for piece in pieces(text) for word in piece} <= set(words(text))


class TestAnItem:
    def test_only_its_number_stays(self) -> None:
        shown = seen(MEETING, "t/802/7002")
        assert shown.items[0] == Item(id="7002", number="55.", title=WITHHELD)
        assert is_withheld(shown.items[0])

    def test_nothing_of_it_is_left_anywhere_in_the_record(self) -> None:
        text = dumps(meeting_to_json(seen(MEETING, "t/802/7002")))
        assert [w for w in ("Grazing", "Fenwick", "hurdles", "Map.pdf", "Amendment") if w in text] == []

    def test_what_other_items_have_in_common_with_all_minutes_stays(self) -> None:
        plain = replace(
            OTHER, passages=OTHER.passages[1:], decisions=(Decision("the report be noted.", "noted", 1),)
        )
        item = replace(LICENCE, passages=(*LICENCE.passages, Passage("minutes", "that the report be noted.")))
        meeting = MEETING.with_items((item, plain))
        shown = Hidden.of([suppressing("t/802/7002", meeting)], SALT).meeting(meeting)
        assert shown is not None
        assert shown.items[1] == plain

    def test_it_is_withheld_under_another_id_by_its_title(self) -> None:
        moved = MEETING.with_items((replace(LICENCE, id="9999", passages=LICENCE.passages[1:2]),))
        assert is_withheld(seen(moved, "t/802/7002").items[0])

    def test_the_same_matter_on_the_register_is_withheld(self) -> None:
        titled = replace(REGISTERED, item=replace(REGISTERED.item, title="Grazing licences", passages=()))
        assert hiding("t/802/7002").official(titled) is None


class TestAPassage:
    def test_it_is_gone_with_its_repetitions_and_what_was_read_off_them(self) -> None:
        licence, other = seen(MEETING, "t/802/7002/1").items
        assert [p.text for p in licence.passages] == [LICENCE.passages[n].text for n in (1, 3, 4)]
        assert [d.text for d in licence.decisions] == [LICENCE.decisions[1].text]
        assert [p.text for p in other.passages] == ["Noted.", "RESOLVED that the report be noted."]

    def test_what_stays_points_to_the_passage_it_stood_in(self) -> None:
        licence, other = seen(MEETING, "t/802/7002/1").items
        places = [*(d.passage for d in licence.decisions), *(a.passage for a in licence.actions)]
        assert [licence.passages[place] for place in places] == [LICENCE.passages[3]] * 2
        assert other.passages[other.decisions[0].passage] == OTHER.passages[2]

    def test_the_rest_of_its_item_stays(self) -> None:
        licence = seen(MEETING, "t/802/7002/1").items[0]
        assert (licence.title, licence.attachments, licence.votes, licence.actions[0].text) == (
            LICENCE.title,
            LICENCE.attachments,
            LICENCE.votes,
            LICENCE.actions[0].text,
        )

    def test_a_short_one_is_gone_from_its_own_item_only(self) -> None:
        licence, other = seen(MEETING, "t/802/7002/5").items
        assert "Noted." not in [p.text for p in licence.passages]
        assert other == OTHER

    def test_when_it_is_not_found_after_a_correction_the_whole_item_is_withheld(self) -> None:
        corrected = replace(LICENCE.passages[0], text=NAMED.replace("Ms Orla", "Mrs Orla"))
        meeting = MEETING.with_items((replace(LICENCE, passages=(corrected, *LICENCE.passages[1:2])),))
        hidden = hiding("t/802/7002/1")
        shown = hidden.meeting(meeting)
        assert shown is not None
        assert is_withheld(shown.items[0])
        assert [s.named for s in hidden.undecided("t/802", shown)] == ["t/802/7002/1"]

    def test_nothing_is_undecided_while_it_is_found(self) -> None:
        hidden = hiding("t/802/7002/1", "t/802/7003")
        assert hidden.undecided("t/802", hidden.meeting(MEETING)) == ()

    def test_an_item_that_the_council_took_away_is_undecided_too(self) -> None:
        hidden = hiding("t/802/7002/1")
        shown = hidden.meeting(MEETING.with_items((OTHER,)))
        assert [s.named for s in hidden.undecided("t/802", shown)] == ["t/802/7002/1"]

    def test_an_agenda_that_does_not_have_it_yet_is_shown(self) -> None:
        agenda = MEETING.with_items((Item("7002", "55.", "Grazing Licences"),))
        assert seen(agenda, "t/802/7002/1").items == agenda.items

    def test_the_register_no_longer_repeats_it(self) -> None:
        shown = hiding("t/802/7002/1").official(REGISTERED)
        assert shown is not None
        assert "Fenwick" not in dumps(official_to_json(shown))
        assert (shown.purpose, shown.reasons) == ("To end a licence", None)

    def test_the_text_of_a_file_that_repeats_it_is_known(self) -> None:
        hidden = hiding("t/802/7002/1")
        assert hidden.repeats("t/802", f"Page 1\n{NAMED}\nPage 2")
        assert not hidden.repeats("t/802", "Page 1\nRESOLVED that the report be noted.")
        assert not hidden.repeats("t/999", NAMED)


class TestAWholeRecord:
    def test_a_meeting_is_gone_with_its_decisions_on_the_register(self) -> None:
        hidden = hiding("t/802")
        assert hidden.meeting(MEETING) is None
        assert hidden.official(REGISTERED) is None

    def test_a_decision_on_the_register_is_gone_and_the_minutes_do_not_repeat_it(self) -> None:
        hidden = hiding("t/decision/13567")
        assert hidden.official(REGISTERED) is None
        shown = hidden.meeting(MEETING)
        assert shown is not None
        assert "Fenwick" not in dumps(meeting_to_json(shown))

    def test_a_passage_of_a_decision_on_the_register_is_gone(self) -> None:
        shown = hiding("t/decision/13567/1").official(REGISTERED)
        assert shown is not None
        assert [p.text for p in shown.item.passages] == ["Why: rent."]

    def test_a_corrected_decision_on_the_register_is_withheld_until_somebody_decides(self) -> None:
        hidden = hiding("t/decision/13567/1")
        corrected = replace(
            REGISTERED.item, passages=(Passage("decision", "The licence of O. Fenwick ends."),)
        )
        assert hidden.official(replace(REGISTERED, item=corrected)) is None
        assert [s.named for s in hidden.undecided("t/decision/13567", None)] == ["t/decision/13567/1"]


class TestNothingSuppressed:
    def test_records_are_given_back_as_they_are(self) -> None:
        for hidden in (Hidden(), hiding("t/802/7002")):
            elsewhere = replace(MEETING, id="803")
            assert hidden.meeting(elsewhere) is elsewhere
            alone = replace(REGISTERED, meeting_id=None)
            assert hidden.official(alone) is alone

    def test_it_is_known_which_records_something_bears_on(self) -> None:
        hidden = hiding("t/decision/13567")
        assert [hidden.bears_on(key) for key in ("t/decision/13567", "t/802", "t/803")] == [True, True, False]


@given(st.integers(0, 4), st.permutations(range(5)))
def test_a_suppressed_passage_is_nowhere_however_the_passages_are_ordered(
    place: int, order: list[int]
) -> None:
    meeting = MEETING.with_items((replace(LICENCE, passages=tuple(LICENCE.passages[n] for n in order)),))
    hidden = Hidden.of([suppressing(f"t/802/7002/{place + 1}", meeting)], SALT)
    shown = hidden.meeting(meeting)
    assert shown is not None
    gone = meeting.items[0].passages[place].text.casefold()
    assert gone not in [p.text.casefold() for p in shown.items[0].passages]
    assert all(d.passage < len(shown.items[0].passages) for d in shown.items[0].decisions)
