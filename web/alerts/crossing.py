"""Whether a form was sent from a page of another site (pure); docs/decisions says why that is asked."""

from __future__ import annotations

from urllib.parse import urlsplit

OWN = ("same-origin", "none")  # none: a person's own doing, such as a bookmark


def from_elsewhere(site: str | None, origin: str | None, host: str) -> bool:
    """Tell whether a browser says that another site's page sent this.

    `site` is what it says as Sec-Fetch-Site, `origin` as Origin; `host` is what this site was asked as. What
    says neither is let in: a mailbox's one click says nothing, and no reader's browser sent it.
    """
    if site is not None:
        return site not in OWN
    if origin is None:
        return False
    try:
        return urlsplit(origin).netloc != host
    except ValueError:
        return True
