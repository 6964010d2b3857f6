"""What the OpenAPI says holds: no 5xx and no answer of another shape, whatever is asked."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
)
from starlette.testclient import TestClient

from detente.config import defaults
from detente.web import create_app
from detente.web.screens import SCREENS

from .conftest import TOKEN

# What draws, composes or reads a text is slow: fewer examples of each.
SLOW = re.compile(r"chart|brief|explain|POST /api/documents$")
EXAMPLES, SLOW_EXAMPLES = 8, 2
SECONDS = 120
CHECKS = [not_a_server_error, response_schema_conformance, content_type_conformance]


@pytest.fixture(scope="module")
def operations(chronicle: Path) -> dict[str, Any]:
    """Every operation that the OpenAPI tells of, by method and path."""
    app = create_app(chronicle, settings=defaults(), token=TOKEN)
    schema = schemathesis.openapi.from_asgi("/api/openapi.json", app, headers={"host": "127.0.0.1"})
    found = [one.ok() for one in schema.get_all_operations()]
    return {f"{one.method.upper()} {one.path}": one for one in found}


def test_the_openapi_tells_of_every_screen(operations: dict[str, Any]) -> None:
    told = {name.removeprefix("GET ") for name in operations}
    assert {screen.api.replace(":path", "") for screen in SCREENS} <= told
    assert "POST /api/judgements" in operations


def test_no_request_breaks_the_desk(operations: dict[str, Any]) -> None:
    assert len(operations) >= 28
    for name in operations:

        @given(case=operations[name].as_strategy())
        @settings(
            max_examples=SLOW_EXAMPLES if SLOW.search(name) else EXAMPLES,
            deadline=None,
            derandomize=True,
            database=None,
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        def asked(case: schemathesis.Case) -> None:
            answer = case.call(headers={"host": "127.0.0.1"}, timeout=SECONDS)
            case.validate_response(answer, checks=CHECKS)

        asked()


ODD = ["%00", "%F0%9F%92%A9", "a%2Fb", "..%2f..%2fetc%2fpasswd", "%C0%AF", "x" * 400, "%25", "'--"]


@pytest.mark.parametrize("odd", ODD)
def test_odd_values_are_refused_or_answered(chronicle: Path, odd: str) -> None:
    app = create_app(chronicle, settings=defaults(), token=TOKEN)
    with TestClient(app, base_url="http://127.0.0.1", raise_server_exceptions=False) as client:
        for place in (
            f"/api/dyad/{odd}", f"/api/dyad/RUS-{odd}", f"/api/document/{odd}",
            f"/api/event/{odd}", f"/api/event/a:{odd}@2016-01-01", f"/api/incident/{odd}",
            f"/api/precedent/episode/{odd}", f"/api/precedent/{odd}/x",
            f"/api/claims?words={odd}", f"/api/documents?source={odd}&words={odd}",
            f"/api/incidents?dyad={odd}", f"/api/dyad/RUS-TUR/events?actor={odd}&words={odd}",
            f"/api/dyad/RUS-TUR/week/2015-11-23?direction={odd}",
            f"/api/dyad/RUS-TUR/outlook?shock={odd}", f"/static/{odd}", f"/{odd}",
        ):  # fmt: skip
            assert client.get(place).status_code < 500, place
