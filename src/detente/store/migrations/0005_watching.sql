-- What `detente watch` knows of its sources, and what it told. Times are UTC.

CREATE TABLE watch_sources (
    watch             VARCHAR NOT NULL,    -- the name of the watch
    source            VARCHAR NOT NULL,    -- the name of the feed, folder or list
    kind              VARCHAR NOT NULL,    -- feed, folder, urls
    url               VARCHAR NOT NULL,    -- address or path
    interval_seconds  INTEGER NOT NULL,    -- how often it is to be looked at
    since             TIMESTAMP NOT NULL,  -- watched from then on
    etag              VARCHAR,
    last_modified     VARCHAR,
    checked           TIMESTAMP,           -- last looked at
    succeeded         TIMESTAMP,           -- last looked at with success
    not_before        TIMESTAMP,           -- left alone until then
    failures          INTEGER NOT NULL,    -- in a row
    error             VARCHAR,             -- of the last failure
    retired           TIMESTAMP,           -- no longer watched since then
    PRIMARY KEY (watch, source)
);

CREATE TABLE watch_entries (
    watch       VARCHAR NOT NULL,
    source      VARCHAR NOT NULL,
    entry       VARCHAR NOT NULL,          -- key: 16 hex digits
    version     VARCHAR NOT NULL,          -- of a file: size and time; else empty
    url         VARCHAR,                   -- address or path
    title       VARCHAR,
    day         DATE,                      -- as the feed dates it, if that can be believed
    odd_day     VARCHAR,                   -- why the feed's date was not believed
    seen_day    DATE,                      -- day of first sight, if the source was watched before
    authors     VARCHAR NOT NULL,          -- JSON list
    content     VARCHAR,                   -- the feed's own text while it is to be coded
    state       VARCHAR NOT NULL,          -- pending, done, aside
    tries       INTEGER NOT NULL,
    not_before  TIMESTAMP,
    first_seen  TIMESTAMP NOT NULL,
    last_seen   TIMESTAMP NOT NULL,
    place       INTEGER NOT NULL,          -- in its list when first seen, from 0
    PRIMARY KEY (watch, source, entry)
);

-- The raw page that a document was read from, kept under the digest of its bytes.
CREATE TABLE pages (
    doc_id   VARCHAR NOT NULL,
    sha256   VARCHAR NOT NULL,
    url      VARCHAR NOT NULL,
    fetched  TIMESTAMP NOT NULL,
    bytes    INTEGER NOT NULL,
    PRIMARY KEY (doc_id, sha256)
);

-- Times in which a source was not seen: what it told then may be missing for ever. No events in
-- a gap is not the same as no events.
CREATE TABLE coverage_gaps (
    watch    VARCHAR NOT NULL,
    source   VARCHAR NOT NULL,
    started  TIMESTAMP NOT NULL,           -- last seen before
    ended    TIMESTAMP NOT NULL,           -- first seen after
    reason   VARCHAR NOT NULL,
    bridged  BOOLEAN NOT NULL,             -- the source still listed what was newest before
    PRIMARY KEY (watch, source, started)
);

CREATE TABLE alerts (
    alert_id  VARCHAR PRIMARY KEY,
    watch     VARCHAR NOT NULL,
    rule      VARCHAR NOT NULL,
    dyad      VARCHAR NOT NULL,
    kind      VARCHAR NOT NULL,            -- rupture, escalation, repair, third-party
    week      DATE NOT NULL,
    made      TIMESTAMP NOT NULL,
    record    VARCHAR NOT NULL             -- the whole alert, JSON
);

CREATE TABLE alert_sends (
    alert_id    VARCHAR NOT NULL,
    sink        VARCHAR NOT NULL,          -- file:PATH, webhook:URL, command:NAME
    state       VARCHAR NOT NULL,          -- pending, sending, sent, given up
    tries       INTEGER NOT NULL,
    not_before  TIMESTAMP,
    sent        TIMESTAMP,
    error       VARCHAR,
    PRIMARY KEY (alert_id, sink)
);
