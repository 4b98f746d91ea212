"""Which titles say that the public may not see all of an item."""

from __future__ import annotations

import pytest

from archive.sources.moderngov.restricted import restricted

CLOSED = (
    "Sale of the Net Loft [Confidential]",
    "Legal Claim (Exempt Category 5)",
    "Lease (Exempt - para 3)",
    "(Part 2) Lease of the Kiosk",
    "PART 2: Confidential",
    "Part II",
    "Restricted Items",
    "Confidential and Exempt Items",
    "Exempt Minutes",
    "EXEMPT: Lease of the Kiosk",
    "Confidential - Settlement",
    "Disposal of Land - Exempt Report",
    "Not for Publication: Staffing",
    "RHAN 2: Cyfrinachol",
)
OPEN = (
    "Part 2: Waste Strategy",
    "Part 2 of the Local Plan",
    "PART 1 - Business open to the public",
    "Private Hire Licences",
    "Exclusion of the Press and Public",
    "Exempt Accommodation Review",
    "Exempt accommodation - review",
    "Restricted Parking Zones",
    "Confidential Reporting Policy",
    "Diversion (Restricted Byway 4)",
)


@pytest.mark.parametrize("title", CLOSED)
def test_a_title_that_says_so_is_restricted(title: str) -> None:
    assert restricted(title)


@pytest.mark.parametrize("title", OPEN)
def test_a_word_alone_does_not_make_a_title_restricted(title: str) -> None:
    assert not restricted(title)
