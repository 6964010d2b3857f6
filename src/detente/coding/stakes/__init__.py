"""Stakes: what a relation is worth to each side."""

from detente.coding.stakes.find import find_stakes

__all__ = ["find_stakes"]
