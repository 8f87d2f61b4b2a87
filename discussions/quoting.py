"""The words of a message in another one, as a quotation of the Markdown subset."""

from django.utils.translation import gettext as _

from discussions.models import Message
from discussions.services import MAX_BODY


def quotation(message: Message) -> str:
    """« > » before each line, who wrote them above, an empty line below to go on from; cut so that
    there is room to write. Only what is visible is quoted."""
    if not message.is_visible:
        return ""
    said = _("%(name)s a écrit\u00a0:") % {"name": message.author_name}
    words = message.body[: MAX_BODY // 2]
    return "\n".join(f"> {line}".rstrip() for line in [said, "", *words.splitlines()]) + "\n\n"
