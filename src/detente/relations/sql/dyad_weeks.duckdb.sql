-- Compiled from detente.relations.expressions; do not edit.
WITH asked AS (SELECT CAST($a AS VARCHAR) AS a, CAST($b AS VARCHAR) AS b, CAST($as_of AS DATE) AS as_of)
SELECT
  *
FROM (
  SELECT
    "t26"."week",
    "t26"."direction",
    "t26"."quad_class",
    COUNT(*) AS "events",
    SUM("t26"."reports") AS "reports",
    SUM("t26"."score") AS "score_sum",
    BOOL_OR(CAST("t26"."live" AS BOOLEAN)) AS "live",
    ARRAY_AGG(
      "t26"."event_id" ORDER BY "t26"."day" ASC, "t26"."doc_id" ASC, "t26"."event_no" ASC
    ) AS "event_ids"
  FROM (
    SELECT
      "t25"."doc_id",
      "t25"."event_no",
      "t25"."event_id",
      "t25"."event_type",
      "t25"."quad_class",
      "t25"."published",
      "t25"."direction",
      "t25"."score",
      "t25"."day",
      "t25"."day_end",
      "t25"."coarse",
      "t25"."live",
      "t25"."reports",
      DATE_TRUNC('WEEK', "t25"."day") AS "week"
    FROM (
      SELECT
        "t24".*
        EXCLUDE ("place_in_line")
      FROM (
        SELECT
          *
        FROM (
          SELECT
            "t22"."doc_id",
            "t22"."event_no",
            "t22"."event_id",
            "t22"."event_type",
            "t22"."quad_class",
            "t22"."published",
            "t22"."direction",
            "t22"."score",
            "t22"."day",
            "t22"."day_end",
            "t22"."coarse",
            BOOL_OR(CAST("t22"."live" AS BOOLEAN)) OVER (
              PARTITION BY "t22"."direction", "t22"."event_type", "t22"."day"
              ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
            ) AS "live",
            ROW_NUMBER() OVER (
              PARTITION BY "t22"."direction", "t22"."event_type", "t22"."day"
              ORDER BY "t22"."coarse" ASC, "t22"."published" ASC, "t22"."doc_id" ASC, "t22"."event_no" ASC
              ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
            ) - 1 AS "place_in_line",
            COUNT(*) OVER (
              PARTITION BY "t22"."direction", "t22"."event_type", "t22"."day"
              ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
            ) AS "reports"
          FROM (
            SELECT
              "t21".*
              EXCLUDE ("finer")
            FROM (
              SELECT
                "t20"."doc_id",
                "t20"."event_no",
                "t20"."event_id",
                "t20"."event_type",
                "t20"."quad_class",
                "t20"."published",
                "t20"."direction",
                "t20"."score",
                CASE
                  WHEN "t20"."coarse" AND (
                    "t20"."finer" <= "t20"."day_end"
                  )
                  THEN "t20"."finer"
                  ELSE "t20"."day"
                END AS "day",
                "t20"."day_end",
                "t20"."coarse",
                "t20"."live",
                "t20"."finer"
              FROM (
                SELECT
                  "t19"."doc_id",
                  "t19"."event_no",
                  "t19"."event_id",
                  "t19"."event_type",
                  "t19"."quad_class",
                  "t19"."published",
                  "t19"."direction",
                  "t19"."score",
                  "t19"."day",
                  "t19"."day_end",
                  "t19"."coarse",
                  "t19"."live",
                  MIN(CASE WHEN "t19"."coarse" THEN CAST(NULL AS DATE) ELSE "t19"."day" END) OVER (
                    PARTITION BY "t19"."direction", "t19"."event_type"
                    ORDER BY "t19"."day" ASC, "t19"."coarse" DESC
                    ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING
                  ) AS "finer"
                FROM (
                  SELECT
                    *
                  FROM (
                    SELECT
                      "t17"."doc_id",
                      "t17"."event_no",
                      "t17"."event_id",
                      "t17"."event_type",
                      "t17"."quad_class",
                      "t17"."published",
                      CASE
                        WHEN (
                          "t17"."event_type" = 'ASSAULT'
                        )
                        AND NOT (
                          "t17"."state_forces"
                        )
                        AND "t17"."on_a"
                        AND (
                          "t17"."b_acts" OR COALESCE("t17"."place_country" = "t17"."b", FALSE)
                        )
                        THEN '*>' || "t17"."a"
                        WHEN (
                          "t17"."event_type" = 'ASSAULT'
                        )
                        AND NOT (
                          "t17"."state_forces"
                        )
                        AND "t17"."on_b"
                        AND (
                          "t17"."a_acts" OR COALESCE("t17"."place_country" = "t17"."a", FALSE)
                        )
                        THEN '*>' || "t17"."b"
                        WHEN CASE
                          WHEN "t17"."event_type" = 'ASSAULT'
                          THEN "t17"."a_forces"
                          ELSE "t17"."a_acts"
                        END
                        AND CASE
                          WHEN "t17"."event_type" = 'ASSAULT'
                          THEN "t17"."b_forces"
                          ELSE "t17"."b_acts"
                        END
                        AND NOT (
                          (
                            "t17"."quad_class" >= 3
                          )
                          AND "t17"."on_other"
                          AND NOT (
                            "t17"."on_a" OR "t17"."on_b"
                          )
                        )
                        THEN "t17"."a" || '<>' || "t17"."b"
                        WHEN CASE
                          WHEN "t17"."event_type" = 'ASSAULT'
                          THEN "t17"."a_forces"
                          ELSE "t17"."a_acts"
                        END
                        AND NOT (
                          CASE
                            WHEN "t17"."event_type" = 'ASSAULT'
                            THEN "t17"."b_forces"
                            ELSE "t17"."b_acts"
                          END
                        )
                        AND "t17"."on_b"
                        THEN "t17"."a" || '>' || "t17"."b"
                        WHEN CASE
                          WHEN "t17"."event_type" = 'ASSAULT'
                          THEN "t17"."b_forces"
                          ELSE "t17"."b_acts"
                        END
                        AND NOT (
                          CASE
                            WHEN "t17"."event_type" = 'ASSAULT'
                            THEN "t17"."a_forces"
                            ELSE "t17"."a_acts"
                          END
                        )
                        AND "t17"."on_a"
                        THEN "t17"."b" || '>' || "t17"."a"
                        ELSE NULL
                      END AS "direction",
                      COALESCE("t17"."goldstein", "t17"."plover_score") AS "score",
                      "t17"."series_date" AS "day",
                      CASE
                        WHEN COALESCE("t17"."date_precision" IN ('week', 'month'), FALSE)
                        THEN "t17"."date_end"
                        ELSE "t17"."series_date"
                      END AS "day_end",
                      COALESCE("t17"."date_precision" IN ('week', 'month'), FALSE) AS "coarse",
                      NOT (
                        "t17"."historical"
                      ) AS "live"
                    FROM (
                      SELECT
                        "t10"."doc_id",
                        "t10"."event_no",
                        "t10"."event_id",
                        "t10"."event_type",
                        "t10"."quad_class",
                        "t10"."plover_score",
                        "t10"."goldstein",
                        "t10"."place_country",
                        "t10"."status",
                        "t10"."historical",
                        "t11"."published",
                        "t11"."date_end",
                        "t11"."date_precision",
                        "t11"."series_date",
                        "t16"."a_acts",
                        "t16"."b_acts",
                        "t16"."a_forces",
                        "t16"."b_forces",
                        "t16"."state_forces",
                        "t16"."on_a",
                        "t16"."on_b",
                        "t16"."on_other",
                        "t4"."a",
                        "t4"."b",
                        "t4"."as_of"
                      FROM (
                        SELECT
                          *
                        FROM "events" AS "t0"
                        WHERE
                          "t0"."status" = 'asserted'
                      ) AS "t10"
                      INNER JOIN (
                        SELECT
                          *
                        FROM "event_dates" AS "t2"
                        WHERE
                          "t2"."series_date" IS NOT NULL
                      ) AS "t11"
                        ON "t10"."doc_id" = "t11"."doc_id" AND "t10"."event_no" = "t11"."event_no"
                      INNER JOIN (
                        SELECT
                          "t14".*
                          EXCLUDE ("side")
                        FROM (
                          SELECT
                            *
                          FROM (
                            SELECT
                              "t12"."doc_id",
                              "t12"."event_no",
                              BOOL_OR(CAST(COALESCE("t12"."side", FALSE) AS BOOLEAN)) AS "side",
                              BOOL_OR(CAST(COALESCE("t12"."a_acts", FALSE) AS BOOLEAN)) AS "a_acts",
                              BOOL_OR(CAST(COALESCE("t12"."b_acts", FALSE) AS BOOLEAN)) AS "b_acts",
                              BOOL_OR(CAST(COALESCE("t12"."a_forces", FALSE) AS BOOLEAN)) AS "a_forces",
                              BOOL_OR(CAST(COALESCE("t12"."b_forces", FALSE) AS BOOLEAN)) AS "b_forces",
                              BOOL_OR(CAST(COALESCE("t12"."state_forces", FALSE) AS BOOLEAN)) AS "state_forces",
                              BOOL_OR(CAST(COALESCE("t12"."on_a", FALSE) AS BOOLEAN)) AS "on_a",
                              BOOL_OR(CAST(COALESCE("t12"."on_b", FALSE) AS BOOLEAN)) AS "on_b",
                              BOOL_OR(CAST(COALESCE("t12"."on_other", FALSE) AS BOOLEAN)) AS "on_other"
                            FROM (
                              SELECT
                                "t9"."doc_id",
                                "t9"."event_no",
                                "t9"."role",
                                "t9"."country",
                                "t9"."sector",
                                "t9"."a",
                                "t9"."b",
                                "t9"."as_of",
                                "t9"."country" IN ("t9"."a", "t9"."b") AS "side",
                                (
                                  "t9"."role" = 'actor'
                                ) AND (
                                  "t9"."country" = "t9"."a"
                                ) AS "a_acts",
                                (
                                  "t9"."role" = 'actor'
                                ) AND (
                                  "t9"."country" = "t9"."b"
                                ) AS "b_acts",
                                (
                                  "t9"."role" = 'actor'
                                )
                                AND (
                                  (
                                    "t9"."country" IS NOT NULL
                                  )
                                  AND NOT (
                                    "t9"."country" IN ('ISM', 'IMG', 'NGO', 'MNC')
                                  )
                                  AND (
                                    (
                                      "t9"."sector" = ''
                                    )
                                    OR (
                                      CONTAINS('|' || "t9"."sector" || '|', '|GOV|')
                                      OR CONTAINS('|' || "t9"."sector" || '|', '|MIL|')
                                      OR CONTAINS('|' || "t9"."sector" || '|', '|SPY|')
                                    )
                                  )
                                )
                                AND (
                                  "t9"."country" = "t9"."a"
                                ) AS "a_forces",
                                (
                                  "t9"."role" = 'actor'
                                )
                                AND (
                                  (
                                    "t9"."country" IS NOT NULL
                                  )
                                  AND NOT (
                                    "t9"."country" IN ('ISM', 'IMG', 'NGO', 'MNC')
                                  )
                                  AND (
                                    (
                                      "t9"."sector" = ''
                                    )
                                    OR (
                                      CONTAINS('|' || "t9"."sector" || '|', '|GOV|')
                                      OR CONTAINS('|' || "t9"."sector" || '|', '|MIL|')
                                      OR CONTAINS('|' || "t9"."sector" || '|', '|SPY|')
                                    )
                                  )
                                )
                                AND (
                                  "t9"."country" = "t9"."b"
                                ) AS "b_forces",
                                (
                                  "t9"."role" = 'actor'
                                )
                                AND (
                                  (
                                    "t9"."country" IS NOT NULL
                                  )
                                  AND NOT (
                                    "t9"."country" IN ('ISM', 'IMG', 'NGO', 'MNC')
                                  )
                                  AND (
                                    (
                                      "t9"."sector" = ''
                                    )
                                    OR (
                                      CONTAINS('|' || "t9"."sector" || '|', '|GOV|')
                                      OR CONTAINS('|' || "t9"."sector" || '|', '|MIL|')
                                      OR CONTAINS('|' || "t9"."sector" || '|', '|SPY|')
                                    )
                                  )
                                ) AS "state_forces",
                                (
                                  "t9"."role" = 'recipient'
                                ) AND (
                                  "t9"."country" = "t9"."a"
                                ) AS "on_a",
                                (
                                  "t9"."role" = 'recipient'
                                ) AND (
                                  "t9"."country" = "t9"."b"
                                ) AS "on_b",
                                (
                                  "t9"."role" = 'recipient'
                                )
                                AND (
                                  (
                                    "t9"."country" IS NULL
                                  ) OR NOT (
                                    "t9"."country" IN ("t9"."a", "t9"."b")
                                  )
                                ) AS "on_other"
                              FROM (
                                SELECT
                                  "t6"."doc_id",
                                  "t6"."event_no",
                                  "t6"."role",
                                  "t6"."country",
                                  "t6"."sector",
                                  "t5"."a",
                                  "t5"."b",
                                  "t5"."as_of"
                                FROM "event_parties" AS "t6"
                                CROSS JOIN "asked" AS "t5"
                              ) AS "t9"
                            ) AS "t12"
                            GROUP BY
                              1,
                              2
                          ) AS "t13"
                          WHERE
                            "t13"."side"
                        ) AS "t14"
                      ) AS "t16"
                        ON "t10"."doc_id" = "t16"."doc_id" AND "t10"."event_no" = "t16"."event_no"
                      CROSS JOIN "asked" AS "t4"
                    ) AS "t17"
                    WHERE
                      (
                        (
                          "t17"."as_of" IS NULL
                        ) OR (
                          "t17"."published" <= "t17"."as_of"
                        )
                      )
                      AND (
                        (
                          "t17"."published" IS NULL
                        ) OR (
                          "t17"."series_date" <= "t17"."published"
                        )
                      )
                  ) AS "t18"
                  WHERE
                    "t18"."direction" IS NOT NULL
                ) AS "t19"
              ) AS "t20"
            ) AS "t21"
          ) AS "t22"
        ) AS "t23"
        WHERE
          "t23"."place_in_line" = 0
      ) AS "t24"
    ) AS "t25"
  ) AS "t26"
  GROUP BY
    1,
    2,
    3
) AS "t27"
ORDER BY
  "t27"."week" ASC,
  "t27"."direction" ASC,
  "t27"."quad_class" ASC
