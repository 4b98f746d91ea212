"""In which language a reader is told something: what is written here is English, and another is given."""

from __future__ import annotations

from typing import Protocol


class Say(Protocol):
    """Puts a sentence that is written in English into a reader's language, as gettext does.

    A sentence stands in the call itself, so that it can be gathered for translators; the values fill its
    %(name)s. A module with these two functions will do.
    """

    def gettext(self, message: str, /, **values: object) -> str:
        """Say a sentence."""
        ...

    def ngettext(self, one: str, many: str, num: int, /, **values: object) -> str:
        """Say a sentence of so many of something; %(num)s is how many."""
        ...


def later(message: str) -> str:
    """Mark a word that is not said here but where it is taken from, so that it is gathered too."""
    return message


class _English:
    def gettext(self, message: str, /, **values: object) -> str:
        return message % values if values else message

    def ngettext(self, one: str, many: str, num: int, /, **values: object) -> str:
        return (one if num == 1 else many) % {"num": num, **values}


ENGLISH: Say = _English()
