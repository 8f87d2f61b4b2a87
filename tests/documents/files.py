"""Real small files of every kind, and those made to harm, built on the spot."""

import io
import struct
import zipfile
import zlib

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.experiments.pictures import located_photo, picture_bytes

PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/'
    'content-types"><Override PartName="/word/document.xml" ContentType="application/vnd.'
    'openxmlformats-officedocument.{part}.main+xml"/></Types>'
)
PARTS = {
    "docx": "wordprocessingml.document",
    "xlsx": "spreadsheetml.sheet",
    "pptx": "presentationml.presentation",
}
MIMETYPES = {
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odp": "application/vnd.oasis.opendocument.presentation",
    "odg": "application/vnd.oasis.opendocument.graphics",
}


def archive(*members: tuple[str, bytes], stored: tuple[str, ...] = ("mimetype",)) -> bytes:
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members:
            how = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            made.writestr(name, content, compress_type=how)
    return output.getvalue()


def office(extension: str, *more: tuple[str, bytes]) -> bytes:
    if extension in MIMETYPES:
        first = ("mimetype", MIMETYPES[extension].encode())
        return archive(first, ("content.xml", b"<x/>"), *more)
    types = _TYPES.format(part=PARTS[extension]).encode()
    return archive(("[Content_Types].xml", types), ("word/document.xml", b"<x/>"), *more)


def png_bomb(side: int = 30_000) -> bytes:
    """A few kilobytes that claim nearly a billion pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        checksum = struct.pack("!L", zlib.crc32(kind + data))
        return struct.pack("!L", len(data)) + kind + data + checksum

    header = struct.pack("!LLBBBBB", side, side, 8, 2, 0, 0, 0)
    rows = zlib.compress(bytes(1_000_000), 9)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    )


def zip_bomb() -> bytes:
    """A document that would unpack to 300 MB."""
    part = bytes(30_000_000)
    return office("docx", *[(f"word/media/{n}.bin", part) for n in range(10)])


def lying_zip() -> bytes:
    """A document whose directory says ten bytes where there are ten million."""
    content = bytearray(office("docx", ("word/media/big.bin", bytes(10_000_000))))
    real, claimed = struct.pack("<L", 10_000_000), struct.pack("<L", 10)
    assert content.count(real) == 2
    return bytes(content.replace(real, claimed))


def four_gigabytes_claimed() -> bytes:
    """A document whose directory says nearly 4 GB where there is one byte."""
    content = bytearray(office("docx", ("word/media/one.bin", b"x" * 4242)))
    return bytes(content.replace(struct.pack("<L", 4242), struct.pack("<L", 0xFFFF_FFF0)))


GOOD = {
    "rapport.pdf": (PDF, "application/pdf"),
    "notes.txt": ("Été 2024 : œuvre".encode(), "text/plain"),
    "ancien.txt": ("Été 2024".encode("cp1252"), "text/plain"),
    "tableau.csv": (b"a;b\n1;2\n", "text/csv"),
    "lisez.md": (b"# Titre\n\n* un\n", "text/markdown"),
    "PHOTO.JPG": (picture_bytes("JPEG"), "image/jpeg"),
    "lieu.jpeg": (located_photo(), "image/jpeg"),
    "plan.png": (picture_bytes("PNG"), "image/png"),
    "plan.webp": (picture_bytes("WEBP"), "image/webp"),
    "anime.gif": (picture_bytes("GIF"), "image/png"),
    **{
        f"texte.{extension}": (
            office(extension),
            MIMETYPES.get(extension)
            or f"application/vnd.openxmlformats-officedocument.{PARTS[extension]}",
        )
        for extension in [*PARTS, *MIMETYPES]
    },
}

_HTML = b"<!DOCTYPE html><html><script>alert(1)</script></html>"
_SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
BAD = {
    "empty.pdf": b"",
    "page.html": _HTML,
    "page.pdf": _HTML,
    "page.txt": b"\xef\xbb\xbf \n" + _HTML,
    "dessin.svg": _SVG,
    "dessin.png": _SVG,
    "dessin.md": _SVG,
    "data.xml": b"<?xml version='1.0'?><x/>",
    "outil.exe": b"MZ" + bytes(100),
    "outil.pdf": b"MZ" + bytes(100),
    "facture.pdf.exe": PDF,
    "sans-extension": PDF,
    "binaire.txt": bytes(range(256)),
    "commandes.csv": b"a;b\x1b[2J",
    "deux-en-un.pdf": PDF + archive(("x.txt", b"x")),
    "tronque.pdf": PDF[:-6] + b"x" * 5000,
    "page.docx": _HTML,
    "archive.docx": archive(("x.txt", b"x")),
    "archive.odt": archive(("x.txt", b"x")),
    "tableur.docx": office("xlsx"),
    "tableur.odt": office("ods"),
    "tasse.odt": archive(("mimetype", MIMETYPES["odt"].encode()), stored=()),
    "prefixe.docx": b"#!/bin/sh\n" + office("docx"),
    "macros.docx": office("docx", ("word/vbaProject.bin", b"x")),
    "macros.odt": office("odt", ("Basic/Standard/Module1.xml", b"<x/>")),
    "chemins.docx": office("docx", ("../../evil.sh", b"x")),
    "bombe.docx": zip_bomb(),
    "menteur.docx": lying_zip(),
    "geant.docx": four_gigabytes_claimed(),
    "foule.docx": office("docx", *[(f"x/{n}", b"") for n in range(5001)]),
    "casse.docx": office("docx")[:-30],
    "ancien.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
    "bombe.png": png_bomb(),
    "photo.png": picture_bytes("JPEG"),
    "photo.jpg": picture_bytes("PNG"),
    "casse.jpg": picture_bytes("JPEG")[:300],
    "photo.heic": b"\x00\x00\x00\x18ftypheic" + bytes(200),
    "photo-iphone.jpg": b"\x00\x00\x00\x18ftypheic" + bytes(200),
}


def upload(content: bytes, name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("x", content) if not name else _named(content, name)


def _named(content: bytes, name: str) -> SimpleUploadedFile:
    """With the name exactly as the browser sent it: Django's own cleaning is put aside."""
    file = SimpleUploadedFile("x", content)
    file._name = name
    return file
