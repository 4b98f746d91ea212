"""Three nodes of one cluster, each a process that ends with this one."""

from __future__ import annotations

import json
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.distributed.cluster.jars import HERE, class_path

NODES = 3
PATIENCE = 120.0  # seconds until a cluster must be whole

_JAVA = (
    *("java", "-Xms512m", "-Xmx512m", "-XX:+UseSerialGC"),
    "-XX:TieredStopAtLevel=1",  # tests are over before the better code would be ready
    "-Dio.netty.noUnsafe=true",
    "-Dio.netty.noKeySetOptimization=true",
    "-Dio.netty.recycler.maxCapacityPerThread=0",
    "-Dio.netty.allocator.numDirectArenas=0",
    "-Dlog4j2.disable.jmx=true",
    f"-Dlog4j2.configurationFile={HERE / 'log4j2.properties'}",
)


@dataclass
class Node:
    """One node: where it keeps what it holds, and its process while it runs."""

    name: str
    home: Path
    port: int  # of HTTP
    command: Sequence[str]
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> Path:
        return self.home / "log"

    def start(self) -> None:
        """Start it; it is not ready at once."""
        (self.home / "config").mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(self.command, stdin=subprocess.PIPE, stdout=log, stderr=log)

    def kill(self) -> None:
        """End it as a lost machine does."""
        self._end(kill=True)

    def stop(self) -> None:
        """End it in order, and in any case."""
        self._end(kill=False)

    def tail(self) -> str:
        return f"{self.name}: {self.log.read_text('utf-8', 'replace')[-3000:] if self.log.exists() else ''}"

    def _end(self, kill: bool) -> None:
        process, self.process = self.process, None
        if process is None:
            return
        if kill:
            process.kill()
        if process.stdin:
            process.stdin.close()  # which a node takes for the end
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@dataclass(frozen=True)
class Nodes:
    """The nodes of a running cluster."""

    nodes: Sequence[Node]

    @property
    def urls(self) -> tuple[str, ...]:
        return tuple(node.url for node in self.nodes)

    def wait_for(self, nodes: int = NODES, status: str = "green") -> None:
        """Wait until so many nodes hold all copies of everything; the logs are told when they do not."""
        until = time.monotonic() + PATIENCE
        path = f"/_cluster/health?wait_for_nodes={nodes}&wait_for_status={status}&timeout=10s"
        while time.monotonic() < until:
            if any(self._is_so(node, path) for node in self.nodes):
                return
            time.sleep(0.2)
        told = "\n".join(node.tail() for node in self.nodes)
        raise RuntimeError(f"the cluster of {nodes} nodes was not {status} in {PATIENCE:g} s\n{told}")

    def _is_so(self, node: Node, path: str) -> bool:
        if node.process is None:
            return False
        if node.process.poll() is not None:
            raise RuntimeError(f"a node ended by itself\n{node.tail()}")
        try:
            answer = got(node.url + path)
        except (OSError, urllib.error.URLError):
            return False
        return not answer["timed_out"]


@contextmanager
def running(folder: Path) -> Iterator[Nodes]:
    """Give three nodes that know each other and are ready; they are stopped in any case."""
    ports = _free_ports(2 * NODES)
    names = [f"n{number}" for number in range(NODES)]
    peers = [f"{name}={port}" for name, port in zip(names, ports[NODES:], strict=True)]
    path = class_path()
    with ExitStack() as stack:
        nodes = []
        for name, port in zip(names, ports, strict=False):
            home = folder / name
            command = (*_JAVA, "-cp", path, "ClusterMain", str(home), name, str(port), *peers)
            nodes.append(Node(name, home, port, command))
            stack.callback(nodes[-1].stop)
            nodes[-1].start()
        cluster = Nodes(nodes)
        cluster.wait_for()
        yield cluster


def got(url: str) -> Any:
    """Give what a node answers, as JSON."""
    with urllib.request.urlopen(url, timeout=30) as answer:  # noqa: S310 - a node's own address
        return json.load(answer)


def _free_ports(count: int) -> list[int]:
    with ExitStack() as stack:
        sockets = [stack.enter_context(closing(socket.socket())) for _ in range(count)]
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [int(each.getsockname()[1]) for each in sockets]
