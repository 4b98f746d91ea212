from __future__ import annotations

from dataclasses import FrozenInstanceError
from datetime import date, time
from pathlib import Path

import pytest

from archive.config import Config, CrawlSettings, load
from archive.errors import ConfigError
from archive.model import Expected
from archive.warc import Pages

COUNCIL = """
[[council]]
slug = "thistlemoor"
name = "Thistlemoor Borough Council"
system = "moderngov"
url = "https://democracy.thistlemoor.example/moderngov/"
"""
FULL = f"""
data = "kept"
{COUNCIL}
boards = ["Area Forum", "Cabinet"]
since = 2023-01-01
expect = {{ boards = 2, meetings = 40 }}

[crawl]
contact = "https://archive.example/crawl"
delay = 0.5
allow_private_addresses = true
hosts = 4
requests = 900
minutes = 240
hours = "22:00-06:30"
attachments = "all"
largest_attachment = 50
on_failure = ["tell-admins", "--loud"]
"""


def loaded(folder: Path, text: str) -> Config:
    path = folder / "config.toml"
    path.write_text(text, "utf-8")
    return load(path)


def test_everything_that_can_be_said_is_read(tmp_path: Path) -> None:
    config = loaded(tmp_path, FULL)
    (council,) = config.councils
    assert (council.slug, council.name, council.system) == (
        "thistlemoor",
        "Thistlemoor Borough Council",
        "moderngov",
    )
    assert council.url == "https://democracy.thistlemoor.example/moderngov"
    assert (council.boards, council.since) == (("Area Forum", "Cabinet"), date(2023, 1, 1))
    assert config.councils[0].expect == Expected(boards=2, meetings=40)
    assert config.crawl == CrawlSettings(
        contact="https://archive.example/crawl",
        delay=0.5,
        allow_private_addresses=True,
        hosts=4,
        requests=900,
        minutes=240,
        hours=(time(22), time(6, 30)),
        attachments="all",
        largest_attachment=50,
        on_failure=("tell-admins", "--loud"),
    )


def test_what_is_left_out_is_polite_and_keeps_everything(tmp_path: Path) -> None:
    config = loaded(tmp_path, COUNCIL)
    assert config.crawl == CrawlSettings(contact=None, delay=1.0, allow_private_addresses=False)
    assert (config.councils[0].boards, config.councils[0].since) == ((), None)


def test_what_is_kept_lies_beside_the_configuration_wherever_it_is_read_from(tmp_path: Path) -> None:
    config = loaded(tmp_path, COUNCIL)
    assert config.data == tmp_path / "data"
    assert {config.pages.parent, config.records.parent, config.index.parent} == {config.data}


def test_records_are_in_a_file_unless_a_database_is_named_and_pages_in_the_folder_unless_a_shelf_is(
    tmp_path: Path,
) -> None:
    config = loaded(tmp_path, COUNCIL)
    assert (config.database, config.is_shared) == (config.records, False)
    assert config.page_files == Pages(config.pages)
    url = "postgresql+psycopg://minutes@db.example/minutes"
    shared = loaded(tmp_path, f'{COUNCIL}[archive]\ndatabase = "{url}"\npages = "s3://minutes/pages/"\n')
    assert (shared.database, shared.is_shared) == (url, True)
    assert shared.page_files == Pages(shared.pages, "s3://minutes/pages", shared=True)


def test_a_configuration_cannot_be_changed_once_read(tmp_path: Path) -> None:
    with pytest.raises(FrozenInstanceError):
        loaded(tmp_path, COUNCIL).data = tmp_path  # type: ignore[misc] # that it is refused is the point


def test_a_council_is_found_by_its_slug_and_another_is_an_error_naming_those_there_are(
    tmp_path: Path,
) -> None:
    config = loaded(tmp_path, COUNCIL + COUNCIL.replace("thistlemoor", "brackenford"))
    assert config.council("brackenford").slug == "brackenford"
    with pytest.raises(
        ConfigError, match=r"no council “moor” in config.toml; it names: thistlemoor, brackenford"
    ):
        config.council("moor")


BAD = [
    (
        'dta = "x"' + COUNCIL,
        "“dta” at the top is not known (did you mean “data”?); known: data, council, crawl",
    ),
    (
        COUNCIL + "bords = []",
        "“bords” in [[council]] number 1 is not known (did you mean “boards”?); known: slug, name",
    ),
    (
        COUNCIL + "[crawl]\nzzz = 1",
        "“zzz” in [crawl] is not known; known: contact, delay, allow_private_addresses",
    ),
    ("", "no council is named; add a [[council]] table"),
    ("council = 3", "council: each council is a table of its own, [[council]]"),
    ('[council]\nslug = "x"', "council: each council is a table of its own, [[council]]"),
    ("council = [1]", "council: each council is a table of its own, [[council]]"),
    ("data = 3" + COUNCIL, "data must be text in quotes"),
    ("crawl = 3" + COUNCIL, "crawl must be a table"),
    ('[[council]]\nslug = "x"', "[[council]] number 1: “system” is missing"),
    (COUNCIL.replace('slug = "thistlemoor"', ""), "“slug” is missing"),
    (COUNCIL.replace('name = "Thistlemoor Borough Council"', ""), "“name” is missing"),
    (
        COUNCIL.replace('"thistlemoor"', '"Thistle Moor"'),
        "slug “Thistle Moor”: use small letters, digits and hyphens",
    ),
    (COUNCIL.replace('"thistlemoor"', '""'), "slug “”: use small letters"),
    (COUNCIL.replace('"thistlemoor"', '"api"'), "is a word of the site's own addresses"),
    (COUNCIL.replace('"thistlemoor"', "7"), "slug must be text in quotes"),
    (COUNCIL.replace('"moderngov"', '"cmis"'), "system “cmis” is not known; known: moderngov"),
    (COUNCIL + 'boards = "Cabinet"', "boards must be a list"),
    (COUNCIL + "boards = [1]", "boards is a list of names in quotes"),
    (COUNCIL + 'boards = [""]', "boards is a list of names in quotes"),
    (COUNCIL + 'since = "2023-01-01"', "since is a date without quotes, such as 2023-01-01"),
    (COUNCIL + "since = 2023-01-01T10:00:00", "since is a date without quotes"),
    (COUNCIL.replace("https://democracy", "democracy"), "is not a web address such as https://example.org"),
    (COUNCIL.replace("https:", "ftp:"), "is not a web address"),
    (COUNCIL.replace(".example/", ".example:99999/"), "is not a web address"),
    (COUNCIL.replace(".example/", ".example:0/"), "is not a web address"),
    (COUNCIL.replace("moderngov/", "mgAi.aspx?ID=1"), "give only the site's root"),
    (COUNCIL.replace("//democracy", "//clerk:pw@democracy"), "give only the site's root"),
    (COUNCIL + COUNCIL, "slug “thistlemoor” is used twice; each council needs its own"),
    (COUNCIL + "[crawl]\ndelay = -1", "delay is a number of seconds from 0 to 3600"),
    (COUNCIL + '[crawl]\ndelay = "1"', "delay is a number of seconds"),
    (COUNCIL + "[crawl]\ndelay = nan", "delay is a number of seconds"),
    (COUNCIL + "[crawl]\ndelay = true", "delay is a number of seconds"),
    (COUNCIL + "[crawl]\nallow_private_addresses = 1", "allow_private_addresses must be true or false"),
    (COUNCIL + "[crawl]\ncontact = 1", "contact must be text in quotes"),
    (COUNCIL + '[crawl]\ncontact = "clerk@thistle\\nX-Evil: 1"', "contact is an address in plain ASCII"),
    (COUNCIL + '[crawl]\ncontact = "https://tŷ.example"', "contact is an address in plain ASCII"),
    (COUNCIL + "expect = { bords = 2 }", "did you mean “boards”?"),
    (COUNCIL + "expect = { boards = 0 }", "expect: boards is a whole number from 1 on"),
    (COUNCIL + '[crawl]\nhosts = "8"', "hosts is a whole number from 1 on"),
    (COUNCIL + "[crawl]\nrequests = 0", "requests is a whole number from 1 on"),
    (COUNCIL + "[crawl]\nminutes = 0.5", "minutes is a number of minutes from 1 to 10080"),
    (COUNCIL + '[crawl]\nhours = "at night"', "hours “at night”: write two different times, as 22:00-06:00"),
    (COUNCIL + '[crawl]\nhours = "06:00-06:00"', "write two different times"),
    (COUNCIL + '[crawl]\nattachments = "some"', "attachments “some” is not known; known: none, minutes, all"),
    (COUNCIL + "[crawl]\nlargest_attachment = 0", "largest_attachment is a number of MB from 1 to 200"),
    (COUNCIL + '[crawl]\non_failure = "mail"', "on_failure must be a list"),
    (COUNCIL + "[crawl]\non_failure = [1]", "on_failure is a list of words in quotes"),
    (COUNCIL + "[crawl]\nclaim = 0", "claim is a number of seconds from 1 to 3600"),
    (
        COUNCIL + '[archive]\ndatabase = "mysql://x/y"',
        "database is written postgresql+psycopg://user@host/name",
    ),
    (COUNCIL + '[archive]\npages = "s3://x"', "pages on a shared shelf need a database that is shared too"),
    (COUNCIL + '[archive]\npages = "x/y"', "pages is an address such as s3://bucket/pages"),
    (COUNCIL + "[archive]\nzzz = 1", "“zzz” in [archive] is not known; known: database, pages"),
    ("data = ", "not valid TOML"),
    ("a = 1\na = 2", "not valid TOML"),
]


@pytest.mark.parametrize(("text", "message"), BAD, ids=[message for _, message in BAD])
def test_what_cannot_be_used_is_refused_with_what_to_do(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(ConfigError) as refused:
        loaded(tmp_path, text)
    assert message in str(refused.value)
    assert str(refused.value).startswith(str(tmp_path / "config.toml"))
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("beside", ["data/pages", "data/pages/", "link"])
def test_a_shelf_that_is_the_folder_it_takes_from_is_refused(tmp_path: Path, beside: str) -> None:
    (tmp_path / "data" / "pages").mkdir(parents=True)
    (tmp_path / "link").symlink_to(tmp_path / "data" / "pages")
    database = 'database = "postgresql+psycopg://minutes@db.example/minutes"'
    with pytest.raises(ConfigError, match="where this machine keeps its own; name a folder that all"):
        loaded(tmp_path, f'{COUNCIL}[archive]\n{database}\npages = "file://{tmp_path}/{beside}"\n')


def test_a_file_that_is_not_there_says_how_to_name_another(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"no such file; write one .* or name another with --config"):
        load(tmp_path / "config.toml")


def test_a_folder_is_no_configuration(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        load(tmp_path)


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_bytes(b'data = "\xff"')
    with pytest.raises(ConfigError, match="not valid TOML"):
        load(tmp_path / "config.toml")
