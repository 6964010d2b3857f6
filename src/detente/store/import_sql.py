"""The statements that take in event data of others."""

from __future__ import annotations

NEXT_IMPORT = "SELECT coalesce(max(import_id), 0) + 1 FROM imports"
BEGIN_IMPORT = "INSERT INTO imports VALUES ($1, $2, $3, $4, $5, $6, NULL, 0, 0, 0, 0, 0, NULL)"
END_IMPORT = (
    "UPDATE imports SET finished = $2, rows_read = $3, kept = $4, known = $5, aside = $6,"
    " repaired = $7, damage = $8 WHERE import_id = $1"
)
_IMPORT = (
    "SELECT import_id, path, digest, format, dataset, started, finished, rows_read, kept, known,"
    " aside, repaired, damage FROM imports"
)
IMPORTS = f"{_IMPORT} ORDER BY import_id"
# One of thousands, as a year of quarters of an hour has: not by reading them all.
IMPORT = f"{_IMPORT} WHERE import_id = $1"
KNOWN = f"{_IMPORT} WHERE digest = $1 AND finished IS NOT NULL ORDER BY import_id LIMIT 1"
IMPORTED_PATHS = "SELECT path FROM imports WHERE dataset = $1 AND finished IS NOT NULL"
UNFINISHED = "SELECT import_id FROM imports WHERE digest = $1 AND finished IS NULL"
FORGET = (
    "DELETE FROM imported_events WHERE import_id = $1",
    "DELETE FROM imported_mentions WHERE import_id = $1",
    "DELETE FROM quarantine WHERE import_id = $1",
    "DELETE FROM imports WHERE import_id = $1",
)

# PLOVER codes of actors above or across states: no side of a dyad.
_STATELESS = "('ISM', 'IMG', 'NGO', 'MNC')"
_DYAD = (
    "CASE WHEN actor_country <> recipient_country"
    f" AND actor_country NOT IN {_STATELESS} AND recipient_country NOT IN {_STATELESS}"
    " THEN least(actor_country, recipient_country) || '-'"
    " || greatest(actor_country, recipient_country) END"
)
TAKE = {
    # In order of dyad: a dyad's rows then lie together and a query of one reads little else.
    "imported_events": (
        "INSERT INTO imported_events SELECT $id, $dataset, source_id, day, day_end, published,"
        f" {_DYAD} AS dyad, directed, actor_country, actor_sector, actor_name, recipient_country,"
        " recipient_sector, recipient_name, event_type, event_mode, context, cameo, quad_class,"
        " score, reports, killed, place_name, place_country, place_lat, place_lon, publisher, url,"
        " text FROM staged WHERE reason IS NULL ORDER BY dyad, day, source_id"
    ),
    "imported_mentions": (
        "INSERT INTO imported_mentions SELECT $id, source_id, published, publisher, url, sentence,"
        " confidence FROM staged WHERE reason IS NULL AND $dataset <> ''"
    ),
}
STAGED = "SELECT count(*), count(*) FILTER (reason IS NULL), count(*) FILTER (repaired) FROM staged"
MISFIT = "INSERT INTO quarantine VALUES ($1, $2, $3, $4)"
QUARANTINE = (
    "SELECT path, row_no, reason, line FROM quarantine q JOIN imports i"
    " ON i.import_id = q.import_id ORDER BY q.import_id, row_no, reason LIMIT $limit"
)
FORGET_KNOWN = """
DELETE FROM imported_events WHERE rowid IN (
    SELECT n.rowid
    FROM imported_events n
    JOIN (
        SELECT source_id, day, min(rowid) AS first FROM imported_events
        WHERE dataset = $dataset AND hash(source_id) % $parts = $part
          AND day BETWEEN (SELECT min(day) FROM imported_events WHERE import_id = $id)
                      AND (SELECT max(day) FROM imported_events WHERE import_id = $id)
        GROUP BY source_id, day HAVING count(*) > 1
    ) o ON o.source_id = n.source_id AND o.day = n.day
    WHERE n.import_id = $id AND n.rowid <> o.first AND hash(n.source_id) % $parts = $part
) RETURNING 1
"""
# PostgreSQL sorts what it cannot hold in memory on disk, and needs no parts; a row's `ctid` is
# where it lies, and grows while a table is only added to.
FORGET_KNOWN_POSTGRES = """
DELETE FROM imported_events WHERE ctid IN (
    SELECT place FROM (
        SELECT ctid AS place, import_id,
               row_number() OVER (PARTITION BY source_id, day ORDER BY import_id, ctid) AS nth
        FROM imported_events
        WHERE dataset = $dataset
          AND day BETWEEN (SELECT min(day) FROM imported_events WHERE import_id = $id)
                      AND (SELECT max(day) FROM imported_events WHERE import_id = $id)
    ) met
    WHERE nth > 1 AND import_id = $id
) RETURNING 1
"""


def set_aside(columns: list[str]) -> str:
    """The statement that keeps the raw rows that could not be taken, cells joined by tabs."""
    cells = ", ".join('b."' + name.replace('"', '""') + '"' for name in columns)
    return (
        "INSERT INTO quarantine SELECT $id, s.row_no, s.reason, concat_ws(chr(9), " + cells + ")"
        " FROM staged s JOIN batch b ON b.row_no = s.row_no WHERE s.reason IS NOT NULL"
    )
