"""Addresses of experimentations."""

from django.urls import path

from experiments.views import experimentation, journal, keeping, listing, pages, parts, terms

one = "experimentations/<int:pk>/"
message = "discussions/<int:pk>/messages/<int:message_pk>/"

urlpatterns = [
    path("experimentations/", listing.experimentations, name="experimentations"),
    path(
        "groupes/<slug:slug>/experimentations/",
        listing.group_experimentations,
        name="group_experimentations",
    ),
    path(one, pages.experimentation, name="experimentation"),
    path(f"{one}presentation/", pages.presentation, name="experimentation_presentation"),
    path(f"{one}actions/", pages.actions, name="experimentation_actions"),
    path(f"{one}partenaires/", pages.partners, name="experimentation_partners"),
    path(f"{one}documents/", pages.documents, name="experimentation_documents"),
    path(f"{one}discussion/", pages.discussion, name="experimentation_discussion"),
    path(f"{one}modifier/", experimentation.edit, name="experimentation_edit"),
    path(f"{one}etape/", experimentation.change_stage, name="experimentation_stage"),
    path(f"{one}porteuses/ajouter/", experimentation.add_carrier, name="carrier_add"),
    path(
        f"{one}porteuses/<int:carrier_pk>/retirer/",
        experimentation.remove_carrier,
        name="carrier_remove",
    ),
    path(f"{one}leviers/", terms.choose, name="experimentation_terms"),
    path(f"{one}journal/imprimer/", pages.print_journal, name="experimentation_print"),
    path(f"{one}journal/nouvelle/", journal.add, name="entry_add"),
    path(f"{one}journal/<int:entry_pk>/", pages.entry, name="entry"),
    path(f"{one}journal/<int:entry_pk>/modifier/", journal.edit, name="entry_edit"),
    path(f"{one}journal/<int:entry_pk>/supprimer/", journal.remove, name="entry_remove"),
    path(f"{one}journal/<int:entry_pk>/retablir/", journal.restore, name="entry_restore"),
    path(
        f"{one}photos/<int:picture_pk>/<str:size>/",
        journal.picture,
        name="entry_picture",
    ),
    path(f"{message}garder/", keeping.choose, name="message_keep"),
    path(f"{message}garder/<int:experimentation_pk>/", keeping.keep, name="message_keep_in"),
    path("paroles/<int:pk>/", keeping.words, name="kept_words"),
    path("paroles/<int:pk>/retirer/", keeping.withdraw, name="kept_words_withdraw"),
    path(f"{one}partenaires/ajouter/", parts.add_partner, name="partner_add"),
    path(f"{one}partenaires/<int:part_pk>/modifier/", parts.edit_partner, name="partner_edit"),
    path(f"{one}partenaires/<int:part_pk>/retirer/", parts.remove_partner, name="partner_remove"),
    path(f"{one}actions/ajouter/", parts.add_action, name="action_add"),
    path(f"{one}actions/<int:part_pk>/modifier/", parts.edit_action, name="action_edit"),
    path(f"{one}actions/<int:part_pk>/fait/", parts.complete_action, name="action_complete"),
    path(f"{one}actions/<int:part_pk>/deplacer/", parts.move_action, name="action_move"),
    path(f"{one}actions/<int:part_pk>/retirer/", parts.remove_action, name="action_remove"),
    path(f"{one}financements/ajouter/", parts.add_funding, name="funding_add"),
    path(f"{one}financements/<int:part_pk>/modifier/", parts.edit_funding, name="funding_edit"),
    path(f"{one}financements/<int:part_pk>/retirer/", parts.remove_funding, name="funding_remove"),
]
