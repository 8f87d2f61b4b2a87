"""What is done to a thread that many people read and write, and what each of its pages saw."""

import asyncio
import contextlib
import signal
import time
import uuid
from collections import Counter

from asgiref.sync import sync_to_async
from django.utils import timezone

from discussions.models import Message
from discussions.sockets import CLOSE_COME_BACK
from groups.models import Membership
from groups.services.shared import raise_group_access
from tests import factories
from tests.discussions.cluster import Cluster, post_surely
from tests.discussions.faults.pages import Delays, Page, StuckPage
from tests.discussions.faults.relay import Relay
from tests.discussions.sockets import sign_in

PEOPLE = 7
PAGES_EACH = 7
AUTHORS = 5
TEXT = " et ce que nous en avons retenu" * 80

CALM, STUCK = "nothing happens", "one page never reads"

# Seconds that the contract gives.
CONVERGED_WITHIN = 10
REVOKED_WITHIN = 1
REDIS_STOPPED_FOR = 15


@sync_to_async
def people_of(group, count: int) -> list:
    """Members, and a session of each."""
    members = [factories.join(group) for _turn in range(count)]
    return [(member, sign_in(member)) for member in members]


@sync_to_async
def remove(user, group) -> None:
    """She is no longer a member, and whoever listens is told."""
    Membership.objects.filter(user=user).update(ended_at=timezone.now())
    raise_group_access(group.pk)


@sync_to_async
def order_of(thread) -> list[str]:
    """The truth: what a page has to show in the end."""
    rows = Message.objects.filter(thread=thread).order_by("position")
    assert [row.position for row in rows] == list(range(1, len(rows) + 1))
    return [str(row.client_id) for row in rows]


class Campaign:
    """Fifty pages of one thread and what befalls them, one `async with`."""

    def __init__(self, cluster: Cluster, scene):
        self.cluster = cluster
        self.scene = scene
        self.relay = Relay(cluster.workers)
        self.delays = Delays()
        self.pages: list[Page] = []
        self.removed: list[Page] = []
        self.stuck: StuckPage | None = None
        self.posted = 0
        self.refusals: Counter = Counter()
        # What is printed: (what was done, messages, seconds to converge, p95).
        self.lines: list[tuple[str, int, float, float]] = []
        self._began = time.monotonic()
        self._stack = contextlib.AsyncExitStack()

    async def __aenter__(self):
        await self._stack.__aenter__()
        await self._stack.enter_async_context(self.relay)
        people = await people_of(self.scene.group, PEOPLE)
        self.authors = [session for _member, session in people[:AUTHORS]]
        one, two = self.cluster.workers
        # The last page of each person has its connection through the relay.
        ways = [[one, two], [two, one]] * (PAGES_EACH // 2) + [[self.relay]]
        self.pages = [self._page(Page, way, session) for _member, session in people for way in ways]
        leaving = await people_of(self.scene.group, 2)
        self.leaving = [member for member, _session in leaving]
        self.removed = [self._page(Page, [two, one], session) for _member, session in leaving]
        _member, session = (await people_of(self.scene.group, 1))[0]
        self.stuck = self._page(StuckPage, [one, two], session)
        await asyncio.gather(
            *(self._stack.enter_async_context(page) for page in (*self.pages, *self.removed))
        )
        return self

    async def __aexit__(self, *error):
        return await self._stack.__aexit__(*error)

    def _page(self, kind, way, session):
        return kind(way, self.scene.thread.pk, session, self.delays)

    # Writing

    async def write(self, count: int) -> None:
        """Several authors write at once, each one message after the other."""

        async def author(number: int, share: int) -> None:
            for _turn in range(share):
                client_id = str(uuid.uuid4())
                self.delays.sending(client_id)
                refused = await post_surely(
                    self.cluster.workers,
                    self.scene.thread.pk,
                    self.authors[number],
                    f"{client_id}{TEXT}",
                    client_id,
                )
                self.refusals.update(refused)
                self.posted += 1

        shares = [count // AUTHORS + (number < count % AUTHORS) for number in range(AUTHORS)]
        await asyncio.gather(*(author(*pair) for pair in enumerate(shares)))

    @contextlib.asynccontextmanager
    async def moment(self, name: str, messages: int):
        """While `messages` are written something happens; from its end on, the time that every
        page takes to show them all is counted."""
        self.delays.moment = name
        before = self.posted
        writing = asyncio.create_task(self.write(messages))
        try:
            yield writing
        except BaseException:
            writing.cancel()
            raise
        recovered = time.monotonic()
        await writing
        await self.converge()
        took = time.monotonic() - recovered
        self.lines.append((name, self.posted - before, took, self.delays.p95(name)))
        assert took < CONVERGED_WITHIN, name

    async def converge(self) -> None:
        """Every page shows what was posted, and the thread's first message."""
        await asyncio.gather(
            *(page.until_count(self.posted + 1, CONVERGED_WITHIN) for page in self.pages)
        )

    # What happens

    async def calm(self) -> None:
        async with self.moment(CALM, 35) as writing:
            await writing

    async def one_never_reads(self) -> None:
        """It asks for all there is until its backlog is full and it is closed."""
        count = 'chantiers_live_closed_total{code="1013"}'
        before = self.cluster.count(count)
        await self._stack.enter_async_context(self.stuck)
        async with self.moment(STUCK, 30) as writing:
            await writing
            async with asyncio.timeout(20):
                while await asyncio.to_thread(self.cluster.count, count) == before:
                    await self.write(1)

    async def one_is_removed(self) -> None:
        """Nothing reaches her a second later: the layer is healthy."""
        async with self.moment("a person is removed", 20) as writing:
            await remove(self.leaving[0], self.scene.group)
            at = time.monotonic()
            page = self.removed[0]
            await page.until(lambda: page.is_refused, timeout=REVOKED_WITHIN)
            await writing
        late = [told for came, told in page.told if came > at + REVOKED_WITHIN]
        assert late == []

    async def connections_are_cut(self) -> None:
        """In the middle of a frame, towards the pages and then towards the workers."""
        async with self.moment("connections cut mid-frame", 30) as writing:
            wanted = self.relay.cut_answers()
            cut_pages = [page for page in self.pages if page.workers == [self.relay]]
            assert wanted == len(cut_pages) > 0
            opened = [page.opened for page in cut_pages]
            await self._until_back(cut_pages, opened)
            assert self.relay.cuts == wanted
            self.relay.cut_requests()
            opened = [page.opened for page in cut_pages]
            for page in cut_pages:
                await page.link.send('{"type":"ping"}')
            await self._until_back(cut_pages, opened)
            assert self.relay.cuts == 2 * wanted
            await writing

    async def a_worker_is_killed(self) -> None:
        async with self.moment("a worker gets SIGKILL", 30):
            await self._until_told()
            self.cluster.two.kill()
            await asyncio.to_thread(self.cluster.two.start)

    async def redis_comes_back_empty(self) -> None:
        async with self.moment("Redis: FLUSHALL, kill -9, restart", 30):
            await self._until_told()
            await asyncio.to_thread(self.cluster.redis.flush)
            self.cluster.redis.kill()
            await asyncio.to_thread(self.cluster.redis.start)

    async def redis_stops_answering(self) -> None:
        """Meanwhile heads bring what is written; a person is removed, and nothing written after
        that reaches her; then a worker is told to stop, and another takes its place."""
        name = f"Redis: SIGSTOP for {REDIS_STOPPED_FOR} s; one is removed; a worker gets SIGTERM"
        page, one = self.removed[1], self.cluster.one
        async with self.moment(name, 15) as writing:
            with self.cluster.redis.stopped():
                over = asyncio.create_task(asyncio.sleep(REDIS_STOPPED_FOR))
                await remove(self.leaving[1], self.scene.group)
                at = time.monotonic()
                await page.until(lambda: page.is_refused, timeout=6)
                await writing
                await self.converge()
                more = asyncio.create_task(self.write(15))
                near = [each for each in self.pages if each.link.remote_address[1] == one.port]
                links = [each.link for each in near]
                one.signal(signal.SIGTERM)
                await asyncio.gather(*(link.wait_closed() for link in links))
                assert {link.close_code for link in links} == {CLOSE_COME_BACK}
                await asyncio.to_thread(one.process.wait, 20)
                await asyncio.to_thread(one.start)
                await over
            await more
        seen = [self.delays.sent_at(client_id) for client_id in page.shown]
        assert [sent for sent in seen if sent is not None and sent > at] == []

    async def events_travel_again(self) -> None:
        """A message reaches the other worker by itself, well before a head would bring it."""
        began = time.monotonic()
        while True:
            await self.write(1)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(0.5):
                    await self.converge()
                break
            assert time.monotonic() - began < CONVERGED_WITHIN
        self.lines.append(("events travel again", 0, time.monotonic() - began, 0))

    async def the_one_who_slept_wakes_up(self) -> None:
        """And resumes like any other."""
        self.stuck.awake.set()
        await self.stuck.until_count(self.posted + 1, 2 * CONVERGED_WITHIN)

    async def _until_told(self) -> None:
        """Messages of this moment are arriving."""
        page = self.pages[0]
        await page.until_count(len(page.shown) + 2, CONVERGED_WITHIN)

    async def _until_back(self, pages, opened) -> None:
        await asyncio.gather(
            *(
                page.until(lambda page=page, was=was: page.opened > was)
                for page, was in zip(pages, opened, strict=True)
            )
        )

    # What was seen

    def table(self) -> str:
        """What was done and counted."""
        count = self.cluster.count
        taken = [*self.pages, self.stuck]
        rows = [
            f"{name:<72} {messages:>3} messages   all there after {took:5.2f} s   p95 {p95:5.2f} s"
            for name, messages, took, p95 in self.lines
        ]
        facts = {
            "pages": len(taken) + len(self.removed),
            "messages posted": self.posted,
            "messages shown": sum(len(page.shown) for page in taken),
            "told again (and not shown twice)": sum(page.again for page in self.pages),
            "sockets opened": sum(page.opened for page in taken),
            "connections cut mid-frame": self.relay.cuts,
            "posts without an answer, sent again": self.refusals[0],
            "posts refused": sum(self.refusals.values()) - self.refusals[0],
            "frames sent": int(count("chantiers_live_frames_sent_total")),
            "replays, repairs, resets": [
                int(count(f'chantiers_live_resyncs_total{{kind="{kind}"}}'))
                for kind in ("replay", "repair", "reset")
            ],
            "events that Redis did not take": int(count("chantiers_live_layer_not_taken_total")),
            "links to Redis opened anew": int(count("chantiers_live_layer_reopened_total")),
            "seconds in all": round(time.monotonic() - self._began, 1),
        }
        rows += [f"{name:<40} {value}" for name, value in facts.items()]
        return "\n".join(rows)
