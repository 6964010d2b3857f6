-- Plain tables and PLOVER JSON lines, their columns brought to our names beforehand.
SELECT
    g.row_no,
    CASE
        WHEN g.date = '' THEN 'no date'
        WHEN try_cast(g.date AS DATE) IS NULL THEN 'date ''' || g.date || ''' is no ISO date'
        WHEN g.cameo <> '' AND c.code IS NULL THEN 'CAMEO code ''' || g.cameo || ''' is unknown'
        WHEN g.event_type <> '' AND t.event_type IS NULL
            THEN 'event type ''' || g.event_type || ''' is not of PLOVER'
        WHEN t.event_type IS NULL AND c.code IS NULL THEN 'neither event type nor CAMEO code'
        WHEN g.score <> '' AND try_cast(g.score AS DOUBLE) IS NULL
            THEN 'score ''' || g.score || ''' is no number'
    END AS reason,
    FALSE AS repaired,
    CASE WHEN g.id <> '' THEN g.id ELSE 'row ' || g.row_no END AS source_id,
    try_cast(g.date AS DATE) AS day,
    coalesce(try_cast(g.date_end AS DATE), try_cast(g.date AS DATE)) AS day_end,
    coalesce(try_cast(left(g.published, 10) AS DATE), try_cast(g.date_end AS DATE), try_cast(g.date AS DATE)) AS published,
    TRUE AS directed,
    a.code AS actor_country,
    replace(g.actor_sector, ';', '|') AS actor_sector,
    coalesce(nullif(g.actor_name, ''), nullif(g.actor, '')) AS actor_name,
    b.code AS recipient_country,
    replace(g.recipient_sector, ';', '|') AS recipient_sector,
    coalesce(nullif(g.recipient_name, ''), nullif(g.recipient, '')) AS recipient_name,
    coalesce(t.event_type, c.event_type) AS event_type,
    coalesce(nullif(lower(g.event_mode), ''), c.event_mode, '') AS event_mode,
    coalesce(nullif(lower(g.context), ''), c.context, '') AS context,
    c.code AS cameo,
    coalesce(try_cast(g.quad_class AS TINYINT), t.quad_class, c.quad_class) AS quad_class,
    coalesce(try_cast(g.score AS DOUBLE), c.goldstein, t.plover_score) AS score,
    greatest(coalesce(try_cast(g.reports AS INTEGER), 1), 1) AS reports,
    try_cast(g.killed AS INTEGER) AS killed,
    nullif(g.place_name, '') AS place_name,
    p.code AS place_country,
    try_cast(g.place_lat AS DOUBLE) AS place_lat,
    try_cast(g.place_lon AS DOUBLE) AS place_lon,
    nullif(g.publisher, '') AS publisher,
    nullif(g.url, '') AS url,
    nullif(g.text, '') AS text
FROM batch g
LEFT JOIN cameo c ON c.given = g.cameo
LEFT JOIN types t ON t.event_type = upper(g.event_type)
LEFT JOIN places a ON a.system = 'PLACES' AND a.value = g.actor
LEFT JOIN places b ON b.system = 'PLACES' AND b.value = g.recipient
LEFT JOIN places p ON p.system = 'PLACES' AND p.value = g.place_country
