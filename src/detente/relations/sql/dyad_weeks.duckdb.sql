-- Compiled from detente.relations.expressions; do not edit.
WITH asked AS (SELECT CAST($a AS VARCHAR) AS a, CAST($b AS VARCHAR) AS b, CAST($as_of AS DATE) AS as_of, CAST($dataset AS VARCHAR) AS dataset)
SELECT
  *
FROM (
  SELECT
    "t33"."week",
    "t33"."direction",
    "t33"."quad_class",
    COUNT(*) AS "events",
    SUM("t33"."reports") AS "reports",
    SUM("t33"."score") AS "score_sum",
    BOOL_OR(CAST("t33"."live" AS BOOLEAN)) AS "live",
    ARRAY_AGG(
      "t33"."event_id" ORDER BY "t33"."day" ASC, "t33"."doc_id" ASC, "t33"."event_no" ASC, "t33"."event_id" ASC
    ) AS "event_ids"
  FROM (
    SELECT
      "t32"."doc_id",
      "t32"."event_no",
      "t32"."event_id",
      "t32"."event_type",
      "t32"."quad_class",
      "t32"."published",
      "t32"."direction",
      "t32"."score",
      "t32"."day",
      "t32"."day_end",
      "t32"."coarse",
      "t32"."live",
      "t32"."reports",
      DATE_TRUNC('WEEK', "t32"."day") AS "week"
    FROM (
      SELECT
        "t31".*
        EXCLUDE ("place_in_line")
      FROM (
        SELECT
          *
        FROM (
          SELECT
            "t29"."doc_id",
            "t29"."event_no",
            "t29"."event_id",
            "t29"."event_type",
            "t29"."quad_class",
            "t29"."published",
            "t29"."direction",
            "t29"."score",
            "t29"."day",
            "t29"."day_end",
            "t29"."coarse",
            BOOL_OR(CAST("t29"."live" AS BOOLEAN)) OVER (
              PARTITION BY "t29"."direction", "t29"."event_type", "t29"."day"
              ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
            ) AS "live",
            SUM("t29"."reports") OVER (
              PARTITION BY "t29"."direction", "t29"."event_type", "t29"."day"
              ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
            ) AS "reports",
            ROW_NUMBER() OVER (
              PARTITION BY "t29"."direction", "t29"."event_type", "t29"."day"
              ORDER BY "t29"."coarse" ASC, "t29"."published" ASC, "t29"."doc_id" ASC, "t29"."event_no" ASC, "t29"."event_id" ASC
              ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
            ) - 1 AS "place_in_line"
          FROM (
            SELECT
              "t28".*
              EXCLUDE ("finer")
            FROM (
              SELECT
                "t27"."doc_id",
                "t27"."event_no",
                "t27"."event_id",
                "t27"."event_type",
                "t27"."quad_class",
                "t27"."published",
                "t27"."direction",
                "t27"."score",
                CASE
                  WHEN "t27"."coarse" AND (
                    "t27"."finer" <= "t27"."day_end"
                  )
                  THEN "t27"."finer"
                  ELSE "t27"."day"
                END AS "day",
                "t27"."day_end",
                "t27"."coarse",
                "t27"."live",
                "t27"."reports",
                "t27"."finer"
              FROM (
                SELECT
                  "t26"."doc_id",
                  "t26"."event_no",
                  "t26"."event_id",
                  "t26"."event_type",
                  "t26"."quad_class",
                  "t26"."published",
                  "t26"."direction",
                  "t26"."score",
                  "t26"."day",
                  "t26"."day_end",
                  "t26"."coarse",
                  "t26"."live",
                  "t26"."reports",
                  MIN(CASE WHEN "t26"."coarse" THEN CAST(NULL AS DATE) ELSE "t26"."day" END) OVER (
                    PARTITION BY "t26"."direction", "t26"."event_type"
                    ORDER BY "t26"."day" ASC, "t26"."coarse" DESC
                    ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING
                  ) AS "finer"
                FROM (
                  SELECT
                    *
                  FROM (
                    SELECT
                      *
                    FROM (
                      SELECT
                        "t23"."doc_id",
                        "t23"."event_no",
                        "t23"."event_id",
                        "t23"."event_type",
                        "t23"."quad_class",
                        "t23"."published",
                        CASE
                          WHEN (
                            "t23"."event_type" = 'ASSAULT'
                          )
                          AND NOT (
                            "t23"."state_forces"
                          )
                          AND "t23"."on_a"
                          AND (
                            "t23"."b_acts" OR COALESCE("t23"."place_country" = "t23"."b", FALSE)
                          )
                          THEN '*>' || "t23"."a"
                          WHEN (
                            "t23"."event_type" = 'ASSAULT'
                          )
                          AND NOT (
                            "t23"."state_forces"
                          )
                          AND "t23"."on_b"
                          AND (
                            "t23"."a_acts" OR COALESCE("t23"."place_country" = "t23"."a", FALSE)
                          )
                          THEN '*>' || "t23"."b"
                          WHEN CASE
                            WHEN "t23"."event_type" = 'ASSAULT'
                            THEN "t23"."a_forces"
                            ELSE "t23"."a_acts"
                          END
                          AND CASE
                            WHEN "t23"."event_type" = 'ASSAULT'
                            THEN "t23"."b_forces"
                            ELSE "t23"."b_acts"
                          END
                          AND NOT (
                            (
                              "t23"."quad_class" >= 3
                            )
                            AND "t23"."on_other"
                            AND NOT (
                              "t23"."on_a" OR "t23"."on_b"
                            )
                          )
                          THEN "t23"."a" || '<>' || "t23"."b"
                          WHEN CASE
                            WHEN "t23"."event_type" = 'ASSAULT'
                            THEN "t23"."a_forces"
                            ELSE "t23"."a_acts"
                          END
                          AND NOT (
                            CASE
                              WHEN "t23"."event_type" = 'ASSAULT'
                              THEN "t23"."b_forces"
                              ELSE "t23"."b_acts"
                            END
                          )
                          AND "t23"."on_b"
                          THEN "t23"."a" || '>' || "t23"."b"
                          WHEN CASE
                            WHEN "t23"."event_type" = 'ASSAULT'
                            THEN "t23"."b_forces"
                            ELSE "t23"."b_acts"
                          END
                          AND NOT (
                            CASE
                              WHEN "t23"."event_type" = 'ASSAULT'
                              THEN "t23"."a_forces"
                              ELSE "t23"."a_acts"
                            END
                          )
                          AND "t23"."on_a"
                          THEN "t23"."b" || '>' || "t23"."a"
                          ELSE NULL
                        END AS "direction",
                        COALESCE("t23"."goldstein", "t23"."plover_score") AS "score",
                        "t23"."series_date" AS "day",
                        CASE
                          WHEN COALESCE("t23"."date_precision" IN ('week', 'month'), FALSE)
                          THEN "t23"."date_end"
                          ELSE "t23"."series_date"
                        END AS "day_end",
                        COALESCE("t23"."date_precision" IN ('week', 'month'), FALSE) AS "coarse",
                        NOT (
                          "t23"."historical"
                        ) AS "live",
                        1 AS "reports"
                      FROM (
                        SELECT
                          "t14"."doc_id",
                          "t14"."event_no",
                          "t14"."event_id",
                          "t14"."event_type",
                          "t14"."quad_class",
                          "t14"."plover_score",
                          "t14"."goldstein",
                          "t14"."place_country",
                          "t14"."status",
                          "t14"."historical",
                          "t15"."published",
                          "t15"."date_end",
                          "t15"."date_precision",
                          "t15"."series_date",
                          "t22"."a_acts",
                          "t22"."b_acts",
                          "t22"."a_forces",
                          "t22"."b_forces",
                          "t22"."state_forces",
                          "t22"."on_a",
                          "t22"."on_b",
                          "t22"."on_other",
                          "t6"."a",
                          "t6"."b",
                          "t6"."as_of",
                          "t6"."dataset"
                        FROM (
                          SELECT
                            *
                          FROM "events" AS "t1"
                          WHERE
                            "t1"."status" = 'asserted'
                        ) AS "t14"
                        INNER JOIN (
                          SELECT
                            *
                          FROM "event_dates" AS "t3"
                          WHERE
                            "t3"."series_date" IS NOT NULL
                        ) AS "t15"
                          ON "t14"."doc_id" = "t15"."doc_id" AND "t14"."event_no" = "t15"."event_no"
                        INNER JOIN (
                          SELECT
                            "t20".*
                            EXCLUDE ("side")
                          FROM (
                            SELECT
                              *
                            FROM (
                              SELECT
                                "t17"."doc_id",
                                "t17"."event_no",
                                BOOL_OR(CAST(COALESCE("t17"."side", FALSE) AS BOOLEAN)) AS "side",
                                BOOL_OR(CAST(COALESCE("t17"."a_acts", FALSE) AS BOOLEAN)) AS "a_acts",
                                BOOL_OR(CAST(COALESCE("t17"."b_acts", FALSE) AS BOOLEAN)) AS "b_acts",
                                BOOL_OR(CAST(COALESCE("t17"."a_forces", FALSE) AS BOOLEAN)) AS "a_forces",
                                BOOL_OR(CAST(COALESCE("t17"."b_forces", FALSE) AS BOOLEAN)) AS "b_forces",
                                BOOL_OR(CAST(COALESCE("t17"."state_forces", FALSE) AS BOOLEAN)) AS "state_forces",
                                BOOL_OR(CAST(COALESCE("t17"."on_a", FALSE) AS BOOLEAN)) AS "on_a",
                                BOOL_OR(CAST(COALESCE("t17"."on_b", FALSE) AS BOOLEAN)) AS "on_b",
                                BOOL_OR(CAST(COALESCE("t17"."on_other", FALSE) AS BOOLEAN)) AS "on_other"
                              FROM (
                                SELECT
                                  "t13"."doc_id",
                                  "t13"."event_no",
                                  "t13"."role",
                                  "t13"."country",
                                  "t13"."sector",
                                  "t13"."a",
                                  "t13"."b",
                                  "t13"."as_of",
                                  "t13"."dataset",
                                  "t13"."country" IN ("t13"."a", "t13"."b") AS "side",
                                  (
                                    "t13"."role" = 'actor'
                                  ) AND (
                                    "t13"."country" = "t13"."a"
                                  ) AS "a_acts",
                                  (
                                    "t13"."role" = 'actor'
                                  ) AND (
                                    "t13"."country" = "t13"."b"
                                  ) AS "b_acts",
                                  (
                                    "t13"."role" = 'actor'
                                  )
                                  AND (
                                    (
                                      "t13"."country" IS NOT NULL
                                    )
                                    AND NOT (
                                      "t13"."country" IN ('ISM', 'IMG', 'NGO', 'MNC')
                                    )
                                    AND (
                                      (
                                        "t13"."sector" = ''
                                      )
                                      OR (
                                        CONTAINS('|' || "t13"."sector" || '|', '|GOV|')
                                        OR CONTAINS('|' || "t13"."sector" || '|', '|MIL|')
                                        OR CONTAINS('|' || "t13"."sector" || '|', '|SPY|')
                                      )
                                    )
                                  )
                                  AND (
                                    "t13"."country" = "t13"."a"
                                  ) AS "a_forces",
                                  (
                                    "t13"."role" = 'actor'
                                  )
                                  AND (
                                    (
                                      "t13"."country" IS NOT NULL
                                    )
                                    AND NOT (
                                      "t13"."country" IN ('ISM', 'IMG', 'NGO', 'MNC')
                                    )
                                    AND (
                                      (
                                        "t13"."sector" = ''
                                      )
                                      OR (
                                        CONTAINS('|' || "t13"."sector" || '|', '|GOV|')
                                        OR CONTAINS('|' || "t13"."sector" || '|', '|MIL|')
                                        OR CONTAINS('|' || "t13"."sector" || '|', '|SPY|')
                                      )
                                    )
                                  )
                                  AND (
                                    "t13"."country" = "t13"."b"
                                  ) AS "b_forces",
                                  (
                                    "t13"."role" = 'actor'
                                  )
                                  AND (
                                    (
                                      "t13"."country" IS NOT NULL
                                    )
                                    AND NOT (
                                      "t13"."country" IN ('ISM', 'IMG', 'NGO', 'MNC')
                                    )
                                    AND (
                                      (
                                        "t13"."sector" = ''
                                      )
                                      OR (
                                        CONTAINS('|' || "t13"."sector" || '|', '|GOV|')
                                        OR CONTAINS('|' || "t13"."sector" || '|', '|MIL|')
                                        OR CONTAINS('|' || "t13"."sector" || '|', '|SPY|')
                                      )
                                    )
                                  ) AS "state_forces",
                                  (
                                    "t13"."role" = 'recipient'
                                  ) AND (
                                    "t13"."country" = "t13"."a"
                                  ) AS "on_a",
                                  (
                                    "t13"."role" = 'recipient'
                                  ) AND (
                                    "t13"."country" = "t13"."b"
                                  ) AS "on_b",
                                  (
                                    "t13"."role" = 'recipient'
                                  )
                                  AND (
                                    (
                                      "t13"."country" IS NULL
                                    )
                                    OR NOT (
                                      "t13"."country" IN ("t13"."a", "t13"."b")
                                    )
                                  ) AS "on_other"
                                FROM (
                                  SELECT
                                    "t8"."doc_id",
                                    "t8"."event_no",
                                    "t8"."role",
                                    "t8"."country",
                                    "t8"."sector",
                                    "t7"."a",
                                    "t7"."b",
                                    "t7"."as_of",
                                    "t7"."dataset"
                                  FROM "event_parties" AS "t8"
                                  CROSS JOIN "asked" AS "t7"
                                ) AS "t13"
                              ) AS "t17"
                              GROUP BY
                                1,
                                2
                            ) AS "t19"
                            WHERE
                              "t19"."side"
                          ) AS "t20"
                        ) AS "t22"
                          ON "t14"."doc_id" = "t22"."doc_id" AND "t14"."event_no" = "t22"."event_no"
                        CROSS JOIN "asked" AS "t6"
                      ) AS "t23"
                      WHERE
                        (
                          (
                            "t23"."dataset" IS NULL
                          ) OR (
                            "t23"."dataset" = 'texts'
                          )
                        )
                        AND (
                          (
                            "t23"."as_of" IS NULL
                          ) OR (
                            "t23"."published" <= "t23"."as_of"
                          )
                        )
                        AND (
                          (
                            "t23"."published" IS NULL
                          ) OR (
                            "t23"."series_date" <= "t23"."published"
                          )
                        )
                    ) AS "t24"
                    WHERE
                      "t24"."direction" IS NOT NULL
                  ) AS "t25"
                  UNION ALL
                  SELECT
                    *
                  FROM (
                    SELECT
                      "t16"."dataset" AS "doc_id",
                      0 AS "event_no",
                      "t16"."dataset" || ':' || "t16"."source_id" || '@' || CAST("t16"."day" AS TEXT) AS "event_id",
                      COALESCE(
                        "t16"."event_type",
                        'CAMEO ' || SUBSTRING(
                          "t16"."cameo",
                          CASE WHEN (
                            0 + 1
                          ) >= 1 THEN 0 + 1 ELSE 0 + 1 + LENGTH("t16"."cameo") END,
                          2
                        )
                      ) AS "event_type",
                      CAST("t16"."quad_class" AS INT) AS "quad_class",
                      "t16"."published",
                      CASE
                        WHEN COALESCE("t16"."event_type" = 'ASSAULT', FALSE)
                        AND NOT (
                          (
                            "t16"."actor_sector" = ''
                          )
                          OR (
                            CONTAINS('|' || "t16"."actor_sector" || '|', '|GOV|')
                            OR CONTAINS('|' || "t16"."actor_sector" || '|', '|MIL|')
                            OR CONTAINS('|' || "t16"."actor_sector" || '|', '|SPY|')
                          )
                        )
                        THEN '*>' || "t16"."recipient_country"
                        WHEN NOT (
                          "t16"."directed"
                        )
                        THEN LEAST("t16"."a", "t16"."b") || '<>' || GREATEST("t16"."a", "t16"."b")
                        ELSE "t16"."actor_country" || '>' || "t16"."recipient_country"
                      END AS "direction",
                      "t16"."score",
                      "t16"."day",
                      "t16"."day_end",
                      "t16"."day_end" > "t16"."day" AS "coarse",
                      TRUE AS "live",
                      "t16"."reports"
                    FROM (
                      SELECT
                        "t5"."dataset",
                        "t5"."source_id",
                        "t5"."day",
                        "t5"."day_end",
                        "t5"."published",
                        "t5"."dyad",
                        "t5"."directed",
                        "t5"."actor_country",
                        "t5"."actor_sector",
                        "t5"."recipient_country",
                        "t5"."recipient_sector",
                        "t5"."event_type",
                        "t5"."cameo",
                        "t5"."quad_class",
                        "t5"."score",
                        "t5"."reports",
                        "t11"."a",
                        "t11"."b",
                        "t11"."as_of",
                        "t11"."only"
                      FROM "imported_events" AS "t5"
                      CROSS JOIN (
                        SELECT
                          "t2"."a",
                          "t2"."b",
                          "t2"."as_of",
                          "t2"."dataset" AS "only"
                        FROM "asked" AS "t2"
                      ) AS "t11"
                    ) AS "t16"
                    WHERE
                      "t16"."dyad" = LEAST("t16"."a", "t16"."b") || '-' || GREATEST("t16"."a", "t16"."b")
                      AND (
                        (
                          "t16"."only" IS NULL
                        ) OR (
                          "t16"."dataset" = "t16"."only"
                        )
                      )
                      AND (
                        (
                          "t16"."as_of" IS NULL
                        ) OR (
                          "t16"."published" <= "t16"."as_of"
                        )
                      )
                      AND "t16"."day" <= "t16"."published"
                  ) AS "t18"
                ) AS "t26"
              ) AS "t27"
            ) AS "t28"
          ) AS "t29"
        ) AS "t30"
        WHERE
          "t30"."place_in_line" = 0
      ) AS "t31"
    ) AS "t32"
  ) AS "t33"
  GROUP BY
    1,
    2,
    3
) AS "t34"
ORDER BY
  "t34"."week" ASC,
  "t34"."direction" ASC,
  "t34"."quad_class" ASC
