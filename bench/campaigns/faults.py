"""Crawl sites that answer badly, again and again: `python -m bench.campaigns.faults [--share 0.3] [--write]`.

Three answers in ten are 503s, cut off, slow, a challenge's stub or a session's redirect. However often it
takes, the records must come to be those of a crawl without faults, and how often is what is reported.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.campaigns.archive import Archive, Lost
from web.demo import Site, sample
from web.demo.faults import Faults

REPORT = Path(__file__).with_suffix(".md")
REAL = Path(__file__).parents[3] / "shared" / "site"  # beside the checkout; most machines lack it
REAL_SITES = ("lga", "kingston", "manchester", "kirklees")
MOST_RUNS = 25


@dataclass(frozen=True, slots=True)
class Converged:
    """How many crawls it took to come to a clean crawl's records, and what each of them lacked."""

    site: str
    lacking: tuple[int, ...]  # records lacking, or not as they should be, after each crawl

    @property
    def runs(self) -> int:
        """Count the crawls."""
        return len(self.lacking)


def converge(name: str, archive: Archive, wanted: str, most: int = MOST_RUNS) -> Converged:
    """Crawl until the records are those wanted; Lost when they have not come to be after so many crawls."""
    lacking: list[int] = []
    for _ in range(most):
        ran = archive.run("crawl")
        if "Traceback" in ran.err:
            raise Lost(f"minutes crawl broke down: {ran.err[-2000:]}")
        lacking.append(len(set(wanted.splitlines()) ^ set(archive.export().splitlines())))
        if archive.export() == wanted:
            archive.verify()
            return Converged(name, tuple(lacking))
    raise Lost(f"{name}: after {most} crawls {lacking[-1]} records are not those of a clean crawl")


def of_sample(site: Site, folder: Path, share: float, seed: int) -> Converged:
    """Crawl the sample council's site without faults, then another archive with them."""
    clean = Archive(folder / "clean", {"t": site.url})
    clean.finish("crawl")
    site.faults = Faults(share, seed)
    try:
        return converge("sample", Archive(folder / f"faulty-{seed}", {"t": site.url}), clean.export())
    finally:
        site.faults = Faults(0.0, 0)


def of_real(folder: Path, share: float, seed: int, sites: tuple[str, ...] = REAL_SITES) -> Converged:
    """Crawl the real pages beside the checkout without faults, then another archive with them."""
    with real_site(0, 0.0, seed) as root:
        clean = Archive(folder / "clean", {name: f"{root}/{name}" for name in sites})
        clean.finish("crawl")
        wanted = clean.export()
    with real_site(int(root.rpartition(":")[2]), share, seed):  # the same port, as records hold addresses
        return converge("real pages", Archive(folder / f"faulty-{seed}", clean.sites), wanted)


@contextmanager
def real_site(port: int, share: float, seed: int) -> Iterator[str]:
    """Serve the real pages on loopback while the block runs, and give the address."""
    command = [sys.executable, "-u", "-B", "serve.py", "--port", port, "--faults", share, "--seed", seed]
    with subprocess.Popen(list(map(str, command)), cwd=REAL, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        try:
            yield server.stdout.readline().strip()
        finally:
            server.terminate()


def report(converged: list[Converged], share: float) -> str:
    """Write the runs as a table."""
    lines = [
        f"{share:.0%} of all answers go wrong. Records not yet those of a clean crawl, after each crawl:",
        "",
        "| site | crawls | lacking after each |",
        "|---|---|---|",
        *(f"| {c.site} | {c.runs} | {', '.join(map(str, c.lacking))} |" for c in converged),
    ]
    return "\n".join([*lines, ""])


def main() -> None:
    """Print the figures; with --write keep them."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--share", type=float, default=0.3)
    parser.add_argument("--seeds", type=int, default=3, help="how many archives of each site")
    parser.add_argument("--write", action="store_true")
    asked = parser.parse_args()
    converged: list[Converged] = []
    with tempfile.TemporaryDirectory() as folder, Site(sample()) as site:
        for seed in range(1, asked.seeds + 1):
            converged.append(of_sample(site, Path(folder, "sample"), asked.share, seed))
            if (REAL / "serve.py").exists():
                converged.append(of_real(Path(folder, f"real-{seed}"), asked.share, seed))
    figures = report(sorted(converged, key=lambda c: c.site), asked.share)
    print(figures)
    if asked.write:
        head = "# Sites that answer badly\n\nMade by `python -m bench.campaigns.faults --write`.\n\n"
        REPORT.write_text(head + figures, "utf-8")


if __name__ == "__main__":
    main()
