-- The store's first schema. Plain tables and plain types only, so that the same
-- statements run on PostgreSQL. Lists inside a column are joined by ';', one entry a party;
-- a party's sectors are joined by '|'. Offsets count Unicode code points.

CREATE TABLE runs (
    run_id            INTEGER PRIMARY KEY,
    started           TIMESTAMP NOT NULL,   -- UTC
    finished          TIMESTAMP,            -- UTC; null while running or if it was killed
    command           VARCHAR NOT NULL,
    detente_version   VARCHAR NOT NULL,
    coder             VARCHAR NOT NULL,
    codebook_version  VARCHAR,
    pipeline_version  VARCHAR,
    settings          VARCHAR NOT NULL,     -- resolved settings, JSON
    counts            VARCHAR               -- what the run counted, JSON; null until it ends
);

CREATE TABLE documents (
    doc_id      VARCHAR PRIMARY KEY,
    run_id      INTEGER NOT NULL,           -- the run whose coding stands
    coder       VARCHAR NOT NULL,
    text        VARCHAR NOT NULL,
    date        DATE,                       -- publication
    date_basis  VARCHAR,
    title       VARCHAR,
    source      VARCHAR,
    url         VARCHAR,
    lang        VARCHAR,
    authors     VARCHAR NOT NULL,           -- JSON list
    captions    VARCHAR NOT NULL,           -- JSON list of {start, end, text}
    events      INTEGER NOT NULL,           -- how many were stored with it
    rejections  INTEGER NOT NULL
);

CREATE TABLE events (
    doc_id               VARCHAR NOT NULL,
    event_no             INTEGER NOT NULL,  -- position in the document, from 0
    event_id             VARCHAR NOT NULL,
    sentence             INTEGER NOT NULL,
    event_type           VARCHAR NOT NULL,
    event_mode           VARCHAR NOT NULL,
    context              VARCHAR NOT NULL,
    cameo                VARCHAR,
    quad_class           INTEGER NOT NULL,
    plover_score         DOUBLE PRECISION NOT NULL,
    goldstein            DOUBLE PRECISION,
    actor_names          VARCHAR NOT NULL,
    actor_countries      VARCHAR NOT NULL,
    actor_sectors        VARCHAR NOT NULL,
    recipient_names      VARCHAR NOT NULL,
    recipient_countries  VARCHAR NOT NULL,
    recipient_sectors    VARCHAR NOT NULL,
    date_start           DATE,              -- the event's own date, never the publication's
    date_end             DATE,
    date_precision       VARCHAR,
    date_basis           VARCHAR,
    place_name           VARCHAR,
    place_country        VARCHAR,
    place_lat            DOUBLE PRECISION,
    place_lon            DOUBLE PRECISION,
    status               VARCHAR NOT NULL,
    historical           BOOLEAN NOT NULL,
    attributed_to        VARCHAR NOT NULL,
    quantities           VARCHAR NOT NULL,
    trigger_start        INTEGER NOT NULL,
    trigger_end          INTEGER NOT NULL,
    trigger_text         VARCHAR NOT NULL,
    evidence_start       INTEGER NOT NULL,
    evidence_end         INTEGER NOT NULL,
    evidence_text        VARCHAR NOT NULL,
    mentions             INTEGER NOT NULL,
    decided_by           VARCHAR NOT NULL,
    confidence           DOUBLE PRECISION NOT NULL,
    record               VARCHAR NOT NULL   -- the whole event, JSON
);

CREATE TABLE event_parties (
    doc_id      VARCHAR NOT NULL,
    event_no    INTEGER NOT NULL,
    event_id    VARCHAR NOT NULL,
    role        VARCHAR NOT NULL,           -- actor, recipient
    ordinal     INTEGER NOT NULL,           -- position in its role, from 0
    country     VARCHAR,
    sector      VARCHAR NOT NULL,           -- PLOVER codes joined by '|'
    name        VARCHAR NOT NULL,
    entity_id   VARCHAR,
    span_start  INTEGER NOT NULL,
    span_end    INTEGER NOT NULL,
    span_text   VARCHAR NOT NULL
);

CREATE TABLE mentions (
    doc_id          VARCHAR NOT NULL,
    event_no        INTEGER NOT NULL,
    event_id        VARCHAR NOT NULL,
    ordinal         INTEGER NOT NULL,
    sentence        INTEGER NOT NULL,
    trigger_start   INTEGER NOT NULL,
    trigger_end     INTEGER NOT NULL,
    trigger_text    VARCHAR NOT NULL,
    evidence_start  INTEGER NOT NULL,
    evidence_end    INTEGER NOT NULL,
    evidence_text   VARCHAR NOT NULL
);

CREATE TABLE rejections (
    run_id    INTEGER NOT NULL,
    doc_id    VARCHAR,                      -- null if no document came of the input
    ordinal   INTEGER NOT NULL,             -- position in the document, or in the store
    sentence  INTEGER,
    stage     VARCHAR NOT NULL,
    reason    VARCHAR NOT NULL,
    detail    VARCHAR,
    source    VARCHAR,
    spans     VARCHAR NOT NULL              -- JSON list of {start, end, text}
);

-- The day at which an event enters a series. `event_date` is the start of its own date if that
-- is known to the day, week or month, else null. `series_date` falls back on the publication
-- date for what a report states without any date as news of the day; `dated_by` says which.
-- What is only taken for granted ("after the downing of the jet", decided_by "... in passing")
-- may be long past and gets no date. The fallback lives in this view alone: it is never written
-- into an event.
CREATE VIEW event_dates AS
SELECT
    e.doc_id,
    e.event_no,
    e.event_id,
    d.date AS published,
    e.date_start,
    e.date_end,
    e.date_precision,
    CASE WHEN e.date_precision IN ('day', 'week', 'month') THEN e.date_start END AS event_date,
    CASE
        WHEN e.date_precision IN ('day', 'week', 'month') THEN e.date_start
        WHEN e.date_start IS NULL AND e.status = 'asserted' AND NOT e.historical
             AND e.decided_by NOT LIKE '% in passing' THEN d.date
    END AS series_date,
    CASE
        WHEN e.date_precision IN ('day', 'week', 'month') THEN 'event'
        WHEN e.date_start IS NULL AND e.status = 'asserted' AND NOT e.historical
             AND e.decided_by NOT LIKE '% in passing' AND d.date IS NOT NULL THEN 'publication'
    END AS dated_by
FROM events e JOIN documents d ON d.doc_id = e.doc_id;
