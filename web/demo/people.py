"""The made-up council's members, officers and boards."""

# ruff: noqa: E501 - a sentence is easier to read and to change on one line

from __future__ import annotations

from web.demo.council import Board, Member, Officer

_PARTIES = {"H": "Harbour Alliance", "F": "Fenland Independents", "S": "Saltmarsh First", "G": "Green Shore"}
_MEMBERS = """
Ottoline Pym H Quillhaven East|Barnaby Thrussell H Quillhaven West|Marguerite Oduya F Fenwold|Idris Calloway S Tarnsea
Philippa Wragg G Oystergate|Desmond Lacey H Mardle|Roswitha Kemble F Brindlewick|Tobias Annakin S Sallowby
Nuala Brackenbury G Hythemere|Gethin Prosser H Ketterly|Saffron Idowu F Wexcombe|Leopold Hurrell S Ebbsmouth North
Cordelia Mbatha H Ebbsmouth South|Ambrose Tilling F Mardle|Yasmin Farrow G Tarnsea|Rupert Stannard S Oystergate
Delphine Achebe H Fenwold|Wilfred Garrity F Sallowby|Imogen Catterall G Quillhaven East|Hamish Drury S Ketterly
"""
_ROWS = [row.split() for line in _MEMBERS.strip().splitlines() for row in line.split("|")]

MEMBERS = tuple(
    Member(700 + 7 * place, f"{first} {last}", _PARTIES[party], " ".join(ward))
    for place, (first, last, party, *ward) in enumerate(_ROWS)
)

OFFICERS = ("the Chief Executive", "the Head of Finance")
"""The officers who may answer on anything."""

OFFICER_OF = {
    "social": "the Director for Children", "send": "the Director for Children", "schools": "the Director for Children",
    "adults": "the Director for Adults", "health": "the Director of Public Health", "nhs": "the Director of Public Health",
    "housing": "the Head of Housing", "applications": "the case officer", "policy": "the Head of Planning",
    "finance": "the Head of Finance", "treasury": "the Head of Finance", "pensions": "the Head of Finance",
    "audit": "the Head of Internal Audit", "constitution": "the Monitoring Officer", "elections": "the Monitoring Officer",
    "workforce": "the Chief Executive", "transport": "the Head of Streets", "climate": "the Harbour Engineer",
    "waste": "the Head of Streets", "economy": "the Head of Regeneration", "devolution": "the Chief Executive",
    "safety": "the Head of Neighbourhoods", "fire": "the Harbour Engineer", "licensing": "the licensing officer",
    "culture": "the Libraries Manager", "property": "the Estates Manager", "improvement": "the Chief Executive",
}  # fmt: skip
"""Who answers for each topic."""


def _officer(name: str, line: int) -> Officer:
    return Officer(name, f"01632 9600{line}", f"{name.lower().replace(' ', '.')}@saltmarsh.example")


BOARDS = (
    Board(
        "council", 214, "Council", "Council",
        ("All twenty members of the council, who set the budget and the council tax and decide what the law leaves to nobody else.",),
        MEMBERS, _officer("Hester Vane", 11),
    ),
    Board(
        "cabinet", 228, "Cabinet", "Cabinet & Executive",
        ("The Leader and six members, each with a part of the council's business.",
         "Its decisions take effect five clear days after they are published, unless they are called in."),
        MEMBERS[:7], _officer("Linus Okafor-Bright", 12),
    ),
    Board(
        "planning", 235, "Planning and Licensing Committee (Saltmarsh and the Islands)", "Regulatory",
        ("Decides applications for planning permission that officers may not, and hears licensing cases.",),
        MEMBERS[4:14], _officer("Hester Vane", 11),
    ),
    Board(
        "people", 241, "People & Communities Board - Overview and Scrutiny", "Overview & Scrutiny",
        ("Looks into services for children, adults and neighbourhoods, and advises the Cabinet.",),
        MEMBERS[8:18], _officer("Petra Nightingale-Shaw", 14), links_every_item=True,
    ),
)  # fmt: skip
