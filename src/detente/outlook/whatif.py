"""What if: a dyad's events less some, or with others put in.

What comes in: acts, ids to take out, events as JSON lines to put in. What goes out: acts.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from detente.errors import BadDataFile, BadSetting
from detente.relations import Act


def less(acts: Sequence[Act], without: Sequence[str]) -> list[Act]:
    """The acts without those of some ids.

    Raises
    ------
    BadSetting
        An id belongs to none of them.
    """
    known = {act.event_id for act in acts}
    for event_id in without:
        if event_id not in known:
            raise BadSetting(
                f"--without {event_id!r}: no event of the two by that day has this id",
                hint="ids stand in the drivers, and in `detente events --format jsonl`",
                value=event_id,
            )
    return [act for act in acts if act.event_id not in set(without)]


def acts_from_lines(given: bytes, a: str, b: str, *, file: str) -> list[Act]:
    """Acts between two states from events as JSON lines in UTF-8, in the form of the contract.

    ``actor``, ``recipient`` (lists with ``country``), ``event_type``, ``quad_class``, ``date``
    (``start``) and ``goldstein`` or ``plover_score`` are read; the rest may be missing.

    Raises
    ------
    BadDataFile
        A line is no such event, or not between the two.
    """
    try:
        text = given.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadDataFile(f"is not UTF-8 text: {error.reason}", file=file) from None
    out = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            event = json.loads(line)
            out.append(_act(event, a, b, f"what-if:{number}"))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise BadDataFile(
                f"is no event between {a} and {b}: {error}",
                file=file,
                line=number,
                hint='such as {"event_type": "SANCTION", "quad_class": 4, "goldstein": -8,'
                ' "actor": [{"country": "RUS"}], "recipient": [{"country": "TUR"}],'
                ' "date": {"start": "2016-12-20"}}',
            ) from None
    return out


def _act(event: dict[str, Any], a: str, b: str, fallback: str) -> Act:
    actors = {p["country"] for p in event["actor"]}
    recipients = {p["country"] for p in event.get("recipient") or []}
    first, second = sorted((a, b))
    if {first, second} <= actors:
        direction = f"{first}<>{second}"
    elif first in actors and second in recipients:
        direction = f"{first}>{second}"
    elif second in actors and first in recipients:
        direction = f"{second}>{first}"
    else:
        raise ValueError(f"actor {sorted(actors)}, recipient {sorted(recipients)}")
    score = event.get("goldstein")
    if score is None:
        score = event["plover_score"]
    quad = int(event["quad_class"])
    if quad not in (1, 2, 3, 4):
        raise ValueError(f"quad_class {quad} is none of 1 to 4")
    return Act(
        date.fromisoformat(event["date"]["start"]),
        direction,
        str(event["event_type"]),
        quad,
        float(score),
        int(event.get("reports", 3)),
        True,
        str(event.get("id") or fallback),
    )
