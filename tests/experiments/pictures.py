"""Real small pictures, made on the spot."""

import io

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from common.uploads import read_picture
from experiments.models import JournalPicture


def picture_bytes(kind="JPEG", size=(640, 480), **options) -> bytes:
    """A picture with some detail, as a phone or a scanner would send it."""
    image = Image.radial_gradient("L").resize(size).convert("RGB")
    output = io.BytesIO()
    image.save(output, kind, **options)
    return output.getvalue()


def located_photo(size=(640, 480), orientation=6) -> bytes:
    """A JPEG as a phone makes it: lying on its side, with its place and its model."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x0110] = "Telephone CANARI"
    exif.get_ifd(0x8825).update({1: "N", 2: (48.0, 39.0, 5.0), 3: "E", 4: (2.0, 23.0, 1.0)})
    return picture_bytes("JPEG", size, exif=exif)


def upload(content: bytes, name="photo.jpg", content_type="image/jpeg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type)


def attach_picture(entry, **fields) -> JournalPicture:
    picture = read_picture(upload(picture_bytes(size=(64, 48))))
    row = JournalPicture(entry=entry, width=picture.width, height=picture.height, **fields)
    row.image.save("", ContentFile(picture.full), save=False)
    row.thumbnail.save("", ContentFile(picture.thumbnail), save=False)
    row.save()
    return row
