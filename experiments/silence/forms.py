"""What is learnt when an experimentation stops."""

from django.utils.translation import gettext_lazy as _

from common.forms import Form, TextField


class LearntForm(Form):
    """What others may take from it."""

    note = TextField(
        label=_("Ce que vous avez appris"),
        max_length=4000,
        rows=5,
        help_text=_(
            "Ce qui a manqué, ce qui a marché quand même, ce que vous diriez à un autre territoire."
        ),
        error_messages={
            "required": _(
                "Dites ce que vous avez appris\u00a0: c’est utile aux autres territoires."
            )
        },
    )
