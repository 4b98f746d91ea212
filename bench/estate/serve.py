"""Serve invented councils on loopback: `python -m bench.estate.serve --councils 50`.

Each council has an address of its own, 127.0.0.1, 127.0.0.2 and so on, all on one port, so that a crawler
takes them for different hosts. Linux has these addresses as they are; elsewhere only the first is there.

    /_on                    the day that all sites show
    /_on?date=2026-03-01    sets it
    /_count                 how many pages each council was asked for, in order, as JSON
"""

from __future__ import annotations

import asyncio
import json
import re
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import blake2b
from urllib.parse import parse_qsl, unquote, urlsplit

import click

from bench.estate.answers import answer
from bench.estate.faults import Faults
from bench.estate.plan import Estate
from web.demo.faults import SESSION, SLOW, STUB

SESSION_SEGMENT = re.compile(r"/\((?:X\(\d\))?S\([a-z0-9]{24}\)\)", re.IGNORECASE)
REASONS = {200: "OK", 302: "Found", 304: "Not Modified", 400: "Bad Request", 404: "Not Found", 503: "Busy"}
LONGEST_HEAD = 65_536  # bytes of a request


@dataclass(frozen=True, slots=True)
class Reply:
    """What is sent: a status, a body and headers of its own; `cut` sends half of the body and hangs up."""

    status: int
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()
    type: str = "text/html; charset=utf-8"
    wait: float = 0.0  # seconds before it is sent
    cut: bool = False


@dataclass
class Sites:
    """What the server shows: the councils, the day, and how it misbehaves."""

    estates: Sequence[Estate]
    on: date
    delay: float = 0.0  # seconds before each answer
    validators: bool = False  # whether pages have an ETag
    faults: Faults = field(default_factory=lambda: Faults(0, 0))
    asked: list[int] = field(default_factory=list)  # of each council, how often
    open: set[asyncio.Transport] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.asked = [0] * len(self.estates)

    def reply(self, number: int, target: str, known: str) -> Reply:
        """Answer a request to one council; `known` is the validator that the client has."""
        parts = urlsplit(target)
        path, query = unquote(parts.path), dict(parse_qsl(parts.query))
        if path.startswith("/_"):
            return self._control(path, query)
        self.asked[number] += 1
        body = answer(self.estates[number], SESSION_SEGMENT.sub("", path), query, self.on)
        reply = Reply(404, b"<html><body>There is no such page.</body></html>", wait=self.delay)
        if body is not None:
            reply = self._validated(Reply(200, body, type=_type(path), wait=self.delay), known)
        return reply if path == "/robots.txt" else self._faulty(number, target, reply)

    def _control(self, path: str, query: dict[str, str]) -> Reply:
        if path == "/_count":
            return Reply(200, json.dumps(self.asked).encode(), type="application/json")
        if path != "/_on":
            return Reply(404)
        try:
            self.on = date.fromisoformat(query.get("date", self.on.isoformat()))
        except ValueError:
            return Reply(400, b"write the date as 2026-03-01\n", type="text/plain")
        return Reply(200, self.on.isoformat().encode(), type="text/plain")

    def _validated(self, reply: Reply, known: str) -> Reply:
        if not self.validators:
            return reply
        tag = f'"{blake2b(reply.body, digest_size=8).hexdigest()}"'
        reply = replace(reply, headers=(("ETag", tag),))
        return replace(reply, status=304, body=b"") if known == tag else reply

    def _faulty(self, number: int, target: str, reply: Reply) -> Reply:
        match self.faults.draw(f"{number}{SESSION_SEGMENT.sub('', target)}"):
            case "busy":
                return Reply(503, b"Service Unavailable", (("Retry-After", "1"),), wait=self.delay)
            case "stub":
                return Reply(200, STUB, wait=self.delay)
            case "session" if not SESSION_SEGMENT.search(target):
                return Reply(302, b"", (("Location", f"/{SESSION}{target}"),), wait=self.delay)
            case "slow":
                return replace(reply, wait=reply.wait + SLOW)
            case "cut" if reply.body:
                return replace(reply, cut=True)
        return reply


def _type(path: str) -> str:
    if path == "/robots.txt":
        return "text/plain"
    return f"text/{'xml' if 'mgwebservice.asmx' in path.lower() else 'html'}; charset=utf-8"


class Connection(asyncio.Protocol):
    """One client's connection to one council: requests without bodies, answered in order."""

    def __init__(self, sites: Sites, number: int) -> None:
        self._sites, self._number, self._received = sites, number, b""
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._sites.open.add(transport)

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the connection; an answer that still waits is not sent."""
        del exc
        if self._transport:
            self._sites.open.discard(self._transport)
        self._transport = None

    def data_received(self, data: bytes) -> None:
        """Answer when a request's head is whole; what is not a GET is hung up on."""
        self._received += data
        head, end, rest = self._received.partition(b"\r\n\r\n")
        if not end and len(head) < LONGEST_HEAD:
            return
        self._received = rest
        lines = head.decode("latin-1").split("\r\n")
        words = lines[0].split(" ")
        if len(words) != 3 or words[0] != "GET":
            self._send(Reply(400, cut=True))
            return
        known = next((n[15:] for n in lines if n.lower().startswith("if-none-match: ")), "")
        reply = self._sites.reply(self._number, words[1], known)
        if reply.wait:
            asyncio.get_running_loop().call_later(reply.wait, self._send, reply)
        else:
            self._send(reply)

    def _send(self, reply: Reply) -> None:
        if self._transport is None:
            return
        headers = "".join(f"{name}: {value}\r\n" for name, value in reply.headers)
        head = (
            f"HTTP/1.1 {reply.status} {REASONS[reply.status]}\r\nContent-Type: {reply.type}\r\n"
            f"Content-Length: {len(reply.body)}\r\n{headers}\r\n"
        )
        body = reply.body[: len(reply.body) // 2] if reply.cut else reply.body
        self._transport.write(head.encode("latin-1") + body)
        if reply.cut:
            self._transport.close()


def address(number: int) -> str:
    """Return the loopback address of a council: 127.0.0.1 of the first."""
    return f"127.0.{(number + 1) // 256}.{(number + 1) % 256}"


async def listen(sites: Sites, port: int) -> list[asyncio.Server]:
    """Listen for each council on its own address; port 0 takes one that the first address has free."""
    loop = asyncio.get_running_loop()
    servers = []
    for number in range(len(sites.estates)):
        server = await loop.create_server(
            lambda number=number: Connection(sites, number),  # type: ignore[misc] # binds the loop's value
            address(number),
            port,
        )
        port = server.sockets[0].getsockname()[1]
        servers.append(server)
    return servers


def roots(servers: Iterable[asyncio.Server]) -> list[str]:
    """Return the root of each site, without a slash at the end."""
    names = [server.sockets[0].getsockname()[:2] for server in servers]
    return [f"http://{host}:{port}" for host, port in names]


@contextmanager
def serving(sites: Sites, port: int = 0) -> Iterator[list[str]]:
    """Serve from a thread while the block runs; gives the root of each site."""
    loop = asyncio.new_event_loop()
    servers = loop.run_until_complete(listen(sites, port))
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        yield roots(servers)
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.run_until_complete(_close(sites, servers))
        loop.close()


async def _close(sites: Sites, servers: Iterable[asyncio.Server]) -> None:
    for server in servers:
        server.close()
    for transport in tuple(sites.open):
        transport.abort()
    while sites.open:
        await asyncio.sleep(0)


@click.command(help="Serve invented councils' ModernGov sites on this machine, until interrupted.")
@click.option("--councils", default=1, show_default=True, help="So many, each on its own address.")
@click.option("--boards", default=40, show_default=True, help="Of each council.")
@click.option("--meetings", default=200, show_default=True, help="Of each board, up to the date.")
@click.option("--items", default=10, show_default=True, help="On each agenda; at most 99.")
@click.option("--date", "on", default="2026-01-05", show_default=True, help="The day that the sites show.")
@click.option("--port", default=0, help="The same on every address; 0 takes any that is free.")
@click.option("--delay", default=0.0, help="Seconds before each answer.")
@click.option("--faults", type=click.FloatRange(0, 1), default=0.0, help="Share of answers that go wrong.")
@click.option("--seed", default=1, help="Which answers go wrong.")
@click.option("--validators", is_flag=True, help="Send ETags, and 304 where a page is as before.")
@click.option("--service", is_flag=True, help="Answer at mgWebService.asmx too.")
def main(
    councils: int,
    boards: int,
    meetings: int,
    items: int,
    on: str,
    port: int,
    delay: float,
    faults: float,
    seed: int,
    validators: bool,
    service: bool,
) -> None:
    """Serve until interrupted; prints the root of each site."""
    day = date.fromisoformat(on)
    estates = [Estate(n, boards, meetings, items, day, service=service) for n in range(councils)]
    sites = Sites(estates, day, delay, validators, Faults(faults, seed))
    with serving(sites, port) as addresses:
        click.echo("\n".join(addresses))
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            click.echo("Stopped.")


if __name__ == "__main__":
    main()
