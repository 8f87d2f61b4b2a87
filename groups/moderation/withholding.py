"""What taking out of sight means for every kind of thing that holds words."""

from groups.moderation.enums import Verb, Withheld

_LEADS_TO = {
    Verb.HIDE: Withheld.HIDDEN,
    Verb.REMOVE: Withheld.REMOVED,
    Verb.RESTORE: Withheld.NO,
}


def withheld_by(verb: str) -> str:
    """The state that an act leads to."""
    return _LEADS_TO[verb]


def offered(withheld: str, *, gone: bool = False) -> tuple[str, ...]:
    """What facilitators may do to something in that state; `gone`: its author took it away."""
    if gone:
        return ()
    if withheld == Withheld.HIDDEN:
        return (Verb.RESTORE, Verb.REMOVE)
    if withheld == Withheld.REMOVED:
        return (Verb.RESTORE,)
    return (Verb.ASK_EDIT, Verb.HIDE, Verb.REMOVE)
