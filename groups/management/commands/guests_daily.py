"""What falls due each day about guests. Running it more often changes nothing."""

from django.core.management.base import BaseCommand

from groups.services.openings import erase_old_openings
from groups.services.reminders import remind_of_ends


class Command(BaseCommand):
    help = (
        "Écrit à qui a invité une personne dont l’accès se termine dans les sept jours, une fois "
        "par échéance, et efface ce que le journal des invité·es a gardé plus de douze mois. "
        "À lancer chaque jour."
    )

    def handle(self, **options):
        self.stdout.write(f"Rappels de fin d’accès : {remind_of_ends()}.")
        self.stdout.write(f"Lignes effacées du journal des invité·es : {erase_old_openings()}.")
