"""Static files in production: hashed names, compressed once, cached for ever."""

from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from servestatic.storage import CompressedManifestStaticFilesStorage

# Django's own patterns for `import … from "./other.js"`.
_, IMPORTS = ManifestStaticFilesStorage._js_module_import_aggregation_patterns  # noqa: SLF001


class StaticStorage(CompressedManifestStaticFilesStorage):
    """Also renames what our own ES modules import from one another.

    Only ours: packages ship modules that name files which they do not ship.
    """

    support_js_module_import_aggregation = True
    _js_module_import_aggregation_patterns = ("js/*.js", IMPORTS)
