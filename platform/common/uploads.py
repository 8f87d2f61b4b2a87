"""Checking what people upload: nothing is stored, shown or sent on before it passed here.

A file is judged by what it holds, and its extension must agree. Every refusal is an UploadRefused
whose text is for the person who chose the file.
"""

import contextlib
import hashlib
import io
import re
import socket
import struct
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from common.text import clean_line

MEGABYTE = 1_000_000
MAX_DOCUMENT_BYTES = 25 * MEGABYTE
MAX_PICTURE_BYTES = 15 * MEGABYTE
MAX_REQUEST_BYTES = 80 * MEGABYTE
MAX_PIXELS = 50_000_000
MAX_UNPACKED_BYTES = 200 * MEGABYTE
MAX_MEMBERS = 5_000
MAX_NAME = 150
FULL_SIDE = 2000
THUMBNAIL_SIDE = 480

PICTURE_FORMATS = ["JPEG", "PNG", "WEBP", "GIF"]
PICTURE_ACCEPT = "image/jpeg,image/png,image/webp,image/gif"
_HEIF_BRANDS = {b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif", b"avis"}
# What Pillow raises on files made to break it.
_BROKEN_PICTURE = (
    OSError,
    ValueError,
    SyntaxError,
    TypeError,
    LookupError,
    AttributeError,
    EOFError,
    ArithmeticError,
    MemoryError,
    struct.error,
    zlib.error,
)


class UploadRefused(ValidationError):  # noqa: N818 - not an error of ours
    """A file that is not taken, with the reason and what to do about it."""


class CappedUploadHandler(FileUploadHandler):
    """Stops writing a file to disk once it is larger than anything we take.

    The rest of the form goes through, so what was typed is kept; `request.refused_uploads` holds
    the names of the fields whose file was dropped.
    """

    def handle_raw_input(self, input_data, META, content_length, boundary, encoding=None):  # noqa: N803
        self.request.refused_uploads = []
        self.total = 0

    def new_file(self, *args, **kwargs):
        super().new_file(*args, **kwargs)
        self.size = 0

    def receive_data_chunk(self, raw_data, start):
        self.size += len(raw_data)
        self.total += len(raw_data)
        if self.size > MAX_DOCUMENT_BYTES or self.total > MAX_REQUEST_BYTES:
            self.request.refused_uploads.append(self.field_name)
            raise SkipFile
        return raw_data

    def file_complete(self, file_size):
        return None


def clean_name(name: str) -> str:
    """A file name that is safe to show and to propose: no path, control or direction marks, at
    most 150 characters with its extension kept; « document » when nothing is left."""
    name = clean_line(re.split(r"[/\\]", name)[-1])
    name = re.sub(r'[<>:"|?*]', "_", name).strip(". ")
    stem, dot, extension = name.rpartition(".")
    if not dot:
        return name[:MAX_NAME] or _("document")
    extension = extension[:10]
    return f"{stem[: MAX_NAME - len(extension) - 1] or _('document')}.{extension}"


def human_size(size: int) -> str:
    """« 340 ko », « 2,4 Mo »."""
    if size < MEGABYTE:
        return f"{max(1, round(size / 1000))}\u00a0ko"
    return f"{size / MEGABYTE:.1f}".replace(".", ",").removesuffix(",0") + "\u00a0Mo"


def _too_large(limit: int) -> UploadRefused:
    return UploadRefused(
        _("Ce fichier dépasse %(limit)s, la taille acceptée.") % {"limit": human_size(limit)}
    )


# Pictures ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture made anew from its pixels: nothing else of the file remains. Both are WebP."""

    full: bytes
    thumbnail: bytes
    width: int
    height: int


def read_picture(file) -> Picture:
    """The picture in `file`, upright, without metadata, at most 2,000 px, and its thumbnail."""
    if file.size > MAX_PICTURE_BYTES:
        raise _too_large(MAX_PICTURE_BYTES)
    image, _kind = _decoded(file, draft=(FULL_SIDE, FULL_SIDE))
    full = _rgb(image)
    full.thumbnail((FULL_SIDE, FULL_SIDE), Image.Resampling.LANCZOS)
    small = full.copy()
    small.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE), Image.Resampling.LANCZOS)
    return Picture(_encoded(full, "WEBP"), _encoded(small, "WEBP"), full.width, full.height)


def _decoded(file, draft: tuple[int, int] | None = None) -> tuple[Image.Image, str]:
    """`file` as a Pillow image turned upright, and its format; dimensions are checked first."""
    file.seek(0)
    head = file.read(12)
    if head[4:8] == b"ftyp" and head[8:12] in _HEIF_BRANDS:
        raise UploadRefused(
            _(
                "Cette photo est au format HEIC, que beaucoup d’ordinateurs ne lisent pas. "
                "Enregistrez-la en JPEG (sur iPhone : Réglages, Appareil photo, Formats, "
                "« Le plus compatible »)."
            )
        )
    file.seek(0)
    try:
        with Image.open(file, formats=PICTURE_FORMATS) as image:
            if image.width * image.height > MAX_PIXELS:
                raise UploadRefused(
                    _("Cette image est trop grande\u00a0: %(limit)s millions de pixels au plus.")
                    % {"limit": MAX_PIXELS // 1_000_000}
                )
            kind = image.format
            if draft:
                image.draft("RGB", draft)
            image.load()
            upright = ImageOps.exif_transpose(image)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise UploadRefused(_("Cette image est trop grande.")) from error
    except _BROKEN_PICTURE as error:
        if isinstance(error, ValidationError):
            raise
        raise UploadRefused(
            _("Ce fichier n’est pas une image lisible (JPEG, PNG, WebP ou GIF).")
        ) from error
    return upright, kind


def _rgb(image: Image.Image) -> Image.Image:
    """Opaque RGB pixels; what was transparent becomes white."""
    if _has_alpha(image):
        image = image.convert("RGBA")
        ground = Image.new("RGB", image.size, "white")
        ground.paste(image, mask=image.getchannel("A"))
        return ground
    return image.convert("RGB")


def _encoded(image: Image.Image, kind: str) -> bytes:
    """The pixels alone: no EXIF, GPS, comment or colour profile follows."""
    image.info = {}
    output = io.BytesIO()
    options = {"JPEG": {"quality": 90}, "WEBP": {"quality": 80, "method": 3}}.get(kind, {})
    image.save(output, kind, **options)
    return output.getvalue()


# Documents --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """A document that may be kept: its cleaned name, true type, size, digest and content."""

    name: str
    content_type: str
    size: int
    sha256: str
    content: bytes


_OOXML = "application/vnd.openxmlformats-officedocument."
_ODF = "application/vnd.oasis.opendocument."
_OFFICE = {
    "docx": (f"{_OOXML}wordprocessingml.document", b"wordprocessingml.document.main+xml"),
    "xlsx": (f"{_OOXML}spreadsheetml.sheet", b"spreadsheetml.sheet.main+xml"),
    "pptx": (f"{_OOXML}presentationml.presentation", b"presentationml.presentation.main+xml"),
}
_OPEN_DOCUMENT = {
    "odt": f"{_ODF}text",
    "ods": f"{_ODF}spreadsheet",
    "odp": f"{_ODF}presentation",
    "odg": f"{_ODF}graphics",
}
_TEXT = {"txt": "text/plain", "csv": "text/csv", "md": "text/markdown"}
_PICTURES = {"jpg": "JPEG", "jpeg": "JPEG", "png": "PNG", "webp": "WEBP", "gif": "GIF"}
# Those of pictures, taken or not: a HEIC photo is refused with what to do about it.
PICTURE_EXTENSIONS = {*_PICTURES, "heic", "heif"}
_OLD_OFFICE = {"doc": "docx", "xls": "xlsx", "ppt": "pptx"}
EXTENSIONS = ["pdf", *_OFFICE, *_OPEN_DOCUMENT, *_TEXT, *_PICTURES]
DOCUMENT_ACCEPT = ",".join(f".{extension}" for extension in EXTENSIONS)

_MARKUP = re.compile(rb"<\s*(!doctype|html|svg|script|head|body|iframe|\?xml|\?php)", re.IGNORECASE)
_MACROS = re.compile(r"vbaproject\.bin$|^basic/|^scripts/|/activex/", re.IGNORECASE)


def check_document(file) -> CheckedFile:
    """`file` (an uploaded file) as it may be kept, or UploadRefused with the reason."""
    if file.size > MAX_DOCUMENT_BYTES:
        raise _too_large(MAX_DOCUMENT_BYTES)
    name = clean_name(file.name or "")
    extension = name.rpartition(".")[2].lower() if "." in name else ""
    file.seek(0)
    content = file.read(MAX_DOCUMENT_BYTES + 1)
    if not content:
        raise UploadRefused(_("Ce fichier est vide."))
    if extension in _OLD_OFFICE:
        raise UploadRefused(
            _("Ce format ancien peut cacher des macros. Enregistrez le fichier en .%(new)s ou PDF.")
            % {"new": _OLD_OFFICE[extension]}
        )
    if extension not in EXTENSIONS:
        raise UploadRefused(
            _(
                "Ce type de fichier n’est pas accepté. Sont acceptés\u00a0: PDF, documents "
                "LibreOffice et Microsoft 365, texte, CSV et images."
            )
        )
    scan(content)
    if extension in _PICTURES:
        name, content_type, content = _picture_document(name, extension, content)
    else:
        content_type = _content_type(extension, content)
    return CheckedFile(
        name, content_type, len(content), hashlib.sha256(content).hexdigest(), content
    )


def _content_type(extension: str, content: bytes) -> str:
    if extension == "pdf":
        return _check_pdf(content)
    if extension in _TEXT:
        return _check_text(extension, content)
    return _check_office(extension, content)


def _disagrees(extension: str) -> UploadRefused:
    return UploadRefused(
        _("Le contenu de ce fichier n’est pas celui d’un fichier .%(extension)s.")
        % {"extension": extension}
    )


def _picture_document(name: str, extension: str, content: bytes) -> tuple[str, str, bytes]:
    """The picture re-encoded in its own format at its own size (a GIF as PNG: first frame)."""
    image, kind = _decoded(io.BytesIO(content))
    if kind != _PICTURES[extension]:
        raise _disagrees(extension)
    if kind == "JPEG":
        return name, "image/jpeg", _encoded(_rgb(image), kind)
    upright = image.convert("RGBA") if _has_alpha(image) else image.convert("RGB")
    if kind == "WEBP":
        return name, "image/webp", _encoded(upright, kind)
    return f"{name.rpartition('.')[0]}.png", "image/png", _encoded(upright, "PNG")


def _has_alpha(image: Image.Image) -> bool:
    return image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info


def _check_pdf(content: bytes) -> str:
    if not content.startswith(b"%PDF-") or b"%%EOF" not in content[-4096:]:
        raise _disagrees("pdf")
    # A file that is at once a PDF and an archive passes for either, depending on who opens it.
    if zipfile.is_zipfile(io.BytesIO(content)):
        raise _disagrees("pdf")
    return "application/pdf"


def _check_text(extension: str, content: bytes) -> str:
    if b"\0" in content or _MARKUP.search(content[:1024]):
        raise _disagrees(extension)
    text = content.decode("utf-8", errors="replace")
    if "\ufffd" in text:
        text = content.decode("cp1252", errors="replace")
    strange = sum(1 for char in text[:100_000] if char < " " and char not in "\t\n\r\f")
    if strange:
        raise _disagrees(extension)
    return _TEXT[extension]


def _check_office(extension: str, content: bytes) -> str:
    if not content.startswith(b"PK\x03\x04"):
        raise _disagrees(extension)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            _check_members(members, extension)
            if extension in _OPEN_DOCUMENT:
                content_type = _OPEN_DOCUMENT[extension]
                first = members[0]
                if first.filename != "mimetype" or first.compress_type != zipfile.ZIP_STORED:
                    raise _disagrees(extension)
                if archive.read(first).strip() != content_type.encode():
                    raise _disagrees(extension)
            else:
                content_type, part = _OFFICE[extension]
                if part not in archive.read("[Content_Types].xml"):
                    raise _disagrees(extension)
            _unpack(archive, members)
    except (
        zipfile.BadZipFile,
        zlib.error,
        KeyError,
        OSError,
        EOFError,
        ValueError,
        NotImplementedError,
        RuntimeError,
        struct.error,
    ) as error:
        if isinstance(error, ValidationError):
            raise
        raise _disagrees(extension) from error
    return content_type


def _check_members(members: Iterable[zipfile.ZipInfo], extension: str) -> None:
    members = list(members)
    if not members:
        raise _disagrees(extension)
    if len(members) > MAX_MEMBERS or sum(each.file_size for each in members) > MAX_UNPACKED_BYTES:
        raise UploadRefused(_("Une fois ouvert, ce fichier serait démesurément grand."))
    for member in members:
        parts = re.split(r"[/\\]", member.filename)
        if ".." in parts or member.filename.startswith(("/", "\\")) or member.flag_bits & 0x1:
            raise _disagrees(extension)
        if _MACROS.search(member.filename):
            raise UploadRefused(
                _("Ce fichier contient des macros. Enregistrez-le sans macros, ou en PDF.")
            )


def _unpack(archive: zipfile.ZipFile, members: Iterable[zipfile.ZipInfo]) -> None:
    """Read it all once: a size or checksum that lies raises BadZipFile. Bounded by the sizes
    declared, which were summed before."""
    for member in members:
        with archive.open(member) as stream:
            while stream.read(1 << 20):
                pass


# Antivirus --------------------------------------------------------------------------------------


def scan(content: bytes) -> None:
    """Have clamd read it, where `CLAMD_SOCKET` names one (a path, or host:port).

    A scanner that does not answer refuses the file: what was not scanned never passes.
    """
    address = settings.CLAMD_SOCKET
    if not address:
        return
    try:
        answer = _ask_clamd(address, content)
    except OSError as error:
        raise UploadRefused(
            _(
                "L’antivirus ne répond pas\u00a0: le fichier n’a pas été enregistré. "
                "Réessayez plus tard."
            )
        ) from error
    if answer.endswith(b"FOUND"):
        raise UploadRefused(_("L’antivirus a trouvé un virus dans ce fichier."))
    if not answer.endswith(b"OK"):
        raise UploadRefused(
            _("L’antivirus n’a pas pu lire ce fichier\u00a0: il n’a pas été enregistré.")
        )


def _ask_clamd(address: str, content: bytes) -> bytes:
    with contextlib.ExitStack() as stack:
        if address.startswith("/"):
            link = stack.enter_context(socket.socket(socket.AF_UNIX, socket.SOCK_STREAM))
            link.settimeout(30)
            link.connect(address)
        else:
            host, _colon, port = address.rpartition(":")
            link = stack.enter_context(socket.create_connection((host, int(port)), timeout=30))
        link.sendall(b"zINSTREAM\0")
        for start in range(0, len(content), 1 << 16):
            chunk = content[start : start + (1 << 16)]
            link.sendall(struct.pack("!L", len(chunk)) + chunk)
        link.sendall(struct.pack("!L", 0))
        answer = b""
        while chunk := link.recv(4096):
            answer += chunk
        return answer.strip(b"\0\r\n ")
