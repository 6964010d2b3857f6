"""Bytes from the network: polite fetching, feeds and pages, GDELT's file layout."""

from detente.feeds.client import Client, Fetched, Limits
from detente.feeds.dates import believed
from detente.feeds.feed import Entry, Feed, read_feed
from detente.feeds.guard import Target, addresses, target_of, why_private
from detente.feeds.pages import PageFolder

__all__ = [
    "Client",
    "Entry",
    "Feed",
    "Fetched",
    "Limits",
    "PageFolder",
    "Target",
    "addresses",
    "believed",
    "read_feed",
    "target_of",
    "why_private",
]
