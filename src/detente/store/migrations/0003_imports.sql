-- Event data that others coded (GDELT, ICEWS, POLECAT, ACLED, UCDP, Phoenix, PLOVER, plain CSV).
-- One row an event as its source gives it, brought to our names; what could not be taken is kept
-- in quarantine with its reason.

CREATE TABLE imports (
    import_id  INTEGER PRIMARY KEY,
    path       VARCHAR NOT NULL,
    digest     VARCHAR NOT NULL,          -- SHA-256 of the file
    format     VARCHAR NOT NULL,
    dataset    VARCHAR NOT NULL,          -- gdelt, icews, polecat, acled, ucdp, phoenix, ...
    started    TIMESTAMP NOT NULL,        -- UTC
    finished   TIMESTAMP,                 -- UTC; null while running or if it was killed
    rows_read  BIGINT NOT NULL,
    kept       BIGINT NOT NULL,
    known      BIGINT NOT NULL,           -- rows that the store had already
    aside      BIGINT NOT NULL,
    repaired   BIGINT NOT NULL,           -- rows mended: encoding, leading zeros, spare columns
    damage     VARCHAR                    -- what ended the reading early
);

CREATE TABLE imported_events (
    import_id          INTEGER NOT NULL,
    dataset            VARCHAR NOT NULL,
    source_id          VARCHAR NOT NULL,  -- the source's id; unique with day
    day                DATE NOT NULL,
    day_end            DATE NOT NULL,     -- after day where the source is no finer
    published          DATE NOT NULL,     -- when it could be known; day_end if the source is silent
    dyad               VARCHAR,           -- RUS-TUR, codes sorted; null unless between two sides
    directed           BOOLEAN NOT NULL,  -- false: both sides act (battles)
    actor_country      VARCHAR,
    actor_sector       VARCHAR NOT NULL,  -- PLOVER or CAMEO codes joined by |
    actor_name         VARCHAR,
    recipient_country  VARCHAR,
    recipient_sector   VARCHAR NOT NULL,
    recipient_name     VARCHAR,
    event_type         VARCHAR,           -- PLOVER; null for remarks, which PLOVER drops
    event_mode         VARCHAR NOT NULL,
    context            VARCHAR NOT NULL,
    cameo              VARCHAR,
    quad_class         TINYINT NOT NULL,  -- the source's
    score              DOUBLE PRECISION NOT NULL,  -- Goldstein's, or the source's intensity
    reports            INTEGER NOT NULL,
    killed             INTEGER,
    place_name         VARCHAR,
    place_country      VARCHAR,
    place_lat          DOUBLE PRECISION,
    place_lon          DOUBLE PRECISION,
    publisher          VARCHAR,
    url                VARCHAR,
    text               VARCHAR            -- the source's note or label
);

CREATE TABLE imported_mentions (
    import_id   INTEGER NOT NULL,
    source_id   VARCHAR NOT NULL,
    published   DATE NOT NULL,
    publisher   VARCHAR,
    url         VARCHAR,
    sentence    INTEGER,
    confidence  DOUBLE PRECISION
);

CREATE TABLE quarantine (
    import_id  INTEGER NOT NULL,
    row_no     BIGINT NOT NULL,           -- counted from 1, without the header
    reason     VARCHAR NOT NULL,
    line       VARCHAR NOT NULL
);
