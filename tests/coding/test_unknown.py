"""Names that stood as parties and are nobody's, from texts and from events."""

from __future__ import annotations

from dataclasses import replace

import pytest

from detente.coding import Coder
from detente.coding.unknown import EXAMPLES, unknown_in_events, unknown_in_texts
from detente.documents import from_text

TEXT = (
    "President Idriss Deby accused Ruritania of arming rebels. Ruritania rejected the charge. "
    "Gondwana Solidarity Council condemned France. The army of Chad attacked a village."
)


@pytest.fixture(scope="module")
def coder() -> Coder:
    return Coder()


def test_names_that_no_table_has_are_ranked(coder: Coder) -> None:
    first = from_text(TEXT, date="2019-03-01")
    second = from_text("Ruritania expelled the ambassador of Chad.", date="2019-03-02")
    found = unknown_in_texts(coder, [first, second])
    names = [u.name for u in found]
    assert names[0] == "Ruritania"
    assert (found[0].count, len(found[0].documents)) == (3, 2)
    assert "Gondwana Solidarity Council" in names
    assert not {"Chad", "France", "Idriss Deby", "Deby"} & set(names)
    assert "Ruritania rejected the charge." in found[0].examples
    assert all(1 <= len(u.examples) <= EXAMPLES for u in found)


def test_parties_of_stored_events_are_ranked_too(coder: Coder) -> None:
    document = from_text(TEXT, date="2019-03-01")
    events = [e for reading in coder.read([document]) for e in reading.events]
    assert "Ruritania" in [u.name for u in unknown_in_events(events)]
    known = [replace(e, actor=(), recipient=()) for e in events]
    assert unknown_in_events(known) == []
