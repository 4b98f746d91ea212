"""Answers that may be kept, and asked about again: an ETag names what they are made from.

Nothing is kept here. A browser or a proxy keeps an answer and asks whether it still holds, which takes a look
at three numbers instead of a search.
"""

from __future__ import annotations

import hashlib
import secrets

from flask import Blueprint, Response, g, request

from archive.errors import IndexFault
from indexer.listing import state
from web.site import Site

POLICY = "no-cache"  # may be kept; is not used again without asking

_RUN = secrets.token_hex(8)
"""Of this process. A new version of the program or its settings comes with another, and says things anew."""


def revalidated(routes: Blueprint, site: Site) -> Blueprint:
    """Give what these routes answer an ETag, and answer 304 to whoever has it already.

    The ETag is another after any change of the records or of what is suppressed (either takes a new change
    number), of the index, of the language and of the address; it is weak, as answers say how long they took.
    """

    @routes.before_request
    def unchanged() -> Response | None:
        if request.method not in ("GET", "HEAD"):
            return None
        # Made before the answer: one that is newer than its ETag is only asked for once more.
        g.etag = _etag(site)
        known = request.if_none_match
        if known.star_tag or not known.contains_weak(g.etag):  # any at all, "*", says nothing of this one
            return None
        return _marked(Response(status=304), g.etag)

    @routes.after_request
    def marked(response: Response) -> Response:
        return _marked(response, g.etag) if response.status_code == 200 and "etag" in g else response

    return routes


def _marked(response: Response, etag: str) -> Response:
    response.set_etag(etag, weak=True)
    response.headers["Cache-Control"] = POLICY
    return response


def _etag(site: Site) -> str:
    """Name what an answer is made from; the address has the language, the host and every parameter."""
    parts = (_RUN, site.store.identity(), str(site.store.revision()), _searched(site), request.url)
    return hashlib.blake2b("\n".join(parts).encode(), digest_size=12).hexdigest()


def _searched(site: Site) -> str:
    try:
        return state(site.engine) if site.engine else ""
    except IndexFault:  # what needs no index is answered all the same
        return ""
