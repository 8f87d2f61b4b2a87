"""What falls due each day about drafts. Running it more often changes nothing."""

from django.core.management.base import BaseCommand

from experiments.drafts.services import erase_forgotten


class Command(BaseCommand):
    help = (
        "Efface les brouillons d’expérimentations que personne n’a repris depuis un an ; leur page "
        "le dit un mois avant. À lancer chaque jour."
    )

    def handle(self, **options):
        self.stdout.write(f"Brouillons effacés : {erase_forgotten()}.")
