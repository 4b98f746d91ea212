"""The items that open and close every agenda, in the words of each board's clerk."""

# ruff: noqa: E501 - a sentence is easier to read and to change on one line

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from random import Random

from web.demo.council import BoardKey, Decision, Line
from web.demo.labels import plain_date
from web.demo.people import MEMBERS


@dataclass(frozen=True, slots=True)
class Routine:
    """A procedural item, before it has a number."""

    title: str
    agenda: tuple[Line, ...]
    minutes: tuple[Line, ...]
    decisions: tuple[Decision, ...] = ()
    numbered: bool = True
    restricted: bool = False


def opening(board: BoardKey, before: date | None, draw: Random) -> list[Routine]:
    """Return the items that open an agenda; `before` is the day of the meeting whose minutes are signed."""
    items = [_apologies(board, draw), _declarations(draw)]
    if before:
        items.append(_previous(board, before, draw))
    if board in ("council", "cabinet"):
        items.append(_questions(draw))
    return items


def closing(board: BoardKey, today: date, draw: Random, *, private: bool) -> list[Routine]:
    """Return the items that end an agenda; `private` adds the exclusion of the public and what follows it."""
    items = []
    if private:
        items += [_exclusion(draw), _separator(), _confidential(draw)]
    elif board in ("planning", "people"):
        items.append(_urgent(draw))
    if board == "people":
        items.append(_next_meeting(today))
    return items


def part_one() -> Routine:
    """Return the row without a number that opens the public part."""
    return Routine(
        "PART 1 - Business open to the public",
        (),
        (),
        numbered=False,
    )


def _apologies(board: BoardKey, draw: Random) -> Routine:
    names = [m.name.split()[-1] for m in draw.sample(MEMBERS, 4)]
    said = draw.choice((
        f"Apologies for absence came from Councillors {names[0]} and {names[1]}.",
        f"Councillor {names[0]} sent an apology. Councillor {names[1]} sat in place of Councillor {names[2]}.",
        "There were none.",
        f"An apology for lateness was given on behalf of Councillor {names[3]}, whose ferry had been held at the bar.",
    ))  # fmt: skip
    title = "Welcome, Apologies and Substitutes" if board == "people" else "Apologies for Absence"
    return Routine(title, (), (Line(said),))


def _declarations(draw: Random) -> Routine:
    name, other = (m.name.split()[-1] for m in draw.sample(MEMBERS, 2))
    said = draw.choice((
        "No interests were declared.",
        f"Councillor {name} declared a personal interest as a tenant of one of the council's moorings.",
        f"Councillors {name} and {other} each declared an interest as governors of Quillhaven Primary School.",
        f"Councillor {name} declared a pecuniary interest and left the room while the matter was discussed.",
    ))  # fmt: skip
    asked = Line(
        "Members are reminded to say at the start of the meeting, or as soon as it comes to mind, in which business they have an interest."
    )
    return Routine("Declarations of Interest", (asked,), (Line(said),))


def _previous(board: BoardKey, before: date, draw: Random) -> Routine:
    day = plain_date(before)
    asked = (Line(f"To sign the minutes of the meeting of {day}."),)
    if board == "people":
        text = f"The Board agreed the minutes of its meeting of {day} as a true account."
        return Routine(
            "Minutes of the Last Meeting",
            asked,
            (Line(text),),
            (Decision(text, "procedural"),),
        )
    if board == "cabinet" or draw.random() < 0.5:
        text = f"The minutes of the meeting of {day} were approved and signed by the Chair."
        lines = (Line(text),)
    else:
        text = f"the minutes of the meeting of {day} be signed as a correct record."
        lines = (Line(f"RESOLVED – That {text}"),)
    return Routine("Minutes", asked, lines, (Decision(text, "procedural"),))


def _questions(draw: Random) -> Routine:
    asked = Line("A quarter of an hour is set aside for questions from people who live or work in Saltmarsh.")
    said = draw.choice((
        "No questions had been received.",
        "A resident of Mardle asked when the steps to the slipway would be mended. The Leader answered that stone had been ordered and that the steps would open before the regatta.",
        "A trader from Oystergate asked about the price of parking on market days. The Leader invited her to speak when the parking review came before members.",
        "A pupil of the academy asked what the council was doing about litter on the beach. The Leader described the volunteer days and thanked him for coming.",
    ))  # fmt: skip
    return Routine("Public Questions", (asked,), (Line(said),))


def _exclusion(draw: Random) -> Routine:
    paragraph = draw.choice("1237")
    text = (
        "the press and public be excluded during the next item, because exempt information of the kind described in "
        f"paragraph {paragraph} of Part 1 of Schedule 12A would otherwise be disclosed."
    )
    return Routine(
        "Exclusion of the Press and Public",
        (),
        (Line(f"RESOLVED – That {text}"),),
        (Decision(text, "procedural"),),
    )


def _separator() -> Routine:
    return Routine("PART 2: Confidential", (), (), numbered=False)


def _confidential(draw: Random) -> Routine:
    title, said = draw.choice((
        ("Sale of the Old Net Loft, Quay Street [Confidential]", "See the exempt minute, which is kept in Part 2 of the minute book."),
        ("Legal Claim about the Causeway (Exempt Category 5)", "Members were advised in private. A public summary will follow when the claim is settled."),
        ("Appointment of a Chief Officer [Confidential]", "This matter is minuted in Part 2."),
        ("Lease of the Ferry Terminal Kiosk (Exempt Category 3)", "The terms were discussed in private."),
    ))  # fmt: skip
    return Routine(title, (), (Line(said),), restricted=True)


def _urgent(draw: Random) -> Routine:
    said = draw.choice(
        ("There was no urgent business.", "Nothing had been accepted by the Chair as urgent.", "None.")
    )
    return Routine("Urgent Business", (), (Line(said),))


def _next_meeting(today: date) -> Routine:
    said = f"The next meeting would be held in the new quarter. The meeting, which had begun at 2.00 pm on {plain_date(today)}, ended at 4.25 pm."
    return Routine("Date of the Next Meeting", (), (Line(said),))


_ADJOURNED = "The meeting was adjourned until Thursday of the week after."

ADJOURNMENT = Routine(
    "Adjournment",
    (),
    (Line(f"At 9.50 pm the fire bell rang and the chamber was cleared. {_ADJOURNED}"),),
    (Decision(_ADJOURNED, "deferred"),),
)
