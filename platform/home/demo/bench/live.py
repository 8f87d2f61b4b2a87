"""What `script/bench live` does: servers of its own, a client, and rates that rise."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from django.conf import settings

from discussions.management.commands.bench_delivery import (
    WITHOUT_LIMITS,
    free_port,
    scratch,
    wait_for_port,
)
from home.demo.bench.live_client import Plan

AUTHORS = 20
# Messages per second of the usual measure, deliveries per second of the first of those that rise.
USUAL_RATE = 20
FIRST_DELIVERIES = 2000
# Pages on each of many threads, and messages per second to all of these.
READERS, SPREAD_RATE = 5, 50
# Pages that read nothing.
SILENT = 3
MOST_MS, LEAST_SHARE = 250, 0.999
# Above, the client worked all the time: what it found is its own limit; or every processor did.
CLIENT_IS_THE_LIMIT = 0.85
MACHINE_IS_THE_LIMIT = 0.9


class Server:
    """One process of the site, as it is served."""

    def __init__(self):
        self.port = free_port()
        command = [sys.executable, "-m", "uvicorn", "home.demo.bench.live_server:application"]
        command += ["--port", str(self.port), "--log-level", "error", "--lifespan", "off"]
        command += ["--ws-max-size", "65536", "--ws-per-message-deflate", "false"]
        self.process = subprocess.Popen(command, env=os.environ | WITHOUT_LIMITS)  # noqa: S603

    def memory(self) -> int:
        """Bytes that it holds."""
        pages = Path(f"/proc/{self.process.pid}/statm").read_text(encoding="ascii").split()[1]
        return int(pages) * os.sysconf("SC_PAGE_SIZE")


def cpu_seconds(servers: list[Server], *, with_services: bool) -> float:
    """What the servers worked until now, with the database and Redis of this machine or without."""
    pids = {each.process.pid for each in servers}
    total = 0
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            name, _, rest = path.read_text(encoding="utf-8").partition("(")[2].rpartition(")")
        except OSError:
            continue  # it ended meanwhile
        if int(path.parent.name) in pids or (
            with_services and name in {"postgres", "redis-server"}
        ):
            fields = rest.split()
            total += int(fields[11]) + int(fields[12])
    return total / os.sysconf("SC_CLK_TCK")


def machine_seconds() -> tuple[float, float]:
    """What all processors of this machine worked until now, and what they could have."""
    first = Path("/proc/stat").read_text(encoding="ascii").partition("\n")[0]
    user, nice, system, idle, waiting, *others = map(int, first.split()[1:9])
    whole = user + nice + system + idle + waiting + sum(others)
    return whole - idle - waiting, whole


class Client:
    """The process that sends and reads."""

    def __init__(self, plan: Plan):
        command = [sys.executable, "-m", "home.demo.bench.live_client", json.dumps(asdict(plan))]
        self.process = subprocess.Popen(  # noqa: S603
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
        )
        if self.process.stdout.readline().strip() != "ready":
            raise RuntimeError("Les pages de mesure ne s’ouvrent pas.")

    def step(self, rate: float, seconds: float) -> dict:
        """What came of sending at this rate, and as `machine` the share of all processors used."""
        worked, whole = machine_seconds()
        found = self._ask(rate=rate, seconds=seconds)
        worked, whole = (
            after - before for after, before in zip(machine_seconds(), (worked, whole), strict=True)
        )
        return found | {"machine": worked / max(1, whole)}

    def silence(self, count: int) -> None:
        """Open so many pages more that read nothing of all that they ask."""
        self._ask(silent=count)

    def _ask(self, **what) -> dict:
        self.process.stdin.write(json.dumps(what) + "\n")
        return json.loads(self.process.stdout.readline())

    def close(self) -> None:
        self.process.kill()
        self.process.communicate()


@dataclass
class Measure:
    """One way at one number of sockets: at the usual rate, and at the highest that it bears."""

    way: str
    sockets: int
    workers: int
    usual: dict
    # Milliseconds of the servers' work for a thousand deliveries at the usual rate.
    cpu: float
    best: dict | None
    best_rate: float
    # Bytes of the servers for one socket that waits.
    memory: float
    # How many times longer pages wait (95 %) beside some that read nothing.
    beside_silent: float | None = None

    @property
    def limited_by_client(self) -> bool:
        return self.best is not None and self.best["client"] > CLIENT_IS_THE_LIMIT

    @property
    def limited_by_machine(self) -> bool:
        """Nothing was left for more processes to use."""
        return self.best is not None and self.best["machine"] > MACHINE_IS_THE_LIMIT


@dataclass
class Way:
    """How messages travel: where pages listen, where they are sent (empty: by POST)."""

    name: str
    path: str
    control: str
    factor: float

    @property
    def stores(self) -> bool:
        return not self.control


WAYS = (
    Way("diffusion nue (uvicorn)", "/bare/", "/bare/", 2),
    Way("consommateur Channels", "/channels/", "/channels/", 1.5),
    Way("diffusion seule (hub)", "/ws/", "/hub/", 2),
    Way("chemin entier", "/ws/", "", 1.4),
)


# Ports of the servers that have had pages.
warm: set[int] = set()


@contextmanager
def servers(count: int) -> Iterator[list[Server]]:
    """So many processes that answer, gone afterwards."""
    with ExitStack() as stack:
        started = []
        for _turn in range(count):
            server = Server()
            stack.callback(server.process.wait)
            stack.callback(server.process.kill)
            started.append(server)
        for server in started:
            wait_for_port(server.port, server.process)
        yield started


def measure(
    way: Way,
    sockets: int,
    running: list[Server],
    seconds: float,
    most: int,
    *,
    threads: int = 1,
    rate: float = USUAL_RATE,
    silent: bool = False,
) -> Measure:
    """One way, at the usual `rate`, on `threads` of its own in turn; then `most` steps that rise,
    at most; then, with `silent`, beside pages that read nothing."""
    with scratch(AUTHORS if way.stores else 1, threads) as (made, cookies), ExitStack() as stack:
        thread = made[0]
        plan = Plan(
            ports=[each.port for each in running],
            cookies=cookies,
            csrf_cookie=settings.CSRF_COOKIE_NAME,
            threads=[each.pk for each in made],
            sockets=sockets,
            path=way.path,
            control=way.control,
            opening=json.dumps({"thread": thread.pk, "space": thread.space_id, "seq": 1}),
        )
        if way.path == WAYS[-1].path and running[0].port not in warm:
            # The first pages make a process load what it needs once for all.
            Client(replace(plan, sockets=2 * len(running))).close()
            warm.add(running[0].port)
        before = sum(each.memory() for each in running)
        client = Client(plan)
        stack.callback(client.close)
        memory = (sum(each.memory() for each in running) - before) / sockets
        client.step(rate, seconds / 4)
        worked = cpu_seconds(running, with_services=way.stores)
        usual = client.step(rate, seconds)
        worked = cpu_seconds(running, with_services=way.stores) - worked
        cpu = 1e6 * worked / max(1, usual["delivered"])
        first = rate if way.stores else max(rate, FIRST_DELIVERIES / sockets)
        best, highest = climb(
            client, usual=usual, factor=way.factor, rate=first, seconds=seconds, most=most
        )
        silent = _beside_silent(client, rate, seconds) if silent else None
    return Measure(way.name, sockets, len(running), usual, cpu, best, highest, memory, silent)


def _beside_silent(client: Client, rate: float, seconds: float) -> float | None:
    """How many times longer pages wait (95 %) beside some that read nothing, in the same thread."""
    alone = client.step(rate, seconds)["p95"]
    client.silence(SILENT)
    beside = client.step(rate, seconds)["p95"]
    return beside / alone if beside and alone else None


def climb(
    client: Client, *, usual: dict, factor: float, rate: float, seconds: float, most: int
) -> tuple[dict | None, float]:
    """The last step that held, of rates that rise from `rate` and then more finely, and its own."""
    if not held(usual):
        return None, 0.0
    best, best_rate = usual, usual["rate"]
    for _turn in range(most):
        found = client.step(rate, seconds)
        if held(found):
            best, best_rate = found, rate
        elif factor < 1.2:
            break
        else:
            factor = factor**0.5
        rate = best_rate * factor
    return best, best_rate


def held(found: dict) -> bool:
    """Whether all arrived in time, and were sent in time."""
    return (
        found["share"] >= LEAST_SHARE
        and found["p95"] is not None
        and found["p95"] <= MOST_MS
        and not found["refused"]
    )


def run(sockets: int, seconds: float, most: int, tell: Callable[[Measure], None]) -> None:
    """Every way at one number of sockets, on one process; the whole way on two as well, where a
    Redis links them."""
    with servers(1) as running:
        for way in WAYS:
            tell(measure(way, sockets, running, seconds, most, silent=way.stores))
    if settings.REDIS_URL:
        with servers(2) as running:
            tell(measure(WAYS[-1], sockets, running, seconds, most))


def spread(threads: int, seconds: float) -> tuple[Measure, Measure]:
    """The whole way at SPREAD_RATE messages/s in all, on one process: one thread with READERS, then
    so many `threads` with as many each. Both deliver the same."""
    rate = SPREAD_RATE
    with servers(1) as running:
        one = measure(WAYS[-1], READERS, running, seconds, 0, rate=rate)
        pages = READERS * threads
        many = measure(WAYS[-1], pages, running, seconds, 0, threads=threads, rate=rate)
    return one, many
