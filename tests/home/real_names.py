"""Words that the demonstration may not contain: surnames of the private persons that its sources
name. Only digests are kept here, so that this list names nobody either."""

import hashlib
import re

from common.text import fold

DIGESTS = frozenset(
    {
        "01de7cd896fa",
        "04e38c53e442",
        "071947fb2c88",
        "0a674d6e39d1",
        "0e4a34ca75e6",
        "129442269df1",
        "13f25472d1a6",
        "1767342da9e1",
        "17a6534de6fc",
        "24cb1d17a439",
        "251e2de1a265",
        "2dca07b63e53",
        "30cc6dd8ef84",
        "41e263ae391d",
        "467ef7660062",
        "519c511975be",
        "51d1ccb54de3",
        "64563c306663",
        "68990b444f21",
        "726ff8941ff6",
        "739b9d664d77",
        "73ca69d52f69",
        "7cb52804cdc0",
        "7cb8e7e228f3",
        "81f5ea0ddf8e",
        "842f05d5c648",
        "8775d82ba1da",
        "8aa27f40201f",
        "8da5d80a7479",
        "8fcbe81ce683",
        "97c08d9169d4",
        "9f263ef68dc4",
        "aa1262fc0d62",
        "b25fa4a53238",
        "b4624481f593",
        "b9fb3221ba56",
        "c6fb6df76ccf",
        "cead3ee33389",
        "df7bce0bc7a3",
        "e2fe152ee8ff",
        "e5bddd820212",
        "e9316fa324d2",
        "ee1129296aac",
        "f6c361e1b2aa",
        "f70308b1d758",
        "fbe8624c6c79",
        "ff5fb130e919",
    }
)


def names_in(text: str) -> set[str]:
    """Words of `text` that are one of those surnames, whatever their case and accents."""
    words = set(fold(re.sub(r"[_\-]", " ", text)).split())
    return {word for word in words if hashlib.sha256(word.encode()).hexdigest()[:12] in DIGESTS}
