"""The files of messages: stored before the message is written, drawn into its HTML once.

That HTML is the same for every reader of the thread and names no space: its links go by the thread
and the file, through a view that looks at where the thread is now (`views/files.py`).
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from django.core.files.base import ContentFile
from django.db import transaction
from django.dispatch import Signal
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from common.markdown import Names, render
from common.upload_fields import SharedFile
from common.uploads import Picture
from discussions.models import Attachment, Message

MAX_FILES = 5
MAX_ALT = 300

# Files as they come from a form, each with the description of its picture.
Files = Sequence[tuple[SharedFile, str]]

# Sent with `message_ids` once the words of these messages are gone for good: whoever keeps a copy
# of them throws it away.
words_purged = Signal()


def digests(files: Files) -> list[str]:
    """What tells these files from others, as they were received."""
    return [file.digest for file, _alt in files]


@contextmanager
def stored(files: Files) -> Iterator[list[Attachment]]:
    """The files, with their descriptions, written to disk and not yet to the database: for
    `attach`, in the block. They are deleted again if it fails.

    Written before the thread's row is taken, so that nobody waits for a disk.
    """
    rows: list[Attachment] = []
    try:
        for position, (file, alt) in enumerate(files):
            rows.append(Attachment(position=position, filename=file.name))
            _write(rows[-1], file, alt)
        yield rows
    except BaseException:
        _delete(_names(rows))
        raise


def _write(row: Attachment, file: SharedFile, alt: str) -> None:
    content = file.content
    if isinstance(content, Picture):
        row.alt = alt[:MAX_ALT]
        row.content_type, row.size = "image/webp", len(content.full)
        row.width, row.height = content.width, content.height
        row.file.save("", ContentFile(content.full), save=False)
        row.thumbnail.save("", ContentFile(content.thumbnail), save=False)
    else:
        row.filename = content.name
        row.content_type, row.size = content.content_type, content.size
        row.file.save("", ContentFile(content.content), save=False)


def attach(message: Message, rows: list[Attachment], names: Names) -> None:
    """Give a new message its files, in its HTML too; `names` are those whom its text names."""
    for row in rows:
        row.message = message
    Attachment.objects.bulk_create(rows)
    message.html = html_of(message, names)
    message.save(update_fields=["html"])


def html_of(message: Message, names: Names = ()) -> SafeString:
    """The text of a message, with those whom it names, and its files, as every reader of its thread
    sees them. One query."""
    html = render(message.body, names)
    files = list(message.attachments.all())
    if not files:
        return html
    context = {"thread_id": message.thread_id, "files": files}
    drawn = render_to_string("discussions/_attachments.html", context)
    return mark_safe(html + drawn.strip())  # noqa: S308 - both cleaned or escaped


def purge_words(messages: Iterable[int]) -> None:
    """Delete for good the files of these messages, rows and content, once the transaction commits,
    and let go of the copies of their words. The caller empties the messages themselves."""
    ids = list(messages)
    rows = Attachment.objects.filter(message__in=ids)
    names = _names(rows)
    rows.delete()
    words_purged.send(sender=Message, message_ids=ids)
    transaction.on_commit(lambda: _delete(names), robust=True)


def _names(rows: Iterable[Attachment]) -> list[str]:
    return [file.name for row in rows for file in (row.file, row.thumbnail) if file]


def _delete(names: list[str]) -> None:
    for name in names:
        Attachment._meta.get_field("file").storage.delete(name)
