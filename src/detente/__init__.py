"""Reads news about states, records who did what to whom, and follows every dyad over time."""
