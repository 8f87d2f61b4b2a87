"""What fictitious territories prepare, and have not opened to their group yet."""

from experiments.drafts.enums import Step
from experiments.enums import Activity, Contribution
from experiments.indicators.enums import Direction
from home.demo.schema import Partner, Prepared

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
