"""What the documents say is true of the code as it stands."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path
from urllib.parse import urlsplit

import click
import pytest
import yaml

from archive import config
from archive.model import Council
from indexer.language.lexer import FIELDS
from indexer.settings import IndexSettings
from indexer.settings import read as index_settings
from web.alerts.settings import MailSettings
from web.cli import COMMANDS, minutes
from web.settings import WebSettings

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("bench/*.md")])
README = (ROOT / "README.md").read_text("utf-8")


def command(name: str) -> click.Command:
    found = minutes.get_command(click.Context(minutes), name)
    assert found is not None
    return found


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_the_readme_names_every_command_with_its_options(name: str) -> None:
    row = next((line for line in README.splitlines() if line.startswith(f"| `minutes {name}")), None)
    assert row is not None, f"README has no row for `minutes {name}`"
    options = [o.opts[-1] for o in command(name).params if isinstance(o, click.Option)]
    assert [option for option in options if option not in row] == []


def test_every_command_in_a_document_is_one_there_is() -> None:
    said = {word for path in DOCUMENTS for word in re.findall(r"`minutes ([a-z]+)", path.read_text("utf-8"))}
    assert said - set(COMMANDS) == set()


def test_every_setting_is_explained() -> None:
    text = (ROOT / "docs/configuration.md").read_text("utf-8").partition("What lies in the data folder")[0]
    explained = re.findall(r"^\| `\[*([a-z_]+)\]*` \|", text, re.MULTILINE)
    tables = (Council, config.ArchiveSettings, config.CrawlSettings, WebSettings, MailSettings, IndexSettings)
    settings = {field.name for table in tables for field in fields(table)} | {"data"}
    assert set(explained) - {"council", "crawl", "web", "mail", "index", "archive"} == settings


def test_every_field_of_the_query_language_is_explained() -> None:
    text = (ROOT / "docs/query-language.md").read_text("utf-8")
    assert [name for name in FIELDS if f"`{name}:" not in text] == []


def test_every_link_between_documents_leads_somewhere() -> None:
    broken = [
        f"{path.relative_to(ROOT)}: {target}"
        for path in DOCUMENTS
        for target in re.findall(r"\]\((?!https?:)([^)#]+)", path.read_text("utf-8"))
        if not (path.parent / target).exists()
    ]
    assert broken == []


def test_every_make_target_in_the_readme_is_one_there_is() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.M))
    said = re.findall(r"(?:`|^)make ([a-z-]+)", README, re.MULTILINE)
    assert set(said) - targets == set()
    assert {"demo", "test", "run"} <= set(said)


def test_the_parts_of_the_large_example_fit_together() -> None:
    folder = ROOT / "docs/large"
    services = yaml.safe_load((folder / "compose.yaml").read_text("utf-8"))["services"]
    read = config.load(folder / "config.toml")
    index = index_settings(read.engine)
    asked = {urlsplit(url).hostname for url in index.hosts} | {urlsplit(read.archive.database or "").hostname}
    asked |= set(re.findall(r"server ([a-z0-9-]+):8000", (folder / "nginx.conf").read_text("utf-8")))
    assert asked <= set(services)
    assert {name for name in services if name.startswith(("search-", "web-"))} <= asked
    mounted = {volume.split(":")[0] for service in services.values() for volume in service.get("volumes", ())}
    assert [name for name in mounted if name.startswith("./") and not (folder / name).exists()] == []
