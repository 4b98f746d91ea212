"""`minutes similar`: items like one of the archive's, or like a text."""

from __future__ import annotations

import sys

import click

from archive.commands.options import as_json, opened
from archive.errors import MinutesError
from archive.terminal import Settings, tell
from archive.wire import dumps
from indexer.commands.index import asking
from indexer.commands.search import hit_words
from indexer.engines import index_of
from indexer.similar import SHOWN, Similar, like_item, like_text
from indexer.wire import similar_to_json


@click.command()
@click.argument("item")
@as_json
@click.pass_obj
def similar(settings: Settings, item: str, json_: bool) -> None:
    """Find items like ITEM, written lga/3512/51902 or lga/decision/13567; like standard input, for -."""
    config = settings.config()
    engine = asking(config, index_of(config).open())
    with opened(config) as store:
        if item == "-":
            found = like_text(engine, store, sys.stdin.read())
        else:
            found = _of_item(like_item(engine, store, item), item)
    click.echo(dumps(similar_to_json(found)) if json_ else _words(found))


def _of_item(found: Similar | None, item: str) -> Similar:
    if found is None:
        raise MinutesError(
            f"the archive has no item “{item}”: write it as lga/3512/51902, as --json names it"
        )
    return found


def _words(found: Similar) -> str:
    tell(f"by the words: {', '.join(found.words) or 'none of it tells anything'}")
    if not found.hits:
        return "no similar items"
    cut = f"the {SHOWN} most alike" if len(found.hits) == SHOWN else f"{len(found.hits)} similar items"
    return "\n\n".join([cut, *map(hit_words, found.hits)])
