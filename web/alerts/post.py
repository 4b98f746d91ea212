"""The mail server: reached when there is something to send, and never without the encryption asked for."""

from __future__ import annotations

import os
import smtplib
import ssl
from email.message import EmailMessage
from pathlib import Path
from types import TracebackType

from archive.errors import ConfigError, PostError
from web.alerts.settings import MailSettings

TIMEOUT = 30.0  # seconds that the server may be silent


class Refused(Exception):
    """The mail server did not take one mail; for good, or it may take it later."""

    def __init__(self, said: str, *, for_good: bool) -> None:
        super().__init__(said)
        self.for_good = for_good


class Lost(Refused):
    """The connection broke while a mail was handed over: it may have been taken all the same."""


class Post:
    """A connection to the mail server, made for the first mail and kept for those that follow."""

    def __init__(self, settings: MailSettings, timeout: float = TIMEOUT) -> None:
        self._settings, self._timeout = settings, timeout
        self._server: smtplib.SMTP | None = None

    def __enter__(self) -> Post:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def send(self, message: EmailMessage) -> None:
        """Hand a mail over; when this returns, the server has taken it. Refused, or PostError."""
        server = self._connected()
        try:
            server.send_message(message, self._settings.sender, [str(message["To"])])
        except smtplib.SMTPRecipientsRefused as error:
            raise _refused(*next(iter(error.recipients.values()))) from error
        except (smtplib.SMTPSenderRefused, smtplib.SMTPDataError) as error:
            raise _refused(error.smtp_code, error.smtp_error) from error
        except (OSError, smtplib.SMTPException) as error:
            # The next mail may fare better, on a connection of its own.
            self.close()
            raise Lost(f"the connection failed: {_said(error)}", for_good=False) from error

    def close(self) -> None:
        """Say goodbye, as far as the server still listens."""
        server, self._server = self._server, None
        if server is not None:
            try:
                server.quit()
            except (OSError, smtplib.SMTPException):
                server.close()

    def _connected(self) -> smtplib.SMTP:
        if self._server is None:
            try:
                self._server = self._connect()
            except (OSError, smtplib.SMTPException) as error:
                where = f"{self._settings.host}:{self._settings.port}"
                raise PostError(f"the mail server {where} cannot be used: {_said(error)}") from error
        return self._server

    def _connect(self) -> smtplib.SMTP:
        host, port, context = self._settings.host, self._settings.port, ssl.create_default_context()
        if self._settings.security == "tls":
            server: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=self._timeout, context=context)
        else:
            server = smtplib.SMTP(host, port, timeout=self._timeout)
        try:
            if self._settings.security == "starttls":
                server.starttls(context=context)  # it raises where the server offers none
            if self._settings.user is not None:
                server.login(self._settings.user, self._password())
        except BaseException:
            server.close()
            raise
        return server

    def _password(self) -> str:
        # A whole path stays what it is, whatever it is joined to.
        file = Path(os.environ.get("CREDENTIALS_DIRECTORY", "")) / (self._settings.password_file or "")
        try:
            return file.read_text("utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise ConfigError(f"[mail]: password_file {file} cannot be read: {error}") from error


def _refused(code: int, said: bytes | str) -> Refused:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return Refused(f"{code} {' '.join(text.split())}", for_good=500 <= code < 600)


def _said(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return str(_refused(error.smtp_code, error.smtp_error))
    return " ".join(str(error).split()) or type(error).__name__
