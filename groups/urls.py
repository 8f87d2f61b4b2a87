"""Addresses of the groups, their calls, their people, and the guests of spaces."""

from django.urls import path

from groups.views import (
    addresses,
    answers,
    approvals,
    calls,
    groups,
    guest_view,
    guests,
    invitations,
    members,
)

urlpatterns = [
    path("groupes/", groups.group_list, name="group_list"),
    path("groupes/nouveau/", groups.group_new, name="group_new"),
    path("groupes-dormants/", groups.dormant, name="group_dormant"),
    path("groupes/<slug:slug>/", groups.group, name="group"),
    path("groupes/<slug:slug>/modifier/", groups.group_edit, name="group_edit"),
    path("groupes/<slug:slug>/charte/", groups.charter, name="group_charter"),
    path("groupes/<slug:slug>/etat/", groups.group_state, name="group_state"),
    path("groupes/<slug:slug>/appel/", calls.call, name="group_call"),
    path("groupes/<slug:slug>/appel/modifier/", calls.call_edit, name="group_call_edit"),
    path("groupes/<slug:slug>/appel/publier/", calls.call_publish, name="group_call_publish"),
    path("groupes/<slug:slug>/appel/clore/", calls.call_close, name="group_call_close"),
    path("groupes/<slug:slug>/appel/questions/", calls.questions, name="group_call_questions"),
    path(
        "groupes/<slug:slug>/appel/questions/<int:pk>/", calls.question, name="group_call_question"
    ),
    path(
        "groupes/<slug:slug>/appel/questions/<int:pk>/<str:act>/",
        calls.question_act,
        name="group_call_question_act",
    ),
    path("groupes/<slug:slug>/appel/repondre/", answers.call_answer, name="group_call_answer"),
    path(
        "groupes/<slug:slug>/appel/brouillon/supprimer/",
        answers.draft_drop,
        name="group_answer_draft_drop",
    ),
    path(
        "groupes/<slug:slug>/appel/retirer/",
        answers.answer_withdraw,
        name="group_answer_withdraw",
    ),
    path("groupes/<slug:slug>/reponses/", answers.answers, name="group_answers"),
    path("groupes/<slug:slug>/reponses/<int:pk>/", answers.answer, name="group_answer"),
    path("groupes/<slug:slug>/reponses/comparer/", answers.compare, name="group_answers_compare"),
    path("groupes/<slug:slug>/reponses/export.csv", answers.export, name="group_answers_export"),
    path("groupes/<slug:slug>/membres/", members.members, name="group_members"),
    path("groupes/<slug:slug>/membres/dormants/", members.dormant, name="group_dormant_members"),
    path("groupes/<slug:slug>/membres/<int:pk>/role/", members.role, name="group_member_role"),
    path("groupes/<slug:slug>/membres/<int:pk>/retirer/", members.end, name="group_member_end"),
    path(
        "groupes/<slug:slug>/membres/<int:pk>/confirmer/",
        members.confirm,
        name="group_member_confirm",
    ),
    path(
        "groupes/<slug:slug>/membres/<int:pk>/retablir/",
        members.restore,
        name="group_member_restore",
    ),
    path("groupes/<slug:slug>/quitter/", members.leave, name="group_leave"),
    path("groupes/<slug:slug>/collectivites/", members.engage, name="group_engage"),
    path(
        "groupes/<slug:slug>/collectivites/<int:pk>/",
        members.engagement,
        name="group_engagement",
    ),
    path("groupes/<slug:slug>/inviter/", invitations.invite, name="group_invite"),
    path(
        "groupes/<slug:slug>/invitations/<int:pk>/<str:act>/",
        invitations.group_invitation,
        name="group_invitation",
    ),
    path(
        "groupes/<slug:slug>/demandes/<int:pk>/",
        addresses.group_request,
        name="group_address_request",
    ),
    path(
        "espaces/<int:pk>/demandes/<int:request_pk>/",
        addresses.space_request,
        name="space_address_request",
    ),
    path("groupes/<slug:slug>/reglages/", groups.guest_approval, name="group_settings"),
    path(
        "groupes/<slug:slug>/invites-a-approuver/",
        approvals.waiting,
        name="group_guest_approvals",
    ),
    path(
        "groupes/<slug:slug>/invites-a-approuver/<int:pk>/",
        approvals.decide,
        name="group_guest_approval",
    ),
    path("espaces/<int:pk>/invites/", guests.guests, name="space_guests"),
    path("espaces/<int:pk>/invites/<int:access_pk>/", guests.guest, name="space_guest"),
    path(
        "espaces/<int:pk>/invites/<int:access_pk>/journal/",
        guests.guest_journal,
        name="space_guest_journal",
    ),
    path("espaces/<int:pk>/invites/<int:access_pk>/vue/", guest_view.guest_view, name="guest_view"),
    path(
        "espaces/<int:pk>/invites/<int:access_pk>/vue/<slug:part>/",
        guest_view.guest_view,
        name="guest_view_part",
    ),
    path(
        "espaces/<int:pk>/invites/<int:access_pk>/<str:act>/",
        guests.guest_act,
        name="space_guest_act",
    ),
    path(
        "espaces/<int:pk>/invitations/<int:invitation_pk>/<str:act>/",
        guests.invitation_act,
        name="space_invitation",
    ),
    path("invitations/<int:pk>/", invitations.mine, name="my_invitation"),
    path("invitations/<int:pk>/accepter/", invitations.mine_accept, name="my_invitation_accept"),
    path("invitations/<int:pk>/decliner/", invitations.mine_decline, name="my_invitation_decline"),
    path("invitation/<str:token>/", invitations.invitation, name="invitation"),
    path(
        "invitation/<str:token>/accepter/", invitations.invitation_accept, name="invitation_accept"
    ),
    path(
        "invitation/<str:token>/decliner/",
        invitations.invitation_decline,
        name="invitation_decline",
    ),
    path("invitation/<str:token>/demander/", invitations.invitation_ask, name="invitation_ask"),
]
