"""The archived copy: what a record rests on, given away so that nothing in it can run."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from archive import warc
from archive.model import Official
from tests.kept import BRIDGE, MEETING, NOON, PAGE, SITE, Archive
from tests.web.checks import CheckedClient, one
from tests.web.kept import site_of

TAKEN = Official("fernholt", "300", f"{SITE}/decision/300", BRIDGE, decided=MEETING.date, meeting_id="40")


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    made = Archive(tmp_path)
    made.keep(replace(MEETING, venue="Barn"), NOON, b"before")
    made.keep(MEETING, NOON + timedelta(days=1))
    made.keep(TAKEN)
    return made


def facts(client: CheckedClient, path: str) -> dict[str, str]:
    page = client.page(path)
    return {
        one(fact, "dt").get_text(): " ".join(one(fact, "dd").get_text().split())
        for fact in page.select(".page .facts > div")
    }


def test_the_copy_says_from_where_and_when_it_came_and_what_tells_it_from_others(archive: Archive) -> None:
    found = facts(site_of(archive), "/fernholt/40/copy")
    assert found["Fetched from"] == MEETING.url
    assert found["Last fetched"] == "21 February 2026, noon UTC"
    assert found["First fetched"] == "20 February 2026 (fetched 2 times)"
    assert found["Digest"] == warc.digest(PAGE)


def test_its_bytes_are_given_as_they_came_and_cannot_run(archive: Archive) -> None:
    client = site_of(archive)
    link = str(one(client.page("/fernholt/40/copy"), ".page p a")["href"])
    response = client.get(link)
    assert response.data == PAGE
    assert response.headers["Content-Type"] == "application/octet-stream"
    assert response.headers["Content-Disposition"].startswith("attachment; filename=fernholt-meeting-")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Cache-Control"] == "no-store"


def test_a_decision_has_its_copy_too(archive: Archive) -> None:
    client = site_of(archive)
    page = client.page("/fernholt/decision/300/copy")
    assert client.get(str(one(page, ".page p a")["href"])).data == PAGE
    leads = [str(a["href"]) for a in client.page("/fernholt/decision/300").select(".ways a")]
    assert "/fernholt/decision/300/copy" in leads


def test_no_other_records_pages_are_given_under_its_address(archive: Archive) -> None:
    client = site_of(archive)
    other = str(one(client.page("/fernholt/decision/300/copy"), ".page p a")["href"]).rpartition("/")[2]
    for path in (f"/fernholt/40/copy/{other}", "/fernholt/40/copy/0", "/fernholt/40/copy/999999"):
        client.page(path, 404)


@pytest.mark.parametrize("path", ["/fernholt/41/copy", "/elsewhere/40/copy", "/fernholt/decision/9/copy"])
def test_a_record_that_there_is_not_has_no_copy(archive: Archive, path: str) -> None:
    assert "no such record" in site_of(archive).page(path, 404).get_text()


def test_without_the_page_files_the_evidence_is_told_and_not_given(client: CheckedClient) -> None:
    page = client.page("/saltmere/310/copy")
    assert page.select(".page .facts")
    assert page.select(".page p a") == []
    client.page("/saltmere/310/copy/1", 404)


@pytest.mark.parametrize("address", ["fernholt/40/71", "fernholt/40/71/2", "fernholt/decision/300"])
def test_while_anything_in_a_meeting_is_suppressed_no_page_of_it_is_given(
    archive: Archive, address: str
) -> None:
    client = site_of(archive)
    link = str(one(client.page("/fernholt/40/copy"), ".page p a")["href"])
    archive.suppress(address)
    page = client.page("/fernholt/40/copy")
    assert "withheld" in page.get_text()
    assert page.select(".page") == []
    assert "withheld" in client.page(link, 403).get_text()


@pytest.mark.parametrize(
    ("address", "status"),
    [("fernholt/40/71/2", 200), ("fernholt/40/71", 404), ("fernholt/decision/300", 404)],
)
def test_nor_of_a_decision_that_was_taken_there(archive: Archive, address: str, status: int) -> None:
    client = site_of(archive)
    link = str(one(client.page("/fernholt/decision/300/copy"), ".page p a")["href"])
    archive.suppress(address)
    client.page("/fernholt/decision/300", status)
    assert client.page("/fernholt/decision/300/copy", status).select(".page") == []
    client.page(link, 403 if status == 200 else 404)


def test_a_suppressed_meeting_has_no_copy(archive: Archive) -> None:
    archive.suppress("fernholt/40")
    for path in ("/fernholt/40/copy", "/fernholt/decision/300/copy", "/fernholt/40/copy/2"):
        site_of(archive).page(path, 404)


def test_what_is_lifted_is_given_again(archive: Archive) -> None:
    client = site_of(archive)
    archive.suppress("fernholt/40/71")
    assert "withheld" in client.page("/fernholt/40/copy").get_text()
    archive.suppressed.clear()
    assert client.page("/fernholt/40/copy").select(".page")
