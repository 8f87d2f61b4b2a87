"""What falls due each day about silent journals. Running it more often changes nothing."""

from django.core.management.base import BaseCommand

from experiments.silence.services import ask_the_silent


class Command(BaseCommand):
    help = (
        "Demande « Où en êtes-vous ? » aux référent·es des expérimentations sans nouvelles depuis "
        "soixante jours, une fois par silence. À lancer chaque jour."
    )

    def handle(self, **options):
        self.stdout.write(f"Expérimentations interrogées : {ask_the_silent()}.")
