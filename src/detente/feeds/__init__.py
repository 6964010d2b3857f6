"""Bytes from the network: polite fetching, feeds and pages, GDELT's file layout."""

from detente.feeds.client import Client, Fetched, Limits
from detente.feeds.guard import Target, addresses, target_of, why_private

__all__ = ["Client", "Fetched", "Limits", "Target", "addresses", "target_of", "why_private"]
