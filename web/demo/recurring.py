"""What comes back: planning applications, licences, grants, and each year's reports."""

# ruff: noqa: E501 - a sentence is easier to read and to change on one line

from __future__ import annotations

from random import Random

from web.demo.calendar import Sitting
from web.demo.matter import Matter, Ruling, agreed, deferred, lost, noted
from web.demo.yearly import YEARLY

_LARGE = (
    ("Land north of Ropewalk Lane, Quillhaven", "Former Gasworks, Ebbsmouth", "Brindlewick Farm, Causeway Road",
     "Land behind 40 to 52 Eel Pie Row, Wexcombe", "Saltings Caravan Park, Shore Road", "St Brannoc's School playing field"),
    (("Erection of 34 dwellings with access, open space and drainage basins", "34 dwellings"),
     ("Outline application for up to 120 dwellings, all matters reserved but access", "up to 120 dwellings"),
     ("Battery storage compound with acoustic fencing", "battery storage"),
     ("Care home with 62 beds, and a day nursery", "a care home and nursery")),
)  # fmt: skip
_SMALL = (
    ("The Old Smokehouse, Mardle", "14 Ferry Terrace, Tarnsea", "3 Lighthouse Cottages, Sallowby", "The Net Store, Fish Quay",
     "Oystergate Sailing Club, The Hard", "Hythemere Rectory, Church Street", "Unit 9, Ketterly Business Park",
     "The Drowned Bell, Quay Street", "Fenwold Windmill, Mill Drove"),
    (("Change of use to a restaurant with two flats above", "a restaurant and flats"),
     ("Two-storey side extension and a swift tower", "an extension"),
     ("Raising of the ridge by one metre and rear dormer windows", "dormer windows"),
     ("Solar panels on the south slope of the roof", "solar panels"),
     ("Conversion to three holiday lets", "holiday lets"),
     ("Variation of condition 4 to allow opening until midnight", "later opening")),
)  # fmt: skip
_REASONS = (
    "it would stand in a zone at high risk of flooding without passing the sequential test",
    "its height and bulk would harm the setting of the conservation area",
    "the access would be unsafe for children walking to school",
)


def recurring(sitting: Sitting, draw: Random) -> list[Matter]:
    """Return the matters that a sitting would have in any year."""
    found = [
        y.matter(sitting.date) for y in YEARLY if y.board == sitting.board and sitting.date.month in y.months
    ]
    if sitting.board == "planning":
        found += [_application(sitting, draw, place) for place in range(3)]
        found.append(_licence(sitting, draw))
    if sitting.board == "people":
        found.append(_grants(sitting, draw))
    return found


def _application(sitting: Sitting, draw: Random, place: int) -> Matter:
    sites, proposals = _LARGE if place == 0 else _SMALL
    site, (proposal, short) = draw.choice(sites), draw.choice(proposals)
    year = sitting.date.year
    reference = f"{year % 100}/{draw.randint(100, 2400):05}/FUL"
    told = (
        f"The Committee considered application {reference} for {short} at {site}.",
        f"The case officer described the site and {draw.randint(2, 61)} letters received. A neighbour spoke against the application and the agent spoke for it.",
    )
    outcome = draw.choice(_determinations(draw.choice(_REASONS), large=place == 0))
    title = f"{reference} - {site}"
    return Matter(
        "planning",
        year,
        "applications",
        title,
        f"{proposal}.",
        told,
        outcome,
        thread=reference if place == 0 else "",
    )


def _determinations(reason: str, *, large: bool) -> tuple[tuple[Ruling, ...], ...]:
    """Return the ways in which an application may be decided."""
    shared = (
        (agreed("planning permission be GRANTED, subject to the conditions set out in the report"),),
        (agreed(f"planning permission be REFUSED, because {reason}"),),
        (
            deferred(
                "consideration of the application", "the next meeting, so that members may visit the site"
            ),
        ),
    )
    if large:
        agreement = "subject to conditions and to a section 106 agreement for a play area and a bus stop"
        return (*shared, (agreed(f"planning permission be GRANTED, {agreement}"),))
    against = lost("that permission be refused against officers' advice")
    hours = agreed("planning permission be GRANTED, with a further condition on working hours")
    return (
        *shared,
        (against, hours),
        (agreed("planning permission be GRANTED for a limited period of three years"),),
    )


_PREMISES = (
    "The Drowned Bell",
    "Tide & Thirst",
    "The Lobster Pot",
    "Ebbsmouth Social Club",
    "Neptune's Larder",
)


def _licence(sitting: Sitting, draw: Random) -> Matter:
    year, name = sitting.date.year, draw.choice(_PREMISES)
    if draw.random() < 0.35:
        title = f"Hackney Carriage and Private Hire Driver: Case {draw.randint(11, 99)}/{year % 100}"
        put = "To decide whether the driver is a fit and proper person to hold a licence."
        told = (
            "The licensing officer set out the driver's record. The driver attended and answered questions.",
        )
        ruling = draw.choice(
            (agreed("the driver's licence be renewed for one year"), agreed("no further action be taken"))
        )
        return Matter("planning", year, "licensing", title, put, told, (ruling,))
    title = f"Review of a Premises Licence: {name}"
    put = f"To determine an application by a neighbour to review the premises licence of {name}."
    told = (
        f"The Committee heard the applicant, the police and the licence holder of {name} about noise after midnight.",
    )
    outcome = draw.choice((
        (agreed("live music end at 11 pm on every day of the week"), agreed("a noise limiter be fitted before music is played again")),
        (agreed("the premises licence be suspended for twenty-eight days"),),
        (lost("that the premises licence be revoked"), agreed("the designated premises supervisor be removed from the licence")),
    ))  # fmt: skip
    return Matter("planning", year, "licensing", title, put, told, outcome)


_GROUPS = (
    "the Mardle Lifeboat Singers", "Tarnsea Youth Boxing", "the Fenwold Repair Shed", "Ebbsmouth Toddlers' Tide Club",
    "the Friends of Hythemere Wood", "Ketterly Community Fridge", "the Blind Sailors of Oystergate",
)  # fmt: skip


_ASKED = (
    "asked whether each group had other money.",
    "had been to the first concert and hoped for a second.",
    "asked how many volunteers each group could count on.",
    "thought small sums the best spent of all.",
    "found the accounts easier to read than last year's.",
    "was a patron of one of the groups and did not vote.",
)


def _grants(sitting: Sitting, draw: Random) -> Matter:
    first, second, third = draw.sample(_GROUPS, 3)
    one, two = draw.randint(4, 19) * 100, draw.randint(4, 19) * 50
    told = (
        f"The Board heard from {first}, {second} and {third}, each of whom had asked for a small grant.",
        f"£{one + two + 650:,} was left in the fund for the year.",
    )
    outcomes = (
        agreed(f"a grant of £{one:,} be made to {first}"),
        agreed(f"a grant of £{two:,} be made to {second}"),
        deferred(f"the application of {third}", "the next meeting, for want of accounts"),
        noted("the use made of last year's grants"),
    )
    shown = outcomes[: draw.randint(2, 4)]
    title = draw.choice(("Community Grants", "Community Grants: Small Sums Fund"))
    return Matter(
        "people",
        sitting.date.year,
        "culture",
        title,
        "To decide applications to the small sums fund.",
        told,
        shown,
        said=tuple(draw.sample(_ASKED, draw.randint(2, 3))),
    )
