"""Every reading statement of the desk, by name; standard SQL with ``$name`` parameters.

They read the tables of `detente.store` and write nothing.
"""

from __future__ import annotations

BOUNDS = """
SELECT min(day), max(day) FROM (
  SELECT date AS day FROM documents WHERE date IS NOT NULL
  UNION ALL SELECT published FROM imported_events
) t
"""
SIZES = """
SELECT (SELECT count(*) FROM documents
        WHERE CAST($as_of AS DATE) IS NULL OR date <= CAST($as_of AS DATE)),
       (SELECT coalesce(sum(events), 0) FROM documents
        WHERE CAST($as_of AS DATE) IS NULL OR date <= CAST($as_of AS DATE)),
       (SELECT count(*) FROM imported_events
        WHERE CAST($as_of AS DATE) IS NULL OR published <= CAST($as_of AS DATE))
"""
# Two sides that acted on each other or together, with how many events tell of it. Events with the
# same parties are counted before their pairs are made: a tenth of the time. What is not known yet
# is left out and not what is known taken: most days that are asked for are late ones.
BUSIEST = """
WITH told AS (
  SELECT e.actor_countries AS acted, e.recipient_countries AS others, count(*) AS events
  FROM events e
  WHERE e.doc_id NOT IN (
    SELECT d.doc_id FROM documents d
    WHERE d.date > CAST($as_of AS DATE) OR (d.date IS NULL AND CAST($as_of AS DATE) IS NOT NULL)
  )
  GROUP BY 1, 2
), actors AS (
  SELECT acted, others, events, unnest(string_to_array(acted, ';')) AS one FROM told
), parties AS (
  SELECT acted, others, events, one,
         unnest(string_to_array(acted || ';' || others, ';')) AS other
  FROM actors
), pairs AS (
  SELECT DISTINCT acted, others, events,
         least(one, other) || '-' || greatest(one, other) AS dyad
  FROM parties
  WHERE one <> other AND length(one) = 3 AND length(other) = 3
    AND one NOT IN (SELECT unnest(CAST($stateless AS VARCHAR[])))
    AND other NOT IN (SELECT unnest(CAST($stateless AS VARCHAR[])))
)
SELECT dyad, sum(events) AS events FROM (
  SELECT dyad, events FROM pairs
  UNION ALL
  SELECT dyad, count(*) FROM imported_events
  WHERE dyad IS NOT NULL AND (CAST($as_of AS DATE) IS NULL OR published <= CAST($as_of AS DATE))
  GROUP BY 1
) t GROUP BY dyad ORDER BY 2 DESC, 1 LIMIT $most
"""

# The words behind events: one row a mention, with where it stands.
QUOTES = """
SELECT m.event_id, m.doc_id, m.evidence_start, m.evidence_end, m.evidence_text,
       m.trigger_start, m.trigger_end, m.sentence, d.title, d.source, d.date, d.url
FROM mentions m JOIN documents d ON d.doc_id = m.doc_id
WHERE m.event_id IN (SELECT unnest(CAST($ids AS VARCHAR[])))
ORDER BY d.date NULLS LAST, m.doc_id, m.event_no, m.ordinal
"""
IMPORTED_QUOTES = """
SELECT dataset || ':' || source_id || '@' || CAST(day AS VARCHAR), dataset, source_id, published,
       coalesce(text, concat_ws(' ', actor_name, coalesce(cameo, event_type), recipient_name)),
       publisher, url
FROM imported_events
WHERE source_id IN (SELECT unnest(CAST($sources AS VARCHAR[])))
  AND day BETWEEN CAST($first AS DATE) AND CAST($last AS DATE)
"""

# Every event of two states, of texts and imported, in one shape; with it force against one of them
# on the soil of the other, whoever used it. Which events they are is found first: to read all
# columns of all events would take twice the time.
_TEXTS = """
SELECT e.event_id AS id, coalesce(v.series_date, v.date_start) AS day, v.dated_by,
       e.event_type, e.event_mode, e.quad_class, coalesce(e.goldstein, e.plover_score) AS score,
       e.actor_countries, e.actor_names, e.recipient_countries, e.recipient_names,
       e.status, e.historical, 'texts' AS origin, e.doc_id, e.evidence_text AS words,
       d.title, d.source, d.date AS published, e.confidence, e.decided_by,
       e.place_name, e.place_lat, e.place_lon, e.mentions AS reports
FROM (
  SELECT p.doc_id, p.event_no FROM event_parties p
  JOIN event_parties q ON q.doc_id = p.doc_id AND q.event_no = p.event_no
  WHERE p.country = $a AND q.country = $b AND (p.role = 'actor' OR q.role = 'actor')
  UNION
  SELECT e.doc_id, e.event_no FROM events e
  WHERE e.event_type = 'ASSAULT' AND (
    e.place_country = $b AND strpos(';' || e.recipient_countries || ';', ';' || $a || ';') > 0
    OR e.place_country = $a AND strpos(';' || e.recipient_countries || ';', ';' || $b || ';') > 0)
) k
JOIN events e ON e.doc_id = k.doc_id AND e.event_no = k.event_no
JOIN event_dates v ON v.doc_id = e.doc_id AND v.event_no = e.event_no
JOIN documents d ON d.doc_id = e.doc_id
WHERE (CAST($as_of AS DATE) IS NULL OR d.date <= CAST($as_of AS DATE))
"""
_IMPORTED = """
SELECT dataset || ':' || source_id || '@' || CAST(day AS VARCHAR), day, 'event',
       coalesce(event_type, ''), event_mode, quad_class, score,
       coalesce(actor_country, ''), coalesce(actor_name, ''),
       coalesce(recipient_country, ''), coalesce(recipient_name, ''),
       'asserted', FALSE, dataset, NULL,
       coalesce(text, concat_ws(' ', actor_name, coalesce(cameo, event_type), recipient_name)),
       NULL, publisher, published, NULL, 'import:' || dataset,
       place_name, place_lat, place_lon, reports
FROM imported_events
WHERE dyad = $dyad
  AND (CAST($as_of AS DATE) IS NULL OR published <= CAST($as_of AS DATE))
"""
_BOTH = f"({_TEXTS} UNION ALL {_IMPORTED})"
FILTERS = {
    "event_type": "event_type IN (SELECT unnest(CAST($event_type AS VARCHAR[])))",
    "quad": "quad_class IN (SELECT unnest(CAST($quad AS INTEGER[])))",
    "status": "status IN (SELECT unnest(CAST($status AS VARCHAR[])))",
    "date_from": "day >= CAST($date_from AS DATE)",
    "date_to": "day <= CAST($date_to AS DATE)",
    "published_from": "published >= CAST($published_from AS DATE)",
    "actor": "strpos(';' || actor_countries || ';', ';' || $actor || ';') > 0",
    "origin": "origin = $origin",
    "words": (
        "(strpos(lower(words), lower($words)) > 0 OR strpos(lower(coalesce(title, '')),"
        " lower($words)) > 0 OR strpos(lower(actor_names || ';' || recipient_names),"
        " lower($words)) > 0)"
    ),
}
"""Conditions on the events of two states, by the name of the filter."""


def events_of(filters: tuple[str, ...]) -> str:
    """A page of the events of two states, the latest first."""
    where = " AND ".join(FILTERS[name] for name in filters)
    return (
        f"SELECT *, count(*) OVER () AS total FROM {_BOTH} t"
        + (f" WHERE {where}" if where else "")
        + " ORDER BY day DESC NULLS LAST, id LIMIT $limit OFFSET $offset"
    )


PLACES_OF = f"""
SELECT place_name, place_lat, place_lon, quad_class, count(*), max(day), min(id)
FROM {_BOTH} t
WHERE place_lat IS NOT NULL AND place_lon IS NOT NULL AND status = 'asserted'
GROUP BY place_name, place_lat, place_lon, quad_class
ORDER BY count(*) DESC, place_name, quad_class LIMIT 400
"""

DOCUMENTS = """
SELECT d.doc_id, d.title, d.source, d.date, d.events, d.rejections, length(d.text), d.url,
       count(*) OVER () AS total
FROM documents d
WHERE (CAST($as_of AS DATE) IS NULL OR d.date <= CAST($as_of AS DATE))
  AND (CAST($date_from AS DATE) IS NULL OR d.date >= CAST($date_from AS DATE))
  AND (CAST($date_to AS DATE) IS NULL OR d.date <= CAST($date_to AS DATE))
  AND (CAST($source AS VARCHAR) IS NULL OR d.source = $source)
  AND (CAST($run AS INTEGER) IS NULL OR d.run_id >= $run)
  AND (CAST($reason AS VARCHAR) IS NULL
       OR d.doc_id IN (SELECT r.doc_id FROM rejections r WHERE r.reason = $reason))
  AND (CAST($words AS VARCHAR) IS NULL
       OR strpos(lower(coalesce(d.title, '')), lower($words)) > 0
       OR strpos(lower(d.text), lower($words)) > 0)
ORDER BY d.date DESC NULLS LAST, d.doc_id LIMIT $limit OFFSET $offset
"""

# What came into the store after a moment: of all, and of each pair of states asked for.
ADDED_RUNS = "SELECT min(run_id) FROM runs WHERE started > CAST($since AS TIMESTAMP)"
ADDED_DOCUMENTS = (
    "SELECT count(*), coalesce(sum(events), 0) FROM documents WHERE run_id >= $run"
    " AND (CAST($as_of AS DATE) IS NULL OR date <= CAST($as_of AS DATE))"
)
_PAIR = "least(p.country, q.country) || '-' || greatest(p.country, q.country)"
# The few documents first: what all of them tell would take twice the time.
_EVENTS_BY_PAIR = f"""
WITH chosen AS MATERIALIZED (SELECT d.doc_id FROM documents d WHERE {{}}),
parties AS MATERIALIZED (
  SELECT doc_id, event_no, role, country FROM event_parties
  WHERE doc_id IN (SELECT doc_id FROM chosen)
)
SELECT {_PAIR} AS dyad, count(DISTINCT (p.doc_id, p.event_no))
FROM parties p JOIN parties q ON q.doc_id = p.doc_id AND q.event_no = p.event_no
WHERE p.role = 'actor' AND p.country <> q.country
  AND {_PAIR} IN (SELECT unnest(CAST($dyads AS VARCHAR[])))
GROUP BY 1
"""
ADDED_BY_PAIR = _EVENTS_BY_PAIR.format(
    "d.run_id >= $run AND (CAST($as_of AS DATE) IS NULL OR d.date <= CAST($as_of AS DATE))"
)
PUBLISHED_BY_PAIR = _EVENTS_BY_PAIR.format(
    "d.date > CAST($after AS DATE) AND d.date <= CAST($day AS DATE)"
)

INCIDENT_COUNTRIES = """
SELECT event_id, actor_countries || ';' || recipient_countries FROM events
WHERE event_id IN (SELECT unnest(CAST($ids AS VARCHAR[])))
"""
PUBLISHED = (
    "SELECT doc_id, date, title, source FROM documents"
    " WHERE doc_id IN (SELECT unnest(CAST($ids AS VARCHAR[])))"
)

SOURCES = """
SELECT coalesce(source, ''), count(*), sum(events), min(date), max(date) FROM documents
WHERE (CAST($as_of AS DATE) IS NULL OR date <= CAST($as_of AS DATE))
GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 200
"""
DATASETS = """
SELECT dataset, count(*), min(day), max(day), count(DISTINCT publisher) FROM imported_events
WHERE (CAST($as_of AS DATE) IS NULL OR published <= CAST($as_of AS DATE))
GROUP BY 1 ORDER BY 2 DESC, 1
"""
MONTHS = """
SELECT substr(CAST(day AS VARCHAR), 1, 7), sum(documents), sum(imported) FROM (
  SELECT date AS day, 1 AS documents, 0 AS imported FROM documents WHERE date IS NOT NULL
  UNION ALL SELECT published, 0, 1 FROM imported_events
) t WHERE (CAST($as_of AS DATE) IS NULL OR day <= CAST($as_of AS DATE))
GROUP BY 1 ORDER BY 1
"""
REASONS = """
SELECT stage, reason, count(*) FROM rejections GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2 LIMIT 30
"""

# Findings as JSON records, bounded: a page of them, or those of some days.
CLAIMS = """
SELECT c.record, d.title, d.source, d.date, count(*) OVER () AS total
FROM claims c JOIN documents d ON d.doc_id = c.doc_id
WHERE (CAST($as_of AS DATE) IS NULL OR d.date <= CAST($as_of AS DATE))
  AND (CAST($status AS VARCHAR) IS NULL OR c.status = $status)
  AND (CAST($a AS VARCHAR) IS NULL OR c.speaker_country IN ($a, $b))
  AND (CAST($words AS VARCHAR) IS NULL OR strpos(lower(c.proposition), lower($words)) > 0
       OR strpos(lower(c.speaker || ' ' || c.chain), lower($words)) > 0
       OR strpos(lower(coalesce(d.title, '')), lower($words)) > 0)
ORDER BY d.date DESC NULLS LAST, c.doc_id, c.claim_no LIMIT $limit OFFSET $offset
"""
_INCIDENTS = """
FROM incidents i JOIN documents d ON d.doc_id = i.doc_id
WHERE (CAST($as_of AS DATE) IS NULL OR d.date <= CAST($as_of AS DATE))
  AND (CAST($date_from AS DATE) IS NULL OR d.date >= CAST($date_from AS DATE))
  AND (CAST($date_to AS DATE) IS NULL OR d.date <= CAST($date_to AS DATE))
  AND (CAST($words AS VARCHAR[]) IS NULL OR NOT EXISTS (
       SELECT 1 FROM (SELECT unnest(CAST($words AS VARCHAR[])) AS word) w
       WHERE strpos(lower(i.record), w.word) = 0))
  AND (CAST($a AS VARCHAR) IS NULL
       OR i.event_id IN (SELECT p.event_id FROM event_parties p WHERE p.country = $a)
       AND i.event_id IN (SELECT p.event_id FROM event_parties p WHERE p.country = $b))
"""
_LATEST_FIRST = "d.date DESC NULLS LAST, i.doc_id, i.incident_no"
INCIDENTS = f"SELECT i.record {_INCIDENTS} ORDER BY {_LATEST_FIRST} LIMIT $limit OFFSET $offset"
INCIDENT_COUNT = f"SELECT count(*) {_INCIDENTS}"
INCIDENT_DAYS = f"""
SELECT min(day), max(day) FROM (
  SELECT d.date AS day {_INCIDENTS} ORDER BY {_LATEST_FIRST} LIMIT $limit OFFSET $offset
) t
"""
# How many reports of incidents stand before one of them.
INCIDENT_PLACE = f"""
SELECT place FROM (
  SELECT i.incident_id AS id, row_number() OVER (ORDER BY {_LATEST_FIRST}) - 1 AS place {_INCIDENTS}
) t WHERE id = $id
"""
SIGNALS_AFTER = """
SELECT s.record FROM signals s JOIN documents d ON d.doc_id = s.doc_id
WHERE s.after_id IN (SELECT unnest(CAST($ids AS VARCHAR[])))
  AND (CAST($as_of AS DATE) IS NULL OR d.date <= CAST($as_of AS DATE))
ORDER BY d.date NULLS LAST, s.doc_id, s.signal_no
"""
STAKES = """
SELECT s.record, d.title, d.source, d.date FROM stakes s JOIN documents d ON d.doc_id = s.doc_id
WHERE s.dyad = $dyad AND (CAST($as_of AS DATE) IS NULL OR d.date <= CAST($as_of AS DATE))
ORDER BY d.date DESC NULLS LAST, s.doc_id, s.stake_no LIMIT 1000
"""
HYPOTHESES = """
SELECT h.record FROM hypotheses h JOIN documents d ON d.doc_id = h.doc_id
WHERE (CAST($as_of AS DATE) IS NULL OR d.date <= CAST($as_of AS DATE))
ORDER BY d.date DESC NULLS LAST, h.doc_id, h.hypothesis_no LIMIT 2000
"""

COMPARED = "SELECT 1 FROM reports WHERE event_id = $id LIMIT 1"
EVENT = "SELECT record FROM events WHERE event_id = $id ORDER BY doc_id LIMIT 1"
IMPORTED_COLUMNS = (
    *("dataset", "source_id", "day", "day_end", "published", "dyad", "actor_country"),
    *("actor_sector", "actor_name", "recipient_country", "recipient_sector", "recipient_name"),
    *("event_type", "event_mode", "context", "cameo", "quad_class", "score", "reports", "killed"),
    *("place_name", "place_country", "publisher", "url", "text"),
)
IMPORTED = (
    f"SELECT {', '.join(IMPORTED_COLUMNS)} FROM imported_events"
    " WHERE dataset = $dataset AND source_id = $source AND day = CAST($day AS DATE) LIMIT 1"
)

EVERY_EVENT = f"SELECT * FROM {_BOTH} t ORDER BY day NULLS LAST, id"

TEXTS = (
    "SELECT doc_id, text FROM documents WHERE doc_id IN (SELECT unnest(CAST($ids AS VARCHAR[])))"
)

# Every report of the events that some reports tell, with the rule that joined it.
TOLD_BY = """
SELECT asked.event_id, r.event_id, r.rule FROM reports asked
JOIN reports r ON r.cluster_id = asked.cluster_id
JOIN documents d ON d.doc_id = r.doc_id
WHERE asked.event_id IN (SELECT unnest(CAST($ids AS VARCHAR[])))
  AND (CAST($as_of AS DATE) IS NULL OR d.date <= CAST($as_of AS DATE))
ORDER BY asked.event_id, d.date NULLS LAST, r.doc_id, r.event_no
"""
