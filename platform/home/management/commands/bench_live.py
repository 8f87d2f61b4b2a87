"""Measure live delivery under load, beside two limits of our own making: `script/bench live`."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from common.text import thousands
from home.demo.bench import live, posting
from home.demo.bench.table import decimal, table

HEAD = (
    "chemin",
    "processus",
    "livré à 20/s",
    "doubles",
    "ms (50 %)",
    "ms (95 %)",
    "ms (99 %)",
    "ms CPU / 1000",
    "POST ms (95 %)",
    "ko / page",
    "messages/s",
    "livraisons/s",
    "machine",
    "",
)
TARGETS = ("repère", "mesuré", "visé", "")
BARE, CHANNELS, HUB, WHOLE = (way.name for way in live.WAYS)


class Command(BaseCommand):
    help = "Mesure la livraison en direct sous charge, à côté de deux limites sans base."

    def add_arguments(self, parser):
        parser.add_argument(
            "--sockets", type=int, nargs="+", default=[50, 200, 1000], help="pages ouvertes"
        )
        parser.add_argument("--seconds", type=float, default=3, help="durée de chaque palier")
        parser.add_argument("--steps", type=int, default=12, help="paliers croissants, au plus")
        parser.add_argument(
            "--threads", type=int, default=1000, help="fils lus à la fois (0 : ne pas mesurer)"
        )
        parser.add_argument(
            "--posts", type=int, default=200, help="envois dont le temps est détaillé"
        )

    def handle(self, *, sockets: list[int], seconds: float, steps: int, **options):
        if settings.PRODUCTION:
            raise CommandError("Les mesures créent des comptes fictifs : jamais en production.")
        layer = "Redis" if settings.REDIS_URL else "mémoire"
        self.stdout.write(f"Base : {connection.vendor} ; couche : {layer}")
        for count in sockets:
            measures = []
            self.stdout.write(f"\n{thousands(count)} pages sur un fil")
            live.run(count, seconds, steps, measures.append)
            self.stdout.write(table(HEAD, map(_row, measures)))
            self.stdout.write(f"\n{table(TARGETS, _targets(measures))}")
        if threads := options["threads"]:
            self._many_threads(threads, seconds)
        self._posting(options["posts"])

    def _many_threads(self, threads: int, seconds: float) -> None:
        rate = decimal(live.SPREAD_RATE, 0)
        self.stdout.write(
            f"\n{thousands(threads)} fils de {live.READERS} pages, {rate} messages/s en tout"
        )
        one, many = live.spread(threads, seconds)
        self.stdout.write(table(HEAD, [_row(one), _row(many)]))
        ratio = _at_most("tous ces fils / un seul, CPU", many.cpu / one.cpu if one.cpu else 0, 2)
        self.stdout.write(f"\n{table(TARGETS, [ratio])}")

    def _posting(self, posts: int) -> None:
        spent = posting.stages(posts)
        whole = sum(spent.values())
        self.stdout.write(f"\nUn envoi, dans ce processus : {decimal(whole)} ms")
        rows = [(name, decimal(ms, 2), f"{100 * ms / whole:.0f} %") for name, ms in spent.items()]
        self.stdout.write(table(("étape", "ms", "part"), rows))


def _ms(value: float | None) -> str:
    return "–" if value is None else decimal(value)


def _row(found: live.Measure) -> tuple[str, ...]:
    usual, best = found.usual, found.best
    return (
        found.way,
        str(found.workers),
        f"{100 * usual['share']:.1f} %".replace(".", ","),
        str(usual["duplicates"]),
        _ms(usual["p50"]),
        _ms(usual["p95"]),
        _ms(usual["p99"]),
        decimal(found.cpu),
        _ms(usual["post_p95"]),
        decimal(found.memory / 1000),
        decimal(found.best_rate) if best else "–",
        thousands(best["per_second"]) if best else "–",
        f"{100 * best['machine']:.0f} %" if best else "–",
        _limit(found),
    )


def _limit(found: live.Measure) -> str:
    """What kept the highest rate from being higher, where it was not the servers."""
    if found.limited_by_client:
        return "limite du client"
    return "limite de la machine" if found.limited_by_machine else ""


def _targets(measures: list[live.Measure]) -> list[tuple[str, ...]]:
    """Ratios within this run, beside what is aimed at."""
    found = {(each.way, each.workers): each for each in measures}
    bare, channels, hub, whole = (found[name, 1] for name in (BARE, CHANNELS, HUB, WHOLE))
    best = {
        each.way: each.best["per_second"] if each.best else 0.0 for each in (bare, channels, hub)
    }
    late = (whole.usual["p95"] or 0) - (bare.usual["p95"] or 0)
    rows = [
        _at_least("hub / Channels, livraisons/s", best[HUB], best[CHANNELS], 12),
        _at_least("hub / diffusion nue, livraisons/s", best[HUB], best[BARE], 0.6),
        _at_most("hub / Channels, CPU", hub.cpu / channels.cpu if channels.cpu else 0, 0.2),
        _at_most("entier / Channels, CPU", whole.cpu / channels.cpu if channels.cpu else 0, 0.5),
        _at_most("entier − diffusion nue, ms (95 %)", late, 45),
        _at_least("entier, messages/s", whole.best_rate, 1, 50),
        _at_most("POST, ms (95 %)", whole.usual["post_p95"] or 0, 40),
        _at_most("ko par page qui attend", whole.memory / 1000, 40),
    ]
    if whole.beside_silent is not None:
        name = "à côté de pages qui ne lisent rien, ms (95 %)"
        rows.append(_at_most(name, whole.beside_silent, 1.2))
    if two := found.get((WHOLE, 2)):
        rows.append(_at_least("deux processus / un, messages/s", two.best_rate, whole.best_rate, 1))
    return rows


def _at_least(name: str, value: float, unit: float, wanted: float) -> tuple[str, ...]:
    ratio = value / unit if unit else 0.0
    return name, decimal(ratio, 2), f"≥ {decimal(wanted, 2)}", "" if ratio >= wanted else "!"


def _at_most(name: str, value: float, wanted: float) -> tuple[str, ...]:
    return name, decimal(value, 2), f"≤ {decimal(wanted, 2)}", "" if value <= wanted else "!"
