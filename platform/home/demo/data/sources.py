"""The documents that the real facts come from: public title, date, and the file's own name.

What is fictitious says so in the same place.
"""

CHANTIER = (
    "RTES, « Chantier de travail économie informelle », 12 novembre 2020 (000_20afcf9edbd7156f.txt)"
)
CPO = "RTES, compte rendu de la CPO ANCT 2020-2022 (001_000e52b90f11e845.txt)"
_RURAL = "(002_b177bc2baba99d65.txt)"
USER_GUIDE = f"Avise et RTES, mode d'emploi « ESS & ruralités », septembre 2020 {_RURAL}"
DEBATE = (
    f"Résovilles, mise en débat « Pratiques informelles », ressource relayée par le RTES {_RURAL}"
)
COOPERATION = f"TRESSONS, livret « Formes de coopération », septembre 2020 {_RURAL}"
LEVERS = f"TRESSONS, livret « Leviers d'action », septembre 2020 {_RURAL}"
ECOSYSTEM = f"RTES et Avise, webinaire « ESS & ruralités », 10 septembre 2020 {_RURAL}"
CONTRACT_STUDY = f"Avise, étude sur les programmes de développement rural et l'ESS {_RURAL}"
GARE = f"RTES, fiche Déniché pour vous n° 87, mai 2020 {_RURAL}"
PANORAMA = f"Avise et RTES, panorama de projets d'ESS en territoires ruraux, mai 2020 {_RURAL}"
REPERESS = f"RTES, RepèrESS « Développer l'ESS dans les QPV », février 2020 {_RURAL}"
KIT = "RTES, kit MunicipalESS, fiche n° 6, septembre 2020 (003_d1c5f0490b500333.txt)"
_CITY = "(004_f0af811801b82cd8.txt)"
QUEBEC = (
    f"RTES, conférence en ligne sur la revitalisation urbaine intégrée, 17 novembre 2021 {_CITY}"
)
LETTER = f"RTES, lettre « Politique de la ville & ESS », octobre 2021 {_CITY}"
HEALTH = f"RTES, fiche Déniché pour vous n° 101, octobre 2021 {_CITY}"
POPULAR = f"RTES, conférence en ligne « Économies populaires », septembre 2021 {_CITY}"
CULINARY = f"RTES, conférence en ligne « Pratiques culinaires informelles », septembre 2021 {_CITY}"
PLS = f"Pour la Solidarité et RTES, étude « ESS, territoires ruraux & urbains », juin 2021 {_CITY}"
MIGRACOOP = f"RTES, fiche Déniché pour vous n° 97, mai 2021 {_CITY}"
FRAGILE = f"ANCT, étude « L'ESS : une chance pour les territoires fragiles » {_CITY}"
MECHANICS = f"RTES, conférence en ligne « Mécanique de rue », mars 2021 {_CITY}"
CONTRACTS = f"RTES et Avise, webinaire « ESS & ruralités », 18 février 2021 {_CITY}"

FICTION = "Exemple fictif, inventé pour la démonstration"
