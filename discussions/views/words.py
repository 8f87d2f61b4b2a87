"""What the script of a thread's page says, in the language of the page."""

from django.utils.translation import gettext as _

from discussions.enums import ReactionKind


def thread_words() -> dict:
    """Each word by its name in static/js; « %s » is a number, a name or a size."""
    return {
        "bold": _("texte en gras"),
        "cancel": _("Annuler"),
        "copied": _("Le lien du message est copié."),
        "crowded": _(
            "Beaucoup de vos pages sont ouvertes\u00a0: les messages arrivent sur celle-ci "
            "avec un peu de retard."
        ),
        "edit": _("Texte du message"),
        "both_type": _("%s et %s écrivent…"),
        "burst": _("%s nouveaux messages"),
        "empty": _("Écrivez votre message avant de l’envoyer."),
        "invite": _("Inviter quelqu’un d’autre…"),
        "italic": _("texte en italique"),
        "item": _("élément"),
        "file_describe": _("Décrire cette photo (facultatif)"),
        "file_heavy": _("%s dépasse 25\u00a0Mo\u00a0: ce fichier n’est pas joint."),
        "file_remove": _("Retirer"),
        "files_added": _("Joints\u00a0: %s"),
        "files_again": _(
            "Votre texte est gardé, pas vos fichiers. Choisissez-les à nouveau\u00a0: %s"
        ),
        "files_most": _("Un message porte cinq fichiers au plus."),
        "files_sending": _("Envoi des fichiers"),
        "files_unready": _("La connexion manque pour joindre un fichier. Réessayez."),
        "jump": _("Nouveaux messages ↓"),
        "kilobytes": _("%s\u00a0ko"),
        "many_wait": _("%s messages attendent la connexion."),
        "many_type": _("Plusieurs personnes écrivent…"),
        "megabytes": _("%s\u00a0Mo"),
        "message": _("%s message"),
        "messages": _("%s messages"),
        "nobody": _("Personne de ce nom ne lit cette discussion."),
        "more": _("et %s de plus"),
        "not_done": _("Cela n’a pas pu être fait. Rechargez la page puis réessayez."),
        "offline": _("Pas encore envoyé\u00a0: vous êtes hors ligne. Il partira à votre retour."),
        "one_waits": _("Un message attend la connexion."),
        "options": _("Options du message écrit par %s"),
        "other": _("et une autre"),
        "others": _("et %s autres"),
        "place": _("expérimentation"),
        "polling": _(
            "La liaison directe est bloquée\u00a0: les messages arrivent avec un peu de retard."
        ),
        "quotation_copied": _("La citation est copiée."),
        "quoted": _("texte cité"),
        "reactions": {kind.value: kind.label for kind in ReactionKind},
        "reader": _("Une autre personne lit ce fil"),
        "readers": _("%s autres personnes lisent ce fil"),
        "refused": _("Ce message n’a pas pu être envoyé. Rechargez la page puis réessayez."),
        "retry": _("Réessayer maintenant"),
        "retrying": _("Pas encore envoyé\u00a0: la connexion manque. Nouvel essai automatique."),
        "revoked": _("Votre accès à cette discussion a pris fin."),
        "revoked_title": _("Discussion fermée pour vous"),
        "save": _("Enregistrer"),
        "sending": _("envoi…"),
        "suggestions": _("%s propositions, flèches pour choisir"),
        "signed_out": _("Vous n’êtes plus connecté·e. Rechargez la page pour vous reconnecter."),
        "to_news": _("Premier message non lu"),
        "unready": _("La connexion manque. Réessayez dans un instant."),
        "types": _("%s écrit…"),
        "waiting": _("Connexion perdue, nouvel essai en cours…"),
    }
