"""Real pages from a site full of faults."""

from __future__ import annotations

from pathlib import Path

from bench.campaigns.faults import of_real


def test_real_pages_from_a_site_full_of_faults_come_to_the_records_of_a_clean_crawl(
    shared: Path, tmp_path: Path
) -> None:
    assert (shared / "site" / "serve.py").is_file()
    assert of_real(tmp_path, 0.3, 3, ("lga",)).runs > 0
