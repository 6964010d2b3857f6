-- GDELT 1.0 and 2.0 events. Actors carry CAMEO country codes, places FIPS 10-4 codes. A file that
-- went through a spreadsheet has lost leading zeros; the root code, one digit long, betrays it.
WITH given AS (
    SELECT *, CASE WHEN length(EventRootCode) = 1 THEN '0' || EventCode ELSE EventCode END AS code
    FROM batch
)
SELECT
    g.row_no,
    CASE
        WHEN g.GLOBALEVENTID = '' THEN 'no event id'
        WHEN try_strptime(g.SQLDATE, '%Y%m%d') IS NULL THEN 'SQLDATE ''' || g.SQLDATE || ''' is no date'
        WHEN c.code IS NULL THEN 'CAMEO code ''' || g.EventCode || ''' is unknown'
        WHEN g.GoldsteinScale <> '' AND try_cast(g.GoldsteinScale AS DOUBLE) IS NULL
            THEN 'GoldsteinScale ''' || g.GoldsteinScale || ''' is no number'
    END AS reason,
    (g.code <> g.EventCode) AS repaired,
    g.GLOBALEVENTID AS source_id,
    CAST(try_strptime(g.SQLDATE, '%Y%m%d') AS DATE) AS day,
    CAST(try_strptime(g.SQLDATE, '%Y%m%d') AS DATE) AS day_end,
    CAST(coalesce(try_strptime(left(g.DATEADDED, 8), '%Y%m%d'), try_strptime(g.SQLDATE, '%Y%m%d')) AS DATE) AS published,
    TRUE AS directed,
    coalesce(a.code, ag.code) AS actor_country,
    concat_ws('|', nullif(g.Actor1Type1Code, ''), nullif(g.Actor1Type2Code, ''), nullif(g.Actor1Type3Code, '')) AS actor_sector,
    coalesce(nullif(g.Actor1Name, ''), nullif(g.Actor1Code, '')) AS actor_name,
    coalesce(b.code, bg.code) AS recipient_country,
    concat_ws('|', nullif(g.Actor2Type1Code, ''), nullif(g.Actor2Type2Code, ''), nullif(g.Actor2Type3Code, '')) AS recipient_sector,
    coalesce(nullif(g.Actor2Name, ''), nullif(g.Actor2Code, '')) AS recipient_name,
    c.event_type, c.event_mode, c.context, c.code AS cameo,
    coalesce(try_cast(g.QuadClass AS TINYINT), c.quad_class) AS quad_class,
    coalesce(try_cast(g.GoldsteinScale AS DOUBLE), c.goldstein) AS score,
    coalesce(try_cast(g.NumArticles AS INTEGER), 1) AS reports,
    NULL AS killed,
    nullif(g.ActionGeo_FullName, '') AS place_name,
    p.code AS place_country,
    try_cast(g.ActionGeo_Lat AS DOUBLE) AS place_lat,
    try_cast(g.ActionGeo_Long AS DOUBLE) AS place_lon,
    NULL AS publisher,
    nullif(g.SOURCEURL, '') AS url,
    NULL AS text
FROM given g
LEFT JOIN cameo c ON c.given = g.code
LEFT JOIN places a ON a.system = 'cameo' AND a.value = g.Actor1CountryCode
LEFT JOIN places b ON b.system = 'cameo' AND b.value = g.Actor2CountryCode
LEFT JOIN places ag ON ag.system = 'group' AND ag.value = g.Actor1KnownGroupCode
LEFT JOIN places bg ON bg.system = 'group' AND bg.value = g.Actor2KnownGroupCode
LEFT JOIN places p ON p.system = 'fips' AND p.value = g.ActionGeo_CountryCode
