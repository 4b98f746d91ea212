"""The languages of the pages, and the part of an address that chooses one.

`/cy/lga/310` is `/lga/310` in Welsh. The part is taken off before a route is looked for and put before
every address that a page links to, as is whatever a proxy serves the site under.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from gettext import NullTranslations
from types import MappingProxyType
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from flask import Flask, current_app, has_request_context, request
from flask_babel import get_translations
from markupsafe import Markup

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

LANGUAGES: Mapping[str, str] = MappingProxyType({"en": "English", "cy": "Cymraeg"})
"""Each language by its code, with its own name for itself."""

TAGS: Mapping[str, str] = MappingProxyType({"en": "en-GB", "cy": "cy"})
"""What a page in a language says that it is in."""

USUAL = "en"  # the language of an address that names none

_CHOSEN = "minutes.language"
_TERMS = "minutes.terms"


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


def environ_of(code: str) -> dict[str, str]:
    """Give what a request in a language has in its environ: a mail is written as if one had been made."""
    return {_CHOSEN: code} if code != USUAL else {}


def translate_templates(app: Flask) -> None:
    """Give templates their sentences from a catalogue that is looked for once.

    Flask-Babel looks for it anew with each of a page's hundred sentences, in a quarter of the page's time.
    """
    catalogues: dict[str, NullTranslations] = {}

    def catalogue() -> NullTranslations:
        code = current()
        if code not in catalogues:
            catalogues[code] = get_translations()
        return catalogues[code]

    def gettext(message: str) -> str:
        return catalogue().gettext(message)

    def ngettext(one: str, several: str, number: int) -> str:
        return catalogue().ngettext(one, several, number)

    # of Jinja's extension, whose types say nothing of what it adds
    app.jinja_env.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]


def once(name: str, text: object) -> str:
    """Translate a term that a page says again and again, once for each application and language.

    `text` is what Flask-Babel translates when it is written; that costs as much as a search for a word.
    """
    if not has_request_context():
        return str(text)
    known: dict[tuple[str, str], str] = current_app.extensions.setdefault(_TERMS, {})
    key = (current(), name)
    if key not in known:
        known[key] = str(text)
    return known[key]


def theirs(code: str = USUAL) -> Markup:
    """Mark what a council wrote with its language, where that is not the page's: an attribute, or nothing."""
    return Markup("") if code == current() else Markup(' lang="{}"').format(TAGS[code])


def their_words(text: str, code: str = USUAL) -> str | Markup:
    """Wrap what a council wrote in its language, where that is not the page's."""
    return Markup("<span{}>{}</span>").format(theirs(code), text) if text and code != current() else text


def rooted(address: str) -> str:
    """Put before a site-relative address what the site, in this language, is served under."""
    return f"{request.script_root}{address}" if address.startswith("/") else address


def root() -> str:
    """Give what the site is served under in this language, whole: "https://minutes.example/cy"."""
    return request.url_root.rstrip("/")


def same_page(code: str) -> str:
    """Give the address of the page that is being shown in another language."""
    here = current()
    root = request.script_root.removesuffix(f"/{here}") if here != USUAL else request.script_root
    path = quote(request.path)
    path = path if code == USUAL else f"/{code}{path}"
    asked = urlencode(list(request.args.items(multi=True)))
    return f"{root}{path}?{asked}" if asked else f"{root}{path}"
