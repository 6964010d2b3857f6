"""The ids that a sentence rests on, and back.

Text: ``span:DOCUMENT:START-END``. Records of the store: ``event:ID``, ``row:DATASET:SOURCE@DAY``
(imported), ``claim:ID``, ``incident:ID``, ``hypothesis:ID``, ``stake:ID``, ``signal:ID``. What
is computed names what it is computed of, and ends in ``@`` and the day it is known on:
``week:RUS-TUR:2015-11-23@2016-12-22``, ``shock:RUS-TUR:rupture:2015-11-23@...``,
``coverage:RUS-TUR@...``, ``news:RUS-TUR:2016-11-22@...``, ``outlook:RUS-TUR:rupture-v1:90@...``,
``cases:RUS-TUR:envoy-attacked:non-state@...``, ``rate:envoy-attacked:non-state:90@...``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

RECORDS = ("event", "claim", "incident", "hypothesis", "stake", "signal")
COMPUTED = ("week", "shock", "coverage", "news", "outlook", "cases", "rate")
KINDS = ("span", "row", *RECORDS, *COMPUTED)
_SPAN = re.compile(r"span:(?P<doc>.+):(?P<start>\d+)-(?P<end>\d+)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Ref:
    """An id taken apart: its kind, its parts, the day it is known on where it is computed."""

    kind: str
    parts: tuple[str, ...]
    as_of: str | None = None


def span_id(doc_id: str, start: int, end: int) -> str:
    """The id of a stretch of a document.

    >>> span_id("d1", 3, 9), parse("span:d1:3-9")
    ('span:d1:3-9', Ref(kind='span', parts=('d1', '3', '9'), as_of=None))
    """
    return f"span:{doc_id}:{start}-{end}"


def computed_id(kind: str, *parts: str, as_of: str) -> str:
    """The id of something computed.

    >>> computed_id("week", "RUS-TUR", "2015-11-23", as_of="2016-12-22")
    'week:RUS-TUR:2015-11-23@2016-12-22'
    """
    return f"{kind}:{':'.join(parts)}@{as_of}"


def act_id(event_id: str) -> str:
    """The id of an act of a series: an event of a text, or an imported row."""
    imported = ":" in event_id and "@" in event_id
    return f"row:{event_id}" if imported else f"event:{event_id}"


def parse(ref: str) -> Ref | None:
    """An id taken apart; None if it is none.

    >>> parse("outlook:RUS-TUR:rupture-v1:90@2016-12-22").parts
    ('RUS-TUR', 'rupture-v1', '90')
    >>> parse("nonsense") is None
    True
    """
    kind, colon, rest = ref.partition(":")
    if not colon or not rest or kind not in KINDS:
        return None
    if kind == "span":
        found = _SPAN.fullmatch(ref)
        return None if found is None else Ref("span", found.group("doc", "start", "end"))
    if kind in COMPUTED:
        body, at, day = rest.rpartition("@")
        return Ref(kind, tuple(body.split(":")), day) if at else None
    return Ref(kind, (rest,))
