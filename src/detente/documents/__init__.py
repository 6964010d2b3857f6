"""Documents: from files, pages and lines of JSON to ``Document`` records."""

from detente.documents.dates import publication_day
from detente.documents.reading import MAX_BYTES, PAGE_FACTOR, from_text, read
from detente.documents.reasons import REASONS

__all__ = ["MAX_BYTES", "PAGE_FACTOR", "REASONS", "from_text", "publication_day", "read"]
