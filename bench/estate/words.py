"""What an invented council's minutes say: cheap to make, different for every item."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from bench.estate.chance import draw

BOARDS = (
    "Harbour and Quays", "Parks and Commons", "Roads and Bridges", "Schools and Youth", "Homes and Tenants",
    "Public Health", "Libraries and Museums", "Licensing", "Planning", "Audit", "Waste and Recycling",
    "Flood Defence", "Markets and Fairs",
)  # fmt: skip
FORMS = ("Committee", "Panel", "Sub-Committee", "Forum")
FIRST = ("Ada", "Bram", "Cleo", "Dov", "Esme", "Finn", "Greta", "Hal", "Isla", "Jory", "Keziah", "Lorcan")
LAST = ("Ashdown", "Birkett", "Cullen", "Dray", "Ellery", "Fenwick", "Garside", "Hollin", "Inskip", "Jessop")
SUBJECTS = (
    "the ferry steps at Lower Quay", "the orchard allotments", "the night bus to Saltby",
    "lighting on the canal path", "the lease of the old fire station", "the weir below Tanner’s Mill",
    "the swimming baths’ boiler", "school crossings on Long Lane", "the archive of parish maps",
    "the dredging of the inner dock", "trees along Chapel Walk", "the reserve for winter gritting",
    "the hostel in Bell Street", "noise from the railway yard", "the reading rooms’ opening hours",
    "the footbridge over the Ember", "bins in the market hall", "the youth band’s practice room",
    "the register of commons", "repairs to the bandstand",
)  # fmt: skip
OPENINGS = (
    "The Head of Service introduced a report on {s}, which had been put off twice since the spring",
    "A resident’s letter about {s} was read aloud by the clerk before the officers answered it",
    "Councillor {c} described a visit that three members had made in connection with {s}",
    "Figures were tabled for {s}, covering the four quarters and what had been left over from the last",
    "The surveyor explained why work on {s} had cost more than the estimate of two years ago",
    "Two petitions concerning {s} had been received, one of them with signatures from outside the district",
    "Members were shown drawings of {s} and walked through each of the three ways forward",
    "Councillor {c} declared that she had once been a trustee of the body that looked after {s}",
)
MIDDLES = (
    "it was explained that the money could be found within the present year but not the staff",
    "Councillor {c} asked how neighbours would be told, and heard that letters had gone to every door",
    "the officer replied that nothing could begin until the ground had dried out after the floods",
    "doubts were raised about the contractor’s figures, which left out the cost of traffic lights",
    "several members said that the ward had waited long enough and would not accept another study",
    "a comparison with two other towns showed lower costs but many more complaints",
    "the clerk advised that the matter lay within the powers given to the panel last May",
)
ENDINGS = (
    "and it was hoped that the first results could be seen before the clocks went back.",
    "although nobody present could say what would happen if the grant came late.",
    "with a further note to be sent round once the auditors had finished.",
    "while the question of parking was left for the ward members to take up on their own.",
    "and thanks were given to the volunteers who had kept the place tidy throughout.",
)
RESOLUTIONS = (
    "RESOLVED: That the report on {s} be noted.",
    "RESOLVED: That the sum of £{n},500 be set aside for {s}.",
    "RESOLVED: That option {o} for {s} be approved, subject to a safety check.",
    "RESOLVED: That {s} be looked at again in six months’ time.",
)
ACTION = "ACTION: The Head of Service to send members a note on {s}."
# The first items of every agenda; what is recorded of them is a line.
USUAL = (
    ("Apologies for absence", "Apologies were received from Councillor {c}."),
    ("Declarations of interest", "No interests were declared."),
    ("Minutes of the last meeting", "RESOLVED: That the minutes be signed by the Chair as a true record."),
)
CORRECTION = "This item was corrected by the clerk after the minutes had been signed."
LIMIT = 500  # words of an item's minutes that a meeting page shows


@dataclass(frozen=True, slots=True)
class Text:
    """An item's title and its whole minutes, a paragraph each."""

    title: str
    agenda: str
    paragraphs: tuple[str, ...]
    decision: str


def board_name(number: int) -> str:
    """Name a board: "Audit Panel", "Audit Panel 2" when all names are used up."""
    named = f"{BOARDS[number % len(BOARDS)]} {FORMS[number // len(BOARDS) % len(FORMS)]}"
    again = number // (len(BOARDS) * len(FORMS))
    return f"{named} {again + 1}" if again else named


def person(number: int) -> str:
    """Name a councillor."""
    return f"{FIRST[number % len(FIRST)]} {LAST[number // len(FIRST) % len(LAST)]}"


@lru_cache(maxsize=64)  # a page asks for an item's title, then for its minutes
def text(item: int, place: int, wordy: int, seed: int) -> Text:
    """Write an item's text; one of twelve with a subject of its own is longer than a meeting page shows."""
    number = draw(1 << 62, seed, item, "text")
    who = person(number >> 50)
    if place < len(USUAL):
        title, said = USUAL[place]
        return Text(title, "", (said.format(c=who),), said.format(c=who))
    subject = SUBJECTS[number % len(SUBJECTS)]
    count = 15 if number % 12 == 0 else 1 + number % wordy
    told = tuple(_paragraph(subject, who, (number >> shift) + shift) for shift in range(count))
    chosen = RESOLUTIONS[(number >> 6) % len(RESOLUTIONS)]
    resolved = chosen.format(s=subject, n=1 + number % 90, o=1 + number % 3)
    end = (resolved, ACTION.format(s=subject)) if number % 4 == 0 else (resolved,)
    about = f"To consider a report on {subject}."
    return Text(f"{subject[0].upper()}{subject[1:]} ({item})", about, (*told, *end), resolved)


@lru_cache(maxsize=20_000)
def _sentence(subject: str, who: str, opening: int, middle: int, ending: int) -> str:
    said = f"{OPENINGS[opening]}; {MIDDLES[middle]}, {ENDINGS[ending]}"
    return said.format(s=subject, c=who)


def _paragraph(subject: str, who: str, number: int) -> str:
    return _sentence(
        subject, who, number % len(OPENINGS), number // 8 % len(MIDDLES), number // 56 % len(ENDINGS)
    )


def cut(paragraphs: tuple[str, ...]) -> tuple[tuple[str, ...], bool]:
    """Return as much of a text as a meeting page shows, and whether that is less than all."""
    left = LIMIT
    kept: list[str] = []
    for paragraph in paragraphs:
        words = paragraph.split(maxsplit=left)
        if len(words) > left:
            return (*kept, " ".join(words[:left])), True
        kept.append(paragraph)
        left -= len(words)
    return tuple(kept), False
