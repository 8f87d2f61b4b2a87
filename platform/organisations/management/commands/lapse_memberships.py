"""`manage.py lapse_memberships`: once a day, so that directories sort former members as such."""

from django.core.management.base import BaseCommand

from organisations.services import lapse_memberships


class Command(BaseCommand):
    help = "Range parmi les autres les organisations dont l’adhésion au réseau a pris fin."

    def handle(self, *args, **options):
        count = lapse_memberships()
        self.stdout.write(f"Adhésions terminées\u00a0: {count}.")
