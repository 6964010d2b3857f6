"""The desk over a team's store in PostgreSQL: every screen says what it says over a file."""

from __future__ import annotations

from typing import Any

import pytest
from starlette.testclient import TestClient

from detente.api import add_outcomes, bundled_texts, code_items, read_inputs
from detente.config import defaults
from detente.records import Document
from detente.reports import update
from detente.store import open_store
from detente.web import create_app
from tests.postgres import Server

from .conftest import TOKEN
from .test_pages import PAGE, places

FILTERS = (
    "?from=2015-11-01&to=2015-12-31",
    "?words=pilot",
    "?type=ASSAULT&status=asserted",
    "?actor=RUS&quad=4",
)


@pytest.fixture(scope="module")
def desks(
    server: Server, tmp_path_factory: pytest.TempPathFactory
) -> tuple[TestClient, TestClient]:
    """Two months of the bundled texts in a file and in PostgreSQL, a desk over each."""
    folder = tmp_path_factory.mktemp("desks")
    settings = defaults()
    items = [
        item
        for item in read_inputs(bundled_texts(), settings=settings)
        if isinstance(item, Document) and "2015-11-20" <= (item.date or "") <= "2015-12-15"
    ]
    outcomes = list(code_items(items, settings=settings))
    made = []
    for where in (str(folder / "s.duckdb"), server.url(folder)):
        with open_store(where) as store:
            add_outcomes(store, outcomes, settings=settings, command="tests")
            update(store)
        app = create_app(where, settings=settings, token=TOKEN)
        made.append(TestClient(app, base_url="http://localhost"))
    return made[0], made[1]


def test_every_screen_over_postgresql_says_what_it_says_over_a_file(
    desks: tuple[TestClient, TestClient],
) -> None:
    file, team = desks
    for name, place in places(file).items():
        twin = f"/api{place if place != '/' else '/desk'}"
        for asked in ("", "?as_of=2015-12-01", *FILTERS):
            one, other = file.get(twin + asked), team.get(twin + asked)
            assert other.status_code == one.status_code, (twin + asked, other.text[:500])
            assert _timeless(other.json()) == _timeless(one.json()), twin + asked
        assert team.get(place, headers=PAGE).status_code == 200, name


def _timeless(answer: dict[str, Any]) -> dict[str, Any]:
    """An answer without the moments at which a store was filled."""
    for run in answer.get("runs", []):
        run.pop("started", None), run.pop("finished", None)
    return answer


def test_what_is_added_over_postgresql_is_there(
    desks: tuple[TestClient, TestClient],
) -> None:
    _, team = desks
    bearer = {"authorization": f"Bearer {TOKEN}"}
    text = "Russia's president Vladimir Putin met Turkey's president in Antalya on 16 November."
    put = team.post("/api/documents", json={"text": text, "date": "2015-11-17"}, headers=bearer)
    assert put.status_code in (200, 201), put.text
    assert "Antalya" in team.get("/api/documents?words=Antalya").text
