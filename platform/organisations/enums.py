"""Kinds and levels of organisations."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    COLLECTIVITY = "collectivity", _("Collectivité")
    PARTNER = "partner", _("Structure partenaire")
    NETWORK = "network", _("Réseau")


class Level(models.TextChoices):
    """Levels of local authority."""

    COMMUNE = "commune", _("Commune")
    EPCI = "epci", _("Intercommunalité")
    EPT = "ept", _("Établissement public territorial")
    DEPARTMENT = "department", _("Département")
    REGION = "region", _("Région")
    OVERSEAS = "overseas", _("Collectivité d’outre-mer")


class PartnerType(models.TextChoices):
    RESIDENTS = "residents", _("Association d’habitants")
    NEIGHBOURHOOD_HOUSE = "neighbourhood_house", _("Maison de quartier")
    SUPPORT = "support", _("Structure d’accompagnement")
    COUNCIL = "council", _("Conseil citoyen ou de quartier")
    CRESS = "cress", _("CRESS")
    REGIE = "regie", _("Régie de quartier")
    CAE = "cae", _("Coopérative d’activités et d’emploi")
    SCIC = "scic", _("SCIC")
    ASSOCIATION = "association", _("Autre association")
    LANDLORD = "landlord", _("Bailleur")
    FOUNDATION = "foundation", _("Fondation")
    STATE = "state", _("État ou opérateur public")
    RESEARCH = "research", _("Recherche")
    RESOURCE_CENTRE = "resource_centre", _("Centre de ressources")
    PUBLIC_BODY = "public_body", _("Établissement public local (CCAS…)")
    COMPANY = "company", _("Entreprise")
    OTHER = "other", _("Autre")
