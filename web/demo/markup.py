"""The shell of every page and its small parts, with the spacing and the entities of the real software."""

# ruff: noqa: E501 - the software's long lines of markup are kept whole, to be compared with real pages

from __future__ import annotations

import html
from collections.abc import Iterable
from datetime import date
from urllib.parse import quote

from web.demo.council import Document, SampleCouncil
from web.demo.labels import ENGLISH, Labels

_ICON = '<img height="12" src="mgimages/logo-pdf-1.gif" width="12" alt="{alt}" />'
_SETTINGS = """<script type="text/javascript">
\tif(window.$ModernGov === undefined)
\t{
\t\tObject.defineProperty(window, "$ModernGov", { value: {} });
\t}
</script>
"""


def attribute(text: str) -> str:
    """Encode text for an attribute as the software does: spaces and most punctuation as numbers."""
    return "".join(c if (c.isalnum() and c.isascii()) or c in ",.-" else f"&#{ord(c)};" for c in text)


def label(text: str) -> str:
    """Encode the software's own text: plain, but for punctuation and anything beyond ASCII as numbers."""
    return "".join(c if c.isascii() and (c.isalnum() or c in " ,.-") else f"&#{ord(c)};" for c in text)


def link(address: str, text: str, title: str = "") -> str:
    """Return a link with the software's double spaces; the title in entities."""
    told = f'  title="{attribute(title)}"' if title else ""
    return f'<a  href="{address.replace("&", "&amp;")}"{told}>{text}</a>'


def document_path(document: Document) -> str:
    """Return the address the site links: with raw spaces, which a client must encode."""
    return f"documents/s{document.id}/{document.file}"


def file_size(size: str, labels: Labels = ENGLISH) -> str:
    """Return the icon and size that stand inside a document's link."""
    return f'<span  class="mgFileSize" >{_ICON.format(alt=labels.icon)} PDF {size}</span>'


def bullets(rows: Iterable[str]) -> str:
    """Return a bulleted list."""
    return (
        '\n<ul  class="mgBulletList" >\n'
        + "".join(f"\t\t\t\t\t\t<li>{row}</li>\n" for row in rows)
        + "\n</ul>\n"
    )


def actions(rows: Iterable[str]) -> str:
    """Return a list of links in the software's own block."""
    listed = "".join(f"\t\t<li>{row}</li>\n" for row in rows)
    return f'<div class="mgLinks" >\n\n\n<ul  class="mgActionList" >\n\n{listed}\n</ul>\n</div>\n'


def field(name: str, value: str) -> str:
    """Return a paragraph with a label; the value is markup."""
    return f'<p><span  class="mgLabel" >{name}</span>{value}</p>\n'


def titles(h1: str, h2: str = "", note: str = "") -> str:
    """Return the page's headings; `h2` and `note` are markup."""
    sub = ""
    if h2:
        sub = f'\t\t\t<div class="mgSubTitle" >\t\n\t\t\t\t<h2 class="mgSubTitleTxt">{h2}</h2>\n\t\t\t\t</div>\n'
    return (
        f'<div class="mgHeader"><h1  class="mgMainTitleTxt" >{label(h1)}</h1></div>\n{sub}{note}{_SETTINGS}'
    )


def meta(title: str, day: date, created: date | None = None, modified: date | None = None) -> str:
    """Return the head's machine-readable facts; a list page's date is the day it was fetched."""
    rows = [f'<meta name="DC.title"  content="{html.escape(title)}"/>']
    dates = {"DC.date": day, "DC.date.modified": modified, "DC.date.created": created}
    rows += [f'<meta name="{k}" scheme="W3CDTF"  content="{v}"/>' for k, v in dates.items() if v]
    rows += [
        f'<meta name="DC.subject" scheme="eGMS.IPSV"  content="{s}"/>'
        for s in ("Local government", "Council meetings")
    ]
    return "\n".join(rows) + "\n"


def shell(council: SampleCouncil, title: str, body: str, head: str = "", lang: str = "en") -> str:
    """Return a whole page: the council's own template, in CRLF, around the software's `#modgov`, in LF."""
    before = f"""<!DOCTYPE html>



<html lang="{lang}">
\t<head>
\t\t<meta charset="utf-8">
\t\t<meta http-equiv="X-UA-Compatible" content="IE=edge">
\t\t{head}
\t\t<title>{html.escape(title)} - {html.escape(council.name)}</title>
\t\t<link href="sitespecific/ssMgResponsive.css" rel="stylesheet" type="text/css" />
\t</head>
\t<body>
\t\t<a class="sr-only" href="#mgMainContent">Skip to main content</a>
\t\t<div class="container">
\t\t\t<p class="site-name">{html.escape(council.name)}: {html.escape(council.motto)}</p>
\t\t\t<div role="main">
\t\t\t\t<nav aria-label="Breadcrumb" class="breadcrumb"><ul><li>{link("mgListCommittees.aspx?bcr=1", "Committees")}</li><li>{label(title)}</li></ul></nav>
""".replace("\n", "\r\n")
    after = """\r\n\t\t\t</div>\r\n\t\t</div>\r\n\t</body>\r\n</html>\r\n"""
    footer = '<div class="mgFooter" >\t\t\n\n\t<p>&nbsp;</p>\n\n</div>\n</div>'
    return f'{before}\t\t\t\t<div id="modgov">{body}{footer}{after}'


def encoded(path: str) -> str:
    """Percent-encode a path for places that must hold a valid address, such as feeds."""
    return quote(path, safe="/?=&:")
