"""How the server begins and ends, in a process of its own, as people and service managers have it."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from types import MappingProxyType

import pytest

from tests.conftest import MINUTES, Minutes, config_for
from web.server import LARGEST_BODY, LARGEST_HEADER

NONE: Mapping[str, str] = MappingProxyType({})

SLOW = """
import sys, time
from web.server import listening, run_until_stopped

def application(environ, start_response):
    if environ["PATH_INFO"] == "/slow":
        time.sleep(0.5)
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "4")])
    return [b"done"]

server = listening(application, "127.0.0.1", int(sys.argv[1]), 2)
print("listening", flush=True)
run_until_stopped(server)
print("ended", flush=True)
"""


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


@contextmanager
def slow_server() -> Iterator[tuple[subprocess.Popen[str], int]]:
    port = free_port()
    with subprocess.Popen(
        [sys.executable, "-c", SLOW, str(port)], stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == "listening\n"
            yield process, port
        finally:
            process.kill()


def ask(port: int, path: str, method: str = "GET", headers: Mapping[str, str] = NONE) -> tuple[int, bytes]:
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.putrequest(method, path)
        for name, value in headers.items():
            connection.putheader(name, value)
        connection.endheaders()  # nothing is sent of a body that is announced: the server need not wait
        response = connection.getresponse()
        return response.status, response.read()
    finally:
        connection.close()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_what_is_being_answered_is_answered_before_the_server_ends(number: signal.Signals) -> None:
    with slow_server() as (process, port):
        answers: list[tuple[int, bytes]] = []
        asking = threading.Thread(target=lambda: answers.append(ask(port, "/slow")))
        asking.start()
        time.sleep(0.2)
        process.send_signal(number)
        asking.join()
        assert answers == [(200, b"done")]
        assert process.wait(10) == 0
        assert process.stdout is not None
        assert process.stdout.read() == "ended\n"


def test_a_request_that_is_too_large_is_refused_and_the_next_is_answered() -> None:
    with slow_server() as (_, port):
        assert ask(port, "/", "POST", {"Content-Length": str(LARGEST_BODY + 1)})[0] == 413
        assert ask(port, "/", headers={"X-Long": "x" * LARGEST_HEADER})[0] == 431
        assert ask(port, "/") == (200, b"done")


@pytest.mark.parametrize(
    ("host", "why"), [("no-such-host.invalid", "no such address"), ("192.0.2.1", "cannot listen on")]
)
def test_an_address_that_cannot_be_listened_on_is_told_in_one_line(
    tmp_path: Path, minutes_process: Minutes, host: str, why: str
) -> None:
    config = config_for(tmp_path, "http://nowhere.invalid")
    ran = minutes_process("--config", config, "serve", "--host", host)
    assert (ran.code, ran.err.count("\n"), why in ran.err) == (1, 1, True)


def test_the_command_serves_until_it_is_terminated_and_says_so(
    tmp_path: Path, minutes_process: Minutes
) -> None:
    config, port = config_for(tmp_path, "http://nowhere.invalid"), free_port()
    command = [*MINUTES, "--config", str(config), "serve", "--port", str(port)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stderr is not None
            assert (
                process.stderr.readline()
                == f"serving 0 meetings at http://127.0.0.1:{port} (stop with Ctrl-C)\n"
            )
            assert ask(port, "/health")[0] == 200
            assert b"Nothing is archived yet" in ask(port, "/")[1]
            second = minutes_process("--config", config, "serve", "--port", str(port))
            assert (second.code, "is it running already? try another --port" in second.err) == (1, True)
            process.terminate()
            assert process.wait(10) == 0
            assert process.stderr.read() == "stopped\n"
        finally:
            process.kill()


def test_a_section_that_cannot_be_used_is_told_before_anything_is_served(
    tmp_path: Path, minutes: Minutes
) -> None:
    config = config_for(tmp_path, "http://nowhere.invalid", crawl='[web]\nproxys = ["127.0.0.1"]')
    ran = minutes("--config", config, "serve", "--port", str(free_port()))
    assert ran.code == 1
    assert "“proxys” in [web] is not known (did you mean “proxies”?)" in ran.err
