"""One-act sentences over the trade of diplomacy, force, aid and commerce: is the type found?"""

from __future__ import annotations

from pathlib import Path

from detente.coding import Coder
from detente.records import Document
from tests.floors import digest_of, hold

FILE = Path(__file__).parent / "data" / "acts_of_state.tsv"


def test_share_of_acts_found_with_their_type() -> None:
    lines = FILE.read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    documents = [Document(str(n), sentence, "2020-01-01") for n, (_, sentence) in enumerate(rows)]
    readings = Coder(analyst=False).read(documents)
    found = [
        any(e.event_type == kind and e.actor for e in reading.events)
        for (kind, _), reading in zip(rows, readings, strict=True)
    ]
    hold("coding.acts_of_state.typed", sum(found) / len(found), data=digest_of([FILE]))
