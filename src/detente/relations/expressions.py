"""The queries of relations as Ibis expressions, compiled to SQL beforehand.

What comes in: the tables that the store documents (``events``, ``event_parties``,
``event_dates``, ``imported_events``) and a table ``asked`` of one row: sides ``a`` and ``b``,
``as_of``, and ``dataset`` (null for all; ``texts`` for what was coded here). What goes out: an
expression, and its SQL for one engine.

Importing Ibis takes a second, which a timeline should not. So the SQL is compiled when this
module is changed (``python -m detente.relations.expressions``), kept in ``sql/``, and read from
there; a test says that the files are what the expressions compile to.
"""

from __future__ import annotations

from functools import reduce
from operator import or_
from pathlib import Path
from typing import TYPE_CHECKING

from detente.relations.one_event import one_event

if TYPE_CHECKING:
    import ibis.expr.types as ir

DIALECTS = ("duckdb",)
# PLOVER sectors through which a state uses force. A policeman, a criminal or a rebel of some
# nationality who kills abroad is not that state acting.
FORCE = ("GOV", "MIL", "SPY")
# PLOVER codes of actors above or across states that are no state.
STATELESS = ("ISM", "IMG", "NGO", "MNC")
VIOLENCE = "ASSAULT"
ASKED = (
    "asked AS (SELECT CAST($a AS VARCHAR) AS a, CAST($b AS VARCHAR) AS b,"
    " CAST($as_of AS DATE) AS as_of, CAST($dataset AS VARCHAR) AS dataset)"
)
TEXTS = "texts"


def tables() -> dict[str, ir.Table]:
    """The columns that the expressions read, as unbound tables."""
    import ibis

    schemas = {
        "events": {
            "doc_id": "string",
            "event_no": "int32",
            "event_id": "string",
            "event_type": "string",
            "quad_class": "int32",
            "plover_score": "float64",
            "goldstein": "float64",
            "place_country": "string",
            "status": "string",
            "historical": "boolean",
        },
        "event_parties": {
            "doc_id": "string",
            "event_no": "int32",
            "role": "string",
            "country": "string",
            "sector": "string",
        },
        "event_dates": {
            "doc_id": "string",
            "event_no": "int32",
            "published": "date",
            "date_end": "date",
            "date_precision": "string",
            "series_date": "date",
        },
        "imported_events": {
            "dataset": "string",
            "source_id": "string",
            "day": "date",
            "day_end": "date",
            "published": "date",
            "dyad": "string",
            "directed": "boolean",
            "actor_country": "string",
            "actor_sector": "string",
            "recipient_country": "string",
            "recipient_sector": "string",
            "event_type": "string",
            "cameo": "string",
            "quad_class": "int8",
            "score": "float64",
            "reports": "int32",
        },
        "asked": {"a": "string", "b": "string", "as_of": "date", "dataset": "string"},
    }
    return {name: ibis.table(schema, name=name) for name, schema in schemas.items()}


def _forces(sector: ir.StringValue) -> ir.BooleanValue:
    """Whether who has these sectors is the state acting: its forces, or nobody in particular."""
    padded = "|" + sector + "|"
    return (sector == "") | reduce(or_, [padded.contains(f"|{code}|") for code in FORCE])


def _sides(parties: ir.Table) -> ir.Table:
    """Who of the two took which part in an event: a row an event and pair with one of them.

    ``parties`` holds the pair it is asked about, ``a`` and ``b``, in each row.
    """
    p = parties
    acts, suffers = p.role == "actor", p.role == "recipient"
    state = p.country.notnull() & ~p.country.isin(STATELESS) & _forces(p.sector)
    p = p.mutate(
        side=p.country.isin([p.a, p.b]),
        a_acts=acts & (p.country == p.a),
        b_acts=acts & (p.country == p.b),
        a_forces=acts & state & (p.country == p.a),
        b_forces=acts & state & (p.country == p.b),
        state_forces=acts & state,
        on_a=suffers & (p.country == p.a),
        on_b=suffers & (p.country == p.b),
        on_other=suffers & (p.country.isnull() | ~p.country.isin([p.a, p.b])),
    )
    # A null country is neither side: false, not unknown.
    flags = ("side", "a_acts", "b_acts", "a_forces", "b_forces", "state_forces")
    return (
        p.group_by("doc_id", "event_no", "a", "b")
        .aggregate(
            **{
                name: p[name].fill_null(False).max()
                for name in (*flags, "on_a", "on_b", "on_other")
            }
        )
        .filter(lambda t: t.side)
        .drop("side")
    )


def _every_pair(parties: ir.Table, events: ir.Table) -> ir.Table:
    """The parties of each event beside every pair of countries that it may be between.

    Countries are those of its parties, and where it happened: violence by nobody's forces on
    one's soil is of the pair too.
    """
    key = ["doc_id", "event_no"]
    named = parties.select(*key, country=parties.country)
    soil = events.select(*key, country=events.place_country)
    countries = named.union(soil).filter(lambda c: c.country.notnull()).distinct()
    countries = countries.filter(~countries.country.isin(STATELESS))
    other = countries.view().rename(other="country")
    pairs = countries.join(other, key).filter(lambda t: t.country < t.other)
    pairs = pairs.select(*key, a=pairs.country, b=pairs.other)
    return parties.join(pairs, key)


def dyad_reports(*, all_pairs: bool = False) -> ir.Table:
    """Every report of an act between the two sides, a row each, with its direction and day.

    Directions: ``a>b``, ``b>a``; ``a<>b`` where both act together (they meet, sign, clash);
    ``*>a`` and ``*>b`` for third-party violence: an assault on one side by nobody's state
    forces, if the perpetrators are nationals of the other or it happens in the other's country.

    Only what the text asserts counts: not what is attributed, suspected, denied, negated,
    hypothetical or planned. Nothing published after ``as_of``, and nothing dated after its own
    publication. With ``all_pairs``, the same for every pair of countries, named in ``dyad``.
    """
    import ibis

    t = tables()
    events = t["events"].filter(lambda e: e.status == "asserted")
    dates = t["event_dates"].filter(lambda d: d.series_date.notnull())
    key = ("doc_id", "event_no")
    asked = t["asked"]
    if all_pairs:
        parties = _every_pair(t["event_parties"], events)
        asked = asked.drop("a", "b")
    else:
        parties = t["event_parties"].cross_join(asked.select("a", "b"))
        asked = asked.drop("a", "b")
    e = events.join(dates, key).join(_sides(parties), key).cross_join(asked)
    e = e.filter(
        (e.dataset.isnull() | (e.dataset == TEXTS)),
        (e.as_of.isnull() | (e.published <= e.as_of)),
        (e.published.isnull() | (e.series_date <= e.published)),
    )
    violent = e.event_type == VIOLENCE
    nobodys = violent & ~e.state_forces
    at_a, at_b = (
        (e.place_country == e.a).fill_null(False),
        (e.place_country == e.b).fill_null(False),
    )
    a_acts = ibis.ifelse(violent, e.a_forces, e.a_acts)
    b_acts = ibis.ifelse(violent, e.b_forces, e.b_acts)
    # Two who fight a third are no conflict of theirs; two who help or meet a third cooperate.
    together = a_acts & b_acts & ~((e.quad_class >= 3) & e.on_other & ~(e.on_a | e.on_b))
    direction = ibis.cases(
        (nobodys & e.on_a & (e.b_acts | at_b), "*>" + e.a),
        (nobodys & e.on_b & (e.a_acts | at_a), "*>" + e.b),
        (together, e.a + "<>" + e.b),
        (a_acts & ~b_acts & e.on_b, e.a + ">" + e.b),
        (b_acts & ~a_acts & e.on_a, e.b + ">" + e.a),
    )
    coarse = e.date_precision.isin(["week", "month"]).fill_null(False)
    pair = {"dyad": e.a + "-" + e.b} if all_pairs else {}
    return e.select(
        "doc_id",
        "event_no",
        "event_id",
        "event_type",
        "quad_class",
        "published",
        direction=direction,
        score=ibis.coalesce(e.goldstein, e.plover_score),
        day=e.series_date,
        day_end=ibis.ifelse(coarse, e.date_end, e.series_date),
        coarse=coarse,
        live=~e.historical,
        reports=ibis.literal(1, "int32"),
        **pair,
    ).filter(lambda r: r.direction.notnull())


def imported_reports(*, all_pairs: bool = False) -> ir.Table:
    """The rows of other people's event data between the two sides, as `dyad_reports` gives them.

    A row is one act of its source, told by ``reports`` reports. The source says who acts; the
    rules for violence by nobody's state forces are the same. An act without PLOVER type (a mere
    remark) has its CAMEO root for a type, so that a day's remarks are one.
    """
    import ibis

    t = tables()
    e = t["imported_events"].cross_join(t["asked"].rename(only="dataset"))
    asked = ibis.least(e.a, e.b) + "-" + ibis.greatest(e.a, e.b)
    e = e.filter(
        e.dyad.notnull() if all_pairs else e.dyad == asked,
        e.only.isnull() | (e.dataset == e.only),
        e.as_of.isnull() | (e.published <= e.as_of),
        e.day <= e.published,
    )
    violent = (e.event_type == VIOLENCE).fill_null(False)
    nobodys = violent & ~_forces(e.actor_sector)
    direction = ibis.cases(
        (nobodys, "*>" + e.recipient_country),
        (~e.directed, e.dyad.left(3) + "<>" + e.dyad.right(3)),
        else_=e.actor_country + ">" + e.recipient_country,
    )
    return e.select(
        doc_id=e.dataset,
        event_no=ibis.literal(0, "int32"),
        event_id=e.dataset + ":" + e.source_id + "@" + e.day.cast("string"),
        event_type=ibis.coalesce(e.event_type, "CAMEO " + e.cameo.left(2)),
        quad_class=e.quad_class.cast("int32"),
        published=e.published,
        direction=direction,
        score=e.score,
        day=e.day,
        day_end=e.day_end,
        coarse=e.day_end > e.day,
        live=ibis.literal(True),
        reports=e.reports,
        **({"dyad": e.dyad} if all_pairs else {}),
    )


def dyad_weeks() -> ir.Table:
    """Events by week, direction and quad class.

    A row holds ``week`` (its Monday), ``direction``, ``quad_class``, ``events``, ``reports``,
    ``score_sum``, ``live`` (whether any was told as news, not as background) and ``event_ids``
    in order of day, document and position. Events of imported data have ids such as
    ``gdelt:1001@2015-11-24``.
    """
    found = one_event(dyad_reports().union(imported_reports()))
    found = found.mutate(week=found.day.truncate("W"))
    return (
        found.group_by("week", "direction", "quad_class")
        .aggregate(
            events=found.count(),
            reports=found.reports.sum(),
            score_sum=found.score.sum(),
            live=found.live.max(),
            event_ids=found.event_id.collect(
                order_by=[found.day, found.doc_id, found.event_no, found.event_id],
                include_null=True,
            ),
        )
        .order_by("week", "direction", "quad_class")
    )


def panel() -> ir.Table:
    """Events of every dyad by week, direction and quad class: ``dyad_weeks`` for all of them."""
    reports = dyad_reports(all_pairs=True).union(imported_reports(all_pairs=True))
    found = one_event(reports, of=("dyad",))
    found = found.mutate(week=found.day.truncate("W"), month=found.day.truncate("M"))
    return found.group_by("dyad", "week", "month", "direction", "quad_class").aggregate(
        events=found.count(),
        reports=found.reports.sum(),
        score_sum=found.score.sum(),
    )


def dyad_acts() -> ir.Table:
    """The same events one by one: day, direction, type, quad class, score, reports, id."""
    found = one_event(dyad_reports().union(imported_reports()))
    return found.select(
        "day", "direction", "event_type", "quad_class", "score", "reports", "live", "event_id"
    ).order_by("day", "direction", "event_type", "event_id")


QUERIES = {"dyad_weeks": dyad_weeks, "dyad_acts": dyad_acts, "panel": panel}


def compiled(name: str, dialect: str) -> str:
    """The SQL of a query for one engine, ``$a``, ``$b`` and ``$as_of`` its parameters."""
    import ibis

    body = str(ibis.to_sql(QUERIES[name](), dialect=dialect)).strip()
    with_asked = (
        f"WITH {ASKED},\n{body.removeprefix('WITH ')}"
        if body.startswith("WITH ")
        else f"WITH {ASKED}\n{body}"
    )
    return f"-- Compiled from detente.relations.expressions; do not edit.\n{with_asked}\n"


def sql_file(name: str, dialect: str) -> Path:
    """Where the compiled SQL of a query is kept."""
    return Path(__file__).parent / "sql" / f"{name}.{dialect}.sql"


def write_all() -> list[Path]:
    """Compile every query for every engine into its file; the files."""
    written = []
    for name in QUERIES:
        for dialect in DIALECTS:
            path = sql_file(name, dialect)
            path.write_text(compiled(name, dialect), encoding="utf-8")
            written.append(path)
    return written


if __name__ == "__main__":
    write_all()
