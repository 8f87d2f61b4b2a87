"""Territories named Exemple, with codes that no territory has, and their partners."""

from home.demo.data import sources as s
from home.demo.data.partners import partner
from home.demo.schema import Org
from organisations.enums import Kind, Level
from organisations.enums import PartnerType as P

COLLECTIVITY = Kind.COLLECTIVITY


def _fiction(key, name, level, code, *, population, description, domains=()) -> Org:
    return Org(
        key=key,
        name=name,
        kind=COLLECTIVITY,
        level=level,
        code=code,
        population=population,
        description=description,
        source=s.FICTION,
        domains=domains,
    )


def _fictitious_partner(key, name, partner_type, description) -> Org:
    return partner(key, name, partner_type, description, s.FICTION)


FICTITIOUS = (
    _fiction(
        "exempleville",
        "Exempleville",
        Level.COMMUNE,
        "EX001",
        population=24_300,
        description="Ville imaginaire.",
        domains=("exempleville.example",),
    ),
    _fiction(
        "exemple-loire",
        "Exemple-sur-Loire",
        Level.COMMUNE,
        "EX002",
        population=8_150,
        description="Petite ville imaginaire.",
    ),
    _fiction(
        "exemple-pres",
        "Exemple-des-Prés",
        Level.COMMUNE,
        "EX003",
        population=940,
        description="Village imaginaire.",
    ),
    _fiction(
        "exemple-agglo",
        "Communauté d'agglomération d'Exemple",
        Level.EPCI,
        "EX101",
        population=86_400,
        description="Intercommunalité imaginaire autour d'Exempleville.",
    ),
    _fiction(
        "exemple-cc",
        "Communauté de communes du Pays d'Exemple",
        Level.EPCI,
        "EX102",
        population=19_700,
        description="Intercommunalité rurale imaginaire.",
    ),
    _fictitious_partner(
        "voisines",
        "Les Voisines d'Exempleville",
        P.RESIDENTS,
        "Association imaginaire d'habitantes.",
    ),
    _fictitious_partner(
        "maison-tilleuls",
        "Maison de quartier des Tilleuls (Exempleville)",
        P.NEIGHBOURHOOD_HOUSE,
        "Maison de quartier imaginaire.",
    ),
    _fictitious_partner(
        "conseil-tilleuls",
        "Conseil citoyen des Tilleuls (Exempleville)",
        P.COUNCIL,
        "Conseil citoyen imaginaire.",
    ),
    _fictitious_partner(
        "cae-exemple", "CAE d'Exemple", P.CAE, "Coopérative d'activités et d'emploi imaginaire."
    ),
    _fictitious_partner(
        "fil-gare",
        "Le Fil de la gare d'Exemple",
        P.RESIDENTS,
        "Collectif imaginaire de couturières.",
    ),
    _fictitious_partner(
        "bailleur-exemple", "Exemple Habitat", P.LANDLORD, "Bailleur social imaginaire."
    ),
    _fictitious_partner(
        "fondation-exemple", "Fondation d'Exemple", P.FOUNDATION, "Fondation imaginaire."
    ),
    _fictitious_partner(
        "regie-exemple", "Régie de quartier d'Exempleville", P.REGIE, "Régie imaginaire."
    ),
    _fictitious_partner(
        "ressourcerie", "Ressourcerie d'Exemple-sur-Loire", P.ASSOCIATION, "Association imaginaire."
    ),
    _fictitious_partner(
        "garage-pres", "Garage associatif d'Exemple-des-Prés", P.SCIC, "SCIC imaginaire."
    ),
)
