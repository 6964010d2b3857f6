"""The queries of relations as Ibis expressions, compiled to SQL beforehand.

What comes in: the tables that the store documents (``events``, ``event_parties``,
``event_dates``, ``documents``, ``imported_events``) and a table ``asked`` of one row: sides ``a``
and ``b``, ``as_of``, ``dataset`` (null for all; ``texts`` for what was coded here), and
``without`` (null, or a publisher or dataset to leave out). Dyads of states are asked for many at
once, a row each in the table ``pairs``. Where a side is no single state, a table ``members`` says
who belongs to it and when. What goes out: an expression, and its SQL for
one engine.

Importing Ibis takes a second, which a timeline should not. So the SQL is compiled when this
module is changed (``python -m detente.relations.expressions tests/golden/sql``), kept in ``sql/``,
and read from there; a test says that the files are what the expressions compile to. For other
engines it is kept in that folder, as golden files.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from functools import reduce
from operator import or_
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from detente.relations.one_event import by_cluster, one_event

if TYPE_CHECKING:
    import ibis.expr.types as ir

# The store's are DuckDB and PostgreSQL; the others are for those who keep the tables elsewhere.
DIALECTS = ("duckdb", "postgres", "databricks", "bigquery")
# PLOVER sectors through which a state uses force. A policeman, a criminal or a rebel of some
# nationality who kills abroad is not that state acting.
FORCE = ("GOV", "MIL", "SPY")
# PLOVER codes of actors above or across states that are no state.
STATELESS = ("ISM", "IMG", "NGO", "MNC")
VIOLENCE = "ASSAULT"
ASKED = (
    "asked AS (SELECT CAST($a AS VARCHAR) AS a, CAST($b AS VARCHAR) AS b,"
    " CAST($as_of AS DATE) AS as_of, CAST($dataset AS VARCHAR) AS dataset,"
    " CAST($without AS VARCHAR) AS without)"
)
# Lists of equal length, a row each: the two states of a dyad, sorted.
PAIRS = (
    "pairs AS (SELECT unnest(CAST($firsts AS VARCHAR[])) AS a,"
    " unnest(CAST($seconds AS VARCHAR[])) AS b)"
)
# Lists of equal length, a row each: side, kind (state or group), code, first and last day.
MEMBERS = (
    "members AS (SELECT unnest(CAST($member_side AS VARCHAR[])) AS side,"
    " unnest(CAST($member_kind AS VARCHAR[])) AS kind,"
    " unnest(CAST($member_code AS VARCHAR[])) AS code,"
    " unnest(CAST($member_first AS DATE[])) AS first_day,"
    " unnest(CAST($member_last AS DATE[])) AS last_day)"
)
TEXTS = "texts"
Which = Literal["pairs", "every", "sides"]
DYAD = ("dyad",)
REPORT_COLUMNS = (
    *("dyad", "direction", "event_type", "quad_class", "score", "day", "day_end", "coarse", "live"),
    *("published", "reports", "doc_id", "event_no", "event_id", "cluster", "guessed"),
)
ACT_COLUMNS = (
    *("dyad", "day", "direction", "event_type", "quad_class", "score", "reports", "live"),
    *("doc_id", "event_no", "event_id"),
)


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
            "name": "string",
            "entity_id": "string",
        },
        "documents": {"doc_id": "string", "source": "string"},
        "event_dates": {
            "doc_id": "string",
            "event_no": "int32",
            "published": "date",
            "date_end": "date",
            "date_precision": "string",
            "series_date": "date",
            "dated_by": "string",
        },
        "reports": {
            "doc_id": "string",
            "event_no": "int32",
            "event_id": "string",
            "cluster_id": "string",
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
            "actor_name": "string",
            "recipient_country": "string",
            "recipient_sector": "string",
            "recipient_name": "string",
            "event_type": "string",
            "cameo": "string",
            "quad_class": "int8",
            "score": "float64",
            "reports": "int32",
            "publisher": "string",
        },
        "asked": {
            "a": "string",
            "b": "string",
            "as_of": "date",
            "dataset": "string",
            "without": "string",
        },
        "pairs": {"a": "string", "b": "string"},
        "members": {
            "side": "string",
            "kind": "string",
            "code": "string",
            "first_day": "date",
            "last_day": "date",
        },
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


def _countries(parties: ir.Table, events: ir.Table) -> ir.Table:
    """The countries that each event may be between: those of its parties, and where it happened.

    Violence by nobody's forces on one's soil is of the pair too.
    """
    key = ["doc_id", "event_no"]
    named = parties.select(*key, country=parties.country)
    soil = events.select(*key, country=events.place_country)
    return named.union(soil).filter(lambda c: c.country.notnull())


def _every_pair(parties: ir.Table, events: ir.Table) -> ir.Table:
    """The parties of each event beside every pair of countries that it may be between."""
    key = ["doc_id", "event_no"]
    countries = _countries(parties, events).distinct()
    countries = countries.filter(~countries.country.isin(STATELESS))
    other = countries.view().rename(other="country")
    pairs = countries.join(other, key).filter(lambda t: t.country < t.other)
    pairs = pairs.select(*key, a=pairs.country, b=pairs.other)
    return parties.join(pairs, key)


def _asked_pairs(parties: ir.Table, events: ir.Table) -> ir.Table:
    """As `_every_pair`, for the pairs that are asked for alone."""
    key = ["doc_id", "event_no"]
    wanted = tables()["pairs"]
    either = wanted.select(country=wanted.a).union(wanted.select(country=wanted.b))
    countries = _countries(parties, events).semi_join(either, "country").distinct()
    other = countries.view().rename(other="country")
    both = countries.join(other, key).filter(lambda t: t.country < t.other)
    both = both.select(*key, a=both.country, b=both.other).semi_join(wanted, ["a", "b"])
    return parties.join(both, key)


def _belonging(rows: ir.Table, country: str, sector: str, name: str, ident: str | None) -> ir.Table:
    """Rows with a party's country replaced by the side it belongs to on their ``day``.

    An armed group is known by its id or name, and goes before the state whose nationals it is
    made of; what it does it does itself, so its sector is emptied. States count while they are
    members.
    """
    import ibis

    members = tables()["members"]
    groups = members.filter(members.kind == "group")
    states = members.filter(members.kind == "state").view()
    known = rows[name].lower() == groups.code.lower()
    if ident is not None:
        known = known | (rows[ident] == groups.code)
    inside = (rows.day >= groups.first_day) & (rows.day <= groups.last_day)
    with_group = rows.left_join(groups, [known & inside]).select(rows, group=groups.side)
    inside = (with_group.day >= states.first_day) & (with_group.day <= states.last_day)
    both = with_group.left_join(states, [with_group[country] == states.code, inside])
    both = both.select(with_group, state=states.side)
    named = both.mutate(
        **{
            country: ibis.coalesce(both.group, both.state, both[country]),
            sector: ibis.ifelse(both.group.notnull(), "", both[sector]),
        }
    )
    return named.select(*rows.columns)  # dropping two columns would name them in any order


def _soil(events: ir.Table) -> ir.Table:
    """Events with the country of their place replaced by the side it belongs to."""
    import ibis

    members = tables()["members"]
    states = members.filter(members.kind == "state")
    there = [
        events.place_country == states.code,
        (events.series_date >= states.first_day) & (events.series_date <= states.last_day),
    ]
    found = events.left_join(states, there).select(events, soil=states.side)
    place = ibis.coalesce(found.soil, found.place_country)
    return found.mutate(place_country=place).drop("soil")


def text_reports(which: Which = "pairs") -> ir.Table:
    """Every report of texts of an act between two sides, a row each: dyad, direction, day, cluster.

    Directions: ``a>b``, ``b>a``; ``a<>b`` where both act together (they meet, sign, clash);
    ``*>a`` and ``*>b`` for third-party violence: an assault on one side by nobody's state
    forces, if the perpetrators are nationals of the other or it happens in the other's country.

    Only what the text asserts counts: not what is attributed, suspected, denied, negated,
    hypothetical or planned. Nothing published after ``as_of``, and nothing dated after its own
    publication. ``which``: the ``pairs`` of states in the table of that name; ``every`` pair of
    countries; or the two ``sides`` of ``asked`` that ``members`` describes.
    """
    import ibis

    t = tables()
    events = t["events"].filter(lambda e: e.status == "asserted")
    dates = t["event_dates"].filter(lambda d: d.series_date.notnull())
    key = ("doc_id", "event_no")
    asked = t["asked"]
    parties = t["event_parties"]
    if which == "every":
        parties = _every_pair(parties, events)
    elif which == "pairs":
        parties = _asked_pairs(parties, events)
    else:
        dated = parties.join(dates.select(*key, day=dates.series_date), key)
        parties = _belonging(dated, "country", "sector", "name", "entity_id")
        parties = parties.cross_join(asked.select("a", "b"))
    asked = asked.drop("a", "b")
    e = events.join(dates, key)
    e = _soil(e) if which == "sides" else e
    e = e.join(_sides(parties), key).cross_join(asked)
    e = e.left_join(t["documents"], "doc_id").drop("doc_id_right")
    e = _with_clusters(e)
    e = e.filter(
        (e.dataset.isnull() | (e.dataset == TEXTS)),
        (e.without.isnull() | e.source.isnull() | (e.source != e.without)),
        (e.without.isnull() | (e.without != TEXTS)),
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
        cluster=e.cluster_id,
        guessed=(e.dated_by == "publication").fill_null(False),
        dyad=e.a + "-" + e.b,
    ).filter(lambda r: r.direction.notnull())


def _with_clusters(events: ir.Table) -> ir.Table:
    """Events with the event that each reports, ``cluster_id``; null where nobody compared it."""
    r = tables()["reports"]
    same = [
        events.doc_id == r.doc_id,
        events.event_no == r.event_no,
        events.event_id == r.event_id,
    ]
    return events.left_join(r, same).select(events, cluster_id=r.cluster_id)


def imported_reports(which: Which = "pairs") -> ir.Table:
    """The rows of other people's event data between two sides, as `text_reports` gives them.

    A row is one act of its source, told by ``reports`` reports. The source says who acts; the
    rules for violence by nobody's state forces are the same. An act without PLOVER type (a mere
    remark) has its CAMEO root for a type, so that a day's remarks are one.
    """
    import ibis

    t = tables()
    e = t["imported_events"]
    if which == "sides":
        e = _belonging(e, "actor_country", "actor_sector", "actor_name", None)
        e = _belonging(e, "recipient_country", "recipient_sector", "recipient_name", None)
    elif which == "pairs":
        # Before all else: a store may hold hundreds of millions of rows.
        e = e.semi_join(t["pairs"].select(dyad=t["pairs"].a + "-" + t["pairs"].b), "dyad")
    e = e.cross_join(t["asked"].rename(only="dataset"))
    one, other = e.actor_country, e.recipient_country
    if which == "sides":
        dyad, joint = e.a + "-" + e.b, e.a + "<>" + e.b
        between = ((one == e.a) & (other == e.b)) | ((one == e.b) & (other == e.a))
    else:
        dyad, joint = e.dyad, e.dyad.left(3) + "<>" + e.dyad.right(3)
        between = e.dyad.notnull()
    e = e.filter(
        between,
        e.only.isnull() | (e.dataset == e.only),
        e.without.isnull() | (e.dataset != e.without),
        e.without.isnull() | e.publisher.isnull() | (e.publisher != e.without),
        e.as_of.isnull() | (e.published <= e.as_of),
        e.day <= e.published,
    )
    violent = (e.event_type == VIOLENCE).fill_null(False)
    nobodys = violent & ~_forces(e.actor_sector)
    direction = ibis.cases(
        (nobodys, "*>" + e.recipient_country),
        (~e.directed, joint),
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
        dyad=dyad,
        slot=ibis.literal(0, "int64"),
    )


def dyad_reports(which: Which = "pairs") -> ir.Table:
    """Every report of the dyads asked for, in no order, to be counted outside of the engine.

    Which of them tell one event is left to ``detente.relations.counting``.
    """
    import ibis

    texts = text_reports(which)
    rows = imported_reports(which).mutate(cluster=ibis.null("string"), guessed=ibis.literal(False))
    return texts.select(*REPORT_COLUMNS, imported=ibis.literal(False)).union(
        rows.select(*REPORT_COLUMNS, imported=ibis.literal(True))
    )


def side_reports() -> ir.Table:
    """`dyad_reports` for sides that ``members`` describes."""
    return dyad_reports("sides")


def _events(which: Which) -> ir.Table:
    """One row an event, from the reports of texts and imported data."""
    texts = by_cluster(text_reports(which), of=DYAD)
    return one_event(texts.union(imported_reports(which)), of=DYAD)


def dyad_acts(which: Which = "pairs") -> ir.Table:
    """Every event of the dyads asked for, one by one.

    Columns: ``dyad``, ``day``, ``direction``, ``event_type``, ``quad_class``, ``score``,
    ``reports``, ``live`` (whether told as news, not as background), ``doc_id``, ``event_no`` and
    ``event_id`` of the report that tells it. Events of imported data have ids such as
    ``gdelt:1001@2015-11-24``.
    """
    found = _events(which)
    return found.select(*ACT_COLUMNS).order_by("dyad", "day", "direction", "event_type", "event_id")


def side_acts() -> ir.Table:
    """`dyad_acts` for sides that ``members`` describes."""
    return dyad_acts("sides")


def panel() -> ir.Table:
    """Events of every dyad by week, direction and quad class, summed up."""
    found = _events("every")
    found = found.mutate(week=found.day.truncate("W"), month=found.day.truncate("M"))
    return found.group_by("dyad", "week", "month", "direction", "quad_class").aggregate(
        events=found.count(),
        reports=found.reports.sum(),
        score_sum=found.score.sum(),
    )


QUERIES: dict[str, Callable[[], ir.Table]] = {
    "dyad_reports": dyad_reports,
    "side_reports": side_reports,
    "dyad_acts": dyad_acts,
    "side_acts": side_acts,
    "panel": panel,
}
OURS = ("duckdb", "postgres")
# Which queries each kind of engine is asked: the store's tell reports, the events are counted here.
KEPT = {True: ("dyad_reports", "side_reports", "panel"), False: ("dyad_acts", "side_acts", "panel")}


def compiled(name: str, dialect: str) -> str:
    """The SQL of a query for one engine.

    For the engines of the store what is asked comes as parameters (``$firsts``, ``$as_of``,
    ``$member_code`` ...); for the others as the tables ``asked``, ``pairs`` and ``members``.
    """
    import ibis

    body = str(ibis.to_sql(QUERIES[name](), dialect=dialect)).strip()
    # BigQuery's arrays get a name at random, which would make every compilation another.
    body = re.sub(r"ibis_bq_arr_\w+", "ibis_bq_arr", body)
    if dialect in OURS:
        more = {"dyad": PAIRS, "side": MEMBERS}.get(name.partition("_")[0])
        asked = ASKED if more is None else f"{ASKED},\n{more}"
        rest = f",\n{body.removeprefix('WITH ')}" if body.startswith("WITH ") else f"\n{body}"
        body = f"WITH {asked}{rest}"
    return f"-- Compiled from detente.relations.expressions; do not edit.\n{body}\n"


def sql_file(name: str, dialect: str = OURS[0], *, folder: Path | None = None) -> Path:
    """Where the compiled SQL of a query is kept; the store's in ``sql/`` beside this module."""
    return (folder or Path(__file__).parent / "sql") / f"{name}.{dialect}.sql"


def write_all(elsewhere: Path | None = None) -> list[Path]:
    """Compile every query for our engines, and for the others into a folder; the files."""
    wanted = [(name, dialect, sql_file(name, dialect)) for name in KEPT[True] for dialect in OURS]
    if elsewhere is not None:
        wanted += [
            (name, dialect, sql_file(name, dialect, folder=elsewhere))
            for name in KEPT[False]
            for dialect in DIALECTS
            if dialect not in OURS
        ]
    for name, dialect, path in wanted:
        path.write_text(compiled(name, dialect), encoding="utf-8")
    return [path for _, _, path in wanted]


if __name__ == "__main__":
    # python -m detente.relations.expressions tests/golden/sql
    write_all(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
