"""Event data that others coded (GDELT, ICEWS, POLECAT, ACLED, UCDP, Phoenix ...) into the store."""

from detente.imports.fetch import Plan, Step, fetch, plan
from detente.imports.formats import FORMATS, Format
from detente.imports.load import import_files

__all__ = ["FORMATS", "Format", "Plan", "Step", "fetch", "import_files", "plan"]
