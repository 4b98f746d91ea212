"""What can go wrong on a network, told apart and said plainly."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeVar

import requests
from urllib3.exceptions import HTTPError

from archive.errors import Unreachable

E = TypeVar("E", bound=BaseException)

NOT_AN_ADDRESS = (
    requests.exceptions.InvalidURL,
    requests.exceptions.InvalidSchema,
    requests.exceptions.MissingSchema,
)


class Passing(Exception):
    """A failure that may be over in a moment: worth asking again, after `wait` seconds if a site says so."""

    def __init__(self, why: str, wait: float = 0.0) -> None:
        super().__init__(why)
        self.wait = wait


@contextmanager
def told_apart() -> Iterator[None]:
    """Turn what a request can raise into Passing, or into Unreachable when asking again would not help."""
    try:
        yield
    except NOT_AN_ADDRESS as error:
        raise Unreachable("not an address that can be asked") from error
    except requests.exceptions.SSLError as error:
        untrusted = _behind(error, ssl.SSLCertVerificationError)
        if untrusted is None:
            raise Passing("the secure connection broke off") from error
        raise Unreachable(f"its TLS certificate cannot be trusted: {untrusted.verify_message}") from error
    except requests.exceptions.Timeout as error:
        raise Passing("no answer in time") from error
    except requests.exceptions.ConnectionError as error:
        raise Passing("the site hung up without an answer") from error
    except (requests.exceptions.RequestException, HTTPError, OSError) as error:
        raise Passing(f"the answer broke off: {error.__class__.__name__}") from error


def _behind(error: BaseException | None, kind: type[E]) -> E | None:
    """Find the error of a kind that made others come about."""
    while error is not None:
        if isinstance(error, kind):
            return error
        error = error.__cause__ or error.__context__
    return None
