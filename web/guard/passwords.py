"""Passwords as they may be written down: salted and hashed with scrypt, which is slow on purpose."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from hashlib import blake2b
from hmac import compare_digest

from werkzeug.security import check_password_hash, generate_password_hash

SHORTEST = 12  # characters: nobody is kept from guessing for years

METHOD = "scrypt:32768:8:1"  # 32 MB and some 50 ms a guess

_WRITTEN = re.compile(re.escape(METHOD) + r"\$[A-Za-z0-9]{16}\$[0-9a-f]{128}\Z")
_NOBODY = f"{METHOD}${'0' * 16}${'0' * 128}"  # no password has this hash, as far as anybody knows


def hashed(password: str) -> str:
    """Hash a password, for config.toml."""
    return generate_password_hash(password, METHOD)


def is_hash(text: str) -> bool:
    """Tell whether a text is what `hashed` gives."""
    return bool(_WRITTEN.match(text))


class Passwords:
    """Tells right passwords from wrong ones, as slowly for a name that there is as for one there is not.

    A browser sends the password with every request. Of each user's last right one a digest is kept in memory,
    made with a key that nobody else has, so that only the first request takes the time that a guess does.
    """

    def __init__(self, users: Mapping[str, str]) -> None:
        self._users = users
        self._key = secrets.token_bytes(32)
        self._right: dict[str, bytes] = {}

    def are_known(self, name: str, password: str) -> bool:
        """Tell whether this was right before, which takes no time to find out."""
        return compare_digest(self._right.get(name, b""), self._digest(password))

    def are_right(self, name: str, password: str) -> bool:
        """Tell whether a user has this password."""
        if self.are_known(name, password):
            return True
        right = check_password_hash(self._users.get(name, _NOBODY), password) and name in self._users
        if right:
            self._right[name] = self._digest(password)
        return right

    def _digest(self, password: str) -> bytes:
        return blake2b(password.encode("utf-8", "surrogatepass"), key=self._key).digest()
