"""Screens as records: pure functions from an open store to what a page shows."""
