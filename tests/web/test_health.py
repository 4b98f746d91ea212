from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from archive.errors import StoreError
from tests.web import sample
from tests.web.conftest import Opened, client_of, indexed


@dataclass(frozen=True)
class Lost(sample.Shelf):
    """Records whose disk is gone."""

    def revision(self) -> int:
        raise StoreError("/var/lib/minutes/records.sqlite cannot be used: Input/output error")


def test_a_site_with_records_and_an_index_is_well(opened: Opened) -> None:
    response = opened().get("/health")
    assert response.status_code == 200
    assert response.json == {"status": "ok", "records": "readable", "index": "readable"}


def test_a_site_without_an_index_serves_what_it_has_and_is_well() -> None:
    response = client_of(None, sample.Shelf()).get("/health")
    assert response.status_code == 200
    assert response.json == {"status": "ok", "records": "readable", "index": "empty"}


def test_a_damaged_index_is_told_by_the_status_and_not_with_the_machines_paths(
    opened: Opened, tmp_path: Path
) -> None:
    client = opened(engine=indexed(tmp_path, [sample.HELD]))
    for file in [path for path in tmp_path.rglob("*") if path.is_file()]:
        file.write_bytes(b"")
    response = client.get("/health")
    assert response.status_code == 503
    assert response.json == {"status": "unusable", "records": "readable", "index": "unusable"}
    assert str(tmp_path) not in response.text


def test_records_that_cannot_be_read_are_told_by_the_status() -> None:
    response = client_of(None, Lost()).get("/health")
    assert response.status_code == 503
    assert response.json == {"status": "unusable", "records": "unusable", "index": "empty"}
