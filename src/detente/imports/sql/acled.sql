-- ACLED exports. The order of the two actors is no direction; what an act of each sub-event type
-- is in PLOVER stands in acled.tsv. An actor's state is the country in its name's brackets
-- ("Police Forces of Chad (2021-)", "Protesters (Chile)"), found beforehand.
SELECT
    g.row_no,
    CASE
        WHEN g.event_id_cnty = '' THEN 'no event id'
        WHEN coalesce(try_cast(g.event_date AS DATE), try_strptime(g.event_date, '%d %B %Y')) IS NULL
            THEN 'event_date ''' || g.event_date || ''' is no date'
        WHEN s.event_type IS NULL THEN 'sub-event type ''' || g.sub_event_type || ''' is unknown'
    END AS reason,
    FALSE AS repaired,
    g.event_id_cnty AS source_id,
    CAST(coalesce(try_cast(g.event_date AS DATE), try_strptime(g.event_date, '%d %B %Y')) AS DATE) AS day,
    CAST(coalesce(try_cast(g.event_date AS DATE), try_strptime(g.event_date, '%d %B %Y')) AS DATE) AS day_end,
    coalesce(
        CAST(to_timestamp(try_cast(g.timestamp AS BIGINT)) AS DATE),
        CAST(coalesce(try_cast(g.event_date AS DATE), try_strptime(g.event_date, '%d %B %Y')) AS DATE)
    ) AS published,
    s.directed,
    a.code AS actor_country,
    coalesce(a.sector, '') AS actor_sector,
    nullif(g.actor1, '') AS actor_name,
    b.code AS recipient_country,
    coalesce(b.sector, '') AS recipient_sector,
    nullif(g.actor2, '') AS recipient_name,
    s.event_type, s.event_mode, s.context, NULL AS cameo, s.quad_class, s.plover_score AS score,
    1 AS reports,
    try_cast(g.fatalities AS INTEGER) AS killed,
    nullif(g.location, '') AS place_name,
    p.code AS place_country,
    try_cast(g.latitude AS DOUBLE) AS place_lat,
    try_cast(g.longitude AS DOUBLE) AS place_lon,
    nullif(g.source, '') AS publisher,
    NULL AS url,
    nullif(g.notes, '') AS text
FROM batch g
LEFT JOIN acled s ON s.sub_event_type = lower(g.sub_event_type)
LEFT JOIN actors a ON a.name = g.actor1
LEFT JOIN actors b ON b.name = g.actor2
LEFT JOIN places p ON p.system = 'icews' AND p.value = g.country
