"""Load or refresh every local authority of the reference data."""

import time

from django.core.management.base import BaseCommand

from organisations import reference
from organisations.services import load_territories


class Command(BaseCommand):
    help = "Charge les communes, intercommunalités, départements et régions du référentiel."

    def handle(self, **options):
        started = time.monotonic()
        self.stdout.write(f"→ Territoires ({reference.year()})…")
        done = load_territories(progress=self.show)
        took = time.monotonic() - started
        self.stdout.write(
            f"  {done['created']} créés, {done['updated']} mis à jour, "
            f"{done['unchanged']} inchangés, {done['retired']} disparus, en {took:.1f} s."
        )

    def show(self, done: int, total: int):
        """A line that rewrites itself on a terminal, and stays silent in a log."""
        if self.stdout.isatty():
            self.stdout.write(f"\r  {done} / {total}", ending="\n" if done == total else "")
            self.stdout.flush()
