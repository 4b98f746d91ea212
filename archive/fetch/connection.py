"""Connections that lead only where they may, and answers that end in time.

urllib3 makes the connections; these classes see to what it leaves open. A name is resolved once, and the
address that was checked is the one connected to, whatever the name server says a moment later. An answer
that trickles in, a byte now and then, ends when its time is up, in its headers too. Headers without end are
refused.
"""

from __future__ import annotations

import io
import math
import socket
import time
from dataclasses import dataclass
from functools import partial
from http.client import BadStatusLine, HTTPException, HTTPResponse
from typing import TYPE_CHECKING, Any

from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from archive.errors import Unreachable
from archive.fetch.addresses import resolve
from archive.fetch.failures import Passing

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

CONNECT_SECONDS, READ_SECONDS = 20.0, 90.0  # self-hosted sites may think for a minute
MOST_ADDRESSES = 4  # of one host are tried, each for as long as connecting may take


@dataclass(slots=True)
class Terms:
    """What holds for the connections of one fetcher."""

    private: bool  # whether they may lead to this machine's own network
    until: float = math.inf  # by time.monotonic: when the answer now waited for must be whole

    def seconds(self) -> float:
        """Return how long the next bytes may take; Unreachable when the whole answer's time is up."""
        left = self.until - time.monotonic()
        if left <= 0:
            raise Unreachable("the answer was not whole in time; given up")
        return min(left, READ_SECONDS)


class Adapter(HTTPAdapter):
    """Makes requests use connections on these terms, one at a time for each host."""

    def __init__(self, terms: Terms) -> None:
        self.terms = terms
        super().__init__(pool_connections=4, pool_maxsize=1)

    def init_poolmanager(self, connections: int, maxsize: int, block: bool = False, **more: Any) -> None:
        """Choose the kinds of connection."""
        super().init_poolmanager(connections, maxsize, block, **more)
        pools: dict[str, Any] = {
            "http": partial(_Pool, terms=self.terms),
            "https": partial(_SecurePool, terms=self.terms),
        }
        self.poolmanager.pool_classes_by_scheme = pools


class _OnTerms(HTTPConnection):
    """A connection on terms."""

    def __init__(self, *args: Any, terms: Terms, **more: Any) -> None:
        super().__init__(*args, **more)
        self.terms = terms
        response: Any = partial(_Response, terms=terms)  # http.client asks for a class, and only calls it
        self.response_class = response

    def _new_conn(self) -> socket.socket:
        """Connect to the first address that answers; the name itself is not looked up again."""
        why = "it has no address"
        for family, kind, protocol, _name, address in resolve(
            self._dns_host, self.port, private=self.terms.private
        )[:MOST_ADDRESSES]:
            line = socket.socket(family, kind, protocol)
            try:
                line.settimeout(min(CONNECT_SECONDS, self.terms.seconds()))
                line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                line.connect(address)
            except OSError as error:
                line.close()
                why = error.strerror or "no answer in time"
            else:
                return line
        raise Passing(f"cannot connect to {self.host}: {why}")


class _SecureOnTerms(_OnTerms, HTTPSConnection):
    """The same over TLS: it is begun on the connection that `_new_conn` makes."""


class _Pool(HTTPConnectionPool):
    ConnectionCls = _OnTerms


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _SecureOnTerms


class _Response(HTTPResponse):
    """An answer, read on terms."""

    def __init__(self, sock: socket.socket, *args: Any, terms: Terms, **more: Any) -> None:
        super().__init__(sock, *args, **more)
        self.fp = io.BufferedReader(_InTime(self.fp.detach(), sock, terms))

    def begin(self, *args: Any, **more: Any) -> None:
        """Read the headers; http.client ends at 100 of them, or at one that is too long."""
        try:
            super().begin(*args, **more)
        except BadStatusLine:  # also when the site hung up: worth asking again
            raise
        except HTTPException as error:
            raise Unreachable(f"the headers of the answer cannot be read: {error}") from error


class _InTime(io.RawIOBase):
    """Reads from a connection for no longer than its terms allow."""

    def __init__(self, raw: io.RawIOBase, sock: socket.socket, terms: Terms) -> None:
        self.raw, self.sock, self.terms = raw, sock, terms

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int | None:
        self.sock.settimeout(self.terms.seconds())
        try:
            return self.raw.readinto(buffer)
        except TimeoutError:
            self.terms.seconds()  # says so if it was the whole answer's time that ran out
            raise

    def close(self) -> None:
        self.raw.close()
        super().close()
