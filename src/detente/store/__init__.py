"""Records to and from one DuckDB file or a schema of PostgreSQL.

Schema, migrations, run log, named queries, exports.
"""

from detente.store.decode import document_from_json, event_from_json, rejection_from_json
from detente.store.imported import Imported, ImportLoad
from detente.store.postgres import is_url
from detente.store.several import Published, Several
from detente.store.store import Run, Store, open_store, shown_path
from detente.store.watching import EntryState, Gap, KeptPage, Send, SourceState, WatchState

__all__ = [
    "EntryState",
    "Gap",
    "ImportLoad",
    "Imported",
    "KeptPage",
    "Published",
    "Run",
    "Send",
    "Several",
    "SourceState",
    "Store",
    "WatchState",
    "document_from_json",
    "event_from_json",
    "is_url",
    "open_store",
    "rejection_from_json",
    "shown_path",
]
