"""[index] of config.toml, and the engine that it chooses."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

from archive.config import Config, load
from archive.errors import ConfigError, IndexAway
from indexer.engines import index_of
from indexer.engines.opensearch import OpenSearchEngine
from indexer.engines.whoosh import WhooshEngine
from indexer.settings import IndexSettings, read
from tests.conftest import config_for

HOSTS = ["https://search1.saltmarsh.example:9200", "https://search2.saltmarsh.example:9200/minutes/"]
SERVERS: dict[str, Any] = {"engine": "opensearch", "hosts": HOSTS}
AWAY: dict[str, Any] = {"engine": "opensearch", "hosts": ["http://127.0.0.1:9"]}


def test_without_the_section_the_index_is_embedded() -> None:
    assert read({}) == IndexSettings()
    assert read({"engine": "whoosh"}).engine == "whoosh"


def test_every_setting_is_read() -> None:
    given = {
        "user": "minutes",
        "password_file": "/etc/minutes/index-password",
        "ca_file": "/etc/minutes/ca.pem",
        "verify": False,
        "prefix": "county",
        "shards": 6,
        "replicas": 2,
        "timeout": 5,
    }
    assert read(SERVERS | given) == IndexSettings(
        engine="opensearch",
        hosts=(HOSTS[0], HOSTS[1].rstrip("/")),
        user="minutes",
        password_file=Path("/etc/minutes/index-password"),
        ca_file=Path("/etc/minutes/ca.pem"),
        verify=False,
        prefix="county",
        shards=6,
        replicas=2,
        timeout=5.0,
    )


@pytest.mark.parametrize(
    ("table", "told"),
    [
        ({"engine": "lucene"}, "engine “lucene” is not known; known: whoosh, opensearch"),
        ({"hosts": HOSTS}, "hosts is only for servers"),
        ({"engine": "opensearch"}, "hosts is missing"),
        (SERVERS | {"colour": "red"}, "“colour” in .index. is not known"),
        (SERVERS | {"hosts": ["search1:9200"]}, "“search1:9200” is not an address"),
        (SERVERS | {"hosts": ["https://u:p@search1"]}, "is not an address"),
        (SERVERS | {"prefix": "Minutes*"}, "prefix “Minutes\\*”"),
        (SERVERS | {"shards": 0}, "shards is a whole number from 1 on"),
        (SERVERS | {"timeout": "long"}, "timeout is a number of seconds"),
        (SERVERS | {"password_file": "/etc/password"}, "password_file needs user"),
        (SERVERS | {"ca_file": "ca.pem"}, "ca_file is a whole path"),
        ({"engine": "opensearch", "hosts": ["http://search1"], "user": "u"}, "over https only"),
    ],
)
def test_what_cannot_be_used_is_refused(table: dict[str, Any], told: str) -> None:
    with pytest.raises(ConfigError, match=told):
        read(table)


def test_a_password_comes_from_its_file_or_from_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "index-password").write_text("harbour\n", "utf-8")
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    assert read(SERVERS | {"user": "u", "password_file": "index-password"}).password() == "harbour"
    monkeypatch.setenv("MINUTES_INDEX_PASSWORD", "quay")
    assert read(SERVERS | {"user": "u"}).password() == "quay"
    with pytest.raises(ConfigError, match="none cannot be read"):
        read(SERVERS | {"user": "u", "password_file": "none"}).password()


def test_the_engine_is_the_one_that_is_chosen(tmp_path: Path) -> None:
    assert isinstance(index_of(Config(tmp_path, ())).open(), WhooshEngine)
    chosen = index_of(Config(tmp_path, (), engine=AWAY))
    assert isinstance(chosen.open(checked=False), OpenSearchEngine)
    with pytest.raises(IndexAway):
        chosen.open()


def test_a_library_that_is_not_installed_is_told_with_how_to_install_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in sys.modules if name.startswith("indexer.engines.opensearch")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.delattr("indexer.engines.opensearch", raising=False)
    monkeypatch.setitem(sys.modules, "opensearchpy", None)
    with pytest.raises(ConfigError, match=r"pip install 'council-minutes-archive\[opensearch\]'"):
        index_of(Config(tmp_path, (), engine=AWAY))


def test_config_toml_hands_the_section_over_and_refuses_it_only_where_it_is_used(tmp_path: Path) -> None:
    path = config_for(tmp_path, "https://democracy.saltmarsh.example", "[index]\nengine = 'opensearch'\n")
    config = load(path)
    assert config.engine == {"engine": "opensearch"}
    with pytest.raises(ConfigError, match="hosts is missing"):
        index_of(config)
