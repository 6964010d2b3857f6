"""The views of the desk ask either engine of the store the same, and hear the same."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from detente.api import Session
from detente.config import defaults
from detente.reports import update
from detente.store import open_store
from detente.web.render import as_json
from detente.web.views.brief import brief
from detente.web.views.desk import desk
from detente.web.views.documents import documents
from detente.web.views.dyad import dyad
from detente.web.views.events import event
from detente.web.views.incidents import incident, incidents
from detente.web.views.method import method
from tests.brief.test_borne import ACTS, CASE, recorded

HEARD: dict[str, Any] = {}


@pytest.mark.usefixtures("engine")
def test_every_view_hears_the_same_from_either_engine(tmp_path: Path) -> None:
    from detente.records import Document, FieldValue, Incident, Reading, span_of

    victim = FieldValue("envoy", None, (span_of(CASE, 17, 22),))
    case = Incident("Killing of an envoy", "e0", victim=(victim,), id="i", doc_id="case")
    document = Document("case", CASE, "2016-12-21", "option")
    with open_store(tmp_path / "a.duckdb") as store:
        store.add_all([recorded(told, n) for n, told in enumerate(ACTS)])
        store.add(Reading(document, (), (), (), (case,)))
        update(store)
        session = Session(store, defaults())
        day = "2016-12-24"
        told = {
            "desk": desk(session, as_of=day).lines,
            "dyad": dyad(session, "RUS-TUR", as_of=day),
            "event": event(session, "e0", as_of=day),
            "incidents": incidents(session, as_of=day, dyad="RUS-TUR"),
            "incident": incident(session, "i", as_of=day),
            "documents": documents(session, as_of=day, words="Turkey"),
            "brief": brief(session, "RUS-TUR", as_of=day, compare="2016-12-19"),
            "sources": method(session, as_of=day).sources,
        }
    assert [line.sides.code for line in told["desk"]] == ["RUS-TUR"]
    assert told["incidents"].total == 1
    for name, record in told.items():
        assert HEARD.setdefault(name, as_json(record)) == as_json(record), name
