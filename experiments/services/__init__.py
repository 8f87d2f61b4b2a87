"""Every write of an experimentation, by entity."""

from experiments.services.experimentation import (
    add_carrier,
    change_audience,
    change_stage,
    create_experimentation,
    edit_experimentation,
    remove_carrier,
)
from experiments.services.journal import (
    EntryConflict,
    add_entry,
    edit_entry,
    remove_entry,
    restore_entry,
    withhold_entry,
)
from experiments.services.parts import (
    add_action,
    add_funding,
    add_partner,
    edit_action,
    edit_funding,
    edit_partner,
    move_action,
    remove_action,
    remove_funding,
    remove_partner,
    set_action_done,
)
from experiments.services.quotations import forget_words, keep_message, withdraw_words
from experiments.services.terms import choose_terms

__all__ = [
    "EntryConflict",
    "add_action",
    "add_carrier",
    "add_entry",
    "add_funding",
    "add_partner",
    "change_audience",
    "change_stage",
    "choose_terms",
    "create_experimentation",
    "edit_action",
    "edit_entry",
    "edit_experimentation",
    "edit_funding",
    "edit_partner",
    "forget_words",
    "keep_message",
    "move_action",
    "remove_action",
    "remove_carrier",
    "remove_entry",
    "remove_funding",
    "remove_partner",
    "restore_entry",
    "set_action_done",
    "withdraw_words",
    "withhold_entry",
]
