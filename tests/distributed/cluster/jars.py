"""The server's jars and the launcher, made once for each version of both."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from pathlib import Path
from tempfile import mkdtemp

HERE = Path(__file__).parent
POM, MAIN = HERE / "pom.xml", HERE / "ClusterMain.java"

_COPY = "org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy-dependencies"


def class_path() -> str:
    """Give the class path of a node; fetches and compiles it if that was not done yet."""
    kept = _cache() / f"opensearch-{_digest()}"
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        making = Path(mkdtemp(dir=kept.parent))
        try:
            _make(making)
            making.rename(kept)
        except BaseException:
            shutil.rmtree(making, ignore_errors=True)
            raise
    return f"{kept / 'classes'}:{kept / 'lib'}/*"


def _make(folder: Path) -> None:
    _run(
        "mvn",
        "-q",
        "-B",
        "-ntp",
        "-f",
        POM,
        _COPY,
        "-DincludeScope=runtime",
        f"-DoutputDirectory={folder}/lib",
    )
    _run("javac", "-d", folder / "classes", "-cp", f"{folder}/lib/*", MAIN)


def _run(*command: str | Path) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=900)
    if done.returncode:
        raise RuntimeError(f"{command[0]} failed:\n{done.stdout[-3000:]}{done.stderr[-3000:]}")


def _cache() -> Path:
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "minutes-tests"


def _digest() -> str:
    return hashlib.sha256(POM.read_bytes() + MAIN.read_bytes()).hexdigest()[:12]
