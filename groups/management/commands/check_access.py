"""Compare roles, dated accesses, grants and invitations; repair on request."""

from django.core.management.base import BaseCommand, CommandError

from groups.services.drift import find_drift, repair_drift


class Command(BaseCommand):
    help = (
        "Compare les rôles, les accès invités, leurs droits et les invitations. "
        "Échoue s’il reste un écart."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--repair",
            action="store_true",
            help="remettre d’accord ce qui peut l’être sans rien ouvrir de plus",
        )

    def handle(self, *, repair: bool, **options):
        left = 0
        for drift in find_drift():
            repaired = repair and repair_drift(drift)
            left += not repaired
            mark = "réparé" if repaired else "à réparer" if drift.repair else "à décider"
            self.stdout.write(f"{mark} · groupe {drift.group_id} · {drift.what}")
        if left:
            advice = "" if repair else " « --repair » remet d’accord ceux qui peuvent l’être."
            raise CommandError(f"Écarts restants : {left}.{advice}")
        self.stdout.write("Rôles, accès, droits et invitations s’accordent.")
