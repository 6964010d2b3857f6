"""Every statement of the store, by name.

Statements are standard SQL with ``$name`` or ``$1`` parameters, as DuckDB and PostgreSQL both
read them; nothing outside this module and the numbered migrations is SQL of the store.
"""

from __future__ import annotations

from collections.abc import Sequence

# --- the schema -----------------------------------------------------------------------------

TABLES = (
    "SELECT table_name FROM information_schema.tables"
    " WHERE table_schema = current_schema() ORDER BY table_name"
)
MAKE_SCHEMA_VERSION = (
    "CREATE TABLE IF NOT EXISTS schema_version"
    " (version INTEGER PRIMARY KEY, name VARCHAR NOT NULL, applied TIMESTAMP NOT NULL)"
)
SCHEMA_VERSION = "SELECT coalesce(max(version), 0) FROM schema_version"
ADD_SCHEMA_VERSION = "INSERT INTO schema_version VALUES ($1, $2, $3)"

# --- runs -----------------------------------------------------------------------------------

NEXT_RUN = "SELECT coalesce(max(run_id), 0) + 1 FROM runs"
BEGIN_RUN = (
    "INSERT INTO runs (run_id, started, command, detente_version, coder, codebook_version,"
    " pipeline_version, settings) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
)
END_RUN = "UPDATE runs SET finished = $2, counts = $3 WHERE run_id = $1"
RUN_HOLDS = (
    "SELECT count(*), coalesce(sum(events), 0), coalesce(sum(rejections), 0)"
    " FROM documents WHERE run_id = $1"
)
RUNS = (
    "SELECT run_id, started, finished, command, detente_version, coder, codebook_version,"
    " pipeline_version, settings, counts FROM runs ORDER BY run_id"
)

# --- adding ---------------------------------------------------------------------------------

COLUMNS: dict[str, tuple[tuple[str, str], ...]] = {
    "documents": (
        ("doc_id", "VARCHAR"),
        ("run_id", "INTEGER"),
        ("coder", "VARCHAR"),
        ("text", "VARCHAR"),
        ("date", "DATE"),
        ("date_basis", "VARCHAR"),
        ("title", "VARCHAR"),
        ("source", "VARCHAR"),
        ("url", "VARCHAR"),
        ("lang", "VARCHAR"),
        ("authors", "VARCHAR"),
        ("captions", "VARCHAR"),
        ("events", "INTEGER"),
        ("rejections", "INTEGER"),
    ),
    "events": (
        ("doc_id", "VARCHAR"),
        ("event_no", "INTEGER"),
        ("event_id", "VARCHAR"),
        ("sentence", "INTEGER"),
        ("event_type", "VARCHAR"),
        ("event_mode", "VARCHAR"),
        ("context", "VARCHAR"),
        ("cameo", "VARCHAR"),
        ("quad_class", "INTEGER"),
        ("plover_score", "DOUBLE PRECISION"),
        ("goldstein", "DOUBLE PRECISION"),
        ("actor_names", "VARCHAR"),
        ("actor_countries", "VARCHAR"),
        ("actor_sectors", "VARCHAR"),
        ("recipient_names", "VARCHAR"),
        ("recipient_countries", "VARCHAR"),
        ("recipient_sectors", "VARCHAR"),
        ("date_start", "DATE"),
        ("date_end", "DATE"),
        ("date_precision", "VARCHAR"),
        ("date_basis", "VARCHAR"),
        ("place_name", "VARCHAR"),
        ("place_country", "VARCHAR"),
        ("place_lat", "DOUBLE PRECISION"),
        ("place_lon", "DOUBLE PRECISION"),
        ("status", "VARCHAR"),
        ("historical", "BOOLEAN"),
        ("attributed_to", "VARCHAR"),
        ("quantities", "VARCHAR"),
        ("trigger_start", "INTEGER"),
        ("trigger_end", "INTEGER"),
        ("trigger_text", "VARCHAR"),
        ("evidence_start", "INTEGER"),
        ("evidence_end", "INTEGER"),
        ("evidence_text", "VARCHAR"),
        ("mentions", "INTEGER"),
        ("decided_by", "VARCHAR"),
        ("confidence", "DOUBLE PRECISION"),
        ("record", "VARCHAR"),
    ),
    "event_parties": (
        ("doc_id", "VARCHAR"),
        ("event_no", "INTEGER"),
        ("event_id", "VARCHAR"),
        ("role", "VARCHAR"),
        ("ordinal", "INTEGER"),
        ("country", "VARCHAR"),
        ("sector", "VARCHAR"),
        ("name", "VARCHAR"),
        ("entity_id", "VARCHAR"),
        ("span_start", "INTEGER"),
        ("span_end", "INTEGER"),
        ("span_text", "VARCHAR"),
    ),
    "mentions": (
        ("doc_id", "VARCHAR"),
        ("event_no", "INTEGER"),
        ("event_id", "VARCHAR"),
        ("ordinal", "INTEGER"),
        ("sentence", "INTEGER"),
        ("trigger_start", "INTEGER"),
        ("trigger_end", "INTEGER"),
        ("trigger_text", "VARCHAR"),
        ("evidence_start", "INTEGER"),
        ("evidence_end", "INTEGER"),
        ("evidence_text", "VARCHAR"),
    ),
    "rejections": (
        ("run_id", "INTEGER"),
        ("doc_id", "VARCHAR"),
        ("ordinal", "INTEGER"),
        ("sentence", "INTEGER"),
        ("stage", "VARCHAR"),
        ("reason", "VARCHAR"),
        ("detail", "VARCHAR"),
        ("source", "VARCHAR"),
        ("spans", "VARCHAR"),
    ),
    "claims": (
        ("doc_id", "VARCHAR"),
        ("claim_no", "INTEGER"),
        ("claim_id", "VARCHAR"),
        ("sentence", "INTEGER"),
        ("speaker", "VARCHAR"),
        ("speaker_kind", "VARCHAR"),
        ("speaker_country", "VARCHAR"),
        ("chain", "VARCHAR"),
        ("stance", "VARCHAR"),
        ("status", "VARCHAR"),
        ("proposition", "VARCHAR"),
        ("span_start", "INTEGER"),
        ("span_end", "INTEGER"),
        ("event_ids", "VARCHAR"),
        ("record", "VARCHAR"),
    ),
    "incidents": (
        ("doc_id", "VARCHAR"),
        ("incident_no", "INTEGER"),
        ("incident_id", "VARCHAR"),
        ("name", "VARCHAR"),
        ("event_id", "VARCHAR"),
        ("perpetrator", "VARCHAR"),
        ("affiliation", "VARCHAR"),
        ("victim", "VARCHAR"),
        ("office", "VARCHAR"),
        ("weapon", "VARCHAR"),
        ("place", "VARCHAR"),
        ("date_start", "DATE"),
        ("date_end", "DATE"),
        ("suspects", "VARCHAR"),
        ("record", "VARCHAR"),
    ),
    "hypotheses": (
        ("doc_id", "VARCHAR"),
        ("hypothesis_no", "INTEGER"),
        ("hypothesis_id", "VARCHAR"),
        ("about", "VARCHAR"),
        ("incident_id", "VARCHAR"),
        ("proposition", "VARCHAR"),
        ("holders", "VARCHAR"),
        ("evidence_for", "INTEGER"),
        ("evidence_against", "INTEGER"),
        ("record", "VARCHAR"),
    ),
    "stakes": (
        ("doc_id", "VARCHAR"),
        ("stake_no", "INTEGER"),
        ("stake_id", "VARCHAR"),
        ("name", "VARCHAR"),
        ("domain", "VARCHAR"),
        ("dyad", "VARCHAR"),
        ("amount", "DOUBLE PRECISION"),
        ("currency", "VARCHAR"),
        ("unit", "VARCHAR"),
        ("duration_days", "INTEGER"),
        ("bearer", "VARCHAR"),
        ("gainer", "VARCHAR"),
        ("status", "VARCHAR"),
        ("cause", "VARCHAR"),
        ("record", "VARCHAR"),
    ),
    "signals": (
        ("doc_id", "VARCHAR"),
        ("signal_no", "INTEGER"),
        ("signal_id", "VARCHAR"),
        ("direction", "VARCHAR"),
        ("type", "VARCHAR"),
        ("event_id", "VARCHAR"),
        ("sender", "VARCHAR"),
        ("recipient", "VARCHAR"),
        ("after_id", "VARCHAR"),
        ("latency_low", "INTEGER"),
        ("latency_high", "INTEGER"),
        ("rule", "VARCHAR"),
        ("record", "VARCHAR"),
    ),
}
"""The columns of every table that documents fill, in the order of their rows."""


def insert(table: str, columns: Sequence[tuple[str, str]]) -> str:
    """The statement that adds many rows to ``table``: one list parameter a column."""
    names = ", ".join(name for name, _ in columns)
    lists = ", ".join(f"unnest(CAST(${i} AS {kind}[]))" for i, (_, kind) in enumerate(columns, 1))
    return f"INSERT INTO {table} ({names}) SELECT {lists}"


STORED = (
    "SELECT doc_id, coder, date, text FROM documents"
    " WHERE doc_id IN (SELECT unnest(CAST($1 AS VARCHAR[])))"
)
# The same without the text, for asking by id.
CODER_OF = "SELECT coder FROM documents WHERE doc_id = $1"
FORGET = {
    table: f"DELETE FROM {table} WHERE doc_id IN (SELECT unnest(CAST($1 AS VARCHAR[])))"
    for table in COLUMNS
}
LOOSE_REJECTIONS = (
    "SELECT stage, reason, source, detail FROM rejections WHERE doc_id IS NULL ORDER BY ordinal"
)

# --- reading --------------------------------------------------------------------------------

A_DOCUMENT = (
    "SELECT doc_id, text, date, date_basis, title, source, url, lang, authors, captions"
    " FROM documents"
)
DOCUMENT = f"{A_DOCUMENT} WHERE doc_id = $doc_id"
DOCUMENTS = f"{A_DOCUMENT} ORDER BY date NULLS LAST, doc_id"
DOCUMENTS_AS_OF = f"{A_DOCUMENT} WHERE date <= $as_of ORDER BY date, doc_id"
REJECTIONS = (
    "SELECT doc_id, sentence, stage, reason, detail, source, spans FROM rejections"
    " ORDER BY doc_id NULLS LAST, ordinal"
)
REJECTIONS_OF = (
    "SELECT doc_id, sentence, stage, reason, detail, source, spans FROM rejections"
    " WHERE doc_id = $doc_id ORDER BY ordinal"
)

_PARTY = (
    "EXISTS (SELECT 1 FROM event_parties p WHERE p.doc_id = e.doc_id AND p.event_no = e.event_no"
    " AND p.country IN (SELECT unnest(CAST(${code} AS VARCHAR[]))) AND p.role = '{role}')"
)
_BETWEEN = (
    "(e.doc_id, e.event_no) IN (SELECT p.doc_id, p.event_no FROM event_parties p"
    " JOIN event_parties q ON q.doc_id = p.doc_id AND q.event_no = p.event_no"
    " WHERE p.country = $dyad_a AND q.country = $dyad_b AND (p.role = 'actor' OR q.role = 'actor'))"
)
# An event's day must lie in the range; a season, a year or an open interval must lie in it whole.
_FROM = "coalesce(v.series_date, v.date_start) >= $date_from"
_TO = "CASE WHEN v.series_date IS NULL THEN v.date_end ELSE v.series_date END <= $date_to"
CONDITIONS: dict[str, str] = {
    "actor": _PARTY.format(code="actor", role="actor"),
    "recipient": _PARTY.format(code="recipient", role="recipient"),
    "dyad": _BETWEEN,
    "event_type": "e.event_type IN (SELECT unnest(CAST($event_type AS VARCHAR[])))",
    "quad": "e.quad_class IN (SELECT unnest(CAST($quad AS INTEGER[])))",
    "status": "e.status IN (SELECT unnest(CAST($status AS VARCHAR[])))",
    "date_from": _FROM,
    "date_to": _TO,
    "as_of": "v.published <= $as_of",
    "published_after": "v.published > $published_after",
    "historical": "e.historical = $historical",
    "text": (
        "(strpos(lower(d.title), lower($text)) > 0 OR EXISTS (SELECT 1 FROM mentions m"
        " WHERE m.doc_id = e.doc_id AND m.event_no = e.event_no"
        " AND strpos(lower(m.evidence_text), lower($text)) > 0)"
        " OR strpos(lower(e.actor_names || ';' || e.recipient_names), lower($text)) > 0)"
    ),
    "doc_id": "e.doc_id = $doc_id",
}
"""Filters of the event queries, by the name of the argument."""

_FROM_EVENTS = (
    " FROM events e JOIN event_dates v ON v.doc_id = e.doc_id AND v.event_no = e.event_no"
    " JOIN documents d ON d.doc_id = e.doc_id"
)
_CLUSTERS = (
    " LEFT JOIN reports r ON r.doc_id = e.doc_id AND r.event_no = e.event_no"
    " AND r.event_id = e.event_id"
    " LEFT JOIN (SELECT cluster_id, count(*) AS reports FROM reports GROUP BY cluster_id) n"
    " ON n.cluster_id = r.cluster_id"
)
# Nothing in the order depends on when a document was added.
_ORDER = " ORDER BY coalesce(v.series_date, v.date_start) NULLS LAST, e.doc_id, e.event_no"

_FLAT = (
    "e.event_id, e.doc_id, d.date AS published, d.source, d.title, d.url, e.sentence,"
    " e.event_type, e.event_mode, e.context, e.cameo, e.quad_class, e.plover_score, e.goldstein,"
    " e.actor_names, e.actor_countries, e.actor_sectors,"
    " e.recipient_names, e.recipient_countries, e.recipient_sectors,"
    " e.date_start, e.date_end, e.date_precision, e.date_basis, v.series_date, v.dated_by,"
    " e.place_name, e.place_country, e.place_lat, e.place_lon, e.status, e.historical,"
    " e.attributed_to, e.quantities, e.trigger_start, e.trigger_end, e.trigger_text,"
    " e.evidence_start, e.evidence_end, e.evidence_text, e.mentions, e.decided_by, e.confidence,"
    " r.cluster_id, n.reports AS cluster_reports, d.coder"
)


def events(wanted: str, filters: tuple[str, ...], *, limited: bool = False) -> str:
    """The event query with some of `CONDITIONS`.

    ``wanted`` is ``record``, ``flat`` or ``published``: event, document and its day.
    """
    columns, tables = {
        "record": ("e.record", ""),
        "flat": (_FLAT, _CLUSTERS),
        "published": ("e.event_id, e.doc_id, d.date", ""),
    }[wanted]
    where = " AND ".join(CONDITIONS[name] for name in filters)
    return (
        f"SELECT {columns}{_FROM_EVENTS}{tables}"
        + (f" WHERE {where}" if where else "")
        + _ORDER
        + (" LIMIT $limit" if limited else "")
    )


FINDING_KINDS = ("claims", "incidents", "hypotheses", "stakes", "signals")
"""The tables of what is read beyond single events."""


def findings(table: str, *, as_of: bool = False, of_document: bool = False) -> str:
    """Records of one of `FINDING_KINDS` by date of publication and place in the text."""
    number = COLUMNS[table][1][0]
    where = ["d.date <= $as_of"] if as_of else []
    where += ["f.doc_id = $doc_id"] if of_document else []
    return (
        f"SELECT f.record FROM {table} f JOIN documents d ON d.doc_id = f.doc_id"
        + (f" WHERE {' AND '.join(where)}" if where else "")
        + f" ORDER BY d.date NULLS LAST, f.doc_id, f.{number}"
    )


def findings_in(table: str) -> str:
    """Document and record of one of `FINDING_KINDS`, of the documents ``$ids``."""
    number = COLUMNS[table][1][0]
    return (
        f"SELECT f.doc_id, f.record FROM {table} f"
        " WHERE f.doc_id IN (SELECT unnest(CAST($ids AS VARCHAR[])))"
        f" ORDER BY f.doc_id, f.{number}"
    )


TABLE_OF = {
    "event": "events",
    "claim": "claims",
    "incident": "incidents",
    "hypothesis": "hypotheses",
    "stake": "stakes",
    "signal": "signals",
}
"""The table of a kind of record."""

BY_ID = {
    kind: f"SELECT {kind}_id, record FROM {table}"
    f" WHERE {kind}_id IN (SELECT unnest(CAST($ids AS VARCHAR[]))) ORDER BY doc_id, {kind}_no"
    for kind, table in TABLE_OF.items()
}
"""Id and record of the ids ``$ids``, by kind; where two documents have an id, the first stands."""

STAKES_OF = (
    "SELECT f.record FROM stakes f JOIN documents d ON d.doc_id = f.doc_id"
    " WHERE f.dyad = $dyad AND d.date <= $as_of ORDER BY d.date, f.doc_id, f.stake_no"
)

IMPORTED_ROW = (
    "SELECT dataset, source_id, day, day_end, published, directed, actor_country, actor_sector,"
    " actor_name, recipient_country, recipient_sector, recipient_name, event_type, quad_class,"
    " score, reports, publisher, url, text FROM imported_events"
    " WHERE dataset = $dataset AND source_id = $source_id AND day = CAST($day AS DATE)"
)


def imported_columns() -> list[str]:
    """The names of the columns of `IMPORTED_ROW`."""
    names = IMPORTED_ROW.removeprefix("SELECT ").partition(" FROM ")[0]
    return [name.strip() for name in names.split(",")]


def _flat_findings(table: str) -> str:
    names = [name for name, _ in COLUMNS[table]]
    shown = ", ".join(n for n in names if n not in ("record", names[1]))
    return f"SELECT {shown} FROM {table} ORDER BY doc_id, {names[1]}"


ADD_JUDGEMENT = "INSERT INTO judgements VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING"
JUDGEMENTS = "SELECT record FROM judgements ORDER BY made_at, judgement_id"

EVENTS_OF = "SELECT record FROM events WHERE doc_id = $doc_id ORDER BY event_no"

EXPORTS: dict[str, str] = {
    "mentions": (
        "SELECT event_id, doc_id, ordinal, sentence, trigger_start, trigger_end, trigger_text,"
        " evidence_start, evidence_end, evidence_text FROM mentions"
        " ORDER BY doc_id, event_no, ordinal"
    ),
    "parties": (
        "SELECT event_id, doc_id, role, ordinal, country, sector, name, entity_id, span_start,"
        " span_end, span_text FROM event_parties ORDER BY doc_id, event_no, role, ordinal"
    ),
    "documents": (
        "SELECT doc_id, date, date_basis, title, source, url, lang, text, events, rejections,"
        " coder FROM documents ORDER BY date NULLS LAST, doc_id"
    ),
    "rejections": (
        "SELECT doc_id, sentence, stage, reason, detail, source FROM rejections"
        " ORDER BY doc_id NULLS LAST, ordinal"
    ),
    "imported": (
        "SELECT dataset, source_id, day, day_end, published, dyad, directed, actor_country,"
        " actor_sector, actor_name, recipient_country, recipient_sector, recipient_name,"
        " event_type, event_mode, context, cameo, quad_class, score, reports, killed, place_name,"
        " place_country, place_lat, place_lon, publisher, url, text FROM imported_events"
        " ORDER BY day, dataset, source_id"
    ),
    **{table: _flat_findings(table) for table in FINDING_KINDS},
}
"""The flat tables that can be exported beside ``events``."""
