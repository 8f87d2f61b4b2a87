"""A real SMTP server that keeps what it receives, for tests that follow a link or type a code."""

import asyncio
import email
import email.policy
import re

from aiosmtpd.controller import Controller

from tests.servers import free_port


class _Keeper:
    def __init__(self, box: "Mailbox"):
        self.box = box

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - aiosmtpd asks for this name
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        body = message.get_body(("plain",)).get_content()
        self.box.keep(envelope.rcpt_tos, f"{message['Subject']}\n\n{body}")
        return "250 OK"


class Mailbox:
    """`await box.last_for(address)`: the newest e-mail not yet read, subject then text."""

    def __init__(self):
        self._kept: dict[str, list[str]] = {}
        self._arrived: dict[str, asyncio.Event] = {}
        self._loop = asyncio.get_running_loop()
        self._port = free_port()
        self._server = Controller(_Keeper(self), hostname="127.0.0.1", port=self._port)

    def start(self) -> None:
        self._server.start()

    def stop(self) -> None:
        self._server.stop()

    @property
    def url(self) -> str:
        """For EMAIL_URL."""
        return f"smtp://127.0.0.1:{self._port}"

    def _event(self, address: str) -> asyncio.Event:
        return self._arrived.setdefault(address, asyncio.Event())

    def keep(self, addresses: list[str], text: str) -> None:
        """Called in the SMTP server's own thread."""
        for address in addresses:
            self._kept.setdefault(address, []).append(text)
            self._loop.call_soon_threadsafe(self._event(address).set)

    async def last_for(self, address: str, within: float = 15) -> str:
        await asyncio.wait_for(self._event(address).wait(), within)
        self._event(address).clear()
        return self._kept[address].pop()


def code_in(text: str) -> str:
    """The one-time code that an e-mail shows on a line of its own."""
    return re.search(r"^\s*([0-9A-Z]{3,}(?:-[0-9A-Z]{3,})*)\s*$", text, re.MULTILINE).group(1)


def path_in(text: str, start: str) -> str:
    """The path of the first link that begins with `start`."""
    return re.search(rf"https?://[^/\s]+({re.escape(start)}\S+)", text).group(1)
