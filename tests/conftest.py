"""What every test shares: one thread of linear algebra, and stores on two engines."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from detente.config import one_thread_each

# Before anything loads numpy; see docs/decisions/0004.
one_thread_each()


# Folders and files that take long: begun first, so that no process is left with one at the end.
LONG = (
    "disasters",
    "scale",
    "outlook",
    "watch",
    "web",
    "test_end_to_end.py",
    "test_cli_patterns.py",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long ones first, else in their order."""
    here = Path(__file__).parent
    items.sort(key=lambda item: item.path.relative_to(here).parts[0] not in LONG)


@pytest.fixture(scope="session")
def server() -> Iterator[Any]:
    """A PostgreSQL of the tests' own: `tests.postgres.Server`."""
    from tests.postgres import start, stop

    made = start()
    yield made
    stop(made)


@pytest.fixture(scope="module", params=["duckdb", "postgres"])
def engine(request: pytest.FixtureRequest) -> Iterator[str]:
    """Opens the paths of a module's `open_store` as DuckDB files, then as PostgreSQL schemas."""
    if request.param == "duckdb":
        yield "duckdb"
        return
    from detente.store import open_store

    server = request.getfixturevalue("server")

    def opened(path: Any, **options: Any) -> Any:
        return open_store(server.url(path), **options)

    with pytest.MonkeyPatch.context() as patch:
        # A room's helpers, where they open stores, are in its build.py.
        helpers = sys.modules.get(f"{request.module.__package__}.build")
        for module in (request.module, helpers):
            if hasattr(module, "open_store"):
                patch.setattr(module, "open_store", opened)
        yield "postgres"
