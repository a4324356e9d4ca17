"""Mail over real SMTP."""

import smtplib
from collections.abc import Iterator
from email.message import EmailMessage

import pytest

from playground.world import World


@pytest.fixture
def smtp(world: World) -> Iterator[smtplib.SMTP]:
    with smtplib.SMTP("127.0.0.1", world.start_mailbox()) as connection:
        yield connection


def mail(to: str) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "maria@mailer.example.com", to, "Olá from Maria"
    message.set_content("Plain words")
    message.add_alternative("<p>Rich words</p>", subtype="html")
    return message


def test_a_mail_is_kept_whole(world: World, smtp: smtplib.SMTP) -> None:
    smtp.send_message(mail("ana@example.com"))
    (kept,) = world.mailbox.mails
    assert (kept.subject, kept.to, kept.sender) == (
        "Olá from Maria",
        ("ana@example.com",),
        "maria@mailer.example.com",
    )
    assert (kept.text.strip(), kept.html.strip()) == ("Plain words", "<p>Rich words</p>")


def test_an_address_can_be_refused(world: World, smtp: smtplib.SMTP) -> None:
    world.mailbox.refusals["gone@example.com"] = "550 5.1.1 no such user"
    with pytest.raises(smtplib.SMTPRecipientsRefused):
        smtp.send_message(mail("gone@example.com"))
    assert world.mailbox.mails == []
