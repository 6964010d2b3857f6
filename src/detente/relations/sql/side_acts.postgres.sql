-- Compiled from detente.relations.expressions; do not edit.
WITH asked AS (SELECT CAST($a AS VARCHAR) AS a, CAST($b AS VARCHAR) AS b, CAST($as_of AS DATE) AS as_of, CAST($dataset AS VARCHAR) AS dataset, CAST($without AS VARCHAR) AS without),
members AS (SELECT unnest(CAST($member_side AS VARCHAR[])) AS side, unnest(CAST($member_kind AS VARCHAR[])) AS kind, unnest(CAST($member_code AS VARCHAR[])) AS code, unnest(CAST($member_first AS DATE[])) AS first_day, unnest(CAST($member_last AS DATE[])) AS last_day),
"t16" AS (
  SELECT
    *
  FROM "members" AS "t3"
  WHERE
    "t3"."kind" = 'group'
), "t17" AS (
  SELECT
    *
  FROM "members" AS "t3"
  WHERE
    "t3"."kind" = 'state'
)
SELECT
  "t63"."day",
  "t63"."direction",
  "t63"."event_type",
  "t63"."quad_class",
  "t63"."score",
  "t63"."reports",
  "t63"."live",
  "t63"."event_id"
FROM (
  SELECT
    "t62"."doc_id",
    "t62"."event_no",
    "t62"."event_id",
    "t62"."event_type",
    "t62"."quad_class",
    "t62"."published",
    "t62"."direction",
    "t62"."score",
    "t62"."day",
    "t62"."day_end",
    "t62"."coarse",
    "t62"."live",
    "t62"."reports"
  FROM (
    SELECT
      *
    FROM (
      SELECT
        "t60"."doc_id",
        "t60"."event_no",
        "t60"."event_id",
        "t60"."event_type",
        "t60"."quad_class",
        "t60"."published",
        "t60"."direction",
        "t60"."score",
        "t60"."day",
        "t60"."day_end",
        "t60"."coarse",
        BOOL_OR("t60"."live") OVER (
          PARTITION BY "t60"."direction", "t60"."event_type", "t60"."day"
          ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
        ) AS "live",
        SUM("t60"."reports") OVER (
          PARTITION BY "t60"."direction", "t60"."event_type", "t60"."day"
          ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
        ) AS "reports",
        ROW_NUMBER() OVER (
          PARTITION BY "t60"."direction", "t60"."event_type", "t60"."day"
          ORDER BY "t60"."coarse" ASC, "t60"."published" ASC, "t60"."doc_id" ASC, "t60"."event_no" ASC, "t60"."event_id" ASC
          ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
        ) - 1 AS "place_in_line"
      FROM (
        SELECT
          "t59"."doc_id",
          "t59"."event_no",
          "t59"."event_id",
          "t59"."event_type",
          "t59"."quad_class",
          "t59"."published",
          "t59"."direction",
          "t59"."score",
          "t59"."day",
          "t59"."day_end",
          "t59"."coarse",
          "t59"."live",
          "t59"."reports"
        FROM (
          SELECT
            "t58"."doc_id",
            "t58"."event_no",
            "t58"."event_id",
            "t58"."event_type",
            "t58"."quad_class",
            "t58"."published",
            "t58"."direction",
            "t58"."score",
            CASE
              WHEN "t58"."coarse" AND (
                "t58"."finer" <= "t58"."day_end"
              )
              THEN "t58"."finer"
              ELSE "t58"."day"
            END AS "day",
            "t58"."day_end",
            "t58"."coarse",
            "t58"."live",
            "t58"."reports",
            "t58"."finer"
          FROM (
            SELECT
              "t57"."doc_id",
              "t57"."event_no",
              "t57"."event_id",
              "t57"."event_type",
              "t57"."quad_class",
              "t57"."published",
              "t57"."direction",
              "t57"."score",
              "t57"."day",
              "t57"."day_end",
              "t57"."coarse",
              "t57"."live",
              "t57"."reports",
              MIN(CASE WHEN "t57"."coarse" THEN CAST(NULL AS DATE) ELSE "t57"."day" END) OVER (
                PARTITION BY "t57"."direction", "t57"."event_type"
                ORDER BY "t57"."day" ASC, "t57"."coarse" DESC NULLS LAST
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
                    "t54"."doc_id",
                    "t54"."event_no",
                    "t54"."event_id",
                    "t54"."event_type",
                    "t54"."quad_class",
                    "t54"."published",
                    CASE
                      WHEN (
                        "t54"."event_type" = 'ASSAULT'
                      )
                      AND NOT (
                        "t54"."state_forces"
                      )
                      AND "t54"."on_a"
                      AND (
                        "t54"."b_acts" OR COALESCE("t54"."place_country" = "t54"."b", FALSE)
                      )
                      THEN '*>' || "t54"."a"
                      WHEN (
                        "t54"."event_type" = 'ASSAULT'
                      )
                      AND NOT (
                        "t54"."state_forces"
                      )
                      AND "t54"."on_b"
                      AND (
                        "t54"."a_acts" OR COALESCE("t54"."place_country" = "t54"."a", FALSE)
                      )
                      THEN '*>' || "t54"."b"
                      WHEN CASE
                        WHEN "t54"."event_type" = 'ASSAULT'
                        THEN "t54"."a_forces"
                        ELSE "t54"."a_acts"
                      END
                      AND CASE
                        WHEN "t54"."event_type" = 'ASSAULT'
                        THEN "t54"."b_forces"
                        ELSE "t54"."b_acts"
                      END
                      AND NOT (
                        (
                          "t54"."quad_class" >= 3
                        )
                        AND "t54"."on_other"
                        AND NOT (
                          "t54"."on_a" OR "t54"."on_b"
                        )
                      )
                      THEN "t54"."a" || '<>' || "t54"."b"
                      WHEN CASE
                        WHEN "t54"."event_type" = 'ASSAULT'
                        THEN "t54"."a_forces"
                        ELSE "t54"."a_acts"
                      END
                      AND NOT (
                        CASE
                          WHEN "t54"."event_type" = 'ASSAULT'
                          THEN "t54"."b_forces"
                          ELSE "t54"."b_acts"
                        END
                      )
                      AND "t54"."on_b"
                      THEN "t54"."a" || '>' || "t54"."b"
                      WHEN CASE
                        WHEN "t54"."event_type" = 'ASSAULT'
                        THEN "t54"."b_forces"
                        ELSE "t54"."b_acts"
                      END
                      AND NOT (
                        CASE
                          WHEN "t54"."event_type" = 'ASSAULT'
                          THEN "t54"."a_forces"
                          ELSE "t54"."a_acts"
                        END
                      )
                      AND "t54"."on_a"
                      THEN "t54"."b" || '>' || "t54"."a"
                      ELSE NULL
                    END AS "direction",
                    COALESCE("t54"."goldstein", "t54"."plover_score") AS "score",
                    "t54"."series_date" AS "day",
                    CASE
                      WHEN COALESCE("t54"."date_precision" IN ('week', 'month'), FALSE)
                      THEN "t54"."date_end"
                      ELSE "t54"."series_date"
                    END AS "day_end",
                    COALESCE("t54"."date_precision" IN ('week', 'month'), FALSE) AS "coarse",
                    NOT (
                      "t54"."historical"
                    ) AS "live",
                    1 AS "reports"
                  FROM (
                    SELECT
                      "t53"."doc_id",
                      "t53"."event_no",
                      "t53"."event_id",
                      "t53"."event_type",
                      "t53"."quad_class",
                      "t53"."plover_score",
                      "t53"."goldstein",
                      "t53"."place_country",
                      "t53"."status",
                      "t53"."historical",
                      "t53"."published",
                      "t53"."date_end",
                      "t53"."date_precision",
                      "t53"."series_date",
                      "t53"."a",
                      "t53"."b",
                      "t53"."a_acts",
                      "t53"."b_acts",
                      "t53"."a_forces",
                      "t53"."b_forces",
                      "t53"."state_forces",
                      "t53"."on_a",
                      "t53"."on_b",
                      "t53"."on_other",
                      "t53"."as_of",
                      "t53"."dataset",
                      "t53"."without",
                      "t53"."source"
                    FROM (
                      SELECT
                        "t38"."doc_id",
                        "t38"."event_no",
                        "t38"."event_id",
                        "t38"."event_type",
                        "t38"."quad_class",
                        "t38"."plover_score",
                        "t38"."goldstein",
                        "t38"."place_country",
                        "t38"."status",
                        "t38"."historical",
                        "t38"."published",
                        "t38"."date_end",
                        "t38"."date_precision",
                        "t38"."series_date",
                        "t51"."a",
                        "t51"."b",
                        "t51"."a_acts",
                        "t51"."b_acts",
                        "t51"."a_forces",
                        "t51"."b_forces",
                        "t51"."state_forces",
                        "t51"."on_a",
                        "t51"."on_b",
                        "t51"."on_other",
                        "t15"."as_of",
                        "t15"."dataset",
                        "t15"."without",
                        "t7"."doc_id" AS "doc_id_right",
                        "t7"."source"
                      FROM (
                        SELECT
                          "t35"."doc_id",
                          "t35"."event_no",
                          "t35"."event_id",
                          "t35"."event_type",
                          "t35"."quad_class",
                          "t35"."plover_score",
                          "t35"."goldstein",
                          "t35"."place_country",
                          "t35"."status",
                          "t35"."historical",
                          "t35"."published",
                          "t35"."date_end",
                          "t35"."date_precision",
                          "t35"."series_date"
                        FROM (
                          SELECT
                            "t32"."doc_id",
                            "t32"."event_no",
                            "t32"."event_id",
                            "t32"."event_type",
                            "t32"."quad_class",
                            "t32"."plover_score",
                            "t32"."goldstein",
                            COALESCE("t32"."soil", "t32"."place_country") AS "place_country",
                            "t32"."status",
                            "t32"."historical",
                            "t32"."published",
                            "t32"."date_end",
                            "t32"."date_precision",
                            "t32"."series_date",
                            "t32"."soil"
                          FROM (
                            SELECT
                              "t23"."doc_id",
                              "t23"."event_no",
                              "t23"."event_id",
                              "t23"."event_type",
                              "t23"."quad_class",
                              "t23"."plover_score",
                              "t23"."goldstein",
                              "t23"."place_country",
                              "t23"."status",
                              "t23"."historical",
                              "t24"."published",
                              "t24"."date_end",
                              "t24"."date_precision",
                              "t24"."series_date",
                              "t29"."side" AS "soil"
                            FROM (
                              SELECT
                                *
                              FROM "events" AS "t4"
                              WHERE
                                "t4"."status" = 'asserted'
                            ) AS "t23"
                            INNER JOIN (
                              SELECT
                                *
                              FROM "event_dates" AS "t5"
                              WHERE
                                "t5"."series_date" IS NOT NULL
                            ) AS "t24"
                              ON "t23"."doc_id" = "t24"."doc_id" AND "t23"."event_no" = "t24"."event_no"
                            LEFT OUTER JOIN "t17" AS "t29"
                              ON "t23"."place_country" = "t29"."code"
                              AND "t24"."series_date" >= "t29"."first_day"
                              AND "t24"."series_date" <= "t29"."last_day"
                          ) AS "t32"
                        ) AS "t35"
                      ) AS "t38"
                      INNER JOIN (
                        SELECT
                          "t49"."doc_id",
                          "t49"."event_no",
                          "t49"."a",
                          "t49"."b",
                          "t49"."a_acts",
                          "t49"."b_acts",
                          "t49"."a_forces",
                          "t49"."b_forces",
                          "t49"."state_forces",
                          "t49"."on_a",
                          "t49"."on_b",
                          "t49"."on_other"
                        FROM (
                          SELECT
                            *
                          FROM (
                            SELECT
                              "t47"."doc_id",
                              "t47"."event_no",
                              "t47"."a",
                              "t47"."b",
                              BOOL_OR(COALESCE("t47"."side", FALSE)) AS "side",
                              BOOL_OR(COALESCE("t47"."a_acts", FALSE)) AS "a_acts",
                              BOOL_OR(COALESCE("t47"."b_acts", FALSE)) AS "b_acts",
                              BOOL_OR(COALESCE("t47"."a_forces", FALSE)) AS "a_forces",
                              BOOL_OR(COALESCE("t47"."b_forces", FALSE)) AS "b_forces",
                              BOOL_OR(COALESCE("t47"."state_forces", FALSE)) AS "state_forces",
                              BOOL_OR(COALESCE("t47"."on_a", FALSE)) AS "on_a",
                              BOOL_OR(COALESCE("t47"."on_b", FALSE)) AS "on_b",
                              BOOL_OR(COALESCE("t47"."on_other", FALSE)) AS "on_other"
                            FROM (
                              SELECT
                                "t42"."doc_id",
                                "t42"."event_no",
                                "t42"."role",
                                "t42"."country",
                                "t42"."sector",
                                "t42"."name",
                                "t42"."entity_id",
                                "t42"."day",
                                "t42"."a",
                                "t42"."b",
                                "t42"."country" IN ("t42"."a", "t42"."b") AS "side",
                                (
                                  "t42"."role" = 'actor'
                                ) AND (
                                  "t42"."country" = "t42"."a"
                                ) AS "a_acts",
                                (
                                  "t42"."role" = 'actor'
                                ) AND (
                                  "t42"."country" = "t42"."b"
                                ) AS "b_acts",
                                (
                                  "t42"."role" = 'actor'
                                )
                                AND (
                                  (
                                    "t42"."country" IS NOT NULL
                                  )
                                  AND NOT (
                                    "t42"."country" IN ('ISM', 'IMG', 'NGO', 'MNC')
                                  )
                                  AND (
                                    (
                                      "t42"."sector" = ''
                                    )
                                    OR (
                                      (
                                        POSITION('|GOV|' IN '|' || "t42"."sector" || '|') > 0
                                      )
                                      OR (
                                        POSITION('|MIL|' IN '|' || "t42"."sector" || '|') > 0
                                      )
                                      OR (
                                        POSITION('|SPY|' IN '|' || "t42"."sector" || '|') > 0
                                      )
                                    )
                                  )
                                )
                                AND (
                                  "t42"."country" = "t42"."a"
                                ) AS "a_forces",
                                (
                                  "t42"."role" = 'actor'
                                )
                                AND (
                                  (
                                    "t42"."country" IS NOT NULL
                                  )
                                  AND NOT (
                                    "t42"."country" IN ('ISM', 'IMG', 'NGO', 'MNC')
                                  )
                                  AND (
                                    (
                                      "t42"."sector" = ''
                                    )
                                    OR (
                                      (
                                        POSITION('|GOV|' IN '|' || "t42"."sector" || '|') > 0
                                      )
                                      OR (
                                        POSITION('|MIL|' IN '|' || "t42"."sector" || '|') > 0
                                      )
                                      OR (
                                        POSITION('|SPY|' IN '|' || "t42"."sector" || '|') > 0
                                      )
                                    )
                                  )
                                )
                                AND (
                                  "t42"."country" = "t42"."b"
                                ) AS "b_forces",
                                (
                                  "t42"."role" = 'actor'
                                )
                                AND (
                                  (
                                    "t42"."country" IS NOT NULL
                                  )
                                  AND NOT (
                                    "t42"."country" IN ('ISM', 'IMG', 'NGO', 'MNC')
                                  )
                                  AND (
                                    (
                                      "t42"."sector" = ''
                                    )
                                    OR (
                                      (
                                        POSITION('|GOV|' IN '|' || "t42"."sector" || '|') > 0
                                      )
                                      OR (
                                        POSITION('|MIL|' IN '|' || "t42"."sector" || '|') > 0
                                      )
                                      OR (
                                        POSITION('|SPY|' IN '|' || "t42"."sector" || '|') > 0
                                      )
                                    )
                                  )
                                ) AS "state_forces",
                                (
                                  "t42"."role" = 'recipient'
                                ) AND (
                                  "t42"."country" = "t42"."a"
                                ) AS "on_a",
                                (
                                  "t42"."role" = 'recipient'
                                ) AND (
                                  "t42"."country" = "t42"."b"
                                ) AS "on_b",
                                (
                                  "t42"."role" = 'recipient'
                                )
                                AND (
                                  (
                                    "t42"."country" IS NULL
                                  )
                                  OR NOT (
                                    "t42"."country" IN ("t42"."a", "t42"."b")
                                  )
                                ) AS "on_other"
                              FROM (
                                SELECT
                                  "t41"."doc_id",
                                  "t41"."event_no",
                                  "t41"."role",
                                  "t41"."country",
                                  "t41"."sector",
                                  "t41"."name",
                                  "t41"."entity_id",
                                  "t41"."day",
                                  "t13"."a",
                                  "t13"."b"
                                FROM (
                                  SELECT
                                    "t34"."doc_id",
                                    "t34"."event_no",
                                    "t34"."role",
                                    COALESCE("t34"."group", "t34"."state", "t34"."country") AS "country",
                                    CASE WHEN "t34"."group" IS NOT NULL THEN '' ELSE "t34"."sector" END AS "sector",
                                    "t34"."name",
                                    "t34"."entity_id",
                                    "t34"."day"
                                  FROM (
                                    SELECT
                                      "t9"."doc_id",
                                      "t9"."event_no",
                                      "t9"."role",
                                      "t9"."country",
                                      "t9"."sector",
                                      "t9"."name",
                                      "t9"."entity_id",
                                      "t25"."day",
                                      "t27"."side" AS "group",
                                      "t31"."side" AS "state"
                                    FROM "event_parties" AS "t9"
                                    INNER JOIN (
                                      SELECT
                                        "t5"."doc_id",
                                        "t5"."event_no",
                                        "t5"."series_date" AS "day"
                                      FROM "event_dates" AS "t5"
                                      WHERE
                                        "t5"."series_date" IS NOT NULL
                                    ) AS "t25"
                                      ON "t9"."doc_id" = "t25"."doc_id" AND "t9"."event_no" = "t25"."event_no"
                                    LEFT OUTER JOIN "t16" AS "t27"
                                      ON (
                                        (
                                          LOWER("t9"."name") = LOWER("t27"."code")
                                        )
                                        OR (
                                          "t9"."entity_id" = "t27"."code"
                                        )
                                      )
                                      AND "t25"."day" >= "t27"."first_day"
                                      AND "t25"."day" <= "t27"."last_day"
                                    LEFT OUTER JOIN "t17" AS "t31"
                                      ON "t9"."country" = "t31"."code"
                                      AND "t25"."day" >= "t31"."first_day"
                                      AND "t25"."day" <= "t31"."last_day"
                                  ) AS "t34"
                                ) AS "t41"
                                CROSS JOIN (
                                  SELECT
                                    "t0"."a",
                                    "t0"."b"
                                  FROM "asked" AS "t0"
                                ) AS "t13"
                              ) AS "t42"
                            ) AS "t47"
                            GROUP BY
                              1,
                              2,
                              3,
                              4
                          ) AS "t48"
                          WHERE
                            "t48"."side"
                        ) AS "t49"
                      ) AS "t51"
                        ON "t38"."doc_id" = "t51"."doc_id" AND "t38"."event_no" = "t51"."event_no"
                      CROSS JOIN (
                        SELECT
                          "t0"."as_of",
                          "t0"."dataset",
                          "t0"."without"
                        FROM "asked" AS "t0"
                      ) AS "t15"
                      LEFT OUTER JOIN "documents" AS "t7"
                        ON "t38"."doc_id" = "t7"."doc_id"
                    ) AS "t53"
                  ) AS "t54"
                  WHERE
                    (
                      (
                        "t54"."dataset" IS NULL
                      ) OR (
                        "t54"."dataset" = 'texts'
                      )
                    )
                    AND (
                      (
                        "t54"."without" IS NULL
                      )
                      OR (
                        "t54"."source" IS NULL
                      )
                      OR (
                        "t54"."source" <> "t54"."without"
                      )
                    )
                    AND (
                      (
                        "t54"."without" IS NULL
                      ) OR (
                        "t54"."without" <> 'texts'
                      )
                    )
                    AND (
                      (
                        "t54"."as_of" IS NULL
                      ) OR (
                        "t54"."published" <= "t54"."as_of"
                      )
                    )
                    AND (
                      (
                        "t54"."published" IS NULL
                      ) OR (
                        "t54"."series_date" <= "t54"."published"
                      )
                    )
                ) AS "t55"
                WHERE
                  "t55"."direction" IS NOT NULL
              ) AS "t56"
              UNION ALL
              SELECT
                *
              FROM (
                SELECT
                  "t46"."dataset" AS "doc_id",
                  0 AS "event_no",
                  "t46"."dataset" || ':' || "t46"."source_id" || '@' || CAST("t46"."day" AS VARCHAR) AS "event_id",
                  COALESCE(
                    "t46"."event_type",
                    'CAMEO ' || SUBSTRING("t46"."cameo" FROM CASE WHEN (
                      0 + 1
                    ) >= 1 THEN 0 + 1 ELSE 0 + 1 + LENGTH("t46"."cameo") END FOR 2)
                  ) AS "event_type",
                  CAST("t46"."quad_class" AS INT) AS "quad_class",
                  "t46"."published",
                  CASE
                    WHEN COALESCE("t46"."event_type" = 'ASSAULT', FALSE)
                    AND NOT (
                      (
                        "t46"."actor_sector" = ''
                      )
                      OR (
                        (
                          POSITION('|GOV|' IN '|' || "t46"."actor_sector" || '|') > 0
                        )
                        OR (
                          POSITION('|MIL|' IN '|' || "t46"."actor_sector" || '|') > 0
                        )
                        OR (
                          POSITION('|SPY|' IN '|' || "t46"."actor_sector" || '|') > 0
                        )
                      )
                    )
                    THEN '*>' || "t46"."recipient_country"
                    WHEN NOT (
                      "t46"."directed"
                    )
                    THEN "t46"."a" || '<>' || "t46"."b"
                    ELSE "t46"."actor_country" || '>' || "t46"."recipient_country"
                  END AS "direction",
                  "t46"."score",
                  "t46"."day",
                  "t46"."day_end",
                  "t46"."day_end" > "t46"."day" AS "coarse",
                  TRUE AS "live",
                  "t46"."reports"
                FROM (
                  SELECT
                    "t45"."dataset",
                    "t45"."source_id",
                    "t45"."day",
                    "t45"."day_end",
                    "t45"."published",
                    "t45"."dyad",
                    "t45"."directed",
                    "t45"."actor_country",
                    "t45"."actor_sector",
                    "t45"."actor_name",
                    "t45"."recipient_country",
                    "t45"."recipient_sector",
                    "t45"."recipient_name",
                    "t45"."event_type",
                    "t45"."cameo",
                    "t45"."quad_class",
                    "t45"."score",
                    "t45"."reports",
                    "t45"."publisher",
                    "t14"."a",
                    "t14"."b",
                    "t14"."as_of",
                    "t14"."only",
                    "t14"."without"
                  FROM (
                    SELECT
                      "t43"."dataset",
                      "t43"."source_id",
                      "t43"."day",
                      "t43"."day_end",
                      "t43"."published",
                      "t43"."dyad",
                      "t43"."directed",
                      "t43"."actor_country",
                      "t43"."actor_sector",
                      "t43"."actor_name",
                      COALESCE("t43"."group", "t43"."state", "t43"."recipient_country") AS "recipient_country",
                      CASE WHEN "t43"."group" IS NOT NULL THEN '' ELSE "t43"."recipient_sector" END AS "recipient_sector",
                      "t43"."recipient_name",
                      "t43"."event_type",
                      "t43"."cameo",
                      "t43"."quad_class",
                      "t43"."score",
                      "t43"."reports",
                      "t43"."publisher"
                    FROM (
                      SELECT
                        "t39"."dataset",
                        "t39"."source_id",
                        "t39"."day",
                        "t39"."day_end",
                        "t39"."published",
                        "t39"."dyad",
                        "t39"."directed",
                        "t39"."actor_country",
                        "t39"."actor_sector",
                        "t39"."actor_name",
                        "t39"."recipient_country",
                        "t39"."recipient_sector",
                        "t39"."recipient_name",
                        "t39"."event_type",
                        "t39"."cameo",
                        "t39"."quad_class",
                        "t39"."score",
                        "t39"."reports",
                        "t39"."publisher",
                        "t26"."side" AS "group",
                        "t28"."side" AS "state"
                      FROM (
                        SELECT
                          "t33"."dataset",
                          "t33"."source_id",
                          "t33"."day",
                          "t33"."day_end",
                          "t33"."published",
                          "t33"."dyad",
                          "t33"."directed",
                          COALESCE("t33"."group", "t33"."state", "t33"."actor_country") AS "actor_country",
                          CASE WHEN "t33"."group" IS NOT NULL THEN '' ELSE "t33"."actor_sector" END AS "actor_sector",
                          "t33"."actor_name",
                          "t33"."recipient_country",
                          "t33"."recipient_sector",
                          "t33"."recipient_name",
                          "t33"."event_type",
                          "t33"."cameo",
                          "t33"."quad_class",
                          "t33"."score",
                          "t33"."reports",
                          "t33"."publisher"
                        FROM (
                          SELECT
                            "t8"."dataset",
                            "t8"."source_id",
                            "t8"."day",
                            "t8"."day_end",
                            "t8"."published",
                            "t8"."dyad",
                            "t8"."directed",
                            "t8"."actor_country",
                            "t8"."actor_sector",
                            "t8"."actor_name",
                            "t8"."recipient_country",
                            "t8"."recipient_sector",
                            "t8"."recipient_name",
                            "t8"."event_type",
                            "t8"."cameo",
                            "t8"."quad_class",
                            "t8"."score",
                            "t8"."reports",
                            "t8"."publisher",
                            "t26"."side" AS "group",
                            "t30"."side" AS "state"
                          FROM "imported_events" AS "t8"
                          LEFT OUTER JOIN "t16" AS "t26"
                            ON LOWER("t8"."actor_name") = LOWER("t26"."code")
                            AND "t8"."day" >= "t26"."first_day"
                            AND "t8"."day" <= "t26"."last_day"
                          LEFT OUTER JOIN "t17" AS "t30"
                            ON "t8"."actor_country" = "t30"."code"
                            AND "t8"."day" >= "t30"."first_day"
                            AND "t8"."day" <= "t30"."last_day"
                        ) AS "t33"
                      ) AS "t39"
                      LEFT OUTER JOIN "t16" AS "t26"
                        ON LOWER("t39"."recipient_name") = LOWER("t26"."code")
                        AND "t39"."day" >= "t26"."first_day"
                        AND "t39"."day" <= "t26"."last_day"
                      LEFT OUTER JOIN "t17" AS "t28"
                        ON "t39"."recipient_country" = "t28"."code"
                        AND "t39"."day" >= "t28"."first_day"
                        AND "t39"."day" <= "t28"."last_day"
                    ) AS "t43"
                  ) AS "t45"
                  CROSS JOIN (
                    SELECT
                      "t0"."a",
                      "t0"."b",
                      "t0"."as_of",
                      "t0"."dataset" AS "only",
                      "t0"."without"
                    FROM "asked" AS "t0"
                  ) AS "t14"
                ) AS "t46"
                WHERE
                  (
                    (
                      (
                        "t46"."actor_country" = "t46"."a"
                      )
                      AND (
                        "t46"."recipient_country" = "t46"."b"
                      )
                    )
                    OR (
                      (
                        "t46"."actor_country" = "t46"."b"
                      )
                      AND (
                        "t46"."recipient_country" = "t46"."a"
                      )
                    )
                  )
                  AND (
                    (
                      "t46"."only" IS NULL
                    ) OR (
                      "t46"."dataset" = "t46"."only"
                    )
                  )
                  AND (
                    (
                      "t46"."without" IS NULL
                    ) OR (
                      "t46"."dataset" <> "t46"."without"
                    )
                  )
                  AND (
                    (
                      "t46"."without" IS NULL
                    )
                    OR (
                      "t46"."publisher" IS NULL
                    )
                    OR (
                      "t46"."publisher" <> "t46"."without"
                    )
                  )
                  AND (
                    (
                      "t46"."as_of" IS NULL
                    ) OR (
                      "t46"."published" <= "t46"."as_of"
                    )
                  )
                  AND "t46"."day" <= "t46"."published"
              ) AS "t52"
            ) AS "t57"
          ) AS "t58"
        ) AS "t59"
      ) AS "t60"
    ) AS "t61"
    WHERE
      "t61"."place_in_line" = 0
  ) AS "t62"
) AS "t63"
ORDER BY
  "t63"."day" ASC,
  "t63"."direction" ASC,
  "t63"."event_type" ASC,
  "t63"."event_id" ASC
