"""`minutes verify`: check every page kept, the catalogue of them, and the search index."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import click

from archive.commands.options import as_json
from archive.commands.verify import check, in_values, in_words
from archive.terminal import Settings
from archive.wire import dumps
from indexer.engines import index_of
from indexer.model import IndexFile


@click.command()
@click.argument("councils", nargs=-1, metavar="[COUNCIL]...")
@as_json
@click.pass_obj
def verify(settings: Settings, councils: tuple[str, ...], json_: bool) -> None:
    """Check that every page kept is whole and catalogued, and the search index as it was written.

    Pages of all councils are checked, or of those named here; the index is one for all.
    """
    config = settings.config()
    pages = check(config, councils)
    files = tuple(index_of(config).verify())
    faults = [file for file in files if file.why]
    if json_:
        told = [{"file": file.name, "why": file.why} for file in faults]
        click.echo(dumps(in_values(pages) | {"index": {"files": len(files), "faults": told}}))
    else:
        click.echo("\n".join((*in_words(pages), *_words(files, faults))))
    if pages.faults or faults:
        raise click.exceptions.Exit(1)


def _words(files: Sequence[IndexFile], faults: Sequence[IndexFile]) -> Iterator[str]:
    yield from (f"{fault.name}: {fault.why}" for fault in faults)
    if faults:
        yield "the search index is damaged: `minutes index --rebuild` makes it anew from the archive"
    elif files:
        noun = "file" if len(files) == 1 else "files"
        yield f"{len(files):,} {noun} of the search index verified: all whole"
