"""The stylesheet: the files of static/css/ joined in their order, as one request.

The kit comes first, in the order of its layers, then every other file by name: an app adds its own
rules by putting `static/css/<app>.css` there, inside `@layer components { … }`. The address holds
a digest of the content, so that browsers keep it for ever.
"""

import gzip
import hashlib
from functools import lru_cache
from pathlib import Path

from django.conf import settings

KIT = [
    "tokens.css",
    "base.css",
    "layout.css",
    "components.css",
    "navigation.css",
    "forms.css",
    "conversation.css",
    "utilities.css",
]


def sources() -> list[Path]:
    """The files, first to last."""
    folder = Path(settings.ROOT) / "static" / "css"
    others = sorted(path for path in folder.glob("*.css") if path.name not in KIT)
    return [*(folder / name for name in KIT), *others]


@lru_cache(maxsize=4)
def _joined(stamp: tuple) -> tuple[str, bytes, bytes]:
    content = b"\n".join(path.read_bytes() for path, _modified in stamp)
    digest = hashlib.sha256(content).hexdigest()[:16]
    return digest, content, gzip.compress(content, 9, mtime=0)


def stylesheet() -> tuple[str, bytes, bytes]:
    """Its digest, its content, and the same compressed. Made again when a file changes in debug."""
    return _joined(
        tuple((path, path.stat().st_mtime_ns if settings.DEBUG else 0) for path in sources())
    )
