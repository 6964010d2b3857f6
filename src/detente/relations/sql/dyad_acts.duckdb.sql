-- Compiled from detente.relations.expressions; do not edit.
WITH asked AS (SELECT CAST($a AS VARCHAR) AS a, CAST($b AS VARCHAR) AS b, CAST($as_of AS DATE) AS as_of, CAST($dataset AS VARCHAR) AS dataset, CAST($without AS VARCHAR) AS without)
SELECT
  "t46"."day",
  "t46"."direction",
  "t46"."event_type",
  "t46"."quad_class",
  "t46"."score",
  "t46"."reports",
  "t46"."live",
  "t46"."event_id"
FROM (
  SELECT
    "t45".*
    EXCLUDE ("slot")
  FROM (
    SELECT
      "t44".*
      EXCLUDE ("place_in_line")
    FROM (
      SELECT
        *
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
          "t42"."day",
          "t42"."day_end",
          "t42"."coarse",
          BOOL_OR(CAST("t42"."live" AS BOOLEAN)) OVER (
            PARTITION BY "t42"."direction", "t42"."event_type", "t42"."slot", "t42"."day"
            ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
          ) AS "live",
          SUM("t42"."reports") OVER (
            PARTITION BY "t42"."direction", "t42"."event_type", "t42"."slot", "t42"."day"
            ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
          ) AS "reports",
          "t42"."slot",
          ROW_NUMBER() OVER (
            PARTITION BY "t42"."direction", "t42"."event_type", "t42"."slot", "t42"."day"
            ORDER BY "t42"."coarse" ASC, "t42"."published" ASC, "t42"."doc_id" ASC, "t42"."event_no" ASC, "t42"."event_id" ASC
            ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
          ) - 1 AS "place_in_line"
        FROM (
          SELECT
            "t41".*
            EXCLUDE ("finer")
          FROM (
            SELECT
              "t40"."doc_id",
              "t40"."event_no",
              "t40"."event_id",
              "t40"."event_type",
              "t40"."quad_class",
              "t40"."published",
              "t40"."direction",
              "t40"."score",
              CASE
                WHEN "t40"."coarse" AND (
                  "t40"."finer" <= "t40"."day_end"
                )
                THEN "t40"."finer"
                ELSE "t40"."day"
              END AS "day",
              "t40"."day_end",
              "t40"."coarse",
              "t40"."live",
              "t40"."reports",
              "t40"."slot",
              "t40"."finer"
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
                "t39"."day",
                "t39"."day_end",
                "t39"."coarse",
                "t39"."live",
                "t39"."reports",
                "t39"."slot",
                MIN(CASE WHEN "t39"."coarse" THEN CAST(NULL AS DATE) ELSE "t39"."day" END) OVER (
                  PARTITION BY "t39"."direction", "t39"."event_type"
                  ORDER BY "t39"."day" ASC, "t39"."coarse" DESC
                  ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING
                ) AS "finer"
              FROM (
                SELECT
                  *
                FROM (
                  SELECT
                    "t37"."doc_id",
                    "t37"."event_no",
                    "t37"."event_id",
                    "t37"."event_type",
                    "t37"."quad_class",
                    "t37"."published",
                    "t37"."direction",
                    "t37"."score",
                    "t37"."day",
                    "t37"."day_end",
                    "t37"."coarse",
                    "t37"."live",
                    "t37"."reports",
                    "t37"."slot"
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
                      "t36"."reports",
                      "t36"."cluster",
                      "t36"."guessed",
                      "t36"."known",
                      "t36"."place_in_line",
                      CASE
                        WHEN "t36"."known"
                        THEN ROW_NUMBER() OVER (
                          PARTITION BY "t36"."direction", "t36"."event_type", "t36"."day", "t36"."known"
                          ORDER BY "t36"."published" ASC, "t36"."doc_id" ASC, "t36"."event_no" ASC, "t36"."event_id" ASC
                          ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                        ) - 1
                        ELSE 0
                      END AS "slot"
                    FROM (
                      SELECT
                        "t35"."doc_id",
                        "t35"."event_no",
                        "t35"."event_id",
                        "t35"."event_type",
                        "t35"."quad_class",
                        "t35"."published",
                        "t35"."direction",
                        "t35"."score",
                        "t35"."day",
                        CASE WHEN "t35"."known" THEN "t35"."day" ELSE "t35"."day_end" END AS "day_end",
                        "t35"."coarse" AND NOT (
                          "t35"."known"
                        ) AS "coarse",
                        "t35"."live",
                        "t35"."reports",
                        "t35"."cluster",
                        "t35"."guessed",
                        "t35"."known",
                        "t35"."place_in_line"
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
                          BOOL_OR(CAST("t34"."live" AS BOOLEAN)) OVER (
                            PARTITION BY COALESCE("t34"."cluster", "t34"."event_id")
                            ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                          ) AS "live",
                          CAST(SUM("t34"."reports") OVER (
                            PARTITION BY COALESCE("t34"."cluster", "t34"."event_id")
                            ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                          ) AS INT) AS "reports",
                          "t34"."cluster",
                          "t34"."guessed",
                          "t34"."cluster" IS NOT NULL AS "known",
                          ROW_NUMBER() OVER (
                            PARTITION BY COALESCE("t34"."cluster", "t34"."event_id")
                            ORDER BY "t34"."coarse" ASC, "t34"."guessed" ASC, "t34"."published" ASC, "t34"."doc_id" ASC, "t34"."event_no" ASC, "t34"."event_id" ASC
                            ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                          ) - 1 AS "place_in_line"
                        FROM (
                          SELECT
                            *
                          FROM (
                            SELECT
                              "t32"."doc_id",
                              "t32"."event_no",
                              "t32"."event_id",
                              "t32"."event_type",
                              "t32"."quad_class",
                              "t32"."published",
                              CASE
                                WHEN (
                                  "t32"."event_type" = 'ASSAULT'
                                )
                                AND NOT (
                                  "t32"."state_forces"
                                )
                                AND "t32"."on_a"
                                AND (
                                  "t32"."b_acts" OR COALESCE("t32"."place_country" = "t32"."b", FALSE)
                                )
                                THEN '*>' || "t32"."a"
                                WHEN (
                                  "t32"."event_type" = 'ASSAULT'
                                )
                                AND NOT (
                                  "t32"."state_forces"
                                )
                                AND "t32"."on_b"
                                AND (
                                  "t32"."a_acts" OR COALESCE("t32"."place_country" = "t32"."a", FALSE)
                                )
                                THEN '*>' || "t32"."b"
                                WHEN CASE
                                  WHEN "t32"."event_type" = 'ASSAULT'
                                  THEN "t32"."a_forces"
                                  ELSE "t32"."a_acts"
                                END
                                AND CASE
                                  WHEN "t32"."event_type" = 'ASSAULT'
                                  THEN "t32"."b_forces"
                                  ELSE "t32"."b_acts"
                                END
                                AND NOT (
                                  (
                                    "t32"."quad_class" >= 3
                                  )
                                  AND "t32"."on_other"
                                  AND NOT (
                                    "t32"."on_a" OR "t32"."on_b"
                                  )
                                )
                                THEN "t32"."a" || '<>' || "t32"."b"
                                WHEN CASE
                                  WHEN "t32"."event_type" = 'ASSAULT'
                                  THEN "t32"."a_forces"
                                  ELSE "t32"."a_acts"
                                END
                                AND NOT (
                                  CASE
                                    WHEN "t32"."event_type" = 'ASSAULT'
                                    THEN "t32"."b_forces"
                                    ELSE "t32"."b_acts"
                                  END
                                )
                                AND "t32"."on_b"
                                THEN "t32"."a" || '>' || "t32"."b"
                                WHEN CASE
                                  WHEN "t32"."event_type" = 'ASSAULT'
                                  THEN "t32"."b_forces"
                                  ELSE "t32"."b_acts"
                                END
                                AND NOT (
                                  CASE
                                    WHEN "t32"."event_type" = 'ASSAULT'
                                    THEN "t32"."a_forces"
                                    ELSE "t32"."a_acts"
                                  END
                                )
                                AND "t32"."on_a"
                                THEN "t32"."b" || '>' || "t32"."a"
                                ELSE NULL
                              END AS "direction",
                              COALESCE("t32"."goldstein", "t32"."plover_score") AS "score",
                              "t32"."series_date" AS "day",
                              CASE
                                WHEN COALESCE("t32"."date_precision" IN ('week', 'month'), FALSE)
                                THEN "t32"."date_end"
                                ELSE "t32"."series_date"
                              END AS "day_end",
                              COALESCE("t32"."date_precision" IN ('week', 'month'), FALSE) AS "coarse",
                              NOT (
                                "t32"."historical"
                              ) AS "live",
                              1 AS "reports",
                              "t32"."cluster_id" AS "cluster",
                              COALESCE("t32"."dated_by" = 'publication', FALSE) AS "guessed"
                            FROM (
                              SELECT
                                "t31"."doc_id",
                                "t31"."event_no",
                                "t31"."event_id",
                                "t31"."event_type",
                                "t31"."quad_class",
                                "t31"."plover_score",
                                "t31"."goldstein",
                                "t31"."place_country",
                                "t31"."status",
                                "t31"."historical",
                                "t31"."published",
                                "t31"."date_end",
                                "t31"."date_precision",
                                "t31"."series_date",
                                "t31"."dated_by",
                                "t31"."a",
                                "t31"."b",
                                "t31"."a_acts",
                                "t31"."b_acts",
                                "t31"."a_forces",
                                "t31"."b_forces",
                                "t31"."state_forces",
                                "t31"."on_a",
                                "t31"."on_b",
                                "t31"."on_other",
                                "t31"."as_of",
                                "t31"."dataset",
                                "t31"."without",
                                "t31"."source",
                                "t8"."cluster_id"
                              FROM (
                                SELECT
                                  "t29".*
                                  EXCLUDE ("doc_id_right")
                                FROM (
                                  SELECT
                                    "t19"."doc_id",
                                    "t19"."event_no",
                                    "t19"."event_id",
                                    "t19"."event_type",
                                    "t19"."quad_class",
                                    "t19"."plover_score",
                                    "t19"."goldstein",
                                    "t19"."place_country",
                                    "t19"."status",
                                    "t19"."historical",
                                    "t20"."published",
                                    "t20"."date_end",
                                    "t20"."date_precision",
                                    "t20"."series_date",
                                    "t20"."dated_by",
                                    "t28"."a",
                                    "t28"."b",
                                    "t28"."a_acts",
                                    "t28"."b_acts",
                                    "t28"."a_forces",
                                    "t28"."b_forces",
                                    "t28"."state_forces",
                                    "t28"."on_a",
                                    "t28"."on_b",
                                    "t28"."on_other",
                                    "t16"."as_of",
                                    "t16"."dataset",
                                    "t16"."without",
                                    "t9"."doc_id" AS "doc_id_right",
                                    "t9"."source"
                                  FROM (
                                    SELECT
                                      *
                                    FROM "events" AS "t3"
                                    WHERE
                                      "t3"."status" = 'asserted'
                                  ) AS "t19"
                                  INNER JOIN (
                                    SELECT
                                      *
                                    FROM "event_dates" AS "t5"
                                    WHERE
                                      "t5"."series_date" IS NOT NULL
                                  ) AS "t20"
                                    ON "t19"."doc_id" = "t20"."doc_id" AND "t19"."event_no" = "t20"."event_no"
                                  INNER JOIN (
                                    SELECT
                                      "t26".*
                                      EXCLUDE ("side")
                                    FROM (
                                      SELECT
                                        *
                                      FROM (
                                        SELECT
                                          "t23"."doc_id",
                                          "t23"."event_no",
                                          "t23"."a",
                                          "t23"."b",
                                          BOOL_OR(CAST(COALESCE("t23"."side", FALSE) AS BOOLEAN)) AS "side",
                                          BOOL_OR(CAST(COALESCE("t23"."a_acts", FALSE) AS BOOLEAN)) AS "a_acts",
                                          BOOL_OR(CAST(COALESCE("t23"."b_acts", FALSE) AS BOOLEAN)) AS "b_acts",
                                          BOOL_OR(CAST(COALESCE("t23"."a_forces", FALSE) AS BOOLEAN)) AS "a_forces",
                                          BOOL_OR(CAST(COALESCE("t23"."b_forces", FALSE) AS BOOLEAN)) AS "b_forces",
                                          BOOL_OR(CAST(COALESCE("t23"."state_forces", FALSE) AS BOOLEAN)) AS "state_forces",
                                          BOOL_OR(CAST(COALESCE("t23"."on_a", FALSE) AS BOOLEAN)) AS "on_a",
                                          BOOL_OR(CAST(COALESCE("t23"."on_b", FALSE) AS BOOLEAN)) AS "on_b",
                                          BOOL_OR(CAST(COALESCE("t23"."on_other", FALSE) AS BOOLEAN)) AS "on_other"
                                        FROM (
                                          SELECT
                                            "t21"."doc_id",
                                            "t21"."event_no",
                                            "t21"."role",
                                            "t21"."country",
                                            "t21"."sector",
                                            "t21"."name",
                                            "t21"."entity_id",
                                            "t21"."a",
                                            "t21"."b",
                                            "t21"."country" IN ("t21"."a", "t21"."b") AS "side",
                                            (
                                              "t21"."role" = 'actor'
                                            ) AND (
                                              "t21"."country" = "t21"."a"
                                            ) AS "a_acts",
                                            (
                                              "t21"."role" = 'actor'
                                            ) AND (
                                              "t21"."country" = "t21"."b"
                                            ) AS "b_acts",
                                            (
                                              "t21"."role" = 'actor'
                                            )
                                            AND (
                                              (
                                                "t21"."country" IS NOT NULL
                                              )
                                              AND NOT (
                                                "t21"."country" IN ('ISM', 'IMG', 'NGO', 'MNC')
                                              )
                                              AND (
                                                (
                                                  "t21"."sector" = ''
                                                )
                                                OR (
                                                  CONTAINS('|' || "t21"."sector" || '|', '|GOV|')
                                                  OR CONTAINS('|' || "t21"."sector" || '|', '|MIL|')
                                                  OR CONTAINS('|' || "t21"."sector" || '|', '|SPY|')
                                                )
                                              )
                                            )
                                            AND (
                                              "t21"."country" = "t21"."a"
                                            ) AS "a_forces",
                                            (
                                              "t21"."role" = 'actor'
                                            )
                                            AND (
                                              (
                                                "t21"."country" IS NOT NULL
                                              )
                                              AND NOT (
                                                "t21"."country" IN ('ISM', 'IMG', 'NGO', 'MNC')
                                              )
                                              AND (
                                                (
                                                  "t21"."sector" = ''
                                                )
                                                OR (
                                                  CONTAINS('|' || "t21"."sector" || '|', '|GOV|')
                                                  OR CONTAINS('|' || "t21"."sector" || '|', '|MIL|')
                                                  OR CONTAINS('|' || "t21"."sector" || '|', '|SPY|')
                                                )
                                              )
                                            )
                                            AND (
                                              "t21"."country" = "t21"."b"
                                            ) AS "b_forces",
                                            (
                                              "t21"."role" = 'actor'
                                            )
                                            AND (
                                              (
                                                "t21"."country" IS NOT NULL
                                              )
                                              AND NOT (
                                                "t21"."country" IN ('ISM', 'IMG', 'NGO', 'MNC')
                                              )
                                              AND (
                                                (
                                                  "t21"."sector" = ''
                                                )
                                                OR (
                                                  CONTAINS('|' || "t21"."sector" || '|', '|GOV|')
                                                  OR CONTAINS('|' || "t21"."sector" || '|', '|MIL|')
                                                  OR CONTAINS('|' || "t21"."sector" || '|', '|SPY|')
                                                )
                                              )
                                            ) AS "state_forces",
                                            (
                                              "t21"."role" = 'recipient'
                                            ) AND (
                                              "t21"."country" = "t21"."a"
                                            ) AS "on_a",
                                            (
                                              "t21"."role" = 'recipient'
                                            ) AND (
                                              "t21"."country" = "t21"."b"
                                            ) AS "on_b",
                                            (
                                              "t21"."role" = 'recipient'
                                            )
                                            AND (
                                              (
                                                "t21"."country" IS NULL
                                              )
                                              OR NOT (
                                                "t21"."country" IN ("t21"."a", "t21"."b")
                                              )
                                            ) AS "on_other"
                                          FROM (
                                            SELECT
                                              "t10"."doc_id",
                                              "t10"."event_no",
                                              "t10"."role",
                                              "t10"."country",
                                              "t10"."sector",
                                              "t10"."name",
                                              "t10"."entity_id",
                                              "t14"."a",
                                              "t14"."b"
                                            FROM "event_parties" AS "t10"
                                            CROSS JOIN (
                                              SELECT
                                                "t1"."a",
                                                "t1"."b"
                                              FROM "asked" AS "t1"
                                            ) AS "t14"
                                          ) AS "t21"
                                        ) AS "t23"
                                        GROUP BY
                                          1,
                                          2,
                                          3,
                                          4
                                      ) AS "t25"
                                      WHERE
                                        "t25"."side"
                                    ) AS "t26"
                                  ) AS "t28"
                                    ON "t19"."doc_id" = "t28"."doc_id" AND "t19"."event_no" = "t28"."event_no"
                                  CROSS JOIN (
                                    SELECT
                                      "t1"."as_of",
                                      "t1"."dataset",
                                      "t1"."without"
                                    FROM "asked" AS "t1"
                                  ) AS "t16"
                                  LEFT OUTER JOIN "documents" AS "t9"
                                    ON "t19"."doc_id" = "t9"."doc_id"
                                ) AS "t29"
                              ) AS "t31"
                              LEFT OUTER JOIN "reports" AS "t8"
                                ON "t31"."doc_id" = "t8"."doc_id"
                                AND "t31"."event_no" = "t8"."event_no"
                                AND "t31"."event_id" = "t8"."event_id"
                            ) AS "t32"
                            WHERE
                              (
                                (
                                  "t32"."dataset" IS NULL
                                ) OR (
                                  "t32"."dataset" = 'texts'
                                )
                              )
                              AND (
                                (
                                  "t32"."without" IS NULL
                                )
                                OR (
                                  "t32"."source" IS NULL
                                )
                                OR (
                                  "t32"."source" <> "t32"."without"
                                )
                              )
                              AND (
                                (
                                  "t32"."without" IS NULL
                                ) OR (
                                  "t32"."without" <> 'texts'
                                )
                              )
                              AND (
                                (
                                  "t32"."as_of" IS NULL
                                ) OR (
                                  "t32"."published" <= "t32"."as_of"
                                )
                              )
                              AND (
                                (
                                  "t32"."published" IS NULL
                                ) OR (
                                  "t32"."series_date" <= "t32"."published"
                                )
                              )
                          ) AS "t33"
                          WHERE
                            "t33"."direction" IS NOT NULL
                        ) AS "t34"
                      ) AS "t35"
                      WHERE
                        "t35"."place_in_line" = 0
                    ) AS "t36"
                  ) AS "t37"
                ) AS "t38"
                UNION ALL
                SELECT
                  *
                FROM (
                  SELECT
                    "t22"."dataset" AS "doc_id",
                    0 AS "event_no",
                    "t22"."dataset" || ':' || "t22"."source_id" || '@' || CAST("t22"."day" AS TEXT) AS "event_id",
                    COALESCE(
                      "t22"."event_type",
                      'CAMEO ' || SUBSTRING(
                        "t22"."cameo",
                        CASE WHEN (
                          0 + 1
                        ) >= 1 THEN 0 + 1 ELSE 0 + 1 + LENGTH("t22"."cameo") END,
                        2
                      )
                    ) AS "event_type",
                    CAST("t22"."quad_class" AS INT) AS "quad_class",
                    "t22"."published",
                    CASE
                      WHEN COALESCE("t22"."event_type" = 'ASSAULT', FALSE)
                      AND NOT (
                        (
                          "t22"."actor_sector" = ''
                        )
                        OR (
                          CONTAINS('|' || "t22"."actor_sector" || '|', '|GOV|')
                          OR CONTAINS('|' || "t22"."actor_sector" || '|', '|MIL|')
                          OR CONTAINS('|' || "t22"."actor_sector" || '|', '|SPY|')
                        )
                      )
                      THEN '*>' || "t22"."recipient_country"
                      WHEN NOT (
                        "t22"."directed"
                      )
                      THEN SUBSTRING(
                        "t22"."dyad",
                        CASE WHEN (
                          0 + 1
                        ) >= 1 THEN 0 + 1 ELSE 0 + 1 + LENGTH("t22"."dyad") END,
                        3
                      ) || '<>' || RIGHT("t22"."dyad", 3)
                      ELSE "t22"."actor_country" || '>' || "t22"."recipient_country"
                    END AS "direction",
                    "t22"."score",
                    "t22"."day",
                    "t22"."day_end",
                    "t22"."day_end" > "t22"."day" AS "coarse",
                    TRUE AS "live",
                    "t22"."reports",
                    0 AS "slot"
                  FROM (
                    SELECT
                      "t7"."dataset",
                      "t7"."source_id",
                      "t7"."day",
                      "t7"."day_end",
                      "t7"."published",
                      "t7"."dyad",
                      "t7"."directed",
                      "t7"."actor_country",
                      "t7"."actor_sector",
                      "t7"."actor_name",
                      "t7"."recipient_country",
                      "t7"."recipient_sector",
                      "t7"."recipient_name",
                      "t7"."event_type",
                      "t7"."cameo",
                      "t7"."quad_class",
                      "t7"."score",
                      "t7"."reports",
                      "t7"."publisher",
                      "t15"."a",
                      "t15"."b",
                      "t15"."as_of",
                      "t15"."only",
                      "t15"."without"
                    FROM "imported_events" AS "t7"
                    CROSS JOIN (
                      SELECT
                        "t1"."a",
                        "t1"."b",
                        "t1"."as_of",
                        "t1"."dataset" AS "only",
                        "t1"."without"
                      FROM "asked" AS "t1"
                    ) AS "t15"
                  ) AS "t22"
                  WHERE
                    "t22"."dyad" = LEAST("t22"."a", "t22"."b") || '-' || GREATEST("t22"."a", "t22"."b")
                    AND (
                      (
                        "t22"."only" IS NULL
                      ) OR (
                        "t22"."dataset" = "t22"."only"
                      )
                    )
                    AND (
                      (
                        "t22"."without" IS NULL
                      ) OR (
                        "t22"."dataset" <> "t22"."without"
                      )
                    )
                    AND (
                      (
                        "t22"."without" IS NULL
                      )
                      OR (
                        "t22"."publisher" IS NULL
                      )
                      OR (
                        "t22"."publisher" <> "t22"."without"
                      )
                    )
                    AND (
                      (
                        "t22"."as_of" IS NULL
                      ) OR (
                        "t22"."published" <= "t22"."as_of"
                      )
                    )
                    AND "t22"."day" <= "t22"."published"
                ) AS "t24"
              ) AS "t39"
            ) AS "t40"
          ) AS "t41"
        ) AS "t42"
      ) AS "t43"
      WHERE
        "t43"."place_in_line" = 0
    ) AS "t44"
  ) AS "t45"
) AS "t46"
ORDER BY
  "t46"."day" ASC,
  "t46"."direction" ASC,
  "t46"."event_type" ASC,
  "t46"."event_id" ASC
