"""`manage.py import_resources FILE…`: text dumps of resource pages, into the library."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from groups.library.doubts import said
from groups.library.importing import import_lines, read_lines


class Command(BaseCommand):
    help = "Importe dans la bibliothèque des pages de ressources copiées en texte (UTF-8)."

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="+", metavar="FICHIER")
        parser.add_argument("--essai", action="store_true", help="montrer sans rien importer")

    def handle(self, *, files, essai, **options):
        read = [(Path(name).name, read_lines(self._text(name))) for name in files]
        for name, lines in read:
            self.stdout.write(f"{name} : {len(lines)} ressource(s)")
            for line in lines:
                doubts = " ; ".join(said(line["doubts"]))
                self.stdout.write(f"  {line['title']}" + (f" — {doubts}" if doubts else ""))
            if not essai:
                made = import_lines(lines=lines, source=name)
                self.stdout.write(f"{made} nouvelle(s), {len(lines) - made} déjà là")

    def _text(self, name: str) -> str:
        try:
            return Path(name).read_text(encoding="utf-8-sig")
        except OSError as error:
            raise CommandError(f"{name} : {error.strerror}") from None
        except UnicodeDecodeError:
            raise CommandError(f"{name} n’est pas du texte en UTF-8") from None
