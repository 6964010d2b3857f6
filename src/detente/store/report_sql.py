"""Every statement about which reports tell one event, by name; read by ``detente.reports``."""

from __future__ import annotations

COLUMNS: dict[str, tuple[tuple[str, str], ...]] = {
    "report_documents": (
        ("doc_id", "VARCHAR"),
        ("run_id", "INTEGER"),
        ("rules", "VARCHAR"),
        ("group_id", "VARCHAR"),
        ("like_id", "VARCHAR"),
        ("rule", "VARCHAR"),
        ("jaccard", "DOUBLE PRECISION"),
        ("contained", "DOUBLE PRECISION"),
        ("sentences", "INTEGER"),
    ),
    "report_document_keys": (("doc_id", "VARCHAR"), ("key", "VARCHAR")),
    "report_event_keys": (("doc_id", "VARCHAR"), ("event_no", "INTEGER"), ("key", "VARCHAR")),
    "reports": (
        ("doc_id", "VARCHAR"),
        ("event_no", "INTEGER"),
        ("event_id", "VARCHAR"),
        ("cluster_id", "VARCHAR"),
        ("like_id", "VARCHAR"),
        ("points", "DOUBLE PRECISION"),
        ("rule", "VARCHAR"),
        ("features", "VARCHAR"),
    ),
}
"""The columns of the tables that are written, in the order of their rows."""

_OF_DOCUMENTS = "doc_id IN (SELECT unnest(CAST($1 AS VARCHAR[])))"
FORGET = {table: f"DELETE FROM {table} WHERE {_OF_DOCUMENTS}" for table in COLUMNS}
FORGET_REPORTS = "DELETE FROM reports WHERE event_id IN (SELECT unnest(CAST($1 AS VARCHAR[])))"
FORGET_ALL = {table: f"DELETE FROM {table}" for table in COLUMNS}

# Documents whose coding was not compared yet, in the order in which they are taken.
PENDING = (
    "SELECT d.doc_id FROM documents d LEFT JOIN report_documents r"
    " ON r.doc_id = d.doc_id AND r.run_id = d.run_id"
    " WHERE r.doc_id IS NULL ORDER BY d.date NULLS LAST, d.doc_id"
)
OTHER_RULES = "SELECT count(*) FROM report_documents WHERE rules <> $rules"
# The last day of any report, and whether one is undated: that comes after all.
LAST = (
    "SELECT max(d.date), count(*) - count(d.date) FROM report_documents r"
    " JOIN documents d ON d.doc_id = r.doc_id"
)

_IDS = "(SELECT unnest(CAST($ids AS VARCHAR[])))"
DOCUMENTS = (
    f"SELECT d.doc_id, d.run_id, d.text, d.date, d.title FROM documents d WHERE d.doc_id IN {_IDS}"
)
GROUPS = (
    "SELECT r.doc_id, r.run_id, r.group_id, r.like_id, r.rule, r.jaccard, r.contained,"
    f" r.sentences FROM report_documents r WHERE r.doc_id IN {_IDS}"
)
COPIES_OF = (
    "SELECT r.like_id, r.doc_id FROM report_documents r WHERE r.like_id IN (SELECT"
    " unnest(CAST($ids AS VARCHAR[])))"
)
DOCUMENT_KEYS = (
    "SELECT k.key, k.doc_id, d.date FROM report_document_keys k"
    " JOIN documents d ON d.doc_id = k.doc_id"
    " WHERE k.key IN (SELECT unnest(CAST($keys AS VARCHAR[])))"
)
KEYS_OF_DOCUMENTS = f"SELECT k.doc_id, k.key FROM report_document_keys k WHERE k.doc_id IN {_IDS}"

EVENTS_OF = f"SELECT e.doc_id, e.event_no, e.record FROM events e WHERE e.doc_id IN {_IDS}"
EVENT_KEYS = (
    "SELECT DISTINCT k.doc_id, k.event_no FROM report_event_keys k"
    " WHERE k.key IN (SELECT unnest(CAST($keys AS VARCHAR[])))"
)
_REPORT = (
    "SELECT r.doc_id, r.event_no, e.record, d.date, d.title, substr(d.text, 1, 500), g.group_id,"
    " r.cluster_id, r.like_id, r.points, r.rule, r.features FROM reports r"
    " JOIN events e ON e.doc_id = r.doc_id AND e.event_no = r.event_no AND e.event_id = r.event_id"
    " JOIN documents d ON d.doc_id = r.doc_id JOIN report_documents g ON g.doc_id = r.doc_id"
)
REPORTS_AT = (
    f"{_REPORT} WHERE (r.doc_id, r.event_no) IN (SELECT unnest(CAST($documents AS VARCHAR[])),"
    " unnest(CAST($numbers AS INTEGER[])))"
)
REPORTS_OF_CLUSTERS = f"{_REPORT} WHERE r.cluster_id IN {_IDS}"
REPORTS_OF_EVENTS = f"{_REPORT} WHERE r.event_id IN {_IDS}"
REPORTS_OF_DOCUMENTS = f"{_REPORT} WHERE r.doc_id IN {_IDS}"
STALE = f"SELECT r.cluster_id FROM reports r WHERE r.doc_id IN {_IDS}"

CLUSTER_OF = "SELECT cluster_id FROM reports WHERE event_id = $event_id"
COUNTS = "SELECT count(*), count(DISTINCT cluster_id) FROM reports"
REPORT_COUNTS = (
    "SELECT r.event_id, r.cluster_id, n.reports, n.documents FROM reports r JOIN ("
    "SELECT cluster_id, count(*) AS reports, count(DISTINCT doc_id) AS documents FROM reports"
    " GROUP BY cluster_id) n ON n.cluster_id = r.cluster_id"
    f" WHERE r.event_id IN {_IDS}"
)

SHOWN = (
    "SELECT e.record, d.date, d.source, d.title, g.like_id, r.cluster_id, r.like_id, r.points,"
    " r.rule, r.features FROM reports r"
    " JOIN events e ON e.doc_id = r.doc_id AND e.event_no = r.event_no AND e.event_id = r.event_id"
    " JOIN documents d ON d.doc_id = r.doc_id JOIN report_documents g ON g.doc_id = r.doc_id"
    f" WHERE r.cluster_id IN {_IDS}"
)
COPIED = (
    "SELECT d.doc_id, d.date, d.source, d.title, g.like_id, g.group_id, g.rule, g.jaccard,"
    " g.contained, g.sentences FROM report_documents g JOIN documents d ON d.doc_id = g.doc_id"
    " WHERE g.like_id IS NOT NULL ORDER BY g.group_id, d.date NULLS LAST, d.doc_id"
)

ADD_DECISION = "INSERT INTO report_decisions VALUES ($1, $2, $3, NULL, NULL, $4)"
WITHDRAW = (
    "UPDATE report_decisions SET withdrawn_at = $2, withdrawn_by = $3"
    " WHERE decision_id = $1 AND withdrawn_at IS NULL"
)
DECISIONS = (
    "SELECT decision_id, made_at, analyst, withdrawn_at, withdrawn_by, record"
    " FROM report_decisions ORDER BY made_at, decision_id"
)
