"""Addresses of sheets."""

from django.urls import path

from experiments.sheets.views import public, signing, writing

one = "experimentations/<int:pk>/fiche/"

urlpatterns = [
    path(one, writing.tab, name="experimentation_sheet"),
    path(f"{one}ecrire/", writing.edit, name="sheet_edit"),
    path(f"{one}reprise/", writing.adopt, name="sheet_adopt"),
    path(f"{one}apercu/", writing.preview, name="sheet_preview"),
    path(f"{one}versions/<int:number>/", writing.version, name="sheet_version"),
    path(f"{one}signatures/", signing.ask, name="sheet_ask"),
    path(
        f"{one}signatures/<int:signature_pk>/renvoyer/",
        signing.resend,
        name="sheet_signature_resend",
    ),
    path(f"{one}publier/", signing.publish, name="sheet_publish"),
    path(f"{one}retirer/", signing.withdraw, name="sheet_withdraw"),
    path("fiches/", public.sheets, name="sheets"),
    path("fiches/<int:pk>/", public.sheet, name="sheet"),
    path("fiches/<int:pk>/pdf/", public.pdf, name="sheet_pdf"),
    path("fiches/<int:pk>/photos/<int:picture_pk>/", public.picture, name="sheet_picture"),
    path("fiches/signatures/<int:pk>/", signing.signature, name="sheet_signature"),
    path(
        "fiches/signatures/<int:pk>/photos/<int:picture_pk>/",
        signing.signature_picture,
        name="sheet_signature_picture",
    ),
    path("fiches/signer/<str:token>/", signing.sign, name="sheet_sign"),
    path(
        "fiches/signer/<str:token>/photos/<int:picture_pk>/",
        signing.sign_picture,
        name="sheet_sign_picture",
    ),
]
