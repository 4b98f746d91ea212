"""A real mail server on loopback, as small as it can be, that answers as a test tells it to."""

from __future__ import annotations

import socketserver
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

from tests.archive.loopback import THROWAWAY

BEFORE = ("none", "offered", "tls")
"""No encryption, STARTTLS, or TLS from the first byte."""


@dataclass(frozen=True)
class Taken:
    """A mail that came in."""

    sender: str
    to: str
    raw: bytes

    @property
    def mail(self) -> EmailMessage:
        mail = message_from_bytes(self.raw, policy=default)
        assert isinstance(mail, EmailMessage)
        return mail

    def part(self, kind: str) -> str:
        """Return what its text/plain or text/html part says."""
        part = self.mail.get_body((kind,))
        assert part is not None
        return str(part.get_content())


@dataclass
class Mailbox:
    """What the server took, and how it behaves."""

    port: int = 0
    taken: list[Taken] = field(default_factory=list)
    refused: Mapping[str, str] = field(default_factory=dict)  # by recipient: "550 no such user"
    hangs_up_on: tuple[str, ...] = ()  # recipients
    encryption: str = "none"
    users: dict[str, str] = field(default_factory=dict)
    connections: int = 0
    logins: list[str] = field(default_factory=list)  # as sent, after encryption only
    then: Callable[[int], None] = lambda _count: (
        None
    )  # done when so many are taken, before the client is told


@contextmanager
def receiving(encryption: str = "none", **behaviour: object) -> Iterator[Mailbox]:
    """Serve until the block ends."""
    assert encryption in BEFORE
    box = Mailbox(encryption=encryption, **behaviour)  # type: ignore[arg-type] # a test names its fields

    class Handler(_Conversation):
        mailbox = box

    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    box.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield box
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Conversation(socketserver.StreamRequestHandler):
    mailbox: Mailbox
    timeout = 10
    sender = to = ""

    def handle(self) -> None:
        self.mailbox.connections += 1
        try:
            if self.mailbox.encryption == "tls":
                self._encrypt()
            self._converse()
        except (OSError, ssl.SSLError):
            return  # the client went away, as it may
        finally:
            if isinstance(self.request, ssl.SSLSocket):
                self.request.close()  # the server closes only the socket that it knows

    def _converse(self) -> None:
        self._say("220 loopback")
        while line := self.rfile.readline():
            word, _, rest = line.decode("ascii").strip().partition(" ")
            answer = getattr(self, f"_on_{word.lower()}", None)
            if answer is None:
                self._say("502 what?")
            elif answer(rest):
                return

    def _on_ehlo(self, _rest: str) -> bool:
        offers = self.mailbox.encryption == "offered" and not isinstance(self.request, ssl.SSLSocket)
        extension = ["STARTTLS"] if offers else ["AUTH PLAIN"] if self.mailbox.users else []
        lines = ["loopback", *extension]
        for line in lines[:-1]:
            self._say(f"250-{line}")
        return self._say(f"250 {lines[-1]}")

    def _on_starttls(self, _rest: str) -> bool:
        if self.mailbox.encryption != "offered":
            return self._say("502 not here")
        self._say("220 go ahead")
        self._encrypt()
        return False

    def _on_auth(self, rest: str) -> bool:
        self.mailbox.logins.append(rest)
        return self._say("235 welcome" if rest in self.mailbox.users.values() else "535 who are you")

    def _on_mail(self, rest: str) -> bool:
        self.sender = _address(rest)
        return self._say("250 ok")

    def _on_rcpt(self, rest: str) -> bool:
        self.to = _address(rest)
        return self.to in self.mailbox.hangs_up_on or self._say(self.mailbox.refused.get(self.to, "250 ok"))

    def _on_data(self, _rest: str) -> bool:
        self._say("354 go on")
        self.mailbox.taken.append(Taken(self.sender, self.to, self._text()))
        self.mailbox.then(len(self.mailbox.taken))
        return self._say("250 taken")

    def _on_rset(self, _rest: str) -> bool:
        return self._say("250 ok")

    def _on_quit(self, _rest: str) -> bool:
        self._say("221 bye")
        return True

    def _text(self) -> bytes:
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        return b"".join(lines)

    def _say(self, line: str) -> bool:
        self.wfile.write(f"{line}\r\n".encode("ascii"))
        self.wfile.flush()
        return False  # the conversation goes on

    def _encrypt(self) -> None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(THROWAWAY)
        self.request = self.connection = context.wrap_socket(self.request, server_side=True)
        self.rfile = self.connection.makefile("rb", 0)
        self.wfile = self.connection.makefile("wb", 0)


def _address(rest: str) -> str:
    return rest.partition("<")[2].partition(">")[0]
