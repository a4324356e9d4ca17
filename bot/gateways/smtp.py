"""E-mail over SMTP."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.message import EmailMessage
from email.utils import format_datetime, localtime
from urllib.parse import unquote, urlsplit

from bot.ports import Busy, Refused

TIMEOUT_SECONDS = 10
PORTS = {"smtp": 587, "smtps": 465}
FOR_GOOD = 500  # an answer from here on will be the same next time


class SmtpMailer:
    """One mail server, asked anew for each e-mail: Parley writes few.

    What an operator has to mend (the address, the password) counts as Busy: the e-mails wait for it.
    """

    def __init__(self, url: str, sender: str) -> None:
        """`url`: smtp:// (with STARTTLS where it is offered) or smtps://, perhaps with user:password@."""
        parts = urlsplit(url)
        self._is_tls = parts.scheme == "smtps"
        self._host, self._port = parts.hostname or "", parts.port or PORTS[parts.scheme]
        self._login = (unquote(parts.username or ""), unquote(parts.password or ""))
        self._sender, self._domain = sender, sender.partition("@")[2]

    def send(self, to: str, subject: str, text: str, html: str, message_id: str) -> None:
        mail = self._mail(to, subject, text, html, message_id)
        try:
            with self._connected() as server:
                server.send_message(mail, self._sender, [to])
        except smtplib.SMTPRecipientsRefused as error:
            raise _refusal(*next(iter(error.recipients.values()))) from error
        except smtplib.SMTPSenderRefused as error:
            words = _words(error.smtp_error)
            raise Busy(f"the mail server refuses mail from MAIL_FROM, {self._sender}: {words}") from error
        except smtplib.SMTPDataError as error:
            raise _refusal(error.smtp_code, error.smtp_error) from error
        except smtplib.SMTPNotSupportedError as error:
            raise Refused("the mail server takes only plain letters in an address") from error
        except ssl.SSLError as error:
            raise Busy(f"the mail server in SMTP_URL cannot be trusted: {error}") from error
        except (OSError, smtplib.SMTPException) as error:
            # Also when the answer to the whole mail was lost: the Message-ID shows a second one as a repeat.
            raise Busy(f"the mail server in SMTP_URL does not answer: {error}") from error

    def _mail(self, to: str, subject: str, text: str, html: str, message_id: str) -> EmailMessage:
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = f"Parley <{self._sender}>", to, subject
        mail["Date"], mail["Message-ID"] = format_datetime(localtime()), f"<{message_id}@{self._domain}>"
        mail["Auto-Submitted"] = "auto-generated"  # no "out of office" in return
        mail.set_content(text)
        mail.add_alternative(html, subtype="html")
        return mail

    @contextmanager
    def _connected(self) -> Iterator[smtplib.SMTP]:
        # Our own name is said, not looked up: that can take longer than the mail.
        name, trust = self._domain, ssl.create_default_context()
        server: smtplib.SMTP
        if self._is_tls:
            server = smtplib.SMTP_SSL(self._host, self._port, name, timeout=TIMEOUT_SECONDS, context=trust)
        else:
            server = smtplib.SMTP(self._host, self._port, name, timeout=TIMEOUT_SECONDS)
        try:
            server.ehlo_or_helo_if_needed()
            is_secret = self._is_tls
            if not is_secret and server.has_extn("starttls"):
                server.starttls(context=trust)
                is_secret = True
            if any(self._login):
                self._log_in(server, is_secret)
            yield server
        finally:
            with suppress(OSError, smtplib.SMTPException):  # what was said before counts, not the farewell
                server.quit()

    def _log_in(self, server: smtplib.SMTP, is_secret: bool) -> None:
        if not is_secret:
            raise Busy(
                "the mail server offers no encryption, so SMTP_URL's password was not sent: write smtps://"
            )
        try:
            server.login(*self._login)
        except smtplib.SMTPAuthenticationError as error:
            raise Busy(
                f"the mail server refuses the login in SMTP_URL: {_words(error.smtp_error)}"
            ) from error
        except smtplib.SMTPException as error:
            raise Busy(f"the mail server does not take the login in SMTP_URL: {error}") from error


def _refusal(code: int, said: bytes | str) -> Exception:
    words = _words(said)
    return Refused(words, code) if code >= FOR_GOOD else Busy(f"the mail server asks for patience: {words}")


def _words(said: bytes | str) -> str:
    """What the server said, in one line."""
    return " ".join((said.decode("utf-8", "replace") if isinstance(said, bytes) else said).split())
