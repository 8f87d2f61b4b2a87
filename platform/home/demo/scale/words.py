"""Words and sentences of the large random world: plausible French, about nobody."""

PLACES = (
    "Exempleville",
    "Exemple-sur-Loire",
    "Exemple-des-Prés",
    "Exemple-le-Haut",
    "Saint-Exemple",
    "Exemple-les-Bains",
    "Exemple-la-Forêt",
    "Vieil-Exemple",
)
GROUPINGS = ("Communauté d’agglomération d’Exemple", "Communauté de communes d’Exemple")
STRUCTURES = (
    "Régie de quartier d’Exemple",
    "Association d’habitants d’Exemple",
    "Maison de quartier d’Exemple",
    "CAE d’Exemple",
    "Ressourcerie d’Exemple",
    "Fondation d’Exemple",
    "Centre social d’Exemple",
)
THEMES = (
    "Économie informelle",
    "Alimentation solidaire",
    "Mobilité solidaire",
    "Commande publique responsable",
    "Tiers-lieux",
    "Réemploi",
    "Habitat participatif",
    "Garde d’enfants",
    "Circuits courts",
    "Monnaies locales",
)
ATTEMPTS = (
    "Cuisine partagée",
    "Atelier de couture",
    "Garage solidaire",
    "Garde d’enfants entre voisins",
    "Marché de réemploi",
    "Conciergerie de quartier",
    "Jardin nourricier",
    "Épicerie coopérative",
    "Atelier vélo",
    "Petits travaux",
)
QUARTERS = ("Les Tilleuls", "La Gare", "Le Port", "Les Coteaux", "Le Moulin", "Les Lilas")
QUESTIONS = (
    "Comment avez-vous commencé ?",
    "Quel statut pour démarrer ?",
    "Où trouver un local ?",
    "Qui finance la première année ?",
    "Comment rencontrer les habitants ?",
    "Que mesurer, et quand ?",
    "Que faire quand un partenaire se retire ?",
    "Retour sur la dernière séance",
)
OPENINGS = (
    "Bonjour à toutes et à tous.",
    "De notre côté, les choses avancent.",
    "Petit point depuis la dernière fois.",
    "Je réponds à la question posée plus haut.",
    "Merci pour ce partage.",
)
MIDDLES = (
    "Nous avons rencontré une quinzaine de familles, et **trois envies** reviennent.",
    "Le local est trouvé, mais les travaux prendront deux mois.",
    "La régie propose d’employer les premières personnes à l’heure.",
    "Les habitantes veulent garder leurs horaires, et nous les comprenons.",
    "Il reste à convaincre le bailleur :\n\n- un bail d’un an,\n- un accès le soir.",
    "L’assurance demande un avenant ; nous avons *presque* le devis.",
    "Le conseil citoyen a donné un avis favorable, avec deux réserves.",
    "Nous cherchons qui a déjà essayé la même chose dans une petite ville.",
)
ENDINGS = (
    "Et chez vous ?",
    "On en reparle à la prochaine séance.",
    "Je dépose le document dans l’espace.",
    "Vos idées sont bienvenues.",
    "À suivre.",
)
NOTES = (
    "Première rencontre au pied des immeubles : douze personnes, beaucoup de questions.",
    "Deux vendeuses acceptent d’essayer pendant un mois.",
    "La salle n’était pas chauffée ; nous avons déplacé l’atelier à la maison de quartier.",
    "Le partenaire confirme son soutien pour un an.",
    "Trois personnes ont signé un premier contrat.",
    "L’administration demande une pièce de plus ; le dossier attend.",
    "Les habitants proposent un autre jour : le samedi matin.",
    "Nous arrêtons la vente du soir : trop peu de monde, trop de fatigue.",
)
ACTIONS = (
    "Obtenir l’accord du bailleur",
    "Réunir les partenaires",
    "Préparer la convention",
    "Former six personnes à l’hygiène",
    "Écrire le bilan du trimestre",
)
