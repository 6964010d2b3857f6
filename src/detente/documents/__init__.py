"""Documents: from files, pages and lines of JSON to ``Document`` records."""

from detente.documents.dates import publication_day
from detente.documents.reading import (
    MAX_BYTES,
    PAGE_FACTOR,
    Rows,
    files_below,
    from_page,
    from_text,
    met_before,
    read,
)
from detente.documents.reasons import REASONS

__all__ = [
    "MAX_BYTES",
    "PAGE_FACTOR",
    "REASONS",
    "Rows",
    "files_below",
    "from_page",
    "from_text",
    "met_before",
    "publication_day",
    "read",
]
