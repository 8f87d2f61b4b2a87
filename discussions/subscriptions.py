"""What the hub keeps of sockets and of the threads they follow."""

import asyncio
import uuid
from datetime import datetime
from typing import Protocol


class Outlet(Protocol):
    """What the hub knows of a socket."""

    user_id: uuid.UUID
    name: str
    session_key: str
    sign_in_hash: str

    def offer(self, text: str, about: int | str | None = None) -> None:
        """Queue a frame, about a thread or the group of a space; never waits, closes by itself
        when too much is queued."""

    def forget(self, about: int | str) -> None:
        """Drop what is still queued of a thread, or of the group of a space."""

    def close(self, code: int) -> None:
        """Close soon, without what is queued."""


class Subscription:
    """One socket in one thread. It gets what happens once its replay is complete (`live`)."""

    __slots__ = ("live", "seq", "socket", "timer", "topic", "until", "write")

    def __init__(self, socket: Outlet, topic: "Topic", seq: int):
        self.socket = socket
        self.topic = topic
        self.seq = seq
        self.live = False
        self.until: datetime | None = None
        # Whether she may discuss there, as she was last told.
        self.write: bool | None = None
        self.timer: asyncio.TimerHandle | None = None


class Topic:
    """One thread with local sockets. `seq` was delivered to every live one; `heard` exists."""

    __slots__ = (
        *("dirty", "heard", "is_locked", "repair", "seq", "space_id", "subscriptions"),
        "thread_id",
    )

    def __init__(self, thread_id: int, space_id: int):
        self.thread_id = thread_id
        self.space_id = space_id
        self.seq: int | None = None
        self.heard = 0
        self.dirty = False
        self.is_locked = False
        self.repair: asyncio.Task | None = None
        self.subscriptions: dict[Outlet, Subscription] = {}
