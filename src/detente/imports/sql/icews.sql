-- ICEWS coded event data (Dataverse). The id repeats across dates: id and date together are the
-- key. Codes have three or four digits; shorter ones have lost a leading zero.
WITH given AS (
    SELECT *, CASE WHEN length("CAMEO Code") < 3 THEN '0' || "CAMEO Code" ELSE "CAMEO Code" END AS code
    FROM batch
)
SELECT
    g.row_no,
    CASE
        WHEN g."Event ID" = '' THEN 'no event id'
        WHEN try_cast(g."Event Date" AS DATE) IS NULL THEN 'Event Date ''' || g."Event Date" || ''' is no date'
        WHEN c.code IS NULL THEN 'CAMEO code ''' || g."CAMEO Code" || ''' is unknown'
        WHEN g.Intensity <> '' AND try_cast(g.Intensity AS DOUBLE) IS NULL
            THEN 'Intensity ''' || g.Intensity || ''' is no number'
    END AS reason,
    (g.code <> g."CAMEO Code") AS repaired,
    g."Event ID" AS source_id,
    try_cast(g."Event Date" AS DATE) AS day,
    try_cast(g."Event Date" AS DATE) AS day_end,
    try_cast(g."Event Date" AS DATE) AS published,
    TRUE AS directed,
    a.code AS actor_country,
    coalesce(sa.codes, '') AS actor_sector,
    nullif(g."Source Name", '') AS actor_name,
    b.code AS recipient_country,
    coalesce(sb.codes, '') AS recipient_sector,
    nullif(g."Target Name", '') AS recipient_name,
    c.event_type, c.event_mode, c.context, c.code AS cameo,
    c.quad_class,
    coalesce(try_cast(g.Intensity AS DOUBLE), c.goldstein) AS score,
    1 AS reports,
    NULL AS killed,
    nullif(concat_ws(', ', nullif(g.City, ''), nullif(g.Province, '')), '') AS place_name,
    p.code AS place_country,
    try_cast(g.Latitude AS DOUBLE) AS place_lat,
    try_cast(g.Longitude AS DOUBLE) AS place_lon,
    nullif(g.Publisher, '') AS publisher,
    NULL AS url,
    nullif(g."Event Text", '') AS text
FROM given g
LEFT JOIN cameo c ON c.given = g.code
LEFT JOIN places a ON a.system = 'icews' AND a.value = g."Source Country"
LEFT JOIN places b ON b.system = 'icews' AND b.value = g."Target Country"
LEFT JOIN places p ON p.system = 'icews' AND p.value = g.Country
LEFT JOIN sectors sa ON sa.value = g."Source Sectors"
LEFT JOIN sectors sb ON sb.value = g."Target Sectors"
