"""What the demonstration tags with the network's words (experiments.vocabularies.first_words), and
the documents that its notes rest on.

Of real experimentations: only what the text of the note, or of the experimentation, says itself.
"""

# Word → the experimentations that bear it themselves…
TRIALS = {
    "habitants": ("grigny-mamas", "exempleville-garde", "exemple-couture"),
    "commande": ("exemple-couture", "exempleville-petits-travaux"),
    "nature": ("exempleville-garde",),
    "accompagner": ("exemple-couture",),
    "situation": ("grigny-mamas",),
}

# … and the notes, by the key of their experimentation and their place in it.
NOTES = {
    "commande": (("grigny-mamas", 4), ("exemple-couture", 1)),
    "local": (("grigny-mamas", 6), ("exemple-loire-reemploi", 1)),
    "habitants": (("exempleville-garde", 2),),
}

# Notes that rest on documents of their space, by the keys of these.
PAPERS = {
    ("grigny-mamas", 3): ("grigny-chiffres",),
    ("grigny-mamas", 4): ("grigny-chiffres", "grigny-conference"),
    ("exempleville-garde", 2): ("exempleville-affiche",),
}
