"""The server: waitress within limits, which ends in good order when it is asked to."""

from __future__ import annotations

import gc
import logging
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TYPE_CHECKING, NoReturn, Protocol

from waitress.server import create_server

from archive.errors import MinutesError

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

LARGEST_BODY = 1024 * 1024  # bytes; of what is less than this, the application says itself what is too large
LARGEST_HEADER = 64 * 1024  # bytes: the longest search with many filters, as addresses encode it
CONNECTIONS = 500  # at once; more wait in the system's own queue
PATIENCE = 30  # seconds that a connection may be idle, or a client slow


class Server(Protocol):
    """A server that listens, and does not answer yet."""

    def run(self) -> None:
        """Answer until interrupted, then finish what is being worked on."""
        ...

    def close(self) -> None:
        """Listen no more."""
        ...


def listening(application: WSGIApplication, host: str, port: int, threads: int) -> Server:
    """Make a server that listens at an address; MinutesError when it cannot."""
    # That requests wait for a moment is no news; that they fail is said elsewhere.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    try:
        return create_server(
            application,
            host=host,
            port=port,
            threads=threads,
            ident="minutes",
            connection_limit=CONNECTIONS,
            channel_timeout=PATIENCE,
            cleanup_interval=PATIENCE // 3,
            max_request_header_size=LARGEST_HEADER,
            max_request_body_size=LARGEST_BODY,
            asyncore_use_poll=True,  # select() knows no more than 1,024 files
            clear_untrusted_proxy_headers=False,  # web.guard.proxy reads them, of known proxies only
        )
    except ValueError:  # all that waitress says of a name without an address
        raise MinutesError(f"cannot listen on {host}:{port}: no such address on this machine") from None
    except OSError as error:
        raise MinutesError(
            f"cannot listen on {host}:{port}: {error.strerror}; is it running already? try another --port"
        ) from error


def run_until_stopped(server: Server) -> None:
    """Answer until interrupted or terminated."""
    gc.collect()
    gc.freeze()  # or a page waits now and then, some 40 ms, while what is loaded for good is looked through
    try:
        with _terminated_as_interrupted():
            server.run()
    finally:
        server.close()


@contextmanager
def _terminated_as_interrupted() -> Iterator[None]:
    """Make of the signal that service managers send what Ctrl-C is."""

    def interrupt(_number: int, _frame: FrameType | None) -> NoReturn:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
