"""Forms about organisations; other apps take `OrganisationField` from here."""

from organisations.fields import OrganisationField

__all__ = ["OrganisationField"]
