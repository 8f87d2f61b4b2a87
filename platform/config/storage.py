"""Static files in production: hashed names, compressed once, cached for ever."""

from servestatic.storage import CompressedManifestStaticFilesStorage


class StaticStorage(CompressedManifestStaticFilesStorage):
    """Also renames what ES modules import from one another."""

    support_js_module_import_aggregation = True
