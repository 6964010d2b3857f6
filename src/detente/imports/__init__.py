"""Event data that others coded (GDELT, ICEWS, POLECAT, ACLED, UCDP, Phoenix ...) into the store."""

from detente.imports.formats import FORMATS, Format
from detente.imports.load import import_files

__all__ = ["FORMATS", "Format", "import_files"]
