"""Ask the sample site as any client does, over a socket."""

from __future__ import annotations

from bs4 import BeautifulSoup, Tag
from requests import Response, Session

from web.demo import Site


def fetch(url: str, *, follow: bool = True) -> Response:
    """Return the answer to an address."""
    with Session() as session:
        session.trust_env = False  # a proxy of the environment knows nothing of the loopback
        return session.get(url, timeout=10, allow_redirects=follow)


def get(site: Site, address: str, *, follow: bool = True) -> Response:
    """Return the answer to an address below the site's root."""
    return fetch(f"{site.url}/{address}", follow=follow)


def page(site: Site, address: str) -> BeautifulSoup:
    """Return the software's part of a page."""
    answer = get(site, address)
    found = BeautifulSoup(answer.content, "lxml").find(id="modgov")
    assert found is not None, f"{address} has no #modgov"
    return BeautifulSoup(str(found), "lxml")


def words_of(soup: BeautifulSoup | Tag) -> list[str]:
    """Return the words that a reader sees, without the signs of bullets typed by hand."""
    return [word for word in soup.get_text().split() if word != "·"]


def heading(site: Site, address: str) -> str:
    """Return the h1 of a page."""
    title = page(site, address).h1
    assert title is not None, f"{address} has no h1"
    return title.get_text()
