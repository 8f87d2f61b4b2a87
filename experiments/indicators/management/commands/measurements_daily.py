"""What falls due each day about measurements. Running it more often changes nothing."""

from django.core.management.base import BaseCommand

from experiments.indicators.importing import forget_old_rows
from experiments.indicators.services import erase_removed


class Command(BaseCommand):
    help = (
        "Efface les mesures supprimées depuis trente jours, et les lignes des fichiers envoyés il "
        "y a plus d’un jour sans être importés. À lancer chaque jour."
    )

    def handle(self, **options):
        self.stdout.write(f"Mesures effacées : {erase_removed()}.")
        self.stdout.write(f"Fichiers effacés : {forget_old_rows()}.")
