"""Records to and from one DuckDB file: schema, migrations, run log, named queries, exports."""

from detente.store.decode import document_from_json, event_from_json, rejection_from_json
from detente.store.imported import Imported, ImportLoad
from detente.store.store import Run, Store, open_store

__all__ = [
    "ImportLoad",
    "Imported",
    "Run",
    "Store",
    "document_from_json",
    "event_from_json",
    "open_store",
    "rejection_from_json",
]
