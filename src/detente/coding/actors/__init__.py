"""Who is meant: tables of actors, their mentions in a sentence, the parties they make."""

from detente.coding.actors.context import DocumentContext
from detente.coding.actors.mentions import ActorFinder, ActorMention
from detente.coding.actors.own import own_actors_digest
from detente.coding.actors.resolve import observe, resolve_np
from detente.coding.actors.tables import ActorTables, load_tables, uncollected

__all__ = [
    "ActorFinder",
    "ActorMention",
    "ActorTables",
    "DocumentContext",
    "load_tables",
    "observe",
    "own_actors_digest",
    "resolve_np",
    "uncollected",
]
