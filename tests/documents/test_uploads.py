"""I2: what is taken, what is refused, and what is left of a picture."""

import hashlib
import io
import re
import socketserver
import struct
import threading
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageFile

from common import uploads
from common.uploads import UploadRefused, check_document, clean_name, read_picture
from tests.documents.files import BAD, GOOD, PDF, png_bomb, upload
from tests.experiments.pictures import located_photo, picture_bytes


@pytest.mark.parametrize("name", GOOD)
def test_taken(name):
    content, content_type = GOOD[name]
    checked = check_document(upload(content, name))
    assert checked.content_type == content_type
    assert checked.size == len(checked.content)
    assert checked.sha256 == hashlib.sha256(checked.content).hexdigest()
    assert checked.name == ("anime.png" if name == "anime.gif" else name)
    if not content_type.startswith("image/"):
        assert checked.content == content


@pytest.mark.parametrize("name", BAD)
def test_refused_with_words(name):
    with pytest.raises(UploadRefused) as refusal:
        check_document(upload(BAD[name], name))
    [message] = refusal.value.messages
    assert re.match(r"^[A-ZÉ].{15,}\.?$", message), message


@pytest.mark.parametrize("name", ["bombe.png", "bombe.docx", "geant.docx"])
def test_bombs_are_refused_before_anything_is_unpacked(name, monkeypatch):
    def unpacked(*args, **kwargs):
        raise AssertionError("unpacked")

    monkeypatch.setattr(ImageFile.ImageFile, "load", unpacked)
    monkeypatch.setattr(zipfile.ZipFile, "open", unpacked)
    with pytest.raises(UploadRefused):
        check_document(upload(BAD[name], name))


def test_a_document_larger_than_the_cap_is_refused(monkeypatch):
    monkeypatch.setattr(uploads, "MAX_DOCUMENT_BYTES", 1000)
    with pytest.raises(UploadRefused, match="dépasse"):
        check_document(upload(PDF + b" " * 1000 + b"%%EOF", "grand.pdf"))


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("rapport.pdf", "rapport.pdf"),
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\Moi\\rapport.pdf", "rapport.pdf"),
        ("fac\u202efdp.exe.pdf", "facfdp.exe.pdf"),
        ("a\x00b\nc\x1b.pdf", "ab c.pdf"),
        (".htaccess.pdf", "htaccess.pdf"),
        ("e\u0301te\u0301.pdf", "été.pdf"),
        ('a"b<c>d|e?.pdf', "a_b_c_d_e_.pdf"),
        ("x" * 400 + ".pdf", "x" * 146 + ".pdf"),
        ("   ", "document"),
        ("...", "document"),
        ("/", "document"),
        (".pdf", "pdf"),
        ("\u202e.pdf", "pdf"),
    ],
)
def test_names_are_cleaned(typed, kept):
    assert clean_name(typed) == kept


def metadata(content: bytes) -> tuple:
    with Image.open(io.BytesIO(content)) as image:
        return dict(image.getexif()), set(image.info) & {"exif", "xmp", "comment", "icc_profile"}


def test_a_photo_loses_its_place_and_stands_upright():
    original = located_photo((640, 480))
    assert b"CANARI" in original
    with Image.open(io.BytesIO(original)) as image:
        assert image.getexif().get_ifd(0x8825)
    picture = read_picture(upload(original, "photo.jpg"))
    assert (picture.width, picture.height) == (480, 640)
    for content in [picture.full, picture.thumbnail]:
        assert metadata(content) == ({}, set())
        assert b"CANARI" not in content
    document = check_document(upload(original, "photo.jpg"))
    assert metadata(document.content) == ({}, set())
    with Image.open(io.BytesIO(document.content)) as image:
        assert (image.format, image.size) == ("JPEG", (480, 640))


def test_comments_and_text_chunks_do_not_survive():
    from PIL.PngImagePlugin import PngInfo

    text = PngInfo()
    text.add_text("Comment", "CANARI <script>")
    for name, original in {
        "a.png": picture_bytes("PNG", pnginfo=text),
        "a.jpg": picture_bytes("JPEG", comment=b"CANARI <script>"),
    }.items():
        assert b"CANARI" in original
        assert b"CANARI" not in check_document(upload(original, name)).content
        assert b"CANARI" not in read_picture(upload(original, name)).full


def test_a_large_picture_is_made_smaller_with_its_thumbnail():
    picture = read_picture(upload(picture_bytes("JPEG", (4000, 1000)), "large.jpg"))
    assert (picture.width, picture.height) == (2000, 500)
    with Image.open(io.BytesIO(picture.thumbnail)) as small:
        assert (small.format, small.size) == ("WEBP", (480, 120))


def test_transparency_becomes_white():
    output = io.BytesIO()
    Image.new("RGBA", (20, 20), (255, 0, 0, 0)).save(output, "PNG")
    with Image.open(io.BytesIO(read_picture(upload(output.getvalue(), "x.png")).full)) as image:
        assert min(image.convert("RGB").getpixel((10, 10))) > 250


def test_an_animation_gives_its_first_frame():
    output = io.BytesIO()
    frames = [Image.new("RGB", (16, 16), colour) for colour in ["red", "blue"]]
    frames[0].save(output, "GIF", save_all=True, append_images=frames[1:])
    picture = read_picture(upload(output.getvalue(), "anime.gif"))
    with Image.open(io.BytesIO(picture.full)) as image:
        assert getattr(image, "n_frames", 1) == 1
        red, _green, blue = image.convert("RGB").getpixel((8, 8))
        assert red > blue


@pytest.mark.parametrize(
    "content",
    [b"", b"GIF89a", png_bomb(), b"<svg/>", bytes(5000), picture_bytes("TIFF"), PDF],
    ids=["empty", "head", "bomb", "svg", "zeros", "tiff", "pdf"],
)
def test_what_is_no_picture_is_refused(content):
    with pytest.raises(UploadRefused):
        read_picture(SimpleUploadedFile("photo.jpg", content))


def test_pixels_and_bytes_are_capped(monkeypatch):
    monkeypatch.setattr(uploads, "MAX_PIXELS", 100)
    with pytest.raises(UploadRefused, match="trop grande"):
        read_picture(upload(picture_bytes(size=(20, 20)), "x.jpg"))
    monkeypatch.setattr(uploads, "MAX_PICTURE_BYTES", 10)
    with pytest.raises(UploadRefused, match="dépasse"):
        read_picture(upload(picture_bytes(size=(20, 20)), "x.jpg"))


def test_truncations_of_every_kind_are_refused_or_read_and_never_break():
    """Cut anywhere, a file is either still whole enough or refused with words."""
    for name, (content, _type) in GOOD.items():
        for cut in range(0, len(content), max(1, len(content) // 25)):
            try:
                check_document(upload(content[:cut], name))
            except UploadRefused:
                continue


class _Clamd(socketserver.BaseRequestHandler):
    """Speaks clamd's INSTREAM: finds what contains EICAR."""

    def handle(self):
        assert self._exactly(10) == b"zINSTREAM\0"
        content = b""
        while length := struct.unpack("!L", self._exactly(4))[0]:
            content += self._exactly(length)
        self.server.seen.append(content)
        found = b"Eicar-Signature FOUND" if b"EICAR" in content else b"OK"
        self.request.sendall(b"stream: " + found + b"\0")

    def _exactly(self, length: int) -> bytes:
        data = b""
        while len(data) < length:
            data += self.request.recv(length - len(data))
        return data


@pytest.fixture(params=["path", "port"])
def clamd(request, tmp_path, settings):
    if request.param == "path":
        settings.CLAMD_SOCKET = str(tmp_path / "clamd.ctl")
        server = socketserver.UnixStreamServer(settings.CLAMD_SOCKET, _Clamd)
    else:
        server = socketserver.TCPServer(("127.0.0.1", 0), _Clamd)
        settings.CLAMD_SOCKET = f"127.0.0.1:{server.server_address[1]}"
    server.seen = []
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def test_the_antivirus_reads_every_document(clamd):
    check_document(upload(PDF, "sain.pdf"))
    assert clamd.seen == [PDF]
    with pytest.raises(UploadRefused, match="virus"):
        check_document(upload(PDF + b"EICAR %%EOF", "malade.pdf"))


@pytest.mark.parametrize("address", ["/nulle/part.ctl", "127.0.0.1:1"])
def test_an_antivirus_that_does_not_answer_lets_nothing_pass(address, settings):
    settings.CLAMD_SOCKET = address
    with pytest.raises(UploadRefused, match="ne répond pas"):
        check_document(upload(PDF, "sain.pdf"))
