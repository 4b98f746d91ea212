"""What came before the Planning and Licensing Committee beside applications."""

# ruff: noqa: E501 - a sentence is easier to read and to change on one line

from __future__ import annotations

from web.demo.matter import Matter, Task, agreed, deferred, noted

PLANNING: tuple[Matter, ...] = (
    Matter(
        "planning", 2021, "policy", "Local Plan: Call for Sites",
        "To note the land that owners have offered.",
        ("Owners had offered 212 pieces of land, one of them under water.",),
        (noted("the sites offered for the local plan"),), thread="local plan",
    ),
    Matter(
        "planning", 2021, "applications", "Planning Appeals: Decisions of Inspectors",
        "To learn from the decisions of planning inspectors.",
        ("Of nine appeals the council had won seven. One inspector had praised the photographs.",),
        (noted("the appeal decisions"),),
    ),
    Matter(
        "planning", 2022, "policy", "Design Code for the Quays",
        "To adopt the design code as supplementary guidance.",
        ("The code asks that new roofs keep to the pitch of the net lofts and new shopfronts to the height of a herring barrow.",),
        (agreed("the design code for the quays be adopted as supplementary planning guidance"),),
    ),
    Matter(
        "planning", 2023, "policy", "Nutrient Mitigation at Brindlewick Fen",
        "To agree how credits for nutrient mitigation are to be sold.",
        ("Nine hundred homes with permission could not be started because the estuary was too rich.",),
        (agreed("credits be sold at a price that covers the cost of the fen"), agreed("one credit in five be kept for small builders")),
        thread="local plan",
    ),
    Matter(
        "planning", 2023, "licensing", "Hackney Carriage Fares",
        "To decide the fares that may be charged by hackney carriages.",
        ("Drivers had asked for a rise of 12 per cent. The last was four years ago.",),
        (agreed("the fare for the first mile be raised by forty pence"), Task("the licensing officer", "publish the table of fares in the newspaper", "within a week")),
        thread="fares",
    ),
    Matter(
        "planning", 2024, "property", "Compulsory Purchase of the Grand Hotel",
        "To begin the compulsory purchase of an empty hotel on the front.",
        ("The hotel had been empty for nineteen years and shed a balcony in the March gales.",),
        (agreed("a compulsory purchase order be made for the Grand Hotel"),), long=True,
    ),
    Matter(
        "planning", 2024, "applications", "Tree Preservation Order: Sycamores at Hythemere Rectory",
        "To confirm an order, to which one objection has been made.",
        ("The rector objected that the trees blocked the light of the bell chamber.",),
        (agreed("the tree preservation order be confirmed without change"),),
    ),
    Matter(
        "planning", 2025, "policy", "Houses in Multiple Occupation around the Hospital",
        "To require planning permission for small shared houses in eleven streets.",
        ("In Ferry Terrace one house in four was shared.",),
        (agreed("a direction be made for the eleven streets, to take effect in twelve months"),),
    ),
    Matter(
        "planning", 2025, "applications", "25/01177/OUT - Land at Causeway Road: 240 Dwellings",
        "Outline application for 240 dwellings, a primary school and a bridge over the drain.",
        ("The Committee had visited the site in the rain. Forty people had come to the meeting, of whom nine spoke.",
         "The highway authority did not object. The drainage board did, and then withdrew."),
        (deferred("consideration of the application", "the meeting in November, for a new survey of flooding"),),
        ("was not persuaded that pumps would be looked after once the builder had gone.",), thread="causeway fields", long=True,
    ),
    Matter(
        "planning", 2026, "applications", "25/01177/OUT - Land at Causeway Road: 240 Dwellings (Revised)",
        "Outline application for 190 dwellings, a primary school and a bridge over the drain.",
        ("Fifty houses had been taken out of the plan and a lake put in their place.",),
        (agreed("planning permission be REFUSED, because the causeway fields lie outside the settlement boundary of the local plan"),),
        thread="causeway fields", long=True,
    ),
    Matter(
        "planning", 2026, "licensing", "Pavement Licences: First Year of the New Rules",
        "To review the tables and chairs on the pavements.",
        ("Thirty-three licences had been granted. Two had been taken away because a wheelchair could not pass.",),
        (noted("the review of pavement licences"), agreed("a clear width of two metres be required on Quay Street")),
    ),
)  # fmt: skip
