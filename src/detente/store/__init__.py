"""Records to and from one DuckDB file: schema, migrations, run log, named queries, exports."""

from detente.store.decode import document_from_json, event_from_json, rejection_from_json
from detente.store.imported import Imported, ImportLoad
from detente.store.store import Run, Store, open_store
from detente.store.watching import EntryState, Gap, KeptPage, Send, SourceState, WatchState

__all__ = [
    "EntryState",
    "Gap",
    "ImportLoad",
    "Imported",
    "KeptPage",
    "Run",
    "Send",
    "SourceState",
    "Store",
    "WatchState",
    "document_from_json",
    "event_from_json",
    "open_store",
    "rejection_from_json",
]
