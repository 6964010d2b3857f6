"""What is asked of a store about dyads: which query, and its values.

What comes in: two sides by code or name. What goes out: the compiled query of ``expressions`` with
what it takes. Dyads of states can be asked for many at once; a dyad with a bloc or an armed group
is asked for alone, since who belongs to it is of the question.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Protocol

from detente.errors import BadSetting
from detente.relations.sides import find_side, members_of

if TYPE_CHECKING:
    import pyarrow as pa


class Queryable(Protocol):
    """Anything that answers SQL over the store's tables, as `detente.store.Store` does."""

    def arrow(self, statement: str, values: Mapping[str, Any] | None = None) -> pa.Table:
        """The rows of a statement with ``$name`` parameters."""
        ...


@dataclass(frozen=True, slots=True)
class Asked:
    """A dyad that is asked for: codes sorted, its name, and who belongs to its sides.

    ``members`` is None where both sides are states.
    """

    a: str
    b: str
    members: dict[str, list[Any]] | None

    @property
    def dyad(self) -> str:
        """Both codes."""
        return f"{self.a}-{self.b}"


def ask(a: str, b: str) -> Asked:
    """The dyad of two sides, in any order.

    Raises
    ------
    BadSetting
        Both are the same, or one is unknown.
    """
    one, other = sorted((find_side(a), find_side(b)), key=lambda side: side.code)
    if one.code == other.code:
        raise BadSetting(f"a dyad has two sides, not {one.code!r} twice", value=a)
    return Asked(one.code, other.code, members_of(one, other))


def report_tables(
    store: Queryable,
    dyads: Sequence[Asked],
    *,
    as_of: str | None,
    dataset: str | None,
    without: str | None,
) -> list[pa.Table]:
    """The reports of some dyads: one table of those between states, one of each other."""
    given = {
        "a": None,
        "b": None,
        "as_of": asked_day(as_of, "as_of"),
        "dataset": dataset,
        "without": without,
    }
    states = [one for one in dyads if one.members is None]
    out = []
    if states:
        pairs = {"firsts": [one.a for one in states], "seconds": [one.b for one in states]}
        out.append(store.arrow(_statement(store, "dyad_reports"), {**given, **pairs}))
    for one in dyads:
        if one.members is not None:
            values = {**given, "a": one.a, "b": one.b, **one.members}
            out.append(store.arrow(_statement(store, "side_reports"), values))
    return out


def _statement(store: Queryable, query: str) -> str:
    name = f"{query}.{getattr(store, 'dialect', 'duckdb')}.sql"
    return files("detente.relations").joinpath("sql", name).read_text("utf-8")


def asked_day(value: str | None, option: str) -> date | None:
    """The day of an ISO date that was asked for, None if none was.

    Raises
    ------
    BadSetting
        It is not ISO.
    """
    if value is None:
        return None
    try:
        found = date.fromisoformat(value)
    except ValueError:
        found = None
    if found is None or found.isoformat() != value:
        raise BadSetting(
            f"{option}: {value!r} is not an ISO date", hint="dates are YYYY-MM-DD", value=value
        )
    return found
