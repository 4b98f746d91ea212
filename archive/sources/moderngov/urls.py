"""ModernGov's addresses: one spelling for each page, and nothing outside the council's root.

The same meeting has many addresses: parameter names in any case, `bcr=1` and other navigation marks,
double slashes, http for https, and a session token in the path.
"""

from __future__ import annotations

import re
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urlencode, urljoin, urlsplit

from archive.errors import OutsideRoot

# "/(S(czobl0450xbqi155ede3ifez))/", "/(X(1)S(4mjwew45f4rxl1mmrjr43b45))/"
SESSION = re.compile(r"/\((?:X\(\d\))?S\([A-Za-z0-9]{24}\)\)")
LANGUAGE = re.compile(r"(?<=[?&])LLL=[^&]*&?")
SLASHES = re.compile(r"/{2,}")
PAGE_NAMES = (
    "mgListCommittees.aspx",
    "mgCommitteeStructure.aspx",
    "mgCommitteeDetails.aspx",
    "ieListMeetings.aspx",
    "ieListDocuments.aspx",
    "CeListDocuments.aspx",
    "mgAi.aspx",
    "ieDecisionDetails.aspx",
    "mgDelegatedDecisions.aspx",
    "mgListOfficerDecisions.aspx",
    "mgMeetingAttendance.aspx",
    "mgListRecordedVotesShort.aspx",
    "mgListRecordedVotes.aspx",
    "mgIssueHistoryHome.aspx",
    "mgIssueHistoryChronology.aspx",
    "ieIssueDetails.aspx",
    "mgWhatsNew.aspx",
    "mgRss.aspx",
    "mgError.aspx",
    "mgWebService.asmx/GetCommittees",
    "mgWebService.asmx/GetMeetings",
    "mgWebService.asmx/GetMeeting",
)
PAGES = {name.lower(): name for name in PAGE_NAMES}
# Parameters that say which page it is, in the order they are written; D and Act page through a meeting list.
NAMES = {
    "cid": "CId",
    "committeeid": "CId",
    "mid": "MId",
    "meetingid": "MId",
    "id": "ID",
    "aiid": "AIId",
    "iid": "IId",
    "opt": "Opt",
    "lmeetingid": "lMeetingId",
    "lcommitteeid": "lCommitteeId",
    "sfromdate": "sFromDate",
    "stodate": "sToDate",
    "ical": "ical",
    "year": "Year",
    "act": "Act",
    "d": "D",
    "md": "MD",
    "dr": "DR",
    "ds": "DS",
    "lll": "LLL",
    "ver": "Ver",
}
ORDER = tuple(dict.fromkeys(NAMES.values()))
NAVIGATION = frozenset({"bcr", "j", "xxr"})  # say how a reader came to a page, not which page it is
# Their filters are all of their address, in any number and spelling: left as they are.
FILTERED = frozenset({"mgDelegatedDecisions.aspx", "mgListOfficerDecisions.aspx"})
# A path may hold any of these unescaped; in a link as printed "%" stays too, for what is escaped already.
UNESCAPED_SAFE = "/:@!$&'()*+,;=~-._"
PATH_SAFE = f"%{UNESCAPED_SAFE}"


def page_name(url: str) -> str:
    """Return the page an address asks for, in ModernGov's spelling: "mgWebService.asmx/GetMeeting"."""
    parts = urlsplit(url).path.rstrip("/").split("/")
    operation = PAGES.get("/".join(parts[-2:]).lower())
    return operation or PAGES.get(parts[-1].lower(), parts[-1])


def known_page(url: str) -> bool:
    """Tell whether an address asks for a page of ModernGov's, known to this archive or not."""
    name = page_name(url)
    return name in PAGE_NAMES or name.lower().endswith((".aspx", ".asmx"))


def parameters(url: str) -> dict[str, str]:
    """Return an address's parameters under one spelling of their names."""
    found: dict[str, str] = {}
    for name, value in parse_qsl(urlsplit(url).query):
        known = NAMES.get(name.lower())
        if known:
            found.setdefault(known, value)
    return found


def root_of(url: str) -> str:
    """Return the root of the site a page lies on: its address without the page and without a session."""
    parts = urlsplit(url)
    path = SLASHES.sub("/", SESSION.sub("", unquote(parts.path)))
    folder = path.rpartition("/")[0]
    if folder.lower().endswith("/mgwebservice.asmx"):
        folder = folder.rpartition("/")[0]
    return f"{parts.scheme}://{parts.netloc}{quote(folder, PATH_SAFE)}".rstrip("/")


def canonical(root: str, href: str, at: str | None = None) -> str:
    """Write a page's address in its one spelling; OutsideRoot when it is not on the council's site.

    `at` is the page the link stands on, when it is relative to that. Parameters that do not say which page it
    is are dropped, http becomes what the root uses, and a session goes.
    """
    parts = _absolute(root, href, at)
    path = SLASHES.sub("/", SESSION.sub("", unquote(parts.path)))
    base = urlsplit(root)
    inside = path == base.path or path.startswith(f"{unquote(base.path)}/")
    inside = inside and ".." not in path.split("/")
    if parts.scheme not in ("http", "https") or not _same_host(parts, base) or not inside:
        raise OutsideRoot(f"{href} is not on the council's site {root}")
    relative = path[len(unquote(base.path)) :].lstrip("/")
    known = PAGES.get(relative.lower())
    query = parts.query if known is None or known in FILTERED else _query(parts.query)
    return f"{root}/{known or quote(relative, UNESCAPED_SAFE)}" + (f"?{query}" if query else "")


def followed(root: str, href: str, at: str | None = None) -> str:
    """Write the address to follow a link by: canonical, and in the site's first language.

    A Welsh page (LLL=1) links to Welsh pages; the archive keeps the record that the plain address gives.
    """
    return LANGUAGE.sub("", canonical(root, href, at)).rstrip("?&")


def meeting_page(root: str, board_id: str | None, meeting_id: str) -> str:
    """Write the address of a meeting's page."""
    board = f"CId={quote(board_id, '')}&" if board_id else ""
    return f"{root}/ieListDocuments.aspx?{board}MId={quote(meeting_id, '')}&Ver=4"


def _query(query: str) -> str:
    """Write parameters in one order and spelling; those not known here come last, as they are.

    LLL=0 only says that a page is in English, as it is without.
    """
    found = parameters(f"?{query}")
    known = [(n, found[n]) for n in ORDER if n in found and (n, found[n]) != ("LLL", "0")]
    pairs = parse_qsl(query, keep_blank_values=True)
    return urlencode(
        known + [p for p in pairs if p[0].lower() not in NAMES and p[0].lower() not in NAVIGATION]
    )


def _absolute(root: str, href: str, at: str | None) -> SplitResult:
    try:
        return urlsplit(urljoin(at or f"{root}/", href.strip()))
    except ValueError as error:  # "http://[::1", "https://host:port/"
        raise OutsideRoot(f"{href} is not an address: {error}") from error


def _same_host(parts: SplitResult, base: SplitResult) -> bool:
    """Compare host and port; the default ports of http and https count as the same."""
    try:
        return parts.hostname == base.hostname and (parts.port or 80) in _ports(base)
    except ValueError:  # ":99999"
        return False


def _ports(base: SplitResult) -> tuple[int, ...]:
    return (80, 443) if base.port in (None, 80, 443) else (base.port,)


def is_inside(root: str, url: str) -> bool:
    """Tell whether an address is on the council's site."""
    try:
        canonical(root, url)
    except OutsideRoot:
        return False
    return True


def is_file(url: str) -> bool:
    """Tell the address of a published file from that of a page; converters answer with a PDF."""
    path = urlsplit(url).path.lower()
    return "/documents/" in path or path.endswith(("/mgconvert2pdf.aspx", "/ceconvert2pdf.aspx"))


def file_url(at: str, href: str) -> str:
    """Return a linked file's absolute address, percent-encoded: council file names hold raw spaces."""
    href = SESSION.sub("", href.strip())
    try:
        parts = urlsplit(urljoin(at, href))
    except ValueError:
        return quote(href, f"{PATH_SAFE}?#")  # kept as printed: a broken link is the council's to mend
    return parts._replace(
        path=quote(parts.path, PATH_SAFE), query=quote(parts.query, f"{PATH_SAFE}?")
    ).geturl()
