"""Commands of the site: serve the archive, and show all of it on a made-up council."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import click

from archive.commands.options import opened
from archive.config import Config, load
from archive.crawl import crawl
from archive.errors import MinutesError
from archive.fetch import Fetcher
from archive.lock import held
from archive.steps import Tally
from archive.store import Store
from archive.terminal import Settings, progress, tell
from indexer.commands.index import asking, index_archive
from indexer.engines import index_of
from web.app import create_app
from web.demo import Site, sample
from web.guard.checks import guard
from web.server import listening, run_until_stopped
from web.settings import read
from web.watch.metrics import metrics

HERE = "127.0.0.1"

host_option = click.option("--host", default=HERE, show_default=True, help="The address to listen on.")
port_option = click.option("--port", default=8000, show_default=True, help="The port to listen on.")


@click.command()
@host_option
@port_option
@click.pass_obj
def serve(settings: Settings, host: str, port: int) -> None:
    """Serve the search page and the JSON API."""
    serve_archive(settings.config(), host, port)


def serve_archive(config: Config, host: str, port: int) -> None:
    """Serve an archive until interrupted; MinutesError when the port is taken."""
    settings = read(config.web)
    names = {council.slug: council.name for council in config.councils}
    with opened(config) as store:
        engine = asking(config, index_of(config).open(checked=False))
        app = create_app(engine, store, names=names, config=config, more=(metrics(config, store, engine),))
        guard(app, settings)
        server = listening(app, host, port, settings.threads)
        where = settings.address or f"http://{host}:{port}"
        tell(f"serving {store.counts().meetings} meetings at {where} (stop with Ctrl-C)")
        run_until_stopped(server)
    tell("stopped")


@click.command()
@port_option
@click.option("--site-port", default=8001, show_default=True, help="The port of the made-up council's site.")
@click.option(
    "--data",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("demo-data"),
    show_default=True,
    help="Where the demonstration keeps its archive.",
)
@click.option("--no-serve", is_flag=True, help="Make the archive, and stop.")
def demo(port: int, site_port: int, data: Path, no_serve: bool) -> None:
    """Crawl, index and serve a made-up council, all on this machine."""
    with _site(site_port) as site:
        tell(f"1. Serving a made-up council's website, as ModernGov does, at {site.url}")
        config = _demo_config(data, site.url)
        with held(config.data, "minutes demo"), closing(Store(config.records)) as store:
            tell(
                "2. Crawling it over HTTP, keeping every page, reading meetings, items, decisions and actions"
            )
            tally = _demo_crawl(config, store)
            counts = store.counts()
            tell(
                f"   {tally.read} pages read: {counts.meetings} meetings with {counts.items} items, "
                f"{counts.decisions} decisions and {counts.actions} actions"
            )
            tell(f"3. Building the search index: {index_archive(config, store).documents} documents changed")
        if no_serve:
            return
        tell(f"4. Open http://{HERE}:{port} and search, for “harbour bridge” say; choose boards, years and")
        tell(
            f"   topics beside the results; click a title for its meeting. All that was made lies in {data}/"
        )
        serve_archive(config, HERE, port)
        tell(
            f"The demonstration is over. `minutes --config {data}/config.toml serve` shows its archive again."
        )


def _site(port: int) -> Site:
    try:
        return Site(sample(), port)
    except OSError as error:
        raise MinutesError(
            f"the made-up council cannot be served on port {port}: {error.strerror}; try another --site-port"
        ) from error


def _demo_config(data: Path, url: str) -> Config:
    """Write the demonstration's config.toml, for a reader to look at, and read it."""
    data.mkdir(parents=True, exist_ok=True)
    path = data / "config.toml"
    path.write_text(
        f"""# Made by `minutes demo`: a made-up council, served on this machine only.
data = "."

[[council]]
slug = "demo"
name = "{sample().name}"
system = "moderngov"
url = "{url}"

[crawl]
delay = 0.0                    # nobody else uses that site: no need to wait between requests
allow_private_addresses = true # as it is on this machine
""",
        "utf-8",
    )
    return load(path)


def _demo_crawl(config: Config, store: Store) -> Tally:
    tally = Tally()
    with progress() as advance:
        for number, step in enumerate(
            crawl(config.councils[0], store, config.pages, Fetcher(config.crawl)), 1
        ):
            tally = tally.with_step(step)
            advance("crawling", number, number + step.waiting)
    return tally
