"""Accounts by function: nobody here is a person.

Those of real bodies speak only of what the sources say of that body.
"""

from home.demo.schema import Account

ACCOUNTS = (
    Account(key="admin", name="Administration du réseau", org="rtes", function="", is_admin=True),
    Account(key="animation", name="Animation RTES", org="rtes", function="Animation des chantiers"),
    Account(
        key="agent.grigny",
        name="Agent·e de la ville de Grigny",
        org="grigny",
        function="Agent·e en charge du projet",
        is_referent=True,
    ),
    Account(
        key="agent.angers",
        name="Agent·e d'Angers Loire Métropole",
        org="angers-lm",
        function="Agent·e en charge de l'ESS",
        is_referent=True,
    ),
    Account(
        key="agent.stains",
        name="Agent·e de la ville de Stains",
        org="stains",
        function="Agent·e en charge de l'ESS",
        is_referent=True,
    ),
    Account(
        key="invite.grigny",
        name="Salarié·e du GRDR",
        org="grdr",
        function="Accompagnement du projet",
    ),
    Account(
        key="miroir",
        name="Agent·e du Pays d'Exemple",
        org="exemple-cc",
        function="Agent·e de développement",
        is_referent=True,
    ),
    Account(
        key="agent.exempleville",
        name="Agent·e de la ville d'Exempleville",
        org="exempleville",
        function="Agent·e de la politique de la ville",
        is_referent=True,
    ),
    Account(
        key="agent.exemple",
        name="Agent·e de l'agglomération d'Exemple",
        org="exemple-agglo",
        function="Agent·e du développement économique",
        is_referent=True,
    ),
    Account(
        key="elu.exemple-sur-loire",
        name="Élu·e d'Exemple-sur-Loire",
        org="exemple-loire",
        function="Adjoint·e à l'économie de proximité",
        is_referent=True,
    ),
)
