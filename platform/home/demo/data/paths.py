"""What fictitious territories prepare, whose journal is silent, and where trials happen."""

from common.models import Audience
from experiments.drafts.enums import Step
from experiments.enums import Activity, Contribution
from experiments.indicators.enums import Direction
from home.demo.schema import Partner, Prepared, Where

DRAFTS = (
    Prepared(
        key="exempleville-marche",
        group="economie-informelle",
        owner="exempleville",
        author="agent.exempleville",
        step=Step.WITH,
        title="Étals partagés du marché du samedi",
        activity=Activity.MARKETS,
        neighbourhood="Quartier des Tilleuls",
        objective="Donner une place déclarée, à la demi-journée, à celles qui vendent sans étal.",
        partners=(
            Partner(
                org="conseil-tilleuls",
                role="Repère les vendeuses",
                contribution="Un tour du marché chaque mois",
                kinds=(Contribution.TIME, Contribution.EXPERTISE),
            ),
        ),
        indicators=(("Vendeuses avec une place déclarée", "vendeuses", Direction.HIGHER),),
    ),
)

# Nothing was noted there for two months: its agents are asked where it is.
SILENT = ("exempleville-petits-travaux",)

# The places of real territories are those that the sources name.
PLACES = (
    Where(
        trial="grigny-mamas",
        name="Parvis de la gare",
        place="Là où se vendaient les plats",
        commune="grigny",
        audience=Audience.PUBLIC,
    ),
    Where(
        trial="exempleville-garde",
        name="Maison de quartier des Tilleuls",
        place="La salle du rez-de-chaussée, trois soirs par semaine",
        commune="exempleville",
    ),
    Where(
        trial="exempleville-garde",
        name="École des Tilleuls",
        place="Devant le portail, à la sortie",
        commune="exempleville",
        audience=Audience.OWNER,
    ),
)
