"""Case files: what exactly happened, who did it to whom and with what, and what is contested."""

from detente.coding.incidents.build import Built, find_incidents

__all__ = ["Built", "find_incidents"]
