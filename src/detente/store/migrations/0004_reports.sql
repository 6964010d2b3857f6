-- Which reports tell one event. Filled by detente.reports from what documents hold, and made anew
-- from it at any time; only report_decisions, what analysts said, is nowhere else.

CREATE TABLE report_documents (
    doc_id      VARCHAR NOT NULL,
    run_id      INTEGER NOT NULL,         -- the run whose coding was compared
    rules       VARCHAR NOT NULL,         -- digest of the rules it was compared by
    group_id    VARCHAR NOT NULL,         -- the first document of its near-duplicates; often itself
    like_id     VARCHAR,                  -- the earlier document that it is a copy of
    rule        VARCHAR,                  -- copy, edited, cut, paragraphs
    jaccard     DOUBLE PRECISION,
    contained   DOUBLE PRECISION,
    sentences   INTEGER                   -- word for word the same
);

CREATE TABLE report_document_keys (
    doc_id  VARCHAR NOT NULL,
    key     VARCHAR NOT NULL              -- b<band>:<MinHash> or s:<sentence>
);

CREATE TABLE report_event_keys (
    doc_id    VARCHAR NOT NULL,
    event_no  INTEGER NOT NULL,
    key       VARCHAR NOT NULL            -- family of types | pair or party | day or name
);

CREATE TABLE reports (
    doc_id      VARCHAR NOT NULL,
    event_no    INTEGER NOT NULL,
    event_id    VARCHAR NOT NULL,
    cluster_id  VARCHAR NOT NULL,         -- the event that it tells: the id of its first report
    like_id     VARCHAR,                  -- the report that it is most like; null for the first
    points      DOUBLE PRECISION,
    rule        VARCHAR NOT NULL,         -- first, points, copy, word, analyst
    features    VARCHAR NOT NULL          -- JSON list of [feature, points]
);

CREATE TABLE report_decisions (
    decision_id   VARCHAR NOT NULL,
    made_at       TIMESTAMP NOT NULL,     -- UTC
    analyst       VARCHAR NOT NULL,
    withdrawn_at  TIMESTAMP,
    withdrawn_by  VARCHAR,
    record        VARCHAR NOT NULL        -- join or split, of which reports, JSON
);
