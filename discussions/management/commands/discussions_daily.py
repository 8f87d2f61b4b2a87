"""What falls due each day in discussions. Running it more often changes nothing."""

from django.core.management.base import BaseCommand

from discussions.erasure import erase_removed


class Command(BaseCommand):
    help = (
        "Efface les messages que leurs auteur·rices ont supprimés il y a plus de trente jours. "
        "À lancer chaque jour."
    )

    def handle(self, **options):
        self.stdout.write(f"Messages effacés : {erase_removed()}.")
