-- GDELT 2.0 mentions: which report told which event, in which sentence.
SELECT
    row_no,
    CASE
        WHEN GLOBALEVENTID = '' THEN 'no event id'
        WHEN try_strptime(left(MentionTimeDate, 8), '%Y%m%d') IS NULL
            THEN 'MentionTimeDate ''' || MentionTimeDate || ''' is no date'
    END AS reason,
    FALSE AS repaired,
    GLOBALEVENTID AS source_id,
    CAST(try_strptime(left(MentionTimeDate, 8), '%Y%m%d') AS DATE) AS published,
    nullif(MentionSourceName, '') AS publisher,
    nullif(MentionIdentifier, '') AS url,
    try_cast(SentenceID AS INTEGER) AS sentence,
    try_cast(Confidence AS DOUBLE) / 100 AS confidence
FROM batch
