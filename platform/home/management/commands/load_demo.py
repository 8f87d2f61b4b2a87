"""Load the demonstration world, or a large random one for measurements."""

import time

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from home.demo.data import world
from home.demo.loader import Loader, email_of


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

    def handle(self, *, force: bool, **options):
        self._check_allowed(force=force)
        started = time.monotonic()
        made = Loader().load()
        spent = f"{time.monotonic() - started:.1f}".replace(".", ",")
        if made:
            self.stdout.write(f"  Démonstration chargée en {spent} s.")
        else:
            self.stdout.write("  Démonstration déjà en place.")
        if options["verbosity"] > 1:
            for account in world.ACCOUNTS:
                self.stdout.write(f"  {email_of(account)}")

    def _check_allowed(self, *, force: bool) -> None:
        """Its accounts share a published password: production never has them."""
        if getattr(settings, "PRODUCTION", False):
            raise CommandError("Les comptes de démonstration sont refusés en production.")
        if not (settings.DEMO or force):
            raise CommandError(
                "Le mode démonstration est coupé (DEMO). "
                "Ajoutez --force pour charger quand même ces comptes au mot de passe public."
            )
