"""The languages of the pages, and the part of an address that chooses one.

`/cy/lga/310` is `/lga/310` in Welsh. The part is taken off before a route is looked for and put before
every address that a page links to, as is whatever a proxy serves the site under.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from flask import has_request_context, request

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

LANGUAGES: Mapping[str, str] = MappingProxyType({"en": "English", "cy": "Cymraeg"})
"""Each language by its code, with its own name for itself."""

USUAL = "en"  # the language of an address that names none

_CHOSEN = "minutes.language"


class Prefixed:
    """Takes the language off an address, before the application sees it."""

    def __init__(self, application: WSGIApplication) -> None:
        self._application = application

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request in the language that its address names."""
        path = environ.get("PATH_INFO", "")
        code = path.split("/", 2)[1] if path.startswith("/") else ""
        if code in LANGUAGES and code != USUAL:
            environ[_CHOSEN] = code
            environ["SCRIPT_NAME"] = f"{environ.get('SCRIPT_NAME', '')}/{code}"
            environ["PATH_INFO"] = path.removeprefix(f"/{code}") or "/"
        return self._application(environ, start_response)


def current() -> str:
    """Say which language is answered in."""
    return str(request.environ.get(_CHOSEN, USUAL)) if has_request_context() else USUAL


def rooted(address: str) -> str:
    """Put before a site-relative address what the site, in this language, is served under."""
    return f"{request.script_root}{address}" if address.startswith("/") else address


def same_page(code: str) -> str:
    """Give the address of the page that is being shown in another language."""
    here = current()
    root = request.script_root.removesuffix(f"/{here}") if here != USUAL else request.script_root
    path = request.path if code == USUAL else f"/{code}{request.path}"
    asked = urlencode(list(request.args.items(multi=True)))
    return f"{root}{path}?{asked}" if asked else f"{root}{path}"
