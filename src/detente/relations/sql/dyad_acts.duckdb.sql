-- Compiled from detente.relations.expressions; do not edit.
WITH asked AS (SELECT CAST($a AS VARCHAR) AS a, CAST($b AS VARCHAR) AS b, CAST($as_of AS DATE) AS as_of, CAST($dataset AS VARCHAR) AS dataset)
SELECT
  "t34"."day",
  "t34"."direction",
  "t34"."event_type",
  "t34"."quad_class",
  "t34"."score",
  "t34"."reports",
  "t34"."live",
  "t34"."event_id"
FROM (
  SELECT
    "t33".*
    EXCLUDE ("place_in_line")
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t31"."doc_id",
        "t31"."event_no",
        "t31"."event_id",
        "t31"."event_type",
        "t31"."quad_class",
        "t31"."published",
        "t31"."direction",
        "t31"."score",
        "t31"."day",
        "t31"."day_end",
        "t31"."coarse",
        BOOL_OR(CAST("t31"."live" AS BOOLEAN)) OVER (
          PARTITION BY "t31"."direction", "t31"."event_type", "t31"."day"
          ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
        ) AS "live",
        SUM("t31"."reports") OVER (
          PARTITION BY "t31"."direction", "t31"."event_type", "t31"."day"
          ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
        ) AS "reports",
        ROW_NUMBER() OVER (
          PARTITION BY "t31"."direction", "t31"."event_type", "t31"."day"
          ORDER BY "t31"."coarse" ASC, "t31"."published" ASC, "t31"."doc_id" ASC, "t31"."event_no" ASC, "t31"."event_id" ASC
          ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
        ) - 1 AS "place_in_line"
      FROM (
        SELECT
          "t30".*
          EXCLUDE ("finer")
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
            CASE
              WHEN "t29"."coarse" AND (
                "t29"."finer" <= "t29"."day_end"
              )
              THEN "t29"."finer"
              ELSE "t29"."day"
            END AS "day",
            "t29"."day_end",
            "t29"."coarse",
            "t29"."live",
            "t29"."reports",
            "t29"."finer"
          FROM (
            SELECT
              "t28"."doc_id",
              "t28"."event_no",
              "t28"."event_id",
              "t28"."event_type",
              "t28"."quad_class",
              "t28"."published",
              "t28"."direction",
              "t28"."score",
              "t28"."day",
              "t28"."day_end",
              "t28"."coarse",
              "t28"."live",
              "t28"."reports",
              MIN(CASE WHEN "t28"."coarse" THEN CAST(NULL AS DATE) ELSE "t28"."day" END) OVER (
                PARTITION BY "t28"."direction", "t28"."event_type"
                ORDER BY "t28"."day" ASC, "t28"."coarse" DESC
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
                    "t25"."doc_id",
                    "t25"."event_no",
                    "t25"."event_id",
                    "t25"."event_type",
                    "t25"."quad_class",
                    "t25"."published",
                    CASE
                      WHEN (
                        "t25"."event_type" = 'ASSAULT'
                      )
                      AND NOT (
                        "t25"."state_forces"
                      )
                      AND "t25"."on_a"
                      AND (
                        "t25"."b_acts" OR COALESCE("t25"."place_country" = "t25"."b", FALSE)
                      )
                      THEN '*>' || "t25"."a"
                      WHEN (
                        "t25"."event_type" = 'ASSAULT'
                      )
                      AND NOT (
                        "t25"."state_forces"
                      )
                      AND "t25"."on_b"
                      AND (
                        "t25"."a_acts" OR COALESCE("t25"."place_country" = "t25"."a", FALSE)
                      )
                      THEN '*>' || "t25"."b"
                      WHEN CASE
                        WHEN "t25"."event_type" = 'ASSAULT'
                        THEN "t25"."a_forces"
                        ELSE "t25"."a_acts"
                      END
                      AND CASE
                        WHEN "t25"."event_type" = 'ASSAULT'
                        THEN "t25"."b_forces"
                        ELSE "t25"."b_acts"
                      END
                      AND NOT (
                        (
                          "t25"."quad_class" >= 3
                        )
                        AND "t25"."on_other"
                        AND NOT (
                          "t25"."on_a" OR "t25"."on_b"
                        )
                      )
                      THEN "t25"."a" || '<>' || "t25"."b"
                      WHEN CASE
                        WHEN "t25"."event_type" = 'ASSAULT'
                        THEN "t25"."a_forces"
                        ELSE "t25"."a_acts"
                      END
                      AND NOT (
                        CASE
                          WHEN "t25"."event_type" = 'ASSAULT'
                          THEN "t25"."b_forces"
                          ELSE "t25"."b_acts"
                        END
                      )
                      AND "t25"."on_b"
                      THEN "t25"."a" || '>' || "t25"."b"
                      WHEN CASE
                        WHEN "t25"."event_type" = 'ASSAULT'
                        THEN "t25"."b_forces"
                        ELSE "t25"."b_acts"
                      END
                      AND NOT (
                        CASE
                          WHEN "t25"."event_type" = 'ASSAULT'
                          THEN "t25"."a_forces"
                          ELSE "t25"."a_acts"
                        END
                      )
                      AND "t25"."on_a"
                      THEN "t25"."b" || '>' || "t25"."a"
                      ELSE NULL
                    END AS "direction",
                    COALESCE("t25"."goldstein", "t25"."plover_score") AS "score",
                    "t25"."series_date" AS "day",
                    CASE
                      WHEN COALESCE("t25"."date_precision" IN ('week', 'month'), FALSE)
                      THEN "t25"."date_end"
                      ELSE "t25"."series_date"
                    END AS "day_end",
                    COALESCE("t25"."date_precision" IN ('week', 'month'), FALSE) AS "coarse",
                    NOT (
                      "t25"."historical"
                    ) AS "live",
                    1 AS "reports"
                  FROM (
                    SELECT
                      "t15"."doc_id",
                      "t15"."event_no",
                      "t15"."event_id",
                      "t15"."event_type",
                      "t15"."quad_class",
                      "t15"."plover_score",
                      "t15"."goldstein",
                      "t15"."place_country",
                      "t15"."status",
                      "t15"."historical",
                      "t16"."published",
                      "t16"."date_end",
                      "t16"."date_precision",
                      "t16"."series_date",
                      "t24"."a",
                      "t24"."b",
                      "t24"."a_acts",
                      "t24"."b_acts",
                      "t24"."a_forces",
                      "t24"."b_forces",
                      "t24"."state_forces",
                      "t24"."on_a",
                      "t24"."on_b",
                      "t24"."on_other",
                      "t13"."as_of",
                      "t13"."dataset"
                    FROM (
                      SELECT
                        *
                      FROM "events" AS "t1"
                      WHERE
                        "t1"."status" = 'asserted'
                    ) AS "t15"
                    INNER JOIN (
                      SELECT
                        *
                      FROM "event_dates" AS "t3"
                      WHERE
                        "t3"."series_date" IS NOT NULL
                    ) AS "t16"
                      ON "t15"."doc_id" = "t16"."doc_id" AND "t15"."event_no" = "t16"."event_no"
                    INNER JOIN (
                      SELECT
                        "t22".*
                        EXCLUDE ("side")
                      FROM (
                        SELECT
                          *
                        FROM (
                          SELECT
                            "t19"."doc_id",
                            "t19"."event_no",
                            "t19"."a",
                            "t19"."b",
                            BOOL_OR(CAST(COALESCE("t19"."side", FALSE) AS BOOLEAN)) AS "side",
                            BOOL_OR(CAST(COALESCE("t19"."a_acts", FALSE) AS BOOLEAN)) AS "a_acts",
                            BOOL_OR(CAST(COALESCE("t19"."b_acts", FALSE) AS BOOLEAN)) AS "b_acts",
                            BOOL_OR(CAST(COALESCE("t19"."a_forces", FALSE) AS BOOLEAN)) AS "a_forces",
                            BOOL_OR(CAST(COALESCE("t19"."b_forces", FALSE) AS BOOLEAN)) AS "b_forces",
                            BOOL_OR(CAST(COALESCE("t19"."state_forces", FALSE) AS BOOLEAN)) AS "state_forces",
                            BOOL_OR(CAST(COALESCE("t19"."on_a", FALSE) AS BOOLEAN)) AS "on_a",
                            BOOL_OR(CAST(COALESCE("t19"."on_b", FALSE) AS BOOLEAN)) AS "on_b",
                            BOOL_OR(CAST(COALESCE("t19"."on_other", FALSE) AS BOOLEAN)) AS "on_other"
                          FROM (
                            SELECT
                              "t17"."doc_id",
                              "t17"."event_no",
                              "t17"."role",
                              "t17"."country",
                              "t17"."sector",
                              "t17"."a",
                              "t17"."b",
                              "t17"."country" IN ("t17"."a", "t17"."b") AS "side",
                              (
                                "t17"."role" = 'actor'
                              ) AND (
                                "t17"."country" = "t17"."a"
                              ) AS "a_acts",
                              (
                                "t17"."role" = 'actor'
                              ) AND (
                                "t17"."country" = "t17"."b"
                              ) AS "b_acts",
                              (
                                "t17"."role" = 'actor'
                              )
                              AND (
                                (
                                  "t17"."country" IS NOT NULL
                                )
                                AND NOT (
                                  "t17"."country" IN ('ISM', 'IMG', 'NGO', 'MNC')
                                )
                                AND (
                                  (
                                    "t17"."sector" = ''
                                  )
                                  OR (
                                    CONTAINS('|' || "t17"."sector" || '|', '|GOV|')
                                    OR CONTAINS('|' || "t17"."sector" || '|', '|MIL|')
                                    OR CONTAINS('|' || "t17"."sector" || '|', '|SPY|')
                                  )
                                )
                              )
                              AND (
                                "t17"."country" = "t17"."a"
                              ) AS "a_forces",
                              (
                                "t17"."role" = 'actor'
                              )
                              AND (
                                (
                                  "t17"."country" IS NOT NULL
                                )
                                AND NOT (
                                  "t17"."country" IN ('ISM', 'IMG', 'NGO', 'MNC')
                                )
                                AND (
                                  (
                                    "t17"."sector" = ''
                                  )
                                  OR (
                                    CONTAINS('|' || "t17"."sector" || '|', '|GOV|')
                                    OR CONTAINS('|' || "t17"."sector" || '|', '|MIL|')
                                    OR CONTAINS('|' || "t17"."sector" || '|', '|SPY|')
                                  )
                                )
                              )
                              AND (
                                "t17"."country" = "t17"."b"
                              ) AS "b_forces",
                              (
                                "t17"."role" = 'actor'
                              )
                              AND (
                                (
                                  "t17"."country" IS NOT NULL
                                )
                                AND NOT (
                                  "t17"."country" IN ('ISM', 'IMG', 'NGO', 'MNC')
                                )
                                AND (
                                  (
                                    "t17"."sector" = ''
                                  )
                                  OR (
                                    CONTAINS('|' || "t17"."sector" || '|', '|GOV|')
                                    OR CONTAINS('|' || "t17"."sector" || '|', '|MIL|')
                                    OR CONTAINS('|' || "t17"."sector" || '|', '|SPY|')
                                  )
                                )
                              ) AS "state_forces",
                              (
                                "t17"."role" = 'recipient'
                              ) AND (
                                "t17"."country" = "t17"."a"
                              ) AS "on_a",
                              (
                                "t17"."role" = 'recipient'
                              ) AND (
                                "t17"."country" = "t17"."b"
                              ) AS "on_b",
                              (
                                "t17"."role" = 'recipient'
                              )
                              AND (
                                (
                                  "t17"."country" IS NULL
                                )
                                OR NOT (
                                  "t17"."country" IN ("t17"."a", "t17"."b")
                                )
                              ) AS "on_other"
                            FROM (
                              SELECT
                                "t6"."doc_id",
                                "t6"."event_no",
                                "t6"."role",
                                "t6"."country",
                                "t6"."sector",
                                "t11"."a",
                                "t11"."b"
                              FROM "event_parties" AS "t6"
                              CROSS JOIN (
                                SELECT
                                  "t2"."a",
                                  "t2"."b"
                                FROM "asked" AS "t2"
                              ) AS "t11"
                            ) AS "t17"
                          ) AS "t19"
                          GROUP BY
                            1,
                            2,
                            3,
                            4
                        ) AS "t21"
                        WHERE
                          "t21"."side"
                      ) AS "t22"
                    ) AS "t24"
                      ON "t15"."doc_id" = "t24"."doc_id" AND "t15"."event_no" = "t24"."event_no"
                    CROSS JOIN (
                      SELECT
                        "t2"."as_of",
                        "t2"."dataset"
                      FROM "asked" AS "t2"
                    ) AS "t13"
                  ) AS "t25"
                  WHERE
                    (
                      (
                        "t25"."dataset" IS NULL
                      ) OR (
                        "t25"."dataset" = 'texts'
                      )
                    )
                    AND (
                      (
                        "t25"."as_of" IS NULL
                      ) OR (
                        "t25"."published" <= "t25"."as_of"
                      )
                    )
                    AND (
                      (
                        "t25"."published" IS NULL
                      ) OR (
                        "t25"."series_date" <= "t25"."published"
                      )
                    )
                ) AS "t26"
                WHERE
                  "t26"."direction" IS NOT NULL
              ) AS "t27"
              UNION ALL
              SELECT
                *
              FROM (
                SELECT
                  "t18"."dataset" AS "doc_id",
                  0 AS "event_no",
                  "t18"."dataset" || ':' || "t18"."source_id" || '@' || CAST("t18"."day" AS TEXT) AS "event_id",
                  COALESCE(
                    "t18"."event_type",
                    'CAMEO ' || SUBSTRING(
                      "t18"."cameo",
                      CASE WHEN (
                        0 + 1
                      ) >= 1 THEN 0 + 1 ELSE 0 + 1 + LENGTH("t18"."cameo") END,
                      2
                    )
                  ) AS "event_type",
                  CAST("t18"."quad_class" AS INT) AS "quad_class",
                  "t18"."published",
                  CASE
                    WHEN COALESCE("t18"."event_type" = 'ASSAULT', FALSE)
                    AND NOT (
                      (
                        "t18"."actor_sector" = ''
                      )
                      OR (
                        CONTAINS('|' || "t18"."actor_sector" || '|', '|GOV|')
                        OR CONTAINS('|' || "t18"."actor_sector" || '|', '|MIL|')
                        OR CONTAINS('|' || "t18"."actor_sector" || '|', '|SPY|')
                      )
                    )
                    THEN '*>' || "t18"."recipient_country"
                    WHEN NOT (
                      "t18"."directed"
                    )
                    THEN SUBSTRING(
                      "t18"."dyad",
                      CASE WHEN (
                        0 + 1
                      ) >= 1 THEN 0 + 1 ELSE 0 + 1 + LENGTH("t18"."dyad") END,
                      3
                    ) || '<>' || RIGHT("t18"."dyad", 3)
                    ELSE "t18"."actor_country" || '>' || "t18"."recipient_country"
                  END AS "direction",
                  "t18"."score",
                  "t18"."day",
                  "t18"."day_end",
                  "t18"."day_end" > "t18"."day" AS "coarse",
                  TRUE AS "live",
                  "t18"."reports"
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
                    "t12"."a",
                    "t12"."b",
                    "t12"."as_of",
                    "t12"."only"
                  FROM "imported_events" AS "t5"
                  CROSS JOIN (
                    SELECT
                      "t2"."a",
                      "t2"."b",
                      "t2"."as_of",
                      "t2"."dataset" AS "only"
                    FROM "asked" AS "t2"
                  ) AS "t12"
                ) AS "t18"
                WHERE
                  "t18"."dyad" = LEAST("t18"."a", "t18"."b") || '-' || GREATEST("t18"."a", "t18"."b")
                  AND (
                    (
                      "t18"."only" IS NULL
                    ) OR (
                      "t18"."dataset" = "t18"."only"
                    )
                  )
                  AND (
                    (
                      "t18"."as_of" IS NULL
                    ) OR (
                      "t18"."published" <= "t18"."as_of"
                    )
                  )
                  AND "t18"."day" <= "t18"."published"
              ) AS "t20"
            ) AS "t28"
          ) AS "t29"
        ) AS "t30"
      ) AS "t31"
    ) AS "t32"
    WHERE
      "t32"."place_in_line" = 0
  ) AS "t33"
) AS "t34"
ORDER BY
  "t34"."day" ASC,
  "t34"."direction" ASC,
  "t34"."event_type" ASC,
  "t34"."event_id" ASC
