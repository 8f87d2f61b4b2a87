"""Load the demonstration world, or a large random one for measurements."""

import time

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from common.text import thousands
from home.demo.data import world
from home.demo.loader import Loader, email_of
from home.demo.scale import AlreadyLoadedError, load_scale

BAR = 24


class Command(BaseCommand):
    help = (
        "Charge les données de démonstration. Sans effet sur ce qui est déjà chargé : "
        "ce que des personnes ont modifié reste comme elles l’ont laissé."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--force",
            action="store_true",
            help="charger même hors du mode démonstration (jamais en production)",
        )
        parser.add_argument(
            "--scale",
            type=float,
            metavar="N",
            help="un grand monde aléatoire pour mesurer : N=1 donne 50 groupes, 2 000 personnes, "
            "1 000 expérimentations, 100 000 messages et 20 000 notes",
        )

    def handle(self, *, force: bool, scale: float | None, **options):
        self._check_allowed(force=force)
        if scale is None:
            self._load(verbosity=options["verbosity"])
        elif 0 < scale <= 100:
            self._load_scale(scale)
        else:
            raise CommandError("--scale attend un nombre entre 0 et 100, par exemple 1 ou 0.01.")

    def _check_allowed(self, *, force: bool) -> None:
        """Its accounts share a published password: production never has them."""
        if settings.PRODUCTION:
            raise CommandError("Les comptes de démonstration sont refusés en production.")
        if not (settings.DEMO or force):
            raise CommandError(
                "Le mode démonstration est coupé (DEMO). "
                "Ajoutez --force pour charger quand même ces comptes au mot de passe public."
            )

    def _load(self, *, verbosity: int) -> None:
        started = time.monotonic()
        made = Loader().load()
        if made:
            self.stdout.write(f"  Démonstration chargée en {_seconds(started)}.")
        else:
            self.stdout.write("  Démonstration déjà en place.")
        if verbosity > 1:
            for account in world.ACCOUNTS:
                self.stdout.write(f"  {email_of(account)}")

    def _load_scale(self, scale: float) -> None:
        started = time.monotonic()
        try:
            made = load_scale(scale, progress=self._show)
        except AlreadyLoadedError as error:
            raise CommandError(
                "Le monde de mesure est déjà dans cette base. Il se charge une seule fois : "
                "prenez une base neuve pour une autre taille."
            ) from error
        rows = sum(made.values())
        rate = rows / (time.monotonic() - started)
        self.stdout.write(
            f"  {thousands(rows)} lignes en {_seconds(started)} : {thousands(rate)} lignes/s."
        )

    def _show(self, label: str, done: int, total: int) -> None:
        """A bar that rewrites itself on a terminal; in a log, one line when a table is done."""
        if self.stdout.isatty():
            filled = BAR if not total else BAR * done // total
            bar = "█" * filled + "░" * (BAR - filled)
            line = f"\r  {bar} {thousands(done):>9} / {thousands(total):<9} {label:<32}"
            self.stdout.write(line, ending="\n" if done == total else "")
            self.stdout.flush()
        elif done == total:
            self.stdout.write(f"  {label} : {thousands(done)}")


def _seconds(started: float) -> str:
    return f"{time.monotonic() - started:.1f} s".replace(".", ",")
