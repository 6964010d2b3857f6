"""The desk in a browser: screens over a store, their JSON twins, and the same tools over MCP.

What comes in: the path of a store. What goes out: a FastAPI application, `create_app`. A screen is
a pure function from a store to a frozen record (`views`); its page is a template over that record
and its JSON is the record, so the two cannot differ. What is left to others: counting, levels,
odds and charts (`relations`, `outlook`, `brief`), reading new articles (`api`).
"""

from detente.web.app import create_app

__all__ = ["create_app"]
