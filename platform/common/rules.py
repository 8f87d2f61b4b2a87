"""What rules refuse."""

from django.utils.translation import gettext_lazy as _


class RuleError(Exception):
    """A rule says no: nothing was changed, and `str(error)` says why in words for the screen."""

    message = _("Cette action n’est pas possible.")

    def __init__(self, message=None):
        self.message = message or self.message
        super().__init__(self.message)

    def __str__(self) -> str:
        return str(self.message)
