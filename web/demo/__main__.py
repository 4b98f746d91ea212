"""Serve the made-up council: `python -m web.demo --port 8900`."""

from __future__ import annotations

import time

import click

from web.demo.build import sample
from web.demo.site import Site


@click.command(help="Serve a made-up council's ModernGov site on this machine, until interrupted.")
@click.option("--port", default=8900, show_default=True, help="Port on 127.0.0.1; 0 takes any that is free.")
@click.option("--faults", type=click.FloatRange(0, 1), default=0.0, help="Share of answers that go wrong.")
@click.option("--seed", default=0, help="Which answers go wrong.")
@click.option("--slow", type=click.FloatRange(0), default=0.0, help="Seconds before each answer.")
@click.option("--root", default="", help="Serve below this path, such as /moderngov.")
@click.option("--web-service/--no-web-service", default=True, help="Whether mgWebService.asmx answers.")
def main(port: int, faults: float, seed: int, slow: float, root: str, web_service: bool) -> None:
    """Serve until interrupted."""
    with Site(
        sample(), port, faults=faults, seed=seed, slow=slow, root=root, web_service=web_service
    ) as site:
        click.echo(site.url)
        try:
            while True:
                time.sleep(3600)
        except KeyboardInterrupt:
            click.echo("Stopped.")


if __name__ == "__main__":
    main()
