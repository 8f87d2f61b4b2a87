"""What production refuses to start with: asked by asgi.py and by `manage.py check --database`."""

from django.core.checks import Error, Tags, register
from django.db import DatabaseError

DEMO_DOMAIN = "demo.example"


def production_problem() -> str:
    """Why this production database must not be served, in words for its operator, or ""."""
    from django.contrib.auth import get_user_model

    try:
        accounts = get_user_model().objects.filter(
            email__iendswith=f"@{DEMO_DOMAIN}", is_active=True
        )
        number = accounts.count()
    except DatabaseError as error:
        return f"La base de données ne répond pas, ou n’est pas migrée : {error}"
    if number:
        return (
            f"Cette base contient {number} compte(s) de démonstration actif(s) (@{DEMO_DOMAIN}), "
            "dont le mot de passe est public. Désactivez-les ou partez d’une base vide."
        )
    return ""


@register(Tags.database)
def no_demonstration_accounts(app_configs, databases, **kwargs) -> list[Error]:
    """`manage.py check --database default` with production settings says the same."""
    if not databases:
        return []
    problem = production_problem()
    return [Error(problem, id="chantiers.E001")] if problem else []
