"""Panels: every dyad by week or month, one row each, with the codes that other data merge on.

What comes in: a store. What goes out: an Arrow table that R, Stata or pandas can join with panels
of states: ISO, Correlates of War and Gleditsch-Ward codes on the date of the row. Only periods
with a report have a row; what is absent was not reported on, which is not the same as zero.
"""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING, Any, Protocol

from detente.codebook import load_states
from detente.errors import BadSetting
from detente.relations.asking import asked_day

if TYPE_CHECKING:
    import pyarrow as pa

PERIODS = ("week", "month")
SYSTEMS = ("cow", "gw")


class Arrowable(Protocol):
    """Anything that answers SQL over the store's tables with Arrow, as `detente.store.Store`."""

    def arrow(self, statement: str, values: dict[str, Any] | None = None) -> pa.Table:
        """The rows of a statement with ``$name`` parameters."""
        ...


def columns() -> list[dict[str, str]]:
    """The panel's columns: name, type and what they hold; the codebook beside an export."""
    quads = {1: "verbal cooperation", 2: "material cooperation", 3: "verbal conflict",
             4: "material conflict"}  # fmt: skip
    sides = {"ab": "by a on b", "ba": "by b on a", "both": "by both together"}
    out = [
        ("dyad", "text", "The two codes, sorted, joined by a hyphen"),
        ("period", "date", "Monday of the week, or first day of the month"),
        ("a", "text", "First code: ISO 3166-1 alpha-3, KOS for Kosovo, or a PLOVER code"),
        ("b", "text", "Second code"),
    ]
    out += [
        (f"{side}_{system}", "text", f"{title} code of {side} on that date; empty if it has none")
        for system, title in (("cow", "Correlates of War"), ("gw", "Gleditsch-Ward"))
        for side in ("a", "b")
    ]
    out += [
        (f"{side}_q{quad}", "integer", f"Events of {name} {whose}")
        for side, whose in sides.items()
        for quad, name in quads.items()
    ]
    out += [
        ("third_a", "integer", "Violence on a by nobody's state forces; in no other column"),
        ("third_b", "integer", "Violence on b by nobody's state forces; in no other column"),
        ("events", "integer", "All events between the two: one type, direction and day is one"),
        ("reports", "integer", "Reports that tell them"),
        ("score_sum", "number", "Sum of their scores (Goldstein's, or the source's)"),
    ]
    return [dict(zip(("column", "type", "description"), row, strict=True)) for row in out]


def dyad_panel(
    store: Arrowable,
    *,
    by: str = "week",
    date_from: str | None = None,
    date_to: str | None = None,
    as_of: str | None = None,
    dataset: str | None = None,
) -> pa.Table:
    """One row a dyad and period with at least one report; columns as `columns` describes them.

    Parameters
    ----------
    store
        An open store.
    by
        ``week`` (Mondays) or ``month``.
    date_from, date_to
        ISO days: periods that begin in this range.
    as_of
        ISO day: nothing published later enters.
    dataset
        Only events of one origin; see `dyad_weeks`.

    Raises
    ------
    BadSetting
        ``by`` is no period, or a date is not ISO.
    """
    if by not in PERIODS:
        raise BadSetting(f"a panel by {by!r}", hint=f"one of {', '.join(PERIODS)}", value=by)
    values = {
        "a": None,
        "b": None,
        "as_of": asked_day(as_of, "as_of"),
        "dataset": dataset,
        "without": None,
        "first": asked_day(date_from, "date_from"),
        "last": asked_day(date_to, "date_to"),
    }
    statement = _statement(by, getattr(store, "dialect", "duckdb"))
    return _with_codes(_rounded(store.arrow(statement, values)))


def _rounded(table: pa.Table) -> pa.Table:
    """The table with its sums of scores as they are shown: engines add in any order."""
    import pyarrow.compute as compute

    at = table.column_names.index("score_sum")
    return table.set_column(at, "score_sum", compute.round(table["score_sum"], 6))


def _statement(by: str, dialect: str) -> str:
    name = f"panel.{dialect}.sql"
    inner = files("detente.relations").joinpath("sql", name).read_text("utf-8")
    joint = "left(dyad, 3) || '<>' || right(dyad, 3)"
    ab, ba = "left(dyad, 3) || '>' || right(dyad, 3)", "right(dyad, 3) || '>' || left(dyad, 3)"
    counts = [
        f"coalesce(sum(events) FILTER (WHERE direction = {is_} AND quad_class = {quad}), 0)"
        f" AS {side}_q{quad}"
        for side, is_ in (("ab", ab), ("ba", ba), ("both", joint))
        for quad in (1, 2, 3, 4)
    ]
    third = [
        f"coalesce(sum(events) FILTER (WHERE direction = '*>' || {side}(dyad, 3)), 0)"
        f" AS third_{name}"
        for name, side in (("a", "left"), ("b", "right"))
    ]
    own = "direction NOT LIKE '*%'"
    sums = [
        f"coalesce(sum({name}) FILTER (WHERE {own}), 0) AS {name}" for name in ("events", "reports")
    ]
    parts = ", ".join([*counts, *third, *sums])
    return (
        f"SELECT dyad, CAST({by} AS DATE) AS period, left(dyad, 3) AS a, right(dyad, 3) AS b,"
        f" {parts}, coalesce(sum(score_sum) FILTER (WHERE {own}), 0) AS score_sum"
        f" FROM ({inner}) p"
        f" WHERE (CAST($first AS DATE) IS NULL OR {by} >= CAST($first AS DATE))"
        f" AND (CAST($last AS DATE) IS NULL OR {by} <= CAST($last AS DATE))"
        " GROUP BY dyad, period ORDER BY dyad, period"
    )


def _with_codes(table: pa.Table) -> pa.Table:
    """The table with codes of other systems on each row's date, in the order of `columns`."""
    import pyarrow as pa
    import pyarrow.compute as compute

    states = load_states()
    years = compute.year(table["period"])
    for side in ("a", "b"):
        # Codes change with the year at most: each pair of state and year is looked up once.
        keys = compute.binary_join_element_wise(table[side], years.cast(pa.string()), " ")
        encoded = keys.combine_chunks().dictionary_encode() if len(table) else None
        for system in SYSTEMS:
            if encoded is None:
                found = pa.array([], pa.string())
            else:
                met = [key.split() for key in encoded.dictionary.to_pylist()]
                codes = [
                    states.code(code, system, year) if code in states else None
                    for code, year in met
                ]
                found = pa.array(codes, pa.string()).take(encoded.indices)
            table = table.append_column(f"{side}_{system}", found)
    return table.select([column["column"] for column in columns()])
