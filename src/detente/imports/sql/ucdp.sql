-- UCDP GED and candidate events: organised violence between two sides (types 1 and 2) or by one
-- side on civilians (3). Sides' Gleditsch-Ward numbers tell states; other sides are armed groups.
SELECT
    g.row_no,
    CASE
        WHEN g.id = '' THEN 'no event id'
        WHEN try_cast(left(g.date_start, 10) AS DATE) IS NULL
            THEN 'date_start ''' || g.date_start || ''' is no date'
        WHEN g.type_of_violence NOT IN ('1', '2', '3')
            THEN 'type_of_violence ''' || g.type_of_violence || ''' is not 1, 2 or 3'
    END AS reason,
    FALSE AS repaired,
    g.id AS source_id,
    try_cast(left(g.date_start, 10) AS DATE) AS day,
    coalesce(try_cast(left(g.date_end, 10) AS DATE), try_cast(left(g.date_start, 10) AS DATE)) AS day_end,
    coalesce(try_cast(left(g.date_end, 10) AS DATE), try_cast(left(g.date_start, 10) AS DATE)) AS published,
    (g.type_of_violence = '3') AS directed,
    coalesce(a.code, an.code) AS actor_country,
    CASE WHEN coalesce(a.code, an.code) IS NULL THEN 'REB' ELSE 'GOV|MIL' END AS actor_sector,
    nullif(g.side_a, '') AS actor_name,
    coalesce(b.code, bn.code, CASE WHEN g.type_of_violence = '3' THEN p.code END) AS recipient_country,
    CASE
        WHEN g.type_of_violence = '3' THEN 'CVL'
        WHEN coalesce(b.code, bn.code) IS NULL THEN 'REB' ELSE 'GOV|MIL'
    END AS recipient_sector,
    nullif(g.side_b, '') AS recipient_name,
    t.event_type, '' AS event_mode, 'military' AS context, NULL AS cameo, t.quad_class,
    t.plover_score AS score,
    greatest(coalesce(try_cast(g.number_of_sources AS INTEGER), 1), 1) AS reports,
    try_cast(g.best AS INTEGER) AS killed,
    nullif(g.where_coordinates, '') AS place_name,
    p.code AS place_country,
    try_cast(g.latitude AS DOUBLE) AS place_lat,
    try_cast(g.longitude AS DOUBLE) AS place_lon,
    nullif(g.source_office, '') AS publisher,
    NULL AS url,
    nullif(g.source_headline, '') AS text
FROM batch g
JOIN types t ON t.event_type = 'ASSAULT'
LEFT JOIN places a ON a.system = 'gw' AND a.value = g.gwnoa
LEFT JOIN places b ON b.system = 'gw' AND b.value = g.gwnob
LEFT JOIN places an ON an.system = 'government' AND an.value = g.side_a
LEFT JOIN places bn ON bn.system = 'government' AND bn.value = g.side_b
LEFT JOIN places p ON p.system = 'icews' AND p.value = g.country
