"""What a reader does with a saved search: saves it, gives an address, confirms it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from flask import Flask, current_app
from flask_babel import gettext as _

from archive.errors import PostError
from archive.own import SavedSearch, SavedSearches, TooMany
from indexer.engines import Index
from web import languages
from web.alerts.composing import compose, one_line
from web.alerts.post import Lost, Post, Refused
from web.alerts.sending import CONFIRM_WITHIN
from web.alerts.settings import MailSettings, is_mailbox
from web.alerts.writing import as_the_public_sees, confirm_letter

LONGEST_NAME = 100  # characters
LONGEST_SEARCH = 8_000  # characters, as the address bar has it
PATIENCE = 10.0  # seconds that a reader waits for a mail server that is silent


class Unwanted(Exception):
    """What a reader gave in a field cannot be used; the message says why, in the reader's language."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field, self.message = field, message


@dataclass(frozen=True, slots=True)
class Saving:
    """Where searches are saved, and how mails are sent."""

    searches: SavedSearches
    mail: MailSettings | None  # None: no mails are sent
    index: Index

    def save(self, name: str, query: str, address: str) -> str:
        """Save a search, and ask the address if one is given; the token of its private link. Unwanted."""
        named = named_as(name)
        if len(query) > LONGEST_SEARCH:
            raise Unwanted("name", _("This search is too long to be saved."))
        try:
            token = self.searches.save(named, query, languages.current(), self.level())
        except TooMany as full:
            message = _("This archive has as many saved searches as it can keep.")
            raise Unwanted("name", message) from full
        saved = self.searches.of(token)
        if address.strip() and saved:
            try:
                self.ask(saved, address)
            except Unwanted:
                self.searches.delete(saved.number)
                raise
        return token

    def ask(self, saved: SavedSearch, typed: str) -> None:
        """Mail to an address the link that confirms it; Unwanted when that cannot be done."""
        address, now = typed.strip(), datetime.now(UTC)
        if self.mail is None or not is_mailbox(address):
            raise Unwanted("mail", _("Write an email address like name@example.org."))
        token = self._asked(saved, address, now)
        with as_the_public_sees(_app(), self.mail.site, saved.language):
            letter = confirm_letter(address, token, saved.language)
        try:
            with Post(self.mail, PATIENCE) as post:
                post.send(compose(letter, self.mail.sender, token, now))
        except (Refused, PostError) as error:
            self.searches.take_back(token, mailed=isinstance(error, Lost))
            _app().logger.warning("a mail that asks for confirmation: %s", str(error).replace(address, "…"))
            message = _("The email to this address could not be sent. Look it over, or try later.")
            raise Unwanted("mail", message) from error

    def level(self) -> datetime:
        """Return the moment until which all that came to the archive is in the index: when it was written."""
        now = datetime.now(UTC)
        return min(now, self.index.written() or now)

    def _asked(self, saved: SavedSearch, address: str, now: datetime) -> str:
        """Note that an address is asked, and return the token that confirms it; Unwanted."""
        self.searches.expire(now - CONFIRM_WITHIN)
        try:
            return self.searches.ask(saved.number, address, now)
        except TooMany as enough:
            message = _("No more emails can be sent to this address for now. Confirm those it has.")
            raise Unwanted("mail", message) from enough


def named_as(typed: str) -> str:
    """Return the name for a saved search; Unwanted when it is none."""
    name = one_line(typed)
    if not name:
        raise Unwanted("name", _("Give this search a name."))
    if len(name) > LONGEST_NAME:
        raise Unwanted("name", _("Write a name of at most %(most)s characters.", most=LONGEST_NAME))
    return name


def _app() -> Flask:
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined] # as Flask's manual has it
    return app
