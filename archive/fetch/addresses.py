"""Which machines a name stands for, and whether a crawler may go there."""

from __future__ import annotations

import socket
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

from archive.errors import OutsideRoot, Unreachable

TRANSLATED = IPv6Network("64:ff9b::/96")  # IPv4 addresses seen through a NAT64 gateway (RFC 6052)

Address = tuple[socket.AddressFamily, socket.SocketKind, int, str, tuple[str | int | bytes, ...]]
"""As `socket.getaddrinfo` gives it: family, kind, protocol, name, and what a socket connects to."""


def resolve(host: str, port: int, *, private: bool) -> tuple[Address, ...]:
    """Find the addresses of a host; connecting to one of them asks no name server again.

    Unreachable when there are none; OutsideRoot when any of them is private, unless private ones are allowed.
    """
    try:
        found = tuple(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
    except (socket.gaierror, UnicodeError) as error:  # UnicodeError: "two..dots", which no name can be
        raise Unreachable(f"cannot find the site {host}: no such name, or no network") from error
    if not private and not all(is_public(str(address[0])) for *_, address in found):
        raise OutsideRoot(
            f"{host} is a private address; set allow_private_addresses = true under [crawl]"
            " if the site really is on this machine or network"
        )
    return found


def is_public(text: str) -> bool:
    """Tell whether an address belongs to one machine on the open internet."""
    address = _inner(ip_address(text.partition("%")[0]))
    return address.is_global and not address.is_multicast


def _inner(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """Return the IPv4 address that an IPv6 address leads to, if it is of that sort."""
    if isinstance(address, IPv6Address):
        if address in TRANSLATED:
            return IPv4Address(int(address) & 0xFFFFFFFF)
        return address.ipv4_mapped or address.sixtofour or address
    return address
