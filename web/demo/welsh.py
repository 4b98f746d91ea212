"""The Welsh of a few meetings: the titles, and what is minuted, of the same items."""

from __future__ import annotations

from dataclasses import replace

from web.demo.council import Decision, Item, Line

_TITLES = {
    "Apologies for Absence": "Ymddiheuriadau am absenoldeb",
    "Welcome, Apologies and Substitutes": "Croeso, ymddiheuriadau a dirprwyon",
    "Declarations of Interest": "Datganiadau o fuddiant",
    "Minutes": "Cofnodion",
    "Minutes of the Last Meeting": "Cofnodion y cyfarfod diwethaf",
    "Public Questions": "Cwestiynau gan y cyhoedd",
    "Urgent Business": "Materion brys",
    "Date of the Next Meeting": "Dyddiad y cyfarfod nesaf",
    "PART 1 - Business open to the public": "RHAN 1 - Busnes sy'n agored i'r cyhoedd",
    "PART 2: Confidential": "RHAN 2: Cyfrinachol",
    "Adjournment": "Gohirio",
    "Exclusion of the Press and Public": "Gwahardd y wasg a'r cyhoedd",
}
_RULING = "Bod yr adroddiad yn cael ei nodi a'r argymhellion yn cael eu cymeradwyo."
_MINUTE = "Ystyriodd yr aelodau adroddiad ar y mater hwn a chafwyd trafodaeth."


def in_welsh(items: tuple[Item, ...]) -> tuple[Item, ...]:
    """Return the items as their Welsh pages have them."""
    return tuple(_item(item) for item in items)


def _item(item: Item) -> Item:
    title = _TITLES.get(item.title, item.title)
    if not item.minutes:
        return replace(item, title=title)
    if not item.decisions:
        return replace(item, title=title, agenda=(), minutes=(Line("Nid oedd dim i'w adrodd."),))
    lines = (Line(_MINUTE), Line(f"PENDERFYNWYD: {_RULING}"))
    return replace(
        item,
        title=title,
        agenda=(),
        decision=(),
        minutes=lines,
        decisions=(Decision(_RULING, "substantive"),),
        actions=(),
    )
