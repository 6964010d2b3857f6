"""What one cell of a table holds: days, JSON, joined lists."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from typing import Any

from detente.errors import StoreUnusable

Row = tuple[Any, ...]


def dumps(value: Any) -> str:
    """Compact JSON with a fixed order of keys, text as it is."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def day(value: str, what: str) -> date:
    """The day of an ISO date; ``what`` names it in the error."""
    try:
        found = date.fromisoformat(value)
    except (TypeError, ValueError):
        found = None
    if found is None or found.isoformat() != value:
        raise StoreUnusable(
            f"{what}: {value!r} is not an ISO date", hint="dates are YYYY-MM-DD", value=value
        )
    return found


def joined(parts: Iterable[str | None]) -> str:
    """Entries joined by ';', a ';' inside one written as ','; None is an empty entry."""
    return ";".join("" if p is None else p.replace(";", ",") for p in parts)
