"""What falls due each day about booklets. Running it more often changes nothing."""

from django.core.management.base import BaseCommand

from experiments.booklets.services import expire_booklets


class Command(BaseCommand):
    help = (
        "Efface les recueils de fiches faits depuis trente jours, et ceux dont une fiche, une "
        "photo ou une note n’est plus publique. À lancer chaque jour."
    )

    def handle(self, **options):
        self.stdout.write(f"Recueils effacés : {expire_booklets()}.")
