from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.errors import OutsideRoot
from archive.sources import moderngov
from archive.sources.moderngov import urls

ROOT = "https://democracy.thistlemoor.example"
BELOW = "https://www.thistlemoor.example/moderngov"
SESSION = "(S(thistlethistlethistle123))"
MEETING = f"{ROOT}/ieListDocuments.aspx?CId=31&MId=802&Ver=4"
SPELLINGS = [
    "ieListDocuments.aspx?CId=31&MId=802&Ver=4",
    "ieListDocuments.aspx?MId=802&CId=31&Ver=4",
    "IELISTDOCUMENTS.ASPX?cid=31&MID=802&ver=4",
    "ieListDocuments.aspx?CommitteeId=31&MeetingId=802&Ver=4",
    "ieListDocuments.aspx?CId=31&MId=802&Ver=4&bcr=1&J=2&XXR=0",
    "ieListDocuments.aspx?CId=31&MId=802&Ver=4&LLL=0",
    "  ieListDocuments.aspx?CId=31&MId=802&Ver=4\n",
    "/ieListDocuments.aspx?CId=31&MId=802&Ver=4",
    "//democracy.thistlemoor.example//ieListDocuments.aspx?CId=31&MId=802&Ver=4",
    "./sub/../ieListDocuments.aspx?CId=31&MId=802&Ver=4",
    "ieListDocuments.aspx?CId=31&MId=802&Ver=4#AI7001",
    f"{ROOT}/{SESSION}/ieListDocuments.aspx?CId=31&MId=802&Ver=4",
    f"{ROOT}/%28S%28thistlethistlethistle123%29%29/ieListDocuments.aspx?CId=31&MId=802&Ver=4",
    f"{ROOT}/(X(1)S(thistlethistlethistle123))/ieListDocuments.aspx?CId=31&MId=802&Ver=4",
    f"{ROOT}//{SESSION}//ieListDocuments.aspx?CId=31&MId=802&Ver=4",
    "http://democracy.thistlemoor.example/ieListDocuments.aspx?CId=31&MId=802&Ver=4",
    "HTTPS://Democracy.Thistlemoor.Example:443/ieListDocuments.aspx?CId=31&MId=802&Ver=4",
]


@pytest.mark.parametrize("href", SPELLINGS)
def test_a_meeting_has_one_address_however_it_is_spelt(href: str) -> None:
    assert urls.canonical(ROOT, href) == MEETING


OTHERS = [
    (ROOT, "mgai.aspx?id=51902", f"{ROOT}/mgAi.aspx?ID=51902"),
    (ROOT, "mgAi.aspx?ID=1&LLL=1", f"{ROOT}/mgAi.aspx?ID=1&LLL=1"),
    (ROOT, "ieDecisionDetails.aspx?AIId=7&bcr=1", f"{ROOT}/ieDecisionDetails.aspx?AIId=7"),
    (
        ROOT,
        "ieListMeetings.aspx?Act=earlier&CId=3&D=201909&MD=ielistmeetings",
        f"{ROOT}/ieListMeetings.aspx?CId=3&Act=earlier&D=201909&MD=ielistmeetings",
    ),
    (
        ROOT,
        "mgDelegatedDecisions.aspx?XXR=0&DR=01%2f01%2f2026",
        f"{ROOT}/mgDelegatedDecisions.aspx?XXR=0&DR=01%2f01%2f2026",
    ),
    (ROOT, "documents/g813/Printed minutes.pdf?T=1", f"{ROOT}/documents/g813/Printed%20minutes.pdf?T=1"),
    (BELOW, "mgAi.aspx?ID=1", f"{BELOW}/mgAi.aspx?ID=1"),
    (BELOW, "/moderngov/mgAi.aspx?ID=1", f"{BELOW}/mgAi.aspx?ID=1"),
    (BELOW, f"/moderngov/{SESSION}/mgAi.aspx?ID=1", f"{BELOW}/mgAi.aspx?ID=1"),
    (BELOW, BELOW, f"{BELOW}/"),
    ("http://127.0.0.1:8901", "http://127.0.0.1:8901/mgAi.aspx?ID=1", "http://127.0.0.1:8901/mgAi.aspx?ID=1"),
]


@pytest.mark.parametrize(("root", "href", "wanted"), OTHERS)
def test_an_address_is_written_in_its_one_spelling(root: str, href: str, wanted: str) -> None:
    assert urls.canonical(root, href) == wanted


OUTSIDE = [
    (ROOT, "https://elsewhere.example/mgAi.aspx?ID=1"),
    (ROOT, "https://democracy.thistlemoor.example.elsewhere.example/mgAi.aspx?ID=1"),
    (ROOT, "https://democracy.thistlemoor.example@elsewhere.example/mgAi.aspx?ID=1"),
    (ROOT, "//elsewhere.example/mgAi.aspx?ID=1"),
    (ROOT, "https://democracy.thistlemoor.example:8443/mgAi.aspx?ID=1"),
    (ROOT, "ftp://democracy.thistlemoor.example/mgAi.aspx?ID=1"),
    (ROOT, "mailto:clerk@thistlemoor.example"),
    (ROOT, "javascript:history.back()"),
    (ROOT, "https://democracy.thistlemoor.example:99999/mgAi.aspx"),
    (ROOT, "http://[::1"),
    (BELOW, "/mgAi.aspx?ID=1"),
    (BELOW, "../mgAi.aspx?ID=1"),
    (BELOW, "/moderngov-old/mgAi.aspx?ID=1"),
    (BELOW, f"{BELOW}/../private/mgAi.aspx?ID=1"),
    (BELOW, f"{BELOW}/%2e%2e/private/mgAi.aspx?ID=1"),
    ("http://127.0.0.1:8901", "http://127.0.0.1:8902/mgAi.aspx?ID=1"),
]


@pytest.mark.parametrize(("root", "href"), OUTSIDE)
def test_an_address_off_the_councils_site_is_refused(root: str, href: str) -> None:
    with pytest.raises(OutsideRoot):
        urls.canonical(root, href)


PIECES = st.sampled_from(
    [
        "mgAi.aspx",
        "ieListDocuments.aspx",
        "documents",
        "a b.pdf",
        "%20",
        "%2541",
        "%",
        "..",
        "é",
        SESSION,
        "//",
    ]
)
NAMES = st.sampled_from(["MId", "mid", "ID", "bcr", "LLL", "Ver", "x", "SS"])
HREFS = st.builds(
    "{}?{}".format,
    st.lists(PIECES, min_size=1, max_size=4).map("/".join),
    st.lists(st.tuples(NAMES, st.text(max_size=4)).map("=".join), max_size=4).map("&".join),
)


@given(st.sampled_from([ROOT, BELOW]), HREFS | st.text(max_size=40))
def test_the_one_spelling_of_an_address_is_its_own(root: str, href: str) -> None:
    try:
        once = urls.canonical(root, href)
    except OutsideRoot:
        return
    assert urls.canonical(root, once) == once
    assert once.startswith(f"{root}/")


FILES = [
    ("documents/s7/Zebra crossing (2).pdf", f"{ROOT}/documents/s7/Zebra%20crossing%20(2).pdf"),
    ("documents/s7/Zebra%20crossing.pdf", f"{ROOT}/documents/s7/Zebra%20crossing.pdf"),
    (f"/{SESSION}/documents/s7/a.pdf?T=1", f"{ROOT}/documents/s7/a.pdf?T=1"),
    ("https://files.example/documents/s7/Tŷ.pdf", "https://files.example/documents/s7/T%C5%B7.pdf"),
    ("http://[broken/a b.pdf", "http://%5Bbroken/a%20b.pdf"),
]


@pytest.mark.parametrize(("href", "wanted"), FILES)
def test_a_files_address_is_absolute_and_percent_encoded(href: str, wanted: str) -> None:
    assert urls.file_url(f"{ROOT}/ieListDocuments.aspx?MId=1", href) == wanted


SITES = [
    ("https://democracy.thistlemoor.example/mgAi.aspx?ID=1", ROOT, "democracy-thistlemoor-example"),
    ("https://thistlemoor.moderngov.co.uk/", "https://thistlemoor.moderngov.co.uk", "thistlemoor"),
    (f"{BELOW}/{SESSION}/ieListDocuments.aspx?MId=1", BELOW, "www-thistlemoor-example"),
    (BELOW, BELOW, "www-thistlemoor-example"),
    ("http://127.0.0.1:8901/lga/mgAi.aspx?ID=1", "http://127.0.0.1:8901/lga", "127-0-0-1"),
]


@pytest.mark.parametrize(("url", "root", "slug"), SITES)
def test_a_site_is_told_by_the_address_of_one_of_its_pages(url: str, root: str, slug: str) -> None:
    council = moderngov.council_at(url)
    assert (council.url, council.slug) == (root, slug)
