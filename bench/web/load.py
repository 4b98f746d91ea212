"""Clients of a site on this machine: `python -m bench.web.load PORT CLIENTS THINK SECONDS`.

The addresses come on standard input, one a line; each is asked for once. What they took goes to standard
output as JSON. A process of its own, so that it takes nothing from the server but processor time.
"""

from __future__ import annotations

import json
import random
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from http.client import HTTPConnection, HTTPException

HERE = "127.0.0.1"  # the load goes nowhere else
PATIENCE = 30.0  # seconds


@dataclass
class Loaded:
    """What clients met with."""

    milliseconds: list[float] = field(default_factory=list)
    bytes: list[int] = field(default_factory=list)  # of each page, as it came
    errors: list[str] = field(default_factory=list)
    seconds: float = 0.0  # in all


class Client(threading.Thread):
    """Asks for one page after another, reading each for a while."""

    def __init__(self, port: int, addresses: Iterator[str], think: float, until: float, seed: int) -> None:
        super().__init__(daemon=True)
        self.met = Loaded()
        self._port, self._addresses, self._think, self._until = port, addresses, think, until
        self._draw = random.Random(seed)  # noqa: S311 - no secret

    def run(self) -> None:
        """Ask until the time is over, or nothing is left to ask for."""
        time.sleep(self._draw.random() * self._think)  # nobody begins in step with the others
        connection = HTTPConnection(HERE, self._port, timeout=PATIENCE)
        for address in self._addresses:
            if time.monotonic() >= self._until:
                break
            self._ask(connection, address)
            time.sleep(self._think * self._draw.uniform(0.5, 1.5))
        connection.close()

    def _ask(self, connection: HTTPConnection, address: str) -> None:
        began = time.perf_counter()
        try:
            connection.request("GET", address)
            response = connection.getresponse()
            body = response.read()
        except (OSError, HTTPException) as error:
            self.met.errors.append(f"{address}: {error!r}")
            connection.close()
            return
        self.met.milliseconds.append((time.perf_counter() - began) * 1000)
        self.met.bytes.append(len(body))
        if response.status != 200 or not body.rstrip().endswith(b"</html>"):
            self.met.errors.append(f"{address}: {response.status}")


class Shared(Iterator[str]):
    """Gives each address to one client."""

    def __init__(self, addresses: list[str]) -> None:
        self._left, self._lock = iter(addresses), threading.Lock()

    def __next__(self) -> str:
        with self._lock:
            return next(self._left)


def load(port: int, addresses: list[str], clients: int, think: float, seconds: float) -> Loaded:
    """Let clients ask for some seconds; `think` is how long each reads a page, on average."""
    began = time.monotonic()
    shared = Shared(addresses)
    asking = [Client(port, shared, think, began + seconds, seed) for seed in range(clients)]
    for client in asking:
        client.start()
    for client in asking:
        client.join()
    met = [client.met for client in asking]
    return Loaded(
        [each for one in met for each in one.milliseconds],
        [each for one in met for each in one.bytes],
        [each for one in met for each in one.errors],
        time.monotonic() - began,
    )


def main() -> None:
    """Read what is to be asked for, ask, and print what it took."""
    port, clients, think, seconds = sys.argv[1:]
    addresses = sys.stdin.read().split()
    print(json.dumps(asdict(load(int(port), addresses, int(clients), float(think), float(seconds)))))


if __name__ == "__main__":
    main()
