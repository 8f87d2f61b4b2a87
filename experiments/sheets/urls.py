"""Addresses of sheets: in their experimentation, to sign, and public."""

from django.urls import path

from experiments.sheets.views import public, signing, writing

one = "experimentations/<int:pk>/fiche/"

urlpatterns = [
    path(one, writing.tab, name="experimentation_sheet"),
    path(f"{one}modifier/", writing.edit, name="sheet_edit"),
    path(f"{one}apercu/", writing.preview, name="sheet_preview"),
    path(f"{one}signatures/", writing.ask, name="sheet_ask"),
    path(f"{one}signatures/<int:signature_pk>/renvoyer/", writing.resend, name="sheet_ask_again"),
    path(f"{one}publier/", writing.publish, name="sheet_publish"),
    path(f"{one}retirer/", writing.withdraw, name="sheet_withdraw"),
    path(f"{one}versions/<int:number>/", writing.version, name="sheet_version"),
    path(f"{one}photos/<int:picture_pk>/", writing.picture, name="sheet_draft_picture"),
    path("fiches/", public.sheets, name="sheets"),
    path("fiches/<int:pk>/", public.sheet, name="sheet"),
    path("fiches/<int:pk>/pdf/", public.pdf, name="sheet_pdf"),
    path("fiches/<int:pk>/photos/<int:picture_pk>/", public.picture, name="sheet_picture"),
    path("fiches/a-signer/<int:pk>/", signing.mine, name="sheet_signature"),
    path(
        "fiches/a-signer/<int:pk>/photos/<int:picture_pk>/",
        signing.my_picture,
        name="sheet_signature_picture",
    ),
    path("signature/<str:token>/", signing.by_link, name="sheet_sign"),
    path(
        "signature/<str:token>/photos/<int:picture_pk>/",
        signing.picture_by_link,
        name="sheet_sign_picture",
    ),
]
