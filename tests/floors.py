"""Quality floors: the scores below which a change is refused, pinned in ``floors.json``.

Each floor names its measure, the least allowed value, the value measured when it was set, and a
digest of the data it was measured on. ``hold`` fails when the data changed or the value fell below.
``DETENTE_RENEW=1`` writes new measurements: a floor rises with a better value and never falls by
itself; to lower one, edit the file and say why in the commit.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

FLOORS = Path(__file__).parent / "floors.json"
# How far below the measured value a floor is set: other processors round otherwise in the last
# bits, and a tie may fall the other way.
SLACK = 0.005


def digest_of(paths: Iterable[Path]) -> str:
    """One digest of some files' contents, in the order given."""
    found = hashlib.sha256()
    for path in paths:
        found.update(path.read_bytes())
    return found.hexdigest()[:16]


def hold(name: str, value: float, *, data: str, path: Path = FLOORS) -> None:
    """Fail unless ``value`` is at least the floor of that name, measured on the same data.

    Parameters
    ----------
    name
        Such as ``demo.weeks_with_events``.
    value
        What was measured now; more is better.
    data
        Digest of the data measured on, as `digest_of` gives it.
    path
        The floors' file.
    """
    floors: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    known = floors.get(name)
    if os.environ.get("DETENTE_RENEW"):
        floors[name] = _renewed(known, value, data)
        path.write_text(json.dumps(floors, indent=2, sort_keys=True) + "\n", encoding="utf-8")
        known = floors[name]
    assert known is not None, f"no floor is called {name!r}; run with DETENTE_RENEW=1 to set it"
    assert known["data"] == data, (
        f"the data of {name!r} changed; run with DETENTE_RENEW=1 and review the diff"
    )
    assert value >= known["floor"], (
        f"{name}: {value:g} is below the floor {known['floor']:g} (was {known['measured']:g})"
    )


def _renewed(known: dict[str, Any] | None, value: float, data: str) -> dict[str, Any]:
    floor = round(value * (1 - SLACK), 4)
    if known is not None and known["data"] == data:
        floor = max(floor, known["floor"])
    return {"data": data, "floor": floor, "measured": round(value, 4)}
