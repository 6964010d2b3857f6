-- What is read beyond single events: claims, incidents, hypotheses, stakes, signals; and what
-- analysts add to hypotheses, which no new coding of a document takes away. Lists inside a
-- column are joined by ';'. Each row holds the whole record as JSON too.

CREATE TABLE claims (
    doc_id           VARCHAR NOT NULL,
    claim_no         INTEGER NOT NULL,     -- position in the document, from 0
    claim_id         VARCHAR NOT NULL,
    sentence         INTEGER NOT NULL,
    speaker          VARCHAR NOT NULL,
    speaker_kind     VARCHAR NOT NULL,     -- author, person, state, collective
    speaker_country  VARCHAR,
    chain            VARCHAR NOT NULL,     -- who handed the word on, the nearest first
    stance           VARCHAR NOT NULL,
    status           VARCHAR NOT NULL,
    proposition      VARCHAR NOT NULL,
    span_start       INTEGER NOT NULL,
    span_end         INTEGER NOT NULL,
    event_ids        VARCHAR NOT NULL,
    record           VARCHAR NOT NULL
);

CREATE TABLE incidents (
    doc_id       VARCHAR NOT NULL,
    incident_no  INTEGER NOT NULL,
    incident_id  VARCHAR NOT NULL,
    name         VARCHAR NOT NULL,
    event_id     VARCHAR,
    perpetrator  VARCHAR NOT NULL,
    affiliation  VARCHAR NOT NULL,
    victim       VARCHAR NOT NULL,
    office       VARCHAR NOT NULL,
    weapon       VARCHAR NOT NULL,
    place        VARCHAR NOT NULL,
    date_start   DATE,
    date_end     DATE,
    suspects     VARCHAR NOT NULL,
    record       VARCHAR NOT NULL
);

CREATE TABLE hypotheses (
    doc_id            VARCHAR NOT NULL,
    hypothesis_no     INTEGER NOT NULL,
    hypothesis_id     VARCHAR NOT NULL,
    about             VARCHAR NOT NULL,    -- who, why, what-next
    incident_id       VARCHAR,
    proposition       VARCHAR NOT NULL,
    holders           VARCHAR NOT NULL,
    evidence_for      INTEGER NOT NULL,    -- how many items
    evidence_against  INTEGER NOT NULL,
    record            VARCHAR NOT NULL
);

CREATE TABLE stakes (
    doc_id         VARCHAR NOT NULL,
    stake_no       INTEGER NOT NULL,
    stake_id       VARCHAR NOT NULL,
    name           VARCHAR NOT NULL,
    domain         VARCHAR NOT NULL,
    dyad           VARCHAR NOT NULL,       -- codes, sorted
    amount         DOUBLE PRECISION,
    currency       VARCHAR,
    unit           VARCHAR,
    duration_days  INTEGER,
    bearer         VARCHAR NOT NULL,
    gainer         VARCHAR NOT NULL,
    status         VARCHAR,
    cause          VARCHAR,
    record         VARCHAR NOT NULL
);

CREATE TABLE signals (
    doc_id        VARCHAR NOT NULL,
    signal_no     INTEGER NOT NULL,
    signal_id     VARCHAR NOT NULL,
    direction     VARCHAR NOT NULL,        -- reassurance, escalation, neutral
    type          VARCHAR NOT NULL,
    event_id      VARCHAR,                 -- null for what did not happen
    sender        VARCHAR NOT NULL,        -- codes
    recipient     VARCHAR NOT NULL,
    after_id      VARCHAR,
    latency_low   INTEGER,                 -- days from the shock
    latency_high  INTEGER,
    rule          VARCHAR NOT NULL,
    record        VARCHAR NOT NULL
);

CREATE TABLE judgements (
    judgement_id  VARCHAR PRIMARY KEY,
    made_at       TIMESTAMP NOT NULL,      -- UTC
    analyst       VARCHAR NOT NULL,
    record        VARCHAR NOT NULL
);
