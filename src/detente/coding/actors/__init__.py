"""Who is meant: tables of actors, their mentions in a sentence, the parties they make."""

from detente.coding.actors.mentions import ActorFinder, ActorMention
from detente.coding.actors.tables import ActorTables, load_tables

__all__ = ["ActorFinder", "ActorMention", "ActorTables", "load_tables"]
