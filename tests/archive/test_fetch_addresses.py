from __future__ import annotations

import socket
from contextlib import closing

import pytest

from archive.config import CrawlSettings
from archive.errors import OutsideRoot, Unreachable
from archive.fetch import addresses
from archive.fetch.addresses import is_public
from archive.fetch.transport import Limit, Transport
from archive.model import Request
from tests.archive.asking import ITEM, ask, council, fetcher
from tests.archive.loopback import PAGE, THROWAWAY, Clock, Reply, redirect, serving

MOOR = "http://moor.example"


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_a_private_address_is_refused_before_anything_is_asked(clock: Clock) -> None:
    with serving({ITEM: Reply()}) as site:
        with pytest.raises(OutsideRoot, match="set allow_private_addresses = true"):
            ask(site, fetcher(clock, private=False))
        assert site.asked == []


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "[::1]", "10.1.2.3", "192.168.0.1", "169.254.1.1", "100.64.0.1", "[::]"],
)
def test_every_kind_of_private_address_is_refused(clock: Clock, host: str) -> None:
    url = f"http://{host}:1"
    with pytest.raises(OutsideRoot, match="is a private address"):
        fetcher(clock, private=False).fetch(council(url), Request(f"{url}{ITEM}", "item"))


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.215.14", True),
        ("2606:2800:21f:cb07::1", True),
        ("224.0.0.251", False),
        ("ff0e::1", False),
        ("fe80::1%eth0", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:93.184.215.14", True),
        ("64:ff9b::10.0.0.1", False),
        ("64:ff9b::93.184.215.14", True),
        ("2002:7f00:1::", False),
    ],
)
def test_an_address_is_public_only_if_the_one_inside_it_is(address: str, public: bool) -> None:
    assert is_public(address) is public


class NameServer:
    """Answers with one list of addresses after the other, and notes where connections would have gone."""

    def __init__(self, *answers: tuple[str, ...]) -> None:
        self.answers = list(answers)
        self.connected: list[str] = []

    def getaddrinfo(self, _host: str, port: int, **_more: object) -> list[tuple[object, ...]]:
        found = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in found]

    def connect(self, _socket: socket.socket, address: tuple[str, int]) -> None:
        self.connected.append(address[0])
        raise ConnectionRefusedError(111, "Connection refused")


def use(names: NameServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", names.getaddrinfo)
    monkeypatch.setattr(socket.socket, "connect", lambda *args: names.connect(*args))


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_name_that_means_another_machine_a_moment_later_leads_nowhere_else(
    clock: Clock, monkeypatch: pytest.MonkeyPatch, scheme: str
) -> None:
    names = NameServer(("93.184.215.14",), ("127.0.0.1",))
    use(names, monkeypatch)
    url = f"{scheme}://twofaced.example"
    with pytest.raises(OutsideRoot, match=r"twofaced\.example is a private address"):
        fetcher(clock, private=False).fetch(council(url), Request(f"{url}{ITEM}", "item"))
    assert names.connected == ["93.184.215.14"]  # the second try asked for the name anew, and went nowhere


def test_a_name_with_one_private_address_among_its_own_is_refused(
    clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = NameServer(("93.184.215.14", "10.0.0.7"))
    use(names, monkeypatch)
    with pytest.raises(OutsideRoot):
        fetcher(clock, private=False).fetch(council(MOOR), Request(f"{MOOR}{ITEM}", "item"))
    assert names.connected == []


def test_of_a_name_with_many_addresses_a_few_are_tried(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    names = NameServer(tuple(f"93.184.215.{n}" for n in range(50)))
    use(names, monkeypatch)
    with pytest.raises(Unreachable, match=r"cannot connect to moor\.example: Connection refused"):
        fetcher(clock, private=False).fetch(council(MOOR), Request(f"{MOOR}{ITEM}", "item"))
    assert len(names.connected) == 3 * 4  # tries, and addresses


def test_a_robots_txt_may_not_lead_to_a_private_address(
    clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(addresses, "is_public", lambda address: address == "127.0.0.1")
    with serving({"/robots.txt": redirect("http://10.0.0.7/robots.txt"), ITEM: Reply()}) as site:
        with pytest.raises(OutsideRoot, match=r"10\.0\.0\.7 is a private address"):
            ask(site, fetcher(clock, private=False))
        assert site.paths == []


@pytest.mark.parametrize(
    "target", ["file:///etc/passwd", "ftp://moor.example/robots.txt", "mailto:clerk@moor.example"]
)
def test_a_robots_txt_may_not_lead_off_the_web(clock: Clock, target: str) -> None:
    with serving({"/robots.txt": redirect(target), ITEM: Reply()}) as site:
        with pytest.raises(Unreachable, match="not an address that can be asked; nothing else was asked"):
            ask(site, fetcher(clock))
        assert site.paths == []


def test_a_site_whose_certificate_nobody_vouches_for_is_not_asked(clock: Clock) -> None:
    with serving({ITEM: Reply()}, secure=True) as site:
        with pytest.raises(Unreachable, match=r"its TLS certificate cannot be trusted: self[- ]signed"):
            ask(site, fetcher(clock))
        assert site.asked == []


def test_a_site_with_a_certificate_that_is_trusted_answers_over_tls() -> None:
    transport = Transport(CrawlSettings(allow_private_addresses=True))
    transport.session.verify = str(THROWAWAY)
    with serving({ITEM: Reply()}, secure=True) as site, closing(transport):
        assert transport.get(f"{site.url}{ITEM}", Limit(1000, 5.0)).body == PAGE


def test_a_site_that_speaks_no_tls_is_told_plainly(clock: Clock) -> None:
    with serving({ITEM: Reply()}) as site:
        url = site.url.replace("http:", "https:")
        with pytest.raises(Unreachable, match="the secure connection broke off"):
            fetcher(clock).fetch(council(url), Request(f"{url}{ITEM}", "item"))
