"""Bytes from the network: polite fetching, feeds and pages, GDELT's file layout."""

from detente.feeds.client import Client, Fetched, Limits
from detente.feeds.dates import believed
from detente.feeds.feed import Entry, Feed, read_feed
from detente.feeds.gdelt import LAYOUTS, PUBLIC, Lost, Mirror, Remote, missing_between
from detente.feeds.guard import Target, addresses, target_of, why_private
from detente.feeds.pages import PageFolder

__all__ = [
    "LAYOUTS",
    "PUBLIC",
    "Client",
    "Entry",
    "Feed",
    "Fetched",
    "Limits",
    "Lost",
    "Mirror",
    "PageFolder",
    "Remote",
    "Target",
    "addresses",
    "believed",
    "missing_between",
    "read_feed",
    "target_of",
    "why_private",
]
