"""Signing in to a private archive: by name and password, or at a proxy that has checked both.

There is no session and no cookie: every request says who asks.
"""

from __future__ import annotations

from dataclasses import dataclass

from werkzeug.sansio.request import Request

from web.guard.buckets import Buckets
from web.guard.passwords import Passwords
from web.guard.proxy import household
from web.settings import WebSettings

GUESSES = 10.0  # a minute from one address: each takes as long as some searches do


@dataclass(frozen=True, slots=True)
class Told:
    """Who asks; nobody, if they have not said so rightly."""

    user: str = ""
    wait: float = 0.0  # seconds until another password may be tried


class SignIn:
    """Finds out who asks."""

    def __init__(self, settings: WebSettings) -> None:
        self._header = settings.user_header
        self._passwords = Passwords(settings.users)
        self._guesses = Buckets(GUESSES)

    def check(self, request: Request, by_proxy: bool) -> Told:
        """Say who asks, by the proxy's word or by name and password."""
        if self._header and by_proxy and (user := request.headers.get(self._header, "").strip()):
            return Told(user)
        given = request.authorization
        if given is None or given.type != "basic":
            return Told()
        name, password = given.username or "", given.password or ""
        if not self._passwords.are_known(name, password):
            wait = self._guesses.take(household(request.remote_addr or ""), 1)
            if wait:
                return Told(wait=wait)
        return Told(name) if self._passwords.are_right(name, password) else Told()
