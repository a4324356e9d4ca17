"""A mailbox behind real SMTP: keeps every mail, refuses the addresses it is told to."""

import socket
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller

from playground.stage import Stage


@dataclass(frozen=True)
class Mail:
    at: datetime
    sender: str
    to: tuple[str, ...]
    message: EmailMessage

    @property
    def subject(self) -> str:
        return str(self.message["subject"] or "")

    @property
    def text(self) -> str:
        return self._part("plain")

    @property
    def html(self) -> str:
        return self._part("html")

    def _part(self, kind: str) -> str:
        part = self.message.get_body((kind,))
        return str(part.get_content()) if part else ""


class Mailbox:
    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._controller: Any = None
        self.mails: list[Mail] = []
        self.refusals: dict[str, str] = {}

    def start(self, port: int = 0) -> int:
        """Open the mailbox on a port, by itself on any that is free; which one."""
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("127.0.0.1", port))
            port = int(probe.getsockname()[1])
        self._controller = Controller(self, hostname="127.0.0.1", port=port)
        self._controller.start()
        return port

    def close(self) -> None:
        if self._controller:
            self._controller.stop()

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802
        if address in self.refusals:
            return self.refusals[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        message = message_from_bytes(envelope.content, policy=policy.default)
        with self._stage.lock:
            to = tuple(envelope.rcpt_tos)
            self.mails.append(Mail(self._stage.now(), envelope.mail_from, to, message))
            self._stage.touch()
        return "250 OK"
