-- POLECAT (Dataverse, weekly): PLOVER types, lists joined by ';', 'None' for nothing.
WITH given AS (
    SELECT row_no, COLUMNS(* EXCLUDE row_no) FROM (
        SELECT row_no, CASE WHEN COLUMNS(* EXCLUDE row_no) IN ('None', 'none', 'NA') THEN ''
            ELSE COLUMNS(* EXCLUDE row_no) END FROM batch
    )
)
SELECT
    g.row_no,
    CASE
        WHEN g."Event ID" = '' THEN 'no event id'
        WHEN try_cast(g."Event Date" AS DATE) IS NULL THEN 'Event Date ''' || g."Event Date" || ''' is no date'
        WHEN t.event_type IS NULL THEN 'event type ''' || g."Event Type" || ''' is not of PLOVER'
        WHEN g.Intensity <> '' AND try_cast(g.Intensity AS DOUBLE) IS NULL
            THEN 'Intensity ''' || g.Intensity || ''' is no number'
    END AS reason,
    FALSE AS repaired,
    g."Event ID" AS source_id,
    try_cast(g."Event Date" AS DATE) AS day,
    try_cast(g."Event Date" AS DATE) AS day_end,
    coalesce(try_cast(left(g."Publication Date", 10) AS DATE), try_cast(g."Event Date" AS DATE)) AS published,
    TRUE AS directed,
    a.code AS actor_country,
    replace(coalesce(nullif(g."Actor Sectors", ''), g."Primary Actor Sector"), ';', '|') AS actor_sector,
    coalesce(nullif(g."Actor Name", ''), nullif(g."Actor Name Raw", '')) AS actor_name,
    b.code AS recipient_country,
    replace(coalesce(nullif(g."Recipient Sectors", ''), g."Primary Recipient Sector"), ';', '|') AS recipient_sector,
    coalesce(nullif(g."Recipient Name", ''), nullif(g."Recipient Name Raw", '')) AS recipient_name,
    t.event_type,
    lower(g."Event Mode") AS event_mode,
    lower(g.Contexts) AS context,
    NULL AS cameo,
    t.quad_class,
    coalesce(try_cast(g.Intensity AS DOUBLE), t.plover_score) AS score,
    1 AS reports,
    NULL AS killed,
    coalesce(nullif(g.Placename, ''), nullif(g.City, '')) AS place_name,
    p.code AS place_country,
    try_cast(g.Latitude AS DOUBLE) AS place_lat,
    try_cast(g.Longitude AS DOUBLE) AS place_lon,
    nullif(g.Source, '') AS publisher,
    NULL AS url,
    NULL AS text
FROM given g
LEFT JOIN types t ON t.event_type = upper(g."Event Type")
LEFT JOIN places a ON a.system = 'icews' AND a.value = g."Actor Country"
LEFT JOIN places b ON b.system = 'icews' AND b.value = g."Recipient Country"
LEFT JOIN places p ON p.system = 'icews' AND p.value = g.Country
