"""Who asks, when proxies stand between: their word is taken, and nobody else's.

Of all the headers that proxies add, only `X-Forwarded-For` is read, and the one that config.toml names for
users. Under which scheme, name and path readers find the site is not asked of a request: config.toml says it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import TYPE_CHECKING

from web.settings import Network, WebSettings

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

BY_PROXY = "minutes.by_proxy"
"""In the environment of a request that a known proxy passed on."""


class Behind:
    """Tells the application who asks, and under which address readers find the site."""

    def __init__(self, application: WSGIApplication, settings: WebSettings) -> None:
        self._application, self._settings = application, settings

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Pass a request on, with the client's own address and the site's own scheme and path."""
        peer, proxies = environ.get("REMOTE_ADDR", ""), self._settings.proxies
        if is_among(peer, proxies):
            environ[BY_PROXY] = True
            environ["REMOTE_ADDR"] = client(peer, environ.get("HTTP_X_FORWARDED_FOR", ""), proxies)
        if self._settings.secure:
            environ["wsgi.url_scheme"] = "https"
        _take_off(environ, self._settings.prefix)
        return self._application(environ, start_response)


def client(peer: str, forwarded: str, proxies: Sequence[Network]) -> str:
    """Find who asked: the last of those named in `X-Forwarded-For` that is not itself a known proxy.

    What stands before it was written by the client, who may write anything.
    """
    found = peer
    for named in reversed([part.strip() for part in forwarded.split(",")]):
        if _address(named) is None:
            break
        found = named
        if not is_among(named, proxies):
            break
    return found


def is_among(peer: str, networks: Iterable[Network]) -> bool:
    """Tell whether an address is in one of the networks."""
    address = _address(peer)
    return address is not None and any(address in network for network in networks)


def household(peer: str) -> str:
    """Name what is likely one client: an address, or the /64 of an address of version 6."""
    address = _address(peer)
    if isinstance(address, IPv6Address):
        return str(IPv6Network((address, 64), strict=False))
    return str(address or "unknown")


def _address(text: str) -> IPv4Address | IPv6Address | None:
    try:
        address = ip_address(text)
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return mapped or address


def _take_off(environ: WSGIEnvironment, prefix: str) -> None:
    """Put the path that the site is served under where it belongs, whether a proxy took it off or not."""
    if not prefix:
        return
    path = environ.get("PATH_INFO", "")
    if path == prefix or path.startswith(f"{prefix}/"):
        environ["PATH_INFO"] = path.removeprefix(prefix) or "/"
    environ["SCRIPT_NAME"] = prefix
