from __future__ import annotations

import io

import pytest
from click.testing import CliRunner

from tests.conftest import Minutes
from web.guard.command import password
from web.guard.passwords import Passwords


def test_a_password_is_hashed_for_the_configuration(
    minutes: Minutes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("the tide is out\n"))
    ran = minutes("password")
    assert ran.code == 0
    assert Passwords({"clerk": ran.out.strip()}).are_right("clerk", "the tide is out")
    assert "tide" not in ran.out + ran.err


def test_a_short_password_is_refused() -> None:
    ran = CliRunner().invoke(password, input="secret\n")
    assert ran.output == ""
    assert "at least 12 characters" in str(ran.exception)
