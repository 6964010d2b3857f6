"""Parsed text to events: triggers, roles, actors, dates, places, status, each with its spans."""
