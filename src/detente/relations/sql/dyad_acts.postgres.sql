-- Compiled from detente.relations.expressions; do not edit.
WITH asked AS (SELECT CAST($a AS VARCHAR) AS a, CAST($b AS VARCHAR) AS b, CAST($as_of AS DATE) AS as_of, CAST($dataset AS VARCHAR) AS dataset, CAST($without AS VARCHAR) AS without)
SELECT
  "t37"."day",
  "t37"."direction",
  "t37"."event_type",
  "t37"."quad_class",
  "t37"."score",
  "t37"."reports",
  "t37"."live",
  "t37"."event_id"
FROM (
  SELECT
    "t36"."doc_id",
    "t36"."event_no",
    "t36"."event_id",
    "t36"."event_type",
    "t36"."quad_class",
    "t36"."published",
    "t36"."direction",
    "t36"."score",
    "t36"."day",
    "t36"."day_end",
    "t36"."coarse",
    "t36"."live",
    "t36"."reports"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t34"."doc_id",
        "t34"."event_no",
        "t34"."event_id",
        "t34"."event_type",
        "t34"."quad_class",
        "t34"."published",
        "t34"."direction",
        "t34"."score",
        "t34"."day",
        "t34"."day_end",
        "t34"."coarse",
        BOOL_OR("t34"."live") OVER (
          PARTITION BY "t34"."direction", "t34"."event_type", "t34"."day"
          ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
        ) AS "live",
        SUM("t34"."reports") OVER (
          PARTITION BY "t34"."direction", "t34"."event_type", "t34"."day"
          ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
        ) AS "reports",
        ROW_NUMBER() OVER (
          PARTITION BY "t34"."direction", "t34"."event_type", "t34"."day"
          ORDER BY "t34"."coarse" ASC, "t34"."published" ASC, "t34"."doc_id" ASC, "t34"."event_no" ASC, "t34"."event_id" ASC
          ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
        ) - 1 AS "place_in_line"
      FROM (
        SELECT
          "t33"."doc_id",
          "t33"."event_no",
          "t33"."event_id",
          "t33"."event_type",
          "t33"."quad_class",
          "t33"."published",
          "t33"."direction",
          "t33"."score",
          "t33"."day",
          "t33"."day_end",
          "t33"."coarse",
          "t33"."live",
          "t33"."reports"
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
            CASE
              WHEN "t32"."coarse" AND (
                "t32"."finer" <= "t32"."day_end"
              )
              THEN "t32"."finer"
              ELSE "t32"."day"
            END AS "day",
            "t32"."day_end",
            "t32"."coarse",
            "t32"."live",
            "t32"."reports",
            "t32"."finer"
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
              "t31"."live",
              "t31"."reports",
              MIN(CASE WHEN "t31"."coarse" THEN CAST(NULL AS DATE) ELSE "t31"."day" END) OVER (
                PARTITION BY "t31"."direction", "t31"."event_type"
                ORDER BY "t31"."day" ASC, "t31"."coarse" DESC NULLS LAST
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
                    "t28"."doc_id",
                    "t28"."event_no",
                    "t28"."event_id",
                    "t28"."event_type",
                    "t28"."quad_class",
                    "t28"."published",
                    CASE
                      WHEN (
                        "t28"."event_type" = 'ASSAULT'
                      )
                      AND NOT (
                        "t28"."state_forces"
                      )
                      AND "t28"."on_a"
                      AND (
                        "t28"."b_acts" OR COALESCE("t28"."place_country" = "t28"."b", FALSE)
                      )
                      THEN '*>' || "t28"."a"
                      WHEN (
                        "t28"."event_type" = 'ASSAULT'
                      )
                      AND NOT (
                        "t28"."state_forces"
                      )
                      AND "t28"."on_b"
                      AND (
                        "t28"."a_acts" OR COALESCE("t28"."place_country" = "t28"."a", FALSE)
                      )
                      THEN '*>' || "t28"."b"
                      WHEN CASE
                        WHEN "t28"."event_type" = 'ASSAULT'
                        THEN "t28"."a_forces"
                        ELSE "t28"."a_acts"
                      END
                      AND CASE
                        WHEN "t28"."event_type" = 'ASSAULT'
                        THEN "t28"."b_forces"
                        ELSE "t28"."b_acts"
                      END
                      AND NOT (
                        (
                          "t28"."quad_class" >= 3
                        )
                        AND "t28"."on_other"
                        AND NOT (
                          "t28"."on_a" OR "t28"."on_b"
                        )
                      )
                      THEN "t28"."a" || '<>' || "t28"."b"
                      WHEN CASE
                        WHEN "t28"."event_type" = 'ASSAULT'
                        THEN "t28"."a_forces"
                        ELSE "t28"."a_acts"
                      END
                      AND NOT (
                        CASE
                          WHEN "t28"."event_type" = 'ASSAULT'
                          THEN "t28"."b_forces"
                          ELSE "t28"."b_acts"
                        END
                      )
                      AND "t28"."on_b"
                      THEN "t28"."a" || '>' || "t28"."b"
                      WHEN CASE
                        WHEN "t28"."event_type" = 'ASSAULT'
                        THEN "t28"."b_forces"
                        ELSE "t28"."b_acts"
                      END
                      AND NOT (
                        CASE
                          WHEN "t28"."event_type" = 'ASSAULT'
                          THEN "t28"."a_forces"
                          ELSE "t28"."a_acts"
                        END
                      )
                      AND "t28"."on_a"
                      THEN "t28"."b" || '>' || "t28"."a"
                      ELSE NULL
                    END AS "direction",
                    COALESCE("t28"."goldstein", "t28"."plover_score") AS "score",
                    "t28"."series_date" AS "day",
                    CASE
                      WHEN COALESCE("t28"."date_precision" IN ('week', 'month'), FALSE)
                      THEN "t28"."date_end"
                      ELSE "t28"."series_date"
                    END AS "day_end",
                    COALESCE("t28"."date_precision" IN ('week', 'month'), FALSE) AS "coarse",
                    NOT (
                      "t28"."historical"
                    ) AS "live",
                    1 AS "reports"
                  FROM (
                    SELECT
                      "t27"."doc_id",
                      "t27"."event_no",
                      "t27"."event_id",
                      "t27"."event_type",
                      "t27"."quad_class",
                      "t27"."plover_score",
                      "t27"."goldstein",
                      "t27"."place_country",
                      "t27"."status",
                      "t27"."historical",
                      "t27"."published",
                      "t27"."date_end",
                      "t27"."date_precision",
                      "t27"."series_date",
                      "t27"."a",
                      "t27"."b",
                      "t27"."a_acts",
                      "t27"."b_acts",
                      "t27"."a_forces",
                      "t27"."b_forces",
                      "t27"."state_forces",
                      "t27"."on_a",
                      "t27"."on_b",
                      "t27"."on_other",
                      "t27"."as_of",
                      "t27"."dataset",
                      "t27"."without",
                      "t27"."source"
                    FROM (
                      SELECT
                        "t17"."doc_id",
                        "t17"."event_no",
                        "t17"."event_id",
                        "t17"."event_type",
                        "t17"."quad_class",
                        "t17"."plover_score",
                        "t17"."goldstein",
                        "t17"."place_country",
                        "t17"."status",
                        "t17"."historical",
                        "t18"."published",
                        "t18"."date_end",
                        "t18"."date_precision",
                        "t18"."series_date",
                        "t26"."a",
                        "t26"."b",
                        "t26"."a_acts",
                        "t26"."b_acts",
                        "t26"."a_forces",
                        "t26"."b_forces",
                        "t26"."state_forces",
                        "t26"."on_a",
                        "t26"."on_b",
                        "t26"."on_other",
                        "t14"."as_of",
                        "t14"."dataset",
                        "t14"."without",
                        "t7"."doc_id" AS "doc_id_right",
                        "t7"."source"
                      FROM (
                        SELECT
                          *
                        FROM "events" AS "t2"
                        WHERE
                          "t2"."status" = 'asserted'
                      ) AS "t17"
                      INNER JOIN (
                        SELECT
                          *
                        FROM "event_dates" AS "t4"
                        WHERE
                          "t4"."series_date" IS NOT NULL
                      ) AS "t18"
                        ON "t17"."doc_id" = "t18"."doc_id" AND "t17"."event_no" = "t18"."event_no"
                      INNER JOIN (
                        SELECT
                          "t24"."doc_id",
                          "t24"."event_no",
                          "t24"."a",
                          "t24"."b",
                          "t24"."a_acts",
                          "t24"."b_acts",
                          "t24"."a_forces",
                          "t24"."b_forces",
                          "t24"."state_forces",
                          "t24"."on_a",
                          "t24"."on_b",
                          "t24"."on_other"
                        FROM (
                          SELECT
                            *
                          FROM (
                            SELECT
                              "t21"."doc_id",
                              "t21"."event_no",
                              "t21"."a",
                              "t21"."b",
                              BOOL_OR(COALESCE("t21"."side", FALSE)) AS "side",
                              BOOL_OR(COALESCE("t21"."a_acts", FALSE)) AS "a_acts",
                              BOOL_OR(COALESCE("t21"."b_acts", FALSE)) AS "b_acts",
                              BOOL_OR(COALESCE("t21"."a_forces", FALSE)) AS "a_forces",
                              BOOL_OR(COALESCE("t21"."b_forces", FALSE)) AS "b_forces",
                              BOOL_OR(COALESCE("t21"."state_forces", FALSE)) AS "state_forces",
                              BOOL_OR(COALESCE("t21"."on_a", FALSE)) AS "on_a",
                              BOOL_OR(COALESCE("t21"."on_b", FALSE)) AS "on_b",
                              BOOL_OR(COALESCE("t21"."on_other", FALSE)) AS "on_other"
                            FROM (
                              SELECT
                                "t19"."doc_id",
                                "t19"."event_no",
                                "t19"."role",
                                "t19"."country",
                                "t19"."sector",
                                "t19"."name",
                                "t19"."entity_id",
                                "t19"."a",
                                "t19"."b",
                                "t19"."country" IN ("t19"."a", "t19"."b") AS "side",
                                (
                                  "t19"."role" = 'actor'
                                ) AND (
                                  "t19"."country" = "t19"."a"
                                ) AS "a_acts",
                                (
                                  "t19"."role" = 'actor'
                                ) AND (
                                  "t19"."country" = "t19"."b"
                                ) AS "b_acts",
                                (
                                  "t19"."role" = 'actor'
                                )
                                AND (
                                  (
                                    "t19"."country" IS NOT NULL
                                  )
                                  AND NOT (
                                    "t19"."country" IN ('ISM', 'IMG', 'NGO', 'MNC')
                                  )
                                  AND (
                                    (
                                      "t19"."sector" = ''
                                    )
                                    OR (
                                      (
                                        POSITION('|GOV|' IN '|' || "t19"."sector" || '|') > 0
                                      )
                                      OR (
                                        POSITION('|MIL|' IN '|' || "t19"."sector" || '|') > 0
                                      )
                                      OR (
                                        POSITION('|SPY|' IN '|' || "t19"."sector" || '|') > 0
                                      )
                                    )
                                  )
                                )
                                AND (
                                  "t19"."country" = "t19"."a"
                                ) AS "a_forces",
                                (
                                  "t19"."role" = 'actor'
                                )
                                AND (
                                  (
                                    "t19"."country" IS NOT NULL
                                  )
                                  AND NOT (
                                    "t19"."country" IN ('ISM', 'IMG', 'NGO', 'MNC')
                                  )
                                  AND (
                                    (
                                      "t19"."sector" = ''
                                    )
                                    OR (
                                      (
                                        POSITION('|GOV|' IN '|' || "t19"."sector" || '|') > 0
                                      )
                                      OR (
                                        POSITION('|MIL|' IN '|' || "t19"."sector" || '|') > 0
                                      )
                                      OR (
                                        POSITION('|SPY|' IN '|' || "t19"."sector" || '|') > 0
                                      )
                                    )
                                  )
                                )
                                AND (
                                  "t19"."country" = "t19"."b"
                                ) AS "b_forces",
                                (
                                  "t19"."role" = 'actor'
                                )
                                AND (
                                  (
                                    "t19"."country" IS NOT NULL
                                  )
                                  AND NOT (
                                    "t19"."country" IN ('ISM', 'IMG', 'NGO', 'MNC')
                                  )
                                  AND (
                                    (
                                      "t19"."sector" = ''
                                    )
                                    OR (
                                      (
                                        POSITION('|GOV|' IN '|' || "t19"."sector" || '|') > 0
                                      )
                                      OR (
                                        POSITION('|MIL|' IN '|' || "t19"."sector" || '|') > 0
                                      )
                                      OR (
                                        POSITION('|SPY|' IN '|' || "t19"."sector" || '|') > 0
                                      )
                                    )
                                  )
                                ) AS "state_forces",
                                (
                                  "t19"."role" = 'recipient'
                                ) AND (
                                  "t19"."country" = "t19"."a"
                                ) AS "on_a",
                                (
                                  "t19"."role" = 'recipient'
                                ) AND (
                                  "t19"."country" = "t19"."b"
                                ) AS "on_b",
                                (
                                  "t19"."role" = 'recipient'
                                )
                                AND (
                                  (
                                    "t19"."country" IS NULL
                                  )
                                  OR NOT (
                                    "t19"."country" IN ("t19"."a", "t19"."b")
                                  )
                                ) AS "on_other"
                              FROM (
                                SELECT
                                  "t8"."doc_id",
                                  "t8"."event_no",
                                  "t8"."role",
                                  "t8"."country",
                                  "t8"."sector",
                                  "t8"."name",
                                  "t8"."entity_id",
                                  "t12"."a",
                                  "t12"."b"
                                FROM "event_parties" AS "t8"
                                CROSS JOIN (
                                  SELECT
                                    "t1"."a",
                                    "t1"."b"
                                  FROM "asked" AS "t1"
                                ) AS "t12"
                              ) AS "t19"
                            ) AS "t21"
                            GROUP BY
                              1,
                              2,
                              3,
                              4
                          ) AS "t23"
                          WHERE
                            "t23"."side"
                        ) AS "t24"
                      ) AS "t26"
                        ON "t17"."doc_id" = "t26"."doc_id" AND "t17"."event_no" = "t26"."event_no"
                      CROSS JOIN (
                        SELECT
                          "t1"."as_of",
                          "t1"."dataset",
                          "t1"."without"
                        FROM "asked" AS "t1"
                      ) AS "t14"
                      LEFT OUTER JOIN "documents" AS "t7"
                        ON "t17"."doc_id" = "t7"."doc_id"
                    ) AS "t27"
                  ) AS "t28"
                  WHERE
                    (
                      (
                        "t28"."dataset" IS NULL
                      ) OR (
                        "t28"."dataset" = 'texts'
                      )
                    )
                    AND (
                      (
                        "t28"."without" IS NULL
                      )
                      OR (
                        "t28"."source" IS NULL
                      )
                      OR (
                        "t28"."source" <> "t28"."without"
                      )
                    )
                    AND (
                      (
                        "t28"."without" IS NULL
                      ) OR (
                        "t28"."without" <> 'texts'
                      )
                    )
                    AND (
                      (
                        "t28"."as_of" IS NULL
                      ) OR (
                        "t28"."published" <= "t28"."as_of"
                      )
                    )
                    AND (
                      (
                        "t28"."published" IS NULL
                      ) OR (
                        "t28"."series_date" <= "t28"."published"
                      )
                    )
                ) AS "t29"
                WHERE
                  "t29"."direction" IS NOT NULL
              ) AS "t30"
              UNION ALL
              SELECT
                *
              FROM (
                SELECT
                  "t20"."dataset" AS "doc_id",
                  0 AS "event_no",
                  "t20"."dataset" || ':' || "t20"."source_id" || '@' || CAST("t20"."day" AS VARCHAR) AS "event_id",
                  COALESCE(
                    "t20"."event_type",
                    'CAMEO ' || SUBSTRING("t20"."cameo" FROM CASE WHEN (
                      0 + 1
                    ) >= 1 THEN 0 + 1 ELSE 0 + 1 + LENGTH("t20"."cameo") END FOR 2)
                  ) AS "event_type",
                  CAST("t20"."quad_class" AS INT) AS "quad_class",
                  "t20"."published",
                  CASE
                    WHEN COALESCE("t20"."event_type" = 'ASSAULT', FALSE)
                    AND NOT (
                      (
                        "t20"."actor_sector" = ''
                      )
                      OR (
                        (
                          POSITION('|GOV|' IN '|' || "t20"."actor_sector" || '|') > 0
                        )
                        OR (
                          POSITION('|MIL|' IN '|' || "t20"."actor_sector" || '|') > 0
                        )
                        OR (
                          POSITION('|SPY|' IN '|' || "t20"."actor_sector" || '|') > 0
                        )
                      )
                    )
                    THEN '*>' || "t20"."recipient_country"
                    WHEN NOT (
                      "t20"."directed"
                    )
                    THEN SUBSTRING("t20"."dyad" FROM CASE WHEN (
                      0 + 1
                    ) >= 1 THEN 0 + 1 ELSE 0 + 1 + LENGTH("t20"."dyad") END FOR 3) || '<>' || RIGHT("t20"."dyad", 3)
                    ELSE "t20"."actor_country" || '>' || "t20"."recipient_country"
                  END AS "direction",
                  "t20"."score",
                  "t20"."day",
                  "t20"."day_end",
                  "t20"."day_end" > "t20"."day" AS "coarse",
                  TRUE AS "live",
                  "t20"."reports"
                FROM (
                  SELECT
                    "t6"."dataset",
                    "t6"."source_id",
                    "t6"."day",
                    "t6"."day_end",
                    "t6"."published",
                    "t6"."dyad",
                    "t6"."directed",
                    "t6"."actor_country",
                    "t6"."actor_sector",
                    "t6"."actor_name",
                    "t6"."recipient_country",
                    "t6"."recipient_sector",
                    "t6"."recipient_name",
                    "t6"."event_type",
                    "t6"."cameo",
                    "t6"."quad_class",
                    "t6"."score",
                    "t6"."reports",
                    "t6"."publisher",
                    "t13"."a",
                    "t13"."b",
                    "t13"."as_of",
                    "t13"."only",
                    "t13"."without"
                  FROM "imported_events" AS "t6"
                  CROSS JOIN (
                    SELECT
                      "t1"."a",
                      "t1"."b",
                      "t1"."as_of",
                      "t1"."dataset" AS "only",
                      "t1"."without"
                    FROM "asked" AS "t1"
                  ) AS "t13"
                ) AS "t20"
                WHERE
                  "t20"."dyad" = LEAST("t20"."a", "t20"."b") || '-' || GREATEST("t20"."a", "t20"."b")
                  AND (
                    (
                      "t20"."only" IS NULL
                    ) OR (
                      "t20"."dataset" = "t20"."only"
                    )
                  )
                  AND (
                    (
                      "t20"."without" IS NULL
                    ) OR (
                      "t20"."dataset" <> "t20"."without"
                    )
                  )
                  AND (
                    (
                      "t20"."without" IS NULL
                    )
                    OR (
                      "t20"."publisher" IS NULL
                    )
                    OR (
                      "t20"."publisher" <> "t20"."without"
                    )
                  )
                  AND (
                    (
                      "t20"."as_of" IS NULL
                    ) OR (
                      "t20"."published" <= "t20"."as_of"
                    )
                  )
                  AND "t20"."day" <= "t20"."published"
              ) AS "t22"
            ) AS "t31"
          ) AS "t32"
        ) AS "t33"
      ) AS "t34"
    ) AS "t35"
    WHERE
      "t35"."place_in_line" = 0
  ) AS "t36"
) AS "t37"
ORDER BY
  "t37"."day" ASC,
  "t37"."direction" ASC,
  "t37"."event_type" ASC,
  "t37"."event_id" ASC
