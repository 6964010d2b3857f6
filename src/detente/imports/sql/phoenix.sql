-- Phoenix: daily files of the Open Event Data Alliance, and the Cline Center's historical ones,
-- whose columns are renamed to these beforehand. Actors are CAMEO codes: a state, then roles.
SELECT
    g.row_no,
    CASE
        WHEN g.EventID = '' THEN 'no event id'
        WHEN coalesce(try_strptime(g.Date, '%Y%m%d'), try_cast(g.Date AS TIMESTAMP)) IS NULL
            THEN 'Date ''' || g.Date || ''' is no date'
        WHEN c.code IS NULL THEN 'CAMEO code ''' || g.EventCode || ''' is unknown'
    END AS reason,
    (g.EventCode <> c.code) AS repaired,
    g.EventID AS source_id,
    CAST(coalesce(try_strptime(g.Date, '%Y%m%d'), try_cast(g.Date AS TIMESTAMP)) AS DATE) AS day,
    CAST(coalesce(try_strptime(g.Date, '%Y%m%d'), try_cast(g.Date AS TIMESTAMP)) AS DATE) AS day_end,
    CAST(coalesce(try_strptime(g.Date, '%Y%m%d'), try_cast(g.Date AS TIMESTAMP)) AS DATE) AS published,
    TRUE AS directed,
    a.code AS actor_country,
    replace(g.SourceActorRole, ';', '|') AS actor_sector,
    nullif(g.SourceActorFull, '') AS actor_name,
    b.code AS recipient_country,
    replace(g.TargetActorRole, ';', '|') AS recipient_sector,
    nullif(g.TargetActorFull, '') AS recipient_name,
    c.event_type, c.event_mode, c.context, c.code AS cameo, c.quad_class,
    coalesce(try_cast(g.GoldsteinScore AS DOUBLE), c.goldstein) AS score,
    1 AS reports,
    NULL AS killed,
    nullif(g.LocationName, '') AS place_name,
    p.code AS place_country,
    try_cast(g.ActionLat AS DOUBLE) AS place_lat,
    try_cast(g.ActionLong AS DOUBLE) AS place_lon,
    nullif(g.NewsSources, '') AS publisher,
    nullif(g.URLs, '') AS url,
    NULL AS text
FROM batch g
LEFT JOIN cameo c ON c.given = g.EventCode
LEFT JOIN places a ON a.system = 'cameo' AND a.value = g.SourceActorEntity
LEFT JOIN places b ON b.system = 'cameo' AND b.value = g.TargetActorEntity
LEFT JOIN places p ON p.system = 'icews' AND p.value = g.GeoCountryName
