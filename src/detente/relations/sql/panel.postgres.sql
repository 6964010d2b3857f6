-- Compiled from detente.relations.expressions; do not edit.
WITH asked AS (SELECT CAST($a AS VARCHAR) AS a, CAST($b AS VARCHAR) AS b, CAST($as_of AS DATE) AS as_of, CAST($dataset AS VARCHAR) AS dataset, CAST($without AS VARCHAR) AS without),
"t21" AS (
  SELECT DISTINCT
    *
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t5"."doc_id",
        "t5"."event_no",
        "t5"."country"
      FROM "event_parties" AS "t5"
    ) AS "t11"
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        "t2"."doc_id",
        "t2"."event_no",
        "t2"."place_country" AS "country"
      FROM "events" AS "t2"
      WHERE
        "t2"."status" = 'asserted'
    ) AS "t15"
  ) AS "t18"
  WHERE
    "t18"."country" IS NOT NULL
    AND NOT (
      "t18"."country" IN ('ISM', 'IMG', 'NGO', 'MNC')
    )
)
SELECT
  "t48"."dyad",
  "t48"."week",
  "t48"."month",
  "t48"."direction",
  "t48"."quad_class",
  COUNT(*) AS "events",
  SUM("t48"."reports") AS "reports",
  SUM("t48"."score") AS "score_sum"
FROM (
  SELECT
    "t47"."doc_id",
    "t47"."event_no",
    "t47"."event_id",
    "t47"."event_type",
    "t47"."quad_class",
    "t47"."published",
    "t47"."direction",
    "t47"."score",
    "t47"."day",
    "t47"."day_end",
    "t47"."coarse",
    "t47"."live",
    "t47"."reports",
    "t47"."dyad",
    DATE_TRUNC('WEEK', "t47"."day") AS "week",
    DATE_TRUNC('MONTH', "t47"."day") AS "month"
  FROM (
    SELECT
      "t46"."doc_id",
      "t46"."event_no",
      "t46"."event_id",
      "t46"."event_type",
      "t46"."quad_class",
      "t46"."published",
      "t46"."direction",
      "t46"."score",
      "t46"."day",
      "t46"."day_end",
      "t46"."coarse",
      "t46"."live",
      "t46"."reports",
      "t46"."dyad"
    FROM (
      SELECT
        *
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
          BOOL_OR("t44"."live") OVER (
            PARTITION BY "t44"."dyad", "t44"."direction", "t44"."event_type", "t44"."day"
            ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
          ) AS "live",
          SUM("t44"."reports") OVER (
            PARTITION BY "t44"."dyad", "t44"."direction", "t44"."event_type", "t44"."day"
            ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
          ) AS "reports",
          "t44"."dyad",
          ROW_NUMBER() OVER (
            PARTITION BY "t44"."dyad", "t44"."direction", "t44"."event_type", "t44"."day"
            ORDER BY "t44"."coarse" ASC, "t44"."published" ASC, "t44"."doc_id" ASC, "t44"."event_no" ASC, "t44"."event_id" ASC
            ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
          ) - 1 AS "place_in_line"
        FROM (
          SELECT
            "t43"."doc_id",
            "t43"."event_no",
            "t43"."event_id",
            "t43"."event_type",
            "t43"."quad_class",
            "t43"."published",
            "t43"."direction",
            "t43"."score",
            "t43"."day",
            "t43"."day_end",
            "t43"."coarse",
            "t43"."live",
            "t43"."reports",
            "t43"."dyad"
          FROM (
            SELECT
              "t42"."doc_id",
              "t42"."event_no",
              "t42"."event_id",
              "t42"."event_type",
              "t42"."quad_class",
              "t42"."published",
              "t42"."direction",
              "t42"."score",
              CASE
                WHEN "t42"."coarse" AND (
                  "t42"."finer" <= "t42"."day_end"
                )
                THEN "t42"."finer"
                ELSE "t42"."day"
              END AS "day",
              "t42"."day_end",
              "t42"."coarse",
              "t42"."live",
              "t42"."reports",
              "t42"."dyad",
              "t42"."finer"
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
                "t41"."live",
                "t41"."reports",
                "t41"."dyad",
                MIN(CASE WHEN "t41"."coarse" THEN CAST(NULL AS DATE) ELSE "t41"."day" END) OVER (
                  PARTITION BY "t41"."dyad", "t41"."direction", "t41"."event_type"
                  ORDER BY "t41"."day" ASC, "t41"."coarse" DESC NULLS LAST
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
                      "t38"."doc_id",
                      "t38"."event_no",
                      "t38"."event_id",
                      "t38"."event_type",
                      "t38"."quad_class",
                      "t38"."published",
                      CASE
                        WHEN (
                          "t38"."event_type" = 'ASSAULT'
                        )
                        AND NOT (
                          "t38"."state_forces"
                        )
                        AND "t38"."on_a"
                        AND (
                          "t38"."b_acts" OR COALESCE("t38"."place_country" = "t38"."b", FALSE)
                        )
                        THEN '*>' || "t38"."a"
                        WHEN (
                          "t38"."event_type" = 'ASSAULT'
                        )
                        AND NOT (
                          "t38"."state_forces"
                        )
                        AND "t38"."on_b"
                        AND (
                          "t38"."a_acts" OR COALESCE("t38"."place_country" = "t38"."a", FALSE)
                        )
                        THEN '*>' || "t38"."b"
                        WHEN CASE
                          WHEN "t38"."event_type" = 'ASSAULT'
                          THEN "t38"."a_forces"
                          ELSE "t38"."a_acts"
                        END
                        AND CASE
                          WHEN "t38"."event_type" = 'ASSAULT'
                          THEN "t38"."b_forces"
                          ELSE "t38"."b_acts"
                        END
                        AND NOT (
                          (
                            "t38"."quad_class" >= 3
                          )
                          AND "t38"."on_other"
                          AND NOT (
                            "t38"."on_a" OR "t38"."on_b"
                          )
                        )
                        THEN "t38"."a" || '<>' || "t38"."b"
                        WHEN CASE
                          WHEN "t38"."event_type" = 'ASSAULT'
                          THEN "t38"."a_forces"
                          ELSE "t38"."a_acts"
                        END
                        AND NOT (
                          CASE
                            WHEN "t38"."event_type" = 'ASSAULT'
                            THEN "t38"."b_forces"
                            ELSE "t38"."b_acts"
                          END
                        )
                        AND "t38"."on_b"
                        THEN "t38"."a" || '>' || "t38"."b"
                        WHEN CASE
                          WHEN "t38"."event_type" = 'ASSAULT'
                          THEN "t38"."b_forces"
                          ELSE "t38"."b_acts"
                        END
                        AND NOT (
                          CASE
                            WHEN "t38"."event_type" = 'ASSAULT'
                            THEN "t38"."a_forces"
                            ELSE "t38"."a_acts"
                          END
                        )
                        AND "t38"."on_a"
                        THEN "t38"."b" || '>' || "t38"."a"
                        ELSE NULL
                      END AS "direction",
                      COALESCE("t38"."goldstein", "t38"."plover_score") AS "score",
                      "t38"."series_date" AS "day",
                      CASE
                        WHEN COALESCE("t38"."date_precision" IN ('week', 'month'), FALSE)
                        THEN "t38"."date_end"
                        ELSE "t38"."series_date"
                      END AS "day_end",
                      COALESCE("t38"."date_precision" IN ('week', 'month'), FALSE) AS "coarse",
                      NOT (
                        "t38"."historical"
                      ) AS "live",
                      1 AS "reports",
                      "t38"."a" || '-' || "t38"."b" AS "dyad"
                    FROM (
                      SELECT
                        "t37"."doc_id",
                        "t37"."event_no",
                        "t37"."event_id",
                        "t37"."event_type",
                        "t37"."quad_class",
                        "t37"."plover_score",
                        "t37"."goldstein",
                        "t37"."place_country",
                        "t37"."status",
                        "t37"."historical",
                        "t37"."published",
                        "t37"."date_end",
                        "t37"."date_precision",
                        "t37"."series_date",
                        "t37"."a",
                        "t37"."b",
                        "t37"."a_acts",
                        "t37"."b_acts",
                        "t37"."a_forces",
                        "t37"."b_forces",
                        "t37"."state_forces",
                        "t37"."on_a",
                        "t37"."on_b",
                        "t37"."on_other",
                        "t37"."as_of",
                        "t37"."dataset",
                        "t37"."without",
                        "t37"."source"
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
                          "t19"."published",
                          "t19"."date_end",
                          "t19"."date_precision",
                          "t19"."series_date",
                          "t36"."a",
                          "t36"."b",
                          "t36"."a_acts",
                          "t36"."b_acts",
                          "t36"."a_forces",
                          "t36"."b_forces",
                          "t36"."state_forces",
                          "t36"."on_a",
                          "t36"."on_b",
                          "t36"."on_other",
                          "t13"."as_of",
                          "t13"."dataset",
                          "t13"."without",
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
                        ) AS "t19"
                          ON "t17"."doc_id" = "t19"."doc_id" AND "t17"."event_no" = "t19"."event_no"
                        INNER JOIN (
                          SELECT
                            "t34"."doc_id",
                            "t34"."event_no",
                            "t34"."a",
                            "t34"."b",
                            "t34"."a_acts",
                            "t34"."b_acts",
                            "t34"."a_forces",
                            "t34"."b_forces",
                            "t34"."state_forces",
                            "t34"."on_a",
                            "t34"."on_b",
                            "t34"."on_other"
                          FROM (
                            SELECT
                              *
                            FROM (
                              SELECT
                                "t32"."doc_id",
                                "t32"."event_no",
                                "t32"."a",
                                "t32"."b",
                                BOOL_OR(COALESCE("t32"."side", FALSE)) AS "side",
                                BOOL_OR(COALESCE("t32"."a_acts", FALSE)) AS "a_acts",
                                BOOL_OR(COALESCE("t32"."b_acts", FALSE)) AS "b_acts",
                                BOOL_OR(COALESCE("t32"."a_forces", FALSE)) AS "a_forces",
                                BOOL_OR(COALESCE("t32"."b_forces", FALSE)) AS "b_forces",
                                BOOL_OR(COALESCE("t32"."state_forces", FALSE)) AS "state_forces",
                                BOOL_OR(COALESCE("t32"."on_a", FALSE)) AS "on_a",
                                BOOL_OR(COALESCE("t32"."on_b", FALSE)) AS "on_b",
                                BOOL_OR(COALESCE("t32"."on_other", FALSE)) AS "on_other"
                              FROM (
                                SELECT
                                  "t31"."doc_id",
                                  "t31"."event_no",
                                  "t31"."role",
                                  "t31"."country",
                                  "t31"."sector",
                                  "t31"."name",
                                  "t31"."entity_id",
                                  "t31"."a",
                                  "t31"."b",
                                  "t31"."country" IN ("t31"."a", "t31"."b") AS "side",
                                  (
                                    "t31"."role" = 'actor'
                                  ) AND (
                                    "t31"."country" = "t31"."a"
                                  ) AS "a_acts",
                                  (
                                    "t31"."role" = 'actor'
                                  ) AND (
                                    "t31"."country" = "t31"."b"
                                  ) AS "b_acts",
                                  (
                                    "t31"."role" = 'actor'
                                  )
                                  AND (
                                    (
                                      "t31"."country" IS NOT NULL
                                    )
                                    AND NOT (
                                      "t31"."country" IN ('ISM', 'IMG', 'NGO', 'MNC')
                                    )
                                    AND (
                                      (
                                        "t31"."sector" = ''
                                      )
                                      OR (
                                        (
                                          POSITION('|GOV|' IN '|' || "t31"."sector" || '|') > 0
                                        )
                                        OR (
                                          POSITION('|MIL|' IN '|' || "t31"."sector" || '|') > 0
                                        )
                                        OR (
                                          POSITION('|SPY|' IN '|' || "t31"."sector" || '|') > 0
                                        )
                                      )
                                    )
                                  )
                                  AND (
                                    "t31"."country" = "t31"."a"
                                  ) AS "a_forces",
                                  (
                                    "t31"."role" = 'actor'
                                  )
                                  AND (
                                    (
                                      "t31"."country" IS NOT NULL
                                    )
                                    AND NOT (
                                      "t31"."country" IN ('ISM', 'IMG', 'NGO', 'MNC')
                                    )
                                    AND (
                                      (
                                        "t31"."sector" = ''
                                      )
                                      OR (
                                        (
                                          POSITION('|GOV|' IN '|' || "t31"."sector" || '|') > 0
                                        )
                                        OR (
                                          POSITION('|MIL|' IN '|' || "t31"."sector" || '|') > 0
                                        )
                                        OR (
                                          POSITION('|SPY|' IN '|' || "t31"."sector" || '|') > 0
                                        )
                                      )
                                    )
                                  )
                                  AND (
                                    "t31"."country" = "t31"."b"
                                  ) AS "b_forces",
                                  (
                                    "t31"."role" = 'actor'
                                  )
                                  AND (
                                    (
                                      "t31"."country" IS NOT NULL
                                    )
                                    AND NOT (
                                      "t31"."country" IN ('ISM', 'IMG', 'NGO', 'MNC')
                                    )
                                    AND (
                                      (
                                        "t31"."sector" = ''
                                      )
                                      OR (
                                        (
                                          POSITION('|GOV|' IN '|' || "t31"."sector" || '|') > 0
                                        )
                                        OR (
                                          POSITION('|MIL|' IN '|' || "t31"."sector" || '|') > 0
                                        )
                                        OR (
                                          POSITION('|SPY|' IN '|' || "t31"."sector" || '|') > 0
                                        )
                                      )
                                    )
                                  ) AS "state_forces",
                                  (
                                    "t31"."role" = 'recipient'
                                  ) AND (
                                    "t31"."country" = "t31"."a"
                                  ) AS "on_a",
                                  (
                                    "t31"."role" = 'recipient'
                                  ) AND (
                                    "t31"."country" = "t31"."b"
                                  ) AS "on_b",
                                  (
                                    "t31"."role" = 'recipient'
                                  )
                                  AND (
                                    (
                                      "t31"."country" IS NULL
                                    )
                                    OR NOT (
                                      "t31"."country" IN ("t31"."a", "t31"."b")
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
                                    "t30"."a",
                                    "t30"."b"
                                  FROM "event_parties" AS "t8"
                                  INNER JOIN (
                                    SELECT
                                      "t28"."doc_id",
                                      "t28"."event_no",
                                      "t28"."country" AS "a",
                                      "t28"."other" AS "b"
                                    FROM (
                                      SELECT
                                        "t23"."doc_id",
                                        "t23"."event_no",
                                        "t23"."country",
                                        "t26"."other"
                                      FROM "t21" AS "t23"
                                      INNER JOIN (
                                        SELECT
                                          "t24"."doc_id",
                                          "t24"."event_no",
                                          "t24"."country" AS "other"
                                        FROM "t21" AS "t24"
                                      ) AS "t26"
                                        ON "t23"."doc_id" = "t26"."doc_id" AND "t23"."event_no" = "t26"."event_no"
                                    ) AS "t28"
                                    WHERE
                                      "t28"."country" < "t28"."other"
                                  ) AS "t30"
                                    ON "t8"."doc_id" = "t30"."doc_id" AND "t8"."event_no" = "t30"."event_no"
                                ) AS "t31"
                              ) AS "t32"
                              GROUP BY
                                1,
                                2,
                                3,
                                4
                            ) AS "t33"
                            WHERE
                              "t33"."side"
                          ) AS "t34"
                        ) AS "t36"
                          ON "t17"."doc_id" = "t36"."doc_id" AND "t17"."event_no" = "t36"."event_no"
                        CROSS JOIN (
                          SELECT
                            "t1"."as_of",
                            "t1"."dataset",
                            "t1"."without"
                          FROM "asked" AS "t1"
                        ) AS "t13"
                        LEFT OUTER JOIN "documents" AS "t7"
                          ON "t17"."doc_id" = "t7"."doc_id"
                      ) AS "t37"
                    ) AS "t38"
                    WHERE
                      (
                        (
                          "t38"."dataset" IS NULL
                        ) OR (
                          "t38"."dataset" = 'texts'
                        )
                      )
                      AND (
                        (
                          "t38"."without" IS NULL
                        )
                        OR (
                          "t38"."source" IS NULL
                        )
                        OR (
                          "t38"."source" <> "t38"."without"
                        )
                      )
                      AND (
                        (
                          "t38"."without" IS NULL
                        ) OR (
                          "t38"."without" <> 'texts'
                        )
                      )
                      AND (
                        (
                          "t38"."as_of" IS NULL
                        ) OR (
                          "t38"."published" <= "t38"."as_of"
                        )
                      )
                      AND (
                        (
                          "t38"."published" IS NULL
                        ) OR (
                          "t38"."series_date" <= "t38"."published"
                        )
                      )
                  ) AS "t39"
                  WHERE
                    "t39"."direction" IS NOT NULL
                ) AS "t40"
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
                    "t20"."reports",
                    "t20"."dyad"
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
                      "t12"."a",
                      "t12"."b",
                      "t12"."as_of",
                      "t12"."only",
                      "t12"."without"
                    FROM "imported_events" AS "t6"
                    CROSS JOIN (
                      SELECT
                        "t1"."a",
                        "t1"."b",
                        "t1"."as_of",
                        "t1"."dataset" AS "only",
                        "t1"."without"
                      FROM "asked" AS "t1"
                    ) AS "t12"
                  ) AS "t20"
                  WHERE
                    "t20"."dyad" IS NOT NULL
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
                ) AS "t27"
              ) AS "t41"
            ) AS "t42"
          ) AS "t43"
        ) AS "t44"
      ) AS "t45"
      WHERE
        "t45"."place_in_line" = 0
    ) AS "t46"
  ) AS "t47"
) AS "t48"
GROUP BY
  1,
  2,
  3,
  4,
  5
