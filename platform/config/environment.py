"""Reads settings from environment variables, or from the files that `<NAME>_FILE` names."""

import os

import environ
from django.core.exceptions import ImproperlyConfigured


class Variables(dict):
    """The process's environment, where `SECRET_KEY_FILE=/run/secrets/key` stands for SECRET_KEY.

    The file's last line break is not part of the secret; the file wins over the variable.
    """

    def __getitem__(self, name: str) -> str:
        path = super().get(f"{name}_FILE")
        if not path:
            return super().__getitem__(name)
        try:
            with open(path, encoding="utf-8") as file:  # noqa: PTH123
                return file.read().rstrip("\r\n")
        except OSError as error:
            raise ImproperlyConfigured(
                f"{name}_FILE désigne un fichier illisible : {path} ({error.strerror})."
            ) from error

    def __contains__(self, name: object) -> bool:
        return super().__contains__(name) or bool(super().get(f"{name}_FILE"))

    def get(self, name: str, default=None):
        try:
            return self[name]
        except KeyError:
            return default


class Environment(environ.Env):
    """django-environ over `Variables`."""

    def __init__(self, variables: dict[str, str] | None = None) -> None:
        super().__init__()
        self.ENVIRON = Variables(os.environ if variables is None else variables)

    def require(self, *names: str) -> None:
        """Refuse to go on unless every one of `names` has a value, naming all that lack one."""
        missing = [name for name in names if not str(self.ENVIRON.get(name, "")).strip()]
        if missing:
            raise ImproperlyConfigured(
                "Réglages absents de l’environnement : "
                + ", ".join(missing)
                + ". Chacun se donne par une variable de ce nom, ou par un fichier que désigne la "
                "même variable suivie de _FILE (docs/operations.md)."
            )
