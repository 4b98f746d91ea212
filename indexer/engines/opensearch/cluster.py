"""A cluster of search servers: one way to ask it, and every error on the project's own tree."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from opensearchpy import OpenSearch
from opensearchpy.exceptions import (
    AuthenticationException,
    AuthorizationException,
    ConnectionError,  # noqa: A004 - the library's own name of it
    ConnectionTimeout,
    OpenSearchException,
    SSLError,
    TransportError,
)
from urllib3 import Timeout

from archive.errors import IndexAway, IndexFault
from indexer.settings import IndexSettings

Json = dict[str, Any]
T = TypeVar("T")

NO_INDEX = "index_not_found_exception"
"""The server's name for it; other things may be missing too, such as a state of an index that it forgot."""

_NO_ALIAS = "aliases_not_found_exception"

_ADVICE = "The index is as it was; see to the server, and that [index] in config.toml says where it is."
_TO_CONNECT = 2.0  # seconds: a machine that is off says nothing, and another may be asked
_CONNECTIONS = 16  # to each host: as many threads as may ask at once
_GOING = (502, 503, 504)  # a node that is about to go, or has not quite come

PASSING = (429, *_GOING)
"""What a server answers that is too busy, and may not be a while later."""

PATIENCE = (0.5, 2.0, 8.0, 30.0, 60.0)  # seconds before a server is asked again

# Or the library writes each trouble to the terminal, with a traceback, beside the one line that tells it.
logging.getLogger("opensearch").addHandler(logging.NullHandler())


class Missing(IndexFault):
    """Say that there is no index of that name; often that is as it should be."""

    def __init__(self, reason: str) -> None:
        super().__init__(
            f"The search index is not on the server ({reason}).", "Run `minutes index --rebuild`."
        )


class Refused(IndexAway):
    """Say that the server refuses what it was asked; `kind` is its own name for the reason."""

    def __init__(self, kind: str, reason: str) -> None:
        super().__init__(f"The search server refuses what it was asked ({kind}: {reason}).", _ADVICE)
        self.kind = kind


class Passing(IndexAway):
    """Say that the server gives no whole answer just now; it may a while later."""


def patiently(asked: Callable[[], T]) -> T:
    """Ask, and again a while later when that may help: of what does no harm when it is done twice."""
    for pause in PATIENCE:
        try:
            return asked()
        except Passing:
            time.sleep(pause)
    return asked()


class Cluster:
    """Asks whichever node answers; may be used by many threads at once."""

    def __init__(self, settings: IndexSettings) -> None:
        self._settings = settings
        self._hosts = ", ".join(settings.hosts)
        self._client = _client(settings)

    def ask(self, method: str, path: str, body: Mapping[str, Any] | str | None = None, **params: Any) -> Json:
        """Ask, and give the answer, if it is whole; a text as the body is sent as it stands.

        That an index has no such entry is an answer, with `found` as false. Raises Missing, Refused, and
        IndexAway for every other trouble: an answer of some shards, too.
        """
        try:
            answer = self._client.transport.perform_request(method, path, params=params, body=body)
        except (AuthenticationException, AuthorizationException) as error:
            raise self._away("does not let this program in; see user and password_file") from error
        except ConnectionTimeout as error:
            raise self._away("took too long to answer", error, Passing) from error
        except SSLError as error:
            raise self._away("cannot be trusted: its certificate", error) from error
        except ConnectionError as error:
            raise self._away("does not answer", error, Passing) from error
        except TransportError as error:
            if not _is_no_entry(error):
                raise self._told(error) from error
            answer = error.info
        except OpenSearchException as error:
            raise self._away(f"gave an answer that cannot be read ({error!r})") from error
        return self._whole(answer)

    def insist(
        self, method: str, path: str, body: Mapping[str, Any] | str | None = None, **params: Any
    ) -> Json:
        """Ask as `ask` does, patiently: what is long work, and is not to fail for a moment's trouble."""
        return patiently(lambda: self.ask(method, path, body, **params))

    def close(self) -> None:
        """Let go of all connections; a later question opens others."""
        client, self._client = self._client, _client(self._settings)
        client.close()

    def _told(self, error: TransportError) -> Exception:
        away = Passing if error.status_code in PASSING else IndexAway
        if not isinstance(error.info, dict):
            return self._away(f"answers as no search server does ({error.status_code})", kind=away)
        kind, reason = _reason(error)
        if error.status_code == 404 and kind in (NO_INDEX, _NO_ALIAS):
            return Missing(reason)
        if error.status_code in (400, 409):
            return Refused(kind, reason)
        what = f"cannot answer in full just now ({error.status_code} {kind}: {reason})"
        return self._away(what, kind=away)

    def _whole(self, answer: Any) -> Json:
        """Refuse what only some shards have answered: counts would be short, and nobody would know."""
        if not isinstance(answer, dict):
            raise self._away("answers as no search server does")
        shards = answer.get("_shards", {})
        if answer.get("timed_out") or shards.get("failed"):
            failures = json.dumps(shards.get("failures", "it took too long"))[:300]
            of = f"{shards.get('failed')} of {shards.get('total')} parts of the index"
            raise self._away(f"did not ask {of}: {failures}", kind=Passing)
        return answer

    def _away(
        self, what: str, error: TransportError | None = None, kind: type[IndexAway] = IndexAway
    ) -> IndexAway:
        """Say what is wrong, and of a connection that failed how it did."""
        detail = f" ({error.error})" if error else ""
        return kind(f"The search server at {self._hosts} {what}{detail}.", _ADVICE)


def _client(settings: IndexSettings) -> OpenSearch:
    """Make a client, which connects when it is asked."""
    secure: Json = {}
    if any(host.startswith("https:") for host in settings.hosts):
        ca_file = str(settings.ca_file) if settings.ca_file else None
        secure = {"verify_certs": settings.verify, "ca_certs": ca_file, "ssl_show_warn": False}
    return OpenSearch(
        list(settings.hosts),
        http_auth=(settings.user, settings.password()) if settings.user else None,
        http_compress=False,  # packing a batch took as long as splitting its texts into words
        timeout=Timeout(connect=min(_TO_CONNECT, settings.timeout), read=settings.timeout),
        max_retries=len(settings.hosts) + 1,
        retry_on_status=_GOING,
        pool_maxsize=_CONNECTIONS,
        **secure,
    )


def lines(values: Iterable[Mapping[str, Any]]) -> str:
    """Write values a line each, as bulk requests have them."""
    return "".join(f"{json.dumps(each, ensure_ascii=False, separators=(',', ':'))}\n" for each in values)


def _is_no_entry(error: TransportError) -> bool:
    return error.status_code == 404 and isinstance(error.info, dict) and error.info.get("found") is False


def _reason(error: TransportError) -> tuple[str, str]:
    """Give the server's name for what is wrong, and its words."""
    told = error.info.get("error") if isinstance(error.info, dict) else None
    if isinstance(told, str) and "alias" in told:  # a question for one is answered so, with no name for it
        return _NO_ALIAS, told
    if not isinstance(told, dict):
        return "error", str(told or error.info)[:300]
    causes = told.get("root_cause") or [told]
    return str(told.get("type", "error")), str(causes[0].get("reason", ""))[:300]
