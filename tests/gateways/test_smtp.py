"""E-mail over a real SMTP server on this machine, in its good and bad moods."""

import shutil
import socket
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from bot.gateways.smtp import SmtpMailer
from bot.ports import Busy, Refused

FROM = "agents@mailer.example.com"
TO = "maria@oakrealty.example"
OPENSSL = shutil.which("openssl") or ""


class Server:
    """Keeps what it gets and answers as it is told."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.answers: dict[str, str] = {}
        self.logins: list[tuple[bytes, bytes]] = []

    async def handle_MAIL(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802
        envelope.mail_from = address
        return self.answers.get("MAIL", "250 OK")

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802
        envelope.rcpt_tos.append(address)
        return self.answers.get("RCPT", "250 OK")

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        mail = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(mail, EmailMessage)
        self.mails.append(mail)
        if self.answers.get("DATA") == "hang up":
            server.transport.close()
        return self.answers.get("DATA", "250 OK")

    async def handle_QUIT(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        return self.answers.get("QUIT", "221 Bye")

    def log_in(self, server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
        self.logins.append((data.login, data.password))
        return AuthResult(success=data.password == b"p@ss word", handled=False)


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextmanager
def serving(**more: Any) -> Iterator[tuple[Server, int]]:
    server, port = Server(), free_port()
    if more.pop("login", False):
        more |= {"authenticator": server.log_in, "auth_require_tls": False}
    controller = Controller(server, hostname="127.0.0.1", port=port, **more)
    controller.start()
    try:
        yield server, port
    finally:
        controller.stop()


def send(url: str, to: str = TO, key: str = "key-1") -> None:
    SmtpMailer(url, FROM).send(to, "80 % of März", "Plain – words", "<p>Rich – words</p>", key)


def test_a_mail_arrives_whole_and_knows_its_key() -> None:
    with serving() as (server, port):
        send(f"smtp://127.0.0.1:{port}")
        send(f"smtp://127.0.0.1:{port}")
    mail, again = server.mails
    assert (mail["From"], mail["To"], mail["Subject"]) == (f"Parley <{FROM}>", TO, "80 % of März")
    assert mail["Message-ID"] == again["Message-ID"] == "<key-1@mailer.example.com>"
    assert (bool(mail["Date"]), mail["Auto-Submitted"]) == (True, "auto-generated")
    bodies = [mail.get_body((kind,)) for kind in ("plain", "html")]
    words = [str(one.get_content()).strip() for one in bodies if one]
    assert words == ["Plain – words", "<p>Rich – words</p>"]


@pytest.mark.parametrize(
    ("where", "answer", "kind", "words"),
    [
        ("RCPT", "550 5.1.1 no such user", Refused, "5.1.1 no such user"),
        ("RCPT", "451 4.2.1 later", Busy, "the mail server asks for patience: 4.2.1 later"),
        ("DATA", "554 5.7.1 spam", Refused, "5.7.1 spam"),
        ("DATA", "452 4.3.1 full", Busy, "the mail server asks for patience: 4.3.1 full"),
        ("MAIL", "550 not you", Busy, f"the mail server refuses mail from MAIL_FROM, {FROM}: not you"),
        ("DATA", "hang up", Busy, "the mail server in SMTP_URL does not answer: "),
    ],
)
def test_what_the_server_says_against_it(where: str, answer: str, kind: type[Exception], words: str) -> None:
    with serving() as (server, port):
        server.answers[where] = answer
        with pytest.raises(kind) as said:
            send(f"smtp://127.0.0.1:{port}")
    assert str(said.value).startswith(words)


def test_a_bad_farewell_does_not_matter() -> None:
    with serving() as (server, port):
        server.answers["QUIT"] = "500 what?"
        send(f"smtp://127.0.0.1:{port}")
    assert len(server.mails) == 1


def test_nobody_there_is_patience() -> None:
    with pytest.raises(Busy, match="does not answer"):
        send(f"smtp://127.0.0.1:{free_port()}")
    with pytest.raises(Busy, match="does not answer"):
        send("smtp://nowhere.invalid")


def test_a_server_that_speaks_no_tls_is_said() -> None:
    with serving() as (_, port), pytest.raises(Busy, match="cannot be trusted"):
        send(f"smtps://127.0.0.1:{port}")


def test_an_address_with_other_letters_is_refused() -> None:
    with serving(enable_SMTPUTF8=False) as (_, port), pytest.raises(Refused, match="plain letters"):
        send(f"smtp://127.0.0.1:{port}", "märia@oakrealty.example")


def test_a_password_is_never_sent_in_the_clear() -> None:
    with serving(login=True) as (server, port), pytest.raises(Busy, match="write smtps://"):
        send(f"smtp://user:p%40ss%20word@127.0.0.1:{port}")
    assert (server.logins, server.mails) == ([], [])


@pytest.fixture(scope="module")
def trusted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ssl.SSLContext]:
    """A server's certificate that this machine trusts for as long as the tests run."""
    if not OPENSSL:
        pytest.skip("no openssl here to make a certificate")
    folder = tmp_path_factory.mktemp("tls")
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1"]
    new = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-keyout", str(key)]
    names += ["-out", str(certificate)]
    subprocess.run([OPENSSL, *new, *names], check=True, capture_output=True)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate, key)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SSL_CERT_FILE", str(Path(certificate)))
        yield context


def test_starttls_is_taken_where_it_is_offered_and_the_login_goes_inside(trusted: ssl.SSLContext) -> None:
    with serving(login=True, tls_context=trusted, require_starttls=True) as (server, port):
        send(f"smtp://user:p%40ss%20word@127.0.0.1:{port}")
        assert server.logins == [(b"user", b"p@ss word")]
        with pytest.raises(Busy, match="refuses the login in SMTP_URL"):
            send(f"smtp://user:wrong@127.0.0.1:{port}")
    assert len(server.mails) == 1


def test_tls_from_the_start(trusted: ssl.SSLContext) -> None:
    with serving(login=True, ssl_context=trusted) as (server, port):
        send(f"smtps://user:p%40ss%20word@127.0.0.1:{port}")
    assert (len(server.logins), len(server.mails)) == (1, 1)


def test_a_login_where_there_is_none(trusted: ssl.SSLContext) -> None:
    none = {"auth_exclude_mechanism": ("LOGIN", "PLAIN")}
    with serving(tls_context=trusted, **none) as (_, port), pytest.raises(Busy, match="take the login"):
        send(f"smtp://user:p%40ss%20word@127.0.0.1:{port}")


def test_a_certificate_nobody_vouches_for_is_not_trusted(
    trusted: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    with serving(tls_context=trusted) as (server, port), pytest.raises(Busy, match="cannot be trusted"):
        send(f"smtp://127.0.0.1:{port}")
    assert server.mails == []
