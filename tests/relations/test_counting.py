"""Events counted over columns are those that the expressions count in an engine."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import duckdb
import ibis
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.relations import counting, known_acts
from detente.relations.expressions import DYAD, REPORT_COLUMNS
from detente.relations.one_event import by_cluster, one_event

FIRST = date(2015, 11, 20)
SCHEMA = pa.schema(
    [
        *((name, pa.string()) for name in ("dyad", "direction", "event_type")),
        *(("quad_class", pa.int32()), ("score", pa.float64())),
        *(("day", pa.date32()), ("day_end", pa.date32())),
        *(("coarse", pa.bool_()), ("live", pa.bool_())),
        *(("published", pa.date32()), ("reports", pa.int32())),
        *(("doc_id", pa.string()), ("event_no", pa.int32()), ("event_id", pa.string())),
        *(("cluster", pa.string()), ("guessed", pa.bool_()), ("imported", pa.bool_())),
    ]
)


def days(last: int) -> st.SearchStrategy[date]:
    return st.integers(0, last).map(lambda n: FIRST + timedelta(days=n))


@st.composite
def rows(draw: st.DrawFn) -> pa.Table:
    """Rows as ``dyad_reports`` tells them, close together, so that many are of one event."""
    out: list[dict[str, Any]] = []
    for n in range(draw(st.integers(0, 14))):
        imported, coarse = draw(st.booleans()), draw(st.booleans())
        day = draw(days(6))
        dyad = draw(st.sampled_from(("RUS-TUR", "TUR-USA")))
        a, b = dyad.split("-")
        published = draw(days(9)) if imported else draw(st.none() | days(9))
        out.append(
            {
                "dyad": dyad,
                "direction": draw(st.sampled_from((f"{a}>{b}", f"{a}<>{b}", f"*>{b}"))),
                "event_type": draw(st.sampled_from(("ACCUSE", "CONSULT"))),
                "quad_class": draw(st.integers(1, 4)),
                "score": float(draw(st.integers(-10, 10))),
                "day": day,
                "day_end": day + timedelta(days=draw(st.integers(1, 5)) if coarse else 0),
                "coarse": coarse,
                "live": draw(st.booleans()),
                "published": published,
                "reports": draw(st.integers(1, 3)) if imported else 1,
                "doc_id": "gdelt" if imported else draw(st.sampled_from(("Ü", "a", "B", "z"))),
                "event_no": 0 if imported else n,
                "event_id": f"{draw(st.sampled_from('aBÜz'))}{n}",
                "cluster": None if imported else draw(st.sampled_from((None, "c1", "c2"))),
                "guessed": not imported and draw(st.booleans()),
                "imported": imported,
            }
        )
    return pa.Table.from_pylist(out, schema=SCHEMA)


@pytest.fixture(scope="module")
def engine() -> Iterator[Any]:
    with duckdb.connect() as con:
        yield con


def in_sql() -> str:
    """The events of a table ``told``, as the expressions count them."""
    types = {f.name: str(f.type) for f in SCHEMA}
    names = {"bool": "boolean", "date32[day]": "date", "double": "float64"}
    told = ibis.table({name: names.get(t, t) for name, t in types.items()}, name="told")
    told = told.filter(told.published.isnull() | (told.published <= ibis.date("2015-11-27")))
    texts = told.filter(~told.imported).select(*REPORT_COLUMNS)
    parted = by_cluster(texts, of=DYAD)
    others = told.filter(told.imported).mutate(slot=ibis.literal(0, "int64"))
    found = one_event(parted.union(others.select(*parted.columns)), of=DYAD)
    return str(ibis.to_sql(found, dialect="duckdb"))


SQL = in_sql()


@given(rows())
@settings(max_examples=60, deadline=None)
def test_events_are_those_of_the_expressions(engine: Any, table: pa.Table) -> None:
    engine.register("told", table)
    cursor = engine.sql(SQL)
    names = cursor.columns
    wanted: dict[str, list[tuple[Any, ...]]] = {}
    for row in (dict(zip(names, values, strict=True)) for values in cursor.fetchall()):
        kept = ("day", "direction", "event_type", "quad_class", "score", "reports", "live")
        wanted.setdefault(row["dyad"], []).append((*(row[name] for name in kept), row["event_id"]))
    found = {}
    for dyad, reports in counting._read(table).items():
        # An undated document is kept here, as where no day is asked for.
        late = reports.published != counting.NEVER
        late &= reports.published > (date(2015, 11, 27) - date(1970, 1, 1)).days
        acts = known_acts(reports.of(~late))
        found[dyad] = [
            (a.day, a.direction, a.event_type, a.quad_class, a.score, a.reports, a.live, a.event_id)
            for a in acts
        ]
    for told in wanted.values():
        told.sort(key=lambda act: (act[0], act[1], act[2], act[7]))
    assert {dyad: told for dyad, told in found.items() if told} == wanted


@given(rows(), days(9))
def test_what_was_known_on_a_day_is_what_its_reports_alone_tell(table: pa.Table, day: date) -> None:
    before = table.filter(
        pa.array([p is not None and p <= day for p in table["published"].to_pylist()], pa.bool_())
    )
    alone = {dyad: known_acts(found).records for dyad, found in counting._read(before).items()}
    found = {dyad: known_acts(r, day).records for dyad, r in counting._read(table).items()}
    assert {dyad: acts for dyad, acts in found.items() if acts} == alone
