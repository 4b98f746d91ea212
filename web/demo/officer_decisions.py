"""Decisions that officers took alone, under delegated powers."""

# ruff: noqa: E501 - a sentence is easier to read and to change on one line

from __future__ import annotations

from datetime import date

from web.demo.council import OfficerDecision

_MADE = (
    (3, 3, 2021, "Head of Streets", "Temporary closure of Ropewalk Lane", "To let the water company replace a main.",
     "That Ropewalk Lane be closed to vehicles for eleven nights, with access kept for residents."),
    (5, 7, 2022, "Libraries Manager", "Purchase of a second-hand mobile library", "To replace a vehicle that failed its test.",
     "That the vehicle be bought from the reserve for equipment at a price not above £38,000."),
    (6, 11, 2023, "Director for Adults", "Extension of the home care contract", "To keep the service running while a tender is prepared.",
     "That the contract be extended for twelve months on its present terms."),
    (9, 4, 2024, "Harbour Engineer", "Weight limit on the harbour bridge", "To protect the bridge until it is strengthened.",
     "That an order be made to keep vehicles above 7.5 tonnes off the harbour bridge for eighteen months."),
    (4, 9, 2025, "Head of Housing", "Lease of four flats for temporary accommodation", "To reduce the use of bed and breakfast.",
     "That four flats at Gasworks Court be leased for three years."),
    (2, 10, 2026, "Head of Finance", "Write-off of small debts", "To close accounts that cannot be collected.",
     "That debts of £4,212.60 in all be written off."),
)  # fmt: skip

OFFICER_DECISIONS = tuple(
    OfficerDecision(
        2600 + place, title, maker, purpose, (text, "This decision was taken under the scheme of delegation."),
        decided=date(year, month, day), published=date(year, month, day + 3), key=place % 3 == 1,
    )
    for place, (day, month, year, maker, title, purpose, text) in enumerate(_MADE)
)  # fmt: skip
