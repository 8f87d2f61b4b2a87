"""Domains of e-mail addresses: as they are compared, and those that vouch for nobody.

An address at a domain that an administrator listed for an organisation confirms its owner's place
there. So a domain is compared whole, in one form only, and whatever is not surely that domain is
another: a subdomain, a letter of another alphabet, a name that two standards read differently.
"""

import re
import unicodedata

# Where anybody opens an address: consumer mailboxes, access providers, forwarding and throwaway
# services read in France. A domain under one of them is theirs too.
PUBLIC_PROVIDERS = frozenset(
    """
    gmail.com googlemail.com google.com
    outlook.com outlook.fr outlook.be hotmail.com hotmail.fr hotmail.be hotmail.co.uk live.com
    live.fr live.be msn.com windowslive.com passport.com
    yahoo.com yahoo.fr yahoo.co.uk yahoo.be ymail.com rocketmail.com aol.com aol.fr aim.com
    icloud.com me.com mac.com
    orange.fr wanadoo.fr voila.fr oleane.com francetelecom.fr
    free.fr freesbee.fr libertysurf.fr worldonline.fr alicepro.fr aliceadsl.fr aliceadsl.com
    infonie.fr proxad.net online.fr
    sfr.fr neuf.fr cegetel.net club-internet.fr clubinternet.fr 9online.fr noos.fr numericable.fr
    numericable.com tele2.fr nordnet.fr nordnet.com cario.fr modulonet.fr
    bbox.fr bouyguestelecom.fr bouygtel.fr
    laposte.net laposte.com mailo.com mailo.fr netcourrier.com net-c.com net-c.fr net-c.be
    caramail.com caramail.fr caramail.lycos.fr lycos.com lycos.fr
    gmx.com gmx.fr gmx.net gmx.de web.de t-online.de mail.com email.com
    proton.me protonmail.com protonmail.ch pm.me tutanota.com tutanota.de tutamail.com tuta.com
    tuta.io keemail.me posteo.net posteo.de mailbox.org disroot.org riseup.net infomaniak.com
    ik.me etik.com zaclys.net zaclys.com fastmail.com fastmail.fm hushmail.com hey.com
    zoho.com zohomail.com zohomail.eu yandex.com yandex.ru mail.ru bk.ru inbox.ru list.ru
    qq.com 163.com 126.com sina.com naver.com hanmail.net
    mediaserv.net mediaserv.fr canl.nc lagoon.nc mls.nc mail.pf only.fr ool.fr
    skynet.be telenet.be proximus.be scarlet.be bluewin.ch swissonline.ch pt.lu
    libero.it virgilio.it tiscali.it tin.it comcast.net verizon.net att.net btinternet.com
    simplelogin.com simplelogin.io anonaddy.com anonaddy.me addy.io duck.com relay.firefox.com
    mozmail.com privaterelay.appleid.com
    yopmail.com yopmail.fr yopmail.net jetable.org jetable.net jetable.com mailinator.com
    guerrillamail.com guerrillamail.net sharklasers.com 10minutemail.com temp-mail.org tempmail.com
    trashmail.com trashmail.net throwawaymail.com maildrop.cc dispostable.com getnada.com
    mohmal.com spamgourmet.com
    """.split()  # noqa: SIM905
)
LONGEST = 253
_LABEL = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)")


def normalized(domain: str) -> str:
    """`domain` as it is kept and compared: lower case ASCII, without its last dot; "" for what is
    not a domain, or cannot surely be told from another."""
    text = unicodedata.normalize("NFC", domain.strip()).lower()
    text = text.removesuffix(".")
    if not text or len(text) > LONGEST:
        return ""
    try:
        labels = [_ascii(label) for label in text.split(".")]
    except UnicodeError:
        return ""
    if len(labels) < 2 or not all(_LABEL.fullmatch(label) for label in labels):
        return ""
    # An address of a machine is not a domain.
    return "" if labels[-1].isdigit() else ".".join(labels)


def _ascii(label: str) -> str:
    """One label in ASCII. UnicodeError where another label would give the same (« ß » and « ss »,
    full-width letters), whichever of the two forms it comes in."""
    if label.isascii():
        if label.startswith("xn--") and _ascii(label.encode().decode("idna")) != label:
            raise UnicodeError(label)
        return label
    encoded = label.encode("idna")
    if encoded.decode("idna") != label:
        raise UnicodeError(label)
    return encoded.decode()


def domain_of(address: str) -> str:
    """The domain of an e-mail address, normalized; "" if it has none."""
    local, at, domain = address.rpartition("@")
    return normalized(domain) if local and at else ""


def is_public_provider(domain: str) -> bool:
    """Whether anybody may have an address there, or under a domain that it belongs to."""
    labels = normalized(domain).split(".")
    return any(".".join(labels[start:]) in PUBLIC_PROVIDERS for start in range(len(labels)))
