"""The inbox of a process: which local sockets hear what happens in which spaces.

A part of the hub. It listens to a space's group once per process, whatever the number of sockets,
and tells nothing of a space whose access version is newer than the one its readers were read at.
"""

import asyncio
from collections.abc import Callable
from datetime import datetime

from channels.db import database_sync_to_async
from django.utils import timezone

from discussions import events
from discussions.link import LayerLink
from discussions.subscriptions import Outlet
from groups.permissions import spaces_entered_by


class Inbox:
    """What local sockets follow beside threads: the spaces that the person of each may enter.

    `leave(group)` stops listening to a group of the layer; it does not wait.
    """

    def __init__(self, leave: Callable[[str], None]):
        # Socket → {space: end of access}.
        self.sockets: dict[Outlet, dict[int, datetime | None]] = {}
        self.spaces: dict[int, set[Outlet]] = {}
        # The access version at which the readers of a space were read.
        self.checked: dict[int, int] = {}
        self._leave = leave
        # Reads come one after the other: none is older than what is known already.
        self._reading = asyncio.Lock()

    async def enter(self, socket: Outlet, link: LayerLink) -> None:
        """Follow what advances; the frame says from when on nothing is missed."""
        self.sockets.setdefault(socket, {})
        async with self._reading:
            versions, readers = await self._read({socket.user_id}, link)
            for space_id, version in versions.items():
                # The others of a newer version are checked before anything is told of it.
                self.checked.setdefault(space_id, version)
            if socket not in self.sockets:
                return  # it left during the read
            self._place(socket, readers.get(socket.user_id, {}))
        socket.offer(events.inbox_frame())

    def exit(self, socket: Outlet) -> None:
        """The socket is gone, or follows no more."""
        if socket in self.sockets:
            self._place(socket, {})
            del self.sockets[socket]

    async def hear(self, event: dict, link: LayerLink) -> None:
        """Tell one event; who reads the space is asked first if that may have changed."""
        if not self.is_current(event):
            await self.check(link)
        if self.is_current(event):
            self.deliver(event)

    def is_current(self, event: dict) -> bool:
        """Whether the readers of the event's space are known as of its access version."""
        return event["version"] <= self.checked.get(event["space"], 0)

    def deliver(self, event: dict) -> None:
        """Tell one event to those who may enter the space, as one text."""
        space_id = event["space"]
        frame = events.space_frame(event)
        now = timezone.now()
        for socket in self.spaces.get(space_id, ()):
            until = self.sockets[socket][space_id]
            if until is None or until > now:
                socket.offer(frame, events.space_group(space_id))

    async def check(self, link: LayerLink) -> None:
        """Read again what each person may enter, in three queries for all; those to whom that
        changes something read their badges again."""
        async with self._reading:
            people = {socket.user_id for socket in self.sockets}
            versions, readers = await self._read(people, link)
            moved = {pk for pk, version in versions.items() if version > self.checked.get(pk, 0)}
            for socket in [each for each in self.sockets if each.user_id in people]:
                before = self.sockets[socket].keys()
                spaces = readers.get(socket.user_id, {})
                self._place(socket, spaces)
                if before != spaces.keys() or moved & spaces.keys():
                    socket.offer(events.inbox_frame())
            self.checked |= {pk: versions[pk] for pk in moved if pk in self.spaces}

    async def _read(self, people: set, link: LayerLink) -> tuple[dict, dict]:
        found = database_sync_to_async(spaces_entered_by, thread_sensitive=False)
        versions, readers = await found(people)
        arrived = versions.keys() - self.spaces.keys()
        await asyncio.gather(*(link.join(events.space_group(pk)) for pk in arrived))
        return versions, readers

    def _place(self, socket: Outlet, spaces: dict[int, datetime | None]) -> None:
        """Put a socket where its person may be told of what advances."""
        before = self.sockets[socket]
        self.sockets[socket] = spaces
        for space_id in spaces.keys() - before.keys():
            self.spaces.setdefault(space_id, set()).add(socket)
        for space_id in before.keys() - spaces.keys():
            socket.forget(events.space_group(space_id))
            self.spaces[space_id].discard(socket)
            if not self.spaces[space_id]:
                del self.spaces[space_id]
                self.checked.pop(space_id, None)
                self._leave(events.space_group(space_id))
