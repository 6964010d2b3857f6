-- Compiled from detente.relations.expressions; do not edit.
WITH asked AS (SELECT CAST($a AS VARCHAR) AS a, CAST($b AS VARCHAR) AS b, CAST($as_of AS DATE) AS as_of, CAST($dataset AS VARCHAR) AS dataset),
"t19" AS (
  SELECT DISTINCT
    *
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t4"."doc_id",
        "t4"."event_no",
        "t4"."country"
      FROM "event_parties" AS "t4"
    ) AS "t9"
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        "t1"."doc_id",
        "t1"."event_no",
        "t1"."place_country" AS "country"
      FROM "events" AS "t1"
      WHERE
        "t1"."status" = 'asserted'
    ) AS "t11"
  ) AS "t16"
  WHERE
    "t16"."country" IS NOT NULL
    AND NOT (
      "t16"."country" IN ('ISM', 'IMG', 'NGO', 'MNC')
    )
)
SELECT
  "t45"."dyad",
  "t45"."week",
  "t45"."month",
  "t45"."direction",
  "t45"."quad_class",
  COUNT(*) AS "events",
  SUM("t45"."reports") AS "reports",
  SUM("t45"."score") AS "score_sum"
FROM (
  SELECT
    "t44"."doc_id",
    "t44"."event_no",
    "t44"."event_id",
    "t44"."event_type",
    "t44"."quad_class",
    "t44"."published",
    "t44"."direction",
    "t44"."score",
    "t44"."day",
    "t44"."day_end",
    "t44"."coarse",
    "t44"."live",
    "t44"."reports",
    "t44"."dyad",
    DATE_TRUNC('WEEK', "t44"."day") AS "week",
    DATE_TRUNC('MONTH', "t44"."day") AS "month"
  FROM (
    SELECT
      "t43".*
      EXCLUDE ("place_in_line")
    FROM (
      SELECT
        *
      FROM (
        SELECT
          "t41"."doc_id",
          "t41"."event_no",
          "t41"."event_id",
          "t41"."event_type",
          "t41"."quad_class",
          "t41"."published",
          "t41"."direction",
          "t41"."score",
          "t41"."day",
          "t41"."day_end",
          "t41"."coarse",
          BOOL_OR(CAST("t41"."live" AS BOOLEAN)) OVER (
            PARTITION BY "t41"."dyad", "t41"."direction", "t41"."event_type", "t41"."day"
            ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
          ) AS "live",
          SUM("t41"."reports") OVER (
            PARTITION BY "t41"."dyad", "t41"."direction", "t41"."event_type", "t41"."day"
            ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
          ) AS "reports",
          "t41"."dyad",
          ROW_NUMBER() OVER (
            PARTITION BY "t41"."dyad", "t41"."direction", "t41"."event_type", "t41"."day"
            ORDER BY "t41"."coarse" ASC, "t41"."published" ASC, "t41"."doc_id" ASC, "t41"."event_no" ASC, "t41"."event_id" ASC
            ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
          ) - 1 AS "place_in_line"
        FROM (
          SELECT
            "t40".*
            EXCLUDE ("finer")
          FROM (
            SELECT
              "t39"."doc_id",
              "t39"."event_no",
              "t39"."event_id",
              "t39"."event_type",
              "t39"."quad_class",
              "t39"."published",
              "t39"."direction",
              "t39"."score",
              CASE
                WHEN "t39"."coarse" AND (
                  "t39"."finer" <= "t39"."day_end"
                )
                THEN "t39"."finer"
                ELSE "t39"."day"
              END AS "day",
              "t39"."day_end",
              "t39"."coarse",
              "t39"."live",
              "t39"."reports",
              "t39"."dyad",
              "t39"."finer"
            FROM (
              SELECT
                "t38"."doc_id",
                "t38"."event_no",
                "t38"."event_id",
                "t38"."event_type",
                "t38"."quad_class",
                "t38"."published",
                "t38"."direction",
                "t38"."score",
                "t38"."day",
                "t38"."day_end",
                "t38"."coarse",
                "t38"."live",
                "t38"."reports",
                "t38"."dyad",
                MIN(CASE WHEN "t38"."coarse" THEN CAST(NULL AS DATE) ELSE "t38"."day" END) OVER (
                  PARTITION BY "t38"."dyad", "t38"."direction", "t38"."event_type"
                  ORDER BY "t38"."day" ASC, "t38"."coarse" DESC
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
                      "t35"."doc_id",
                      "t35"."event_no",
                      "t35"."event_id",
                      "t35"."event_type",
                      "t35"."quad_class",
                      "t35"."published",
                      CASE
                        WHEN (
                          "t35"."event_type" = 'ASSAULT'
                        )
                        AND NOT (
                          "t35"."state_forces"
                        )
                        AND "t35"."on_a"
                        AND (
                          "t35"."b_acts" OR COALESCE("t35"."place_country" = "t35"."b", FALSE)
                        )
                        THEN '*>' || "t35"."a"
                        WHEN (
                          "t35"."event_type" = 'ASSAULT'
                        )
                        AND NOT (
                          "t35"."state_forces"
                        )
                        AND "t35"."on_b"
                        AND (
                          "t35"."a_acts" OR COALESCE("t35"."place_country" = "t35"."a", FALSE)
                        )
                        THEN '*>' || "t35"."b"
                        WHEN CASE
                          WHEN "t35"."event_type" = 'ASSAULT'
                          THEN "t35"."a_forces"
                          ELSE "t35"."a_acts"
                        END
                        AND CASE
                          WHEN "t35"."event_type" = 'ASSAULT'
                          THEN "t35"."b_forces"
                          ELSE "t35"."b_acts"
                        END
                        AND NOT (
                          (
                            "t35"."quad_class" >= 3
                          )
                          AND "t35"."on_other"
                          AND NOT (
                            "t35"."on_a" OR "t35"."on_b"
                          )
                        )
                        THEN "t35"."a" || '<>' || "t35"."b"
                        WHEN CASE
                          WHEN "t35"."event_type" = 'ASSAULT'
                          THEN "t35"."a_forces"
                          ELSE "t35"."a_acts"
                        END
                        AND NOT (
                          CASE
                            WHEN "t35"."event_type" = 'ASSAULT'
                            THEN "t35"."b_forces"
                            ELSE "t35"."b_acts"
                          END
                        )
                        AND "t35"."on_b"
                        THEN "t35"."a" || '>' || "t35"."b"
                        WHEN CASE
                          WHEN "t35"."event_type" = 'ASSAULT'
                          THEN "t35"."b_forces"
                          ELSE "t35"."b_acts"
                        END
                        AND NOT (
                          CASE
                            WHEN "t35"."event_type" = 'ASSAULT'
                            THEN "t35"."a_forces"
                            ELSE "t35"."a_acts"
                          END
                        )
                        AND "t35"."on_a"
                        THEN "t35"."b" || '>' || "t35"."a"
                        ELSE NULL
                      END AS "direction",
                      COALESCE("t35"."goldstein", "t35"."plover_score") AS "score",
                      "t35"."series_date" AS "day",
                      CASE
                        WHEN COALESCE("t35"."date_precision" IN ('week', 'month'), FALSE)
                        THEN "t35"."date_end"
                        ELSE "t35"."series_date"
                      END AS "day_end",
                      COALESCE("t35"."date_precision" IN ('week', 'month'), FALSE) AS "coarse",
                      NOT (
                        "t35"."historical"
                      ) AS "live",
                      1 AS "reports",
                      "t35"."a" || '-' || "t35"."b" AS "dyad"
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
                        "t17"."published",
                        "t17"."date_end",
                        "t17"."date_precision",
                        "t17"."series_date",
                        "t34"."a",
                        "t34"."b",
                        "t34"."a_acts",
                        "t34"."b_acts",
                        "t34"."a_forces",
                        "t34"."b_forces",
                        "t34"."state_forces",
                        "t34"."on_a",
                        "t34"."on_b",
                        "t34"."on_other",
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
                      ) AS "t17"
                        ON "t15"."doc_id" = "t17"."doc_id" AND "t15"."event_no" = "t17"."event_no"
                      INNER JOIN (
                        SELECT
                          "t32".*
                          EXCLUDE ("side")
                        FROM (
                          SELECT
                            *
                          FROM (
                            SELECT
                              "t30"."doc_id",
                              "t30"."event_no",
                              "t30"."a",
                              "t30"."b",
                              BOOL_OR(CAST(COALESCE("t30"."side", FALSE) AS BOOLEAN)) AS "side",
                              BOOL_OR(CAST(COALESCE("t30"."a_acts", FALSE) AS BOOLEAN)) AS "a_acts",
                              BOOL_OR(CAST(COALESCE("t30"."b_acts", FALSE) AS BOOLEAN)) AS "b_acts",
                              BOOL_OR(CAST(COALESCE("t30"."a_forces", FALSE) AS BOOLEAN)) AS "a_forces",
                              BOOL_OR(CAST(COALESCE("t30"."b_forces", FALSE) AS BOOLEAN)) AS "b_forces",
                              BOOL_OR(CAST(COALESCE("t30"."state_forces", FALSE) AS BOOLEAN)) AS "state_forces",
                              BOOL_OR(CAST(COALESCE("t30"."on_a", FALSE) AS BOOLEAN)) AS "on_a",
                              BOOL_OR(CAST(COALESCE("t30"."on_b", FALSE) AS BOOLEAN)) AS "on_b",
                              BOOL_OR(CAST(COALESCE("t30"."on_other", FALSE) AS BOOLEAN)) AS "on_other"
                            FROM (
                              SELECT
                                "t29"."doc_id",
                                "t29"."event_no",
                                "t29"."role",
                                "t29"."country",
                                "t29"."sector",
                                "t29"."a",
                                "t29"."b",
                                "t29"."country" IN ("t29"."a", "t29"."b") AS "side",
                                (
                                  "t29"."role" = 'actor'
                                ) AND (
                                  "t29"."country" = "t29"."a"
                                ) AS "a_acts",
                                (
                                  "t29"."role" = 'actor'
                                ) AND (
                                  "t29"."country" = "t29"."b"
                                ) AS "b_acts",
                                (
                                  "t29"."role" = 'actor'
                                )
                                AND (
                                  (
                                    "t29"."country" IS NOT NULL
                                  )
                                  AND NOT (
                                    "t29"."country" IN ('ISM', 'IMG', 'NGO', 'MNC')
                                  )
                                  AND (
                                    (
                                      "t29"."sector" = ''
                                    )
                                    OR (
                                      CONTAINS('|' || "t29"."sector" || '|', '|GOV|')
                                      OR CONTAINS('|' || "t29"."sector" || '|', '|MIL|')
                                      OR CONTAINS('|' || "t29"."sector" || '|', '|SPY|')
                                    )
                                  )
                                )
                                AND (
                                  "t29"."country" = "t29"."a"
                                ) AS "a_forces",
                                (
                                  "t29"."role" = 'actor'
                                )
                                AND (
                                  (
                                    "t29"."country" IS NOT NULL
                                  )
                                  AND NOT (
                                    "t29"."country" IN ('ISM', 'IMG', 'NGO', 'MNC')
                                  )
                                  AND (
                                    (
                                      "t29"."sector" = ''
                                    )
                                    OR (
                                      CONTAINS('|' || "t29"."sector" || '|', '|GOV|')
                                      OR CONTAINS('|' || "t29"."sector" || '|', '|MIL|')
                                      OR CONTAINS('|' || "t29"."sector" || '|', '|SPY|')
                                    )
                                  )
                                )
                                AND (
                                  "t29"."country" = "t29"."b"
                                ) AS "b_forces",
                                (
                                  "t29"."role" = 'actor'
                                )
                                AND (
                                  (
                                    "t29"."country" IS NOT NULL
                                  )
                                  AND NOT (
                                    "t29"."country" IN ('ISM', 'IMG', 'NGO', 'MNC')
                                  )
                                  AND (
                                    (
                                      "t29"."sector" = ''
                                    )
                                    OR (
                                      CONTAINS('|' || "t29"."sector" || '|', '|GOV|')
                                      OR CONTAINS('|' || "t29"."sector" || '|', '|MIL|')
                                      OR CONTAINS('|' || "t29"."sector" || '|', '|SPY|')
                                    )
                                  )
                                ) AS "state_forces",
                                (
                                  "t29"."role" = 'recipient'
                                ) AND (
                                  "t29"."country" = "t29"."a"
                                ) AS "on_a",
                                (
                                  "t29"."role" = 'recipient'
                                ) AND (
                                  "t29"."country" = "t29"."b"
                                ) AS "on_b",
                                (
                                  "t29"."role" = 'recipient'
                                )
                                AND (
                                  (
                                    "t29"."country" IS NULL
                                  )
                                  OR NOT (
                                    "t29"."country" IN ("t29"."a", "t29"."b")
                                  )
                                ) AS "on_other"
                              FROM (
                                SELECT
                                  "t6"."doc_id",
                                  "t6"."event_no",
                                  "t6"."role",
                                  "t6"."country",
                                  "t6"."sector",
                                  "t28"."a",
                                  "t28"."b"
                                FROM "event_parties" AS "t6"
                                INNER JOIN (
                                  SELECT
                                    "t26"."doc_id",
                                    "t26"."event_no",
                                    "t26"."country" AS "a",
                                    "t26"."other" AS "b"
                                  FROM (
                                    SELECT
                                      "t21"."doc_id",
                                      "t21"."event_no",
                                      "t21"."country",
                                      "t24"."other"
                                    FROM "t19" AS "t21"
                                    INNER JOIN (
                                      SELECT
                                        "t22"."doc_id",
                                        "t22"."event_no",
                                        "t22"."country" AS "other"
                                      FROM "t19" AS "t22"
                                    ) AS "t24"
                                      ON "t21"."doc_id" = "t24"."doc_id" AND "t21"."event_no" = "t24"."event_no"
                                  ) AS "t26"
                                  WHERE
                                    "t26"."country" < "t26"."other"
                                ) AS "t28"
                                  ON "t6"."doc_id" = "t28"."doc_id" AND "t6"."event_no" = "t28"."event_no"
                              ) AS "t29"
                            ) AS "t30"
                            GROUP BY
                              1,
                              2,
                              3,
                              4
                          ) AS "t31"
                          WHERE
                            "t31"."side"
                        ) AS "t32"
                      ) AS "t34"
                        ON "t15"."doc_id" = "t34"."doc_id" AND "t15"."event_no" = "t34"."event_no"
                      CROSS JOIN (
                        SELECT
                          "t2"."as_of",
                          "t2"."dataset"
                        FROM "asked" AS "t2"
                      ) AS "t13"
                    ) AS "t35"
                    WHERE
                      (
                        (
                          "t35"."dataset" IS NULL
                        ) OR (
                          "t35"."dataset" = 'texts'
                        )
                      )
                      AND (
                        (
                          "t35"."as_of" IS NULL
                        ) OR (
                          "t35"."published" <= "t35"."as_of"
                        )
                      )
                      AND (
                        (
                          "t35"."published" IS NULL
                        ) OR (
                          "t35"."series_date" <= "t35"."published"
                        )
                      )
                  ) AS "t36"
                  WHERE
                    "t36"."direction" IS NOT NULL
                ) AS "t37"
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
                    "t18"."reports",
                    "t18"."dyad"
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
                    "t18"."dyad" IS NOT NULL
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
                ) AS "t25"
              ) AS "t38"
            ) AS "t39"
          ) AS "t40"
        ) AS "t41"
      ) AS "t42"
      WHERE
        "t42"."place_in_line" = 0
    ) AS "t43"
  ) AS "t44"
) AS "t45"
GROUP BY
  1,
  2,
  3,
  4,
  5
