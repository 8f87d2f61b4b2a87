"""What production refuses to start with: asked by asgi.py and by `manage.py check --database`."""

from django.core.checks import Error, Tags, register
from django.db import DatabaseError, connection

DEMO_DOMAIN = "demo.example"


def demonstration_problem() -> str:
    """Why the accounts of this database must not be served in production, or ""."""
    from django.contrib.auth import get_user_model

    number = (
        get_user_model().objects.filter(email__iendswith=f"@{DEMO_DOMAIN}", is_active=True).count()
    )
    if not number:
        return ""
    return (
        f"Cette base contient {number} compte(s) de démonstration actif(s) (@{DEMO_DOMAIN}), "
        "dont le mot de passe est public. Désactivez-les ou partez d’une base vide."
    )


def production_problem() -> str:
    """Why the site must not start in production, in words for its operator, or ""."""
    try:
        return demonstration_problem()
    except DatabaseError as error:
        return f"La base de données ne répond pas, ou n’est pas migrée : {error}"


@register(Tags.database)
def no_demonstration_accounts(app_configs, databases, **kwargs) -> list[Error]:
    """`manage.py check --database default` with production settings says the same.

    `migrate` asks it too, and first on a database that has no table yet.
    """
    from django.contrib.auth import get_user_model

    table = get_user_model()._meta.db_table
    if not databases or table not in connection.introspection.table_names():
        return []
    problem = demonstration_problem()
    return [Error(problem, id="chantiers.E001")] if problem else []
