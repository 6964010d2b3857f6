-- Compiled from detente.relations.expressions; do not edit.
WITH asked AS (SELECT CAST($a AS VARCHAR) AS a, CAST($b AS VARCHAR) AS b, CAST($as_of AS DATE) AS as_of, CAST($dataset AS VARCHAR) AS dataset, CAST($without AS VARCHAR) AS without),
pairs AS (SELECT unnest(CAST($firsts AS VARCHAR[])) AS a, unnest(CAST($seconds AS VARCHAR[])) AS b),
"t34" AS (
  SELECT DISTINCT
    *
  FROM (
    SELECT
      "t31"."doc_id",
      "t31"."event_no",
      "t31"."country"
    FROM (
      SELECT
        *
      FROM (
        SELECT
          *
        FROM (
          SELECT
            "t7"."doc_id",
            "t7"."event_no",
            "t7"."country"
          FROM "event_parties" AS "t7"
        ) AS "t17"
        UNION ALL
        SELECT
          *
        FROM (
          SELECT
            "t4"."doc_id",
            "t4"."event_no",
            "t4"."place_country" AS "country"
          FROM "events" AS "t4"
          WHERE
            "t4"."status" = 'asserted'
        ) AS "t22"
      ) AS "t27"
      WHERE
        "t27"."country" IS NOT NULL
    ) AS "t31"
    SEMI JOIN (
      SELECT
        *
      FROM (
        SELECT
          "t2"."a" AS "country"
        FROM "pairs" AS "t2"
      ) AS "t14"
      UNION ALL
      SELECT
        *
      FROM (
        SELECT
          "t2"."b" AS "country"
        FROM "pairs" AS "t2"
      ) AS "t13"
    ) AS "t25"
      ON "t31"."country" = "t25"."country"
  ) AS "t33"
)
SELECT
  *
FROM (
  SELECT
    "t56"."dyad",
    "t56"."direction",
    "t56"."event_type",
    "t56"."quad_class",
    "t56"."score",
    "t56"."day",
    "t56"."day_end",
    "t56"."coarse",
    "t56"."live",
    "t56"."published",
    "t56"."reports",
    "t56"."doc_id",
    "t56"."event_no",
    "t56"."event_id",
    "t56"."cluster",
    "t56"."guessed",
    FALSE AS "imported"
  FROM (
    SELECT
      "t55"."doc_id",
      "t55"."event_no",
      "t55"."event_id",
      "t55"."event_type",
      "t55"."quad_class",
      "t55"."published",
      CASE
        WHEN (
          "t55"."event_type" = 'ASSAULT'
        )
        AND NOT (
          "t55"."state_forces"
        )
        AND "t55"."on_a"
        AND (
          "t55"."b_acts" OR COALESCE("t55"."place_country" = "t55"."b", FALSE)
        )
        THEN '*>' || "t55"."a"
        WHEN (
          "t55"."event_type" = 'ASSAULT'
        )
        AND NOT (
          "t55"."state_forces"
        )
        AND "t55"."on_b"
        AND (
          "t55"."a_acts" OR COALESCE("t55"."place_country" = "t55"."a", FALSE)
        )
        THEN '*>' || "t55"."b"
        WHEN CASE
          WHEN "t55"."event_type" = 'ASSAULT'
          THEN "t55"."a_forces"
          ELSE "t55"."a_acts"
        END
        AND CASE
          WHEN "t55"."event_type" = 'ASSAULT'
          THEN "t55"."b_forces"
          ELSE "t55"."b_acts"
        END
        AND NOT (
          (
            "t55"."quad_class" >= 3
          )
          AND "t55"."on_other"
          AND NOT (
            "t55"."on_a" OR "t55"."on_b"
          )
        )
        THEN "t55"."a" || '<>' || "t55"."b"
        WHEN CASE
          WHEN "t55"."event_type" = 'ASSAULT'
          THEN "t55"."a_forces"
          ELSE "t55"."a_acts"
        END
        AND NOT (
          CASE
            WHEN "t55"."event_type" = 'ASSAULT'
            THEN "t55"."b_forces"
            ELSE "t55"."b_acts"
          END
        )
        AND "t55"."on_b"
        THEN "t55"."a" || '>' || "t55"."b"
        WHEN CASE
          WHEN "t55"."event_type" = 'ASSAULT'
          THEN "t55"."b_forces"
          ELSE "t55"."b_acts"
        END
        AND NOT (
          CASE
            WHEN "t55"."event_type" = 'ASSAULT'
            THEN "t55"."a_forces"
            ELSE "t55"."a_acts"
          END
        )
        AND "t55"."on_a"
        THEN "t55"."b" || '>' || "t55"."a"
        ELSE NULL
      END AS "direction",
      COALESCE("t55"."goldstein", "t55"."plover_score") AS "score",
      "t55"."series_date" AS "day",
      CASE
        WHEN COALESCE("t55"."date_precision" IN ('week', 'month'), FALSE)
        THEN "t55"."date_end"
        ELSE "t55"."series_date"
      END AS "day_end",
      COALESCE("t55"."date_precision" IN ('week', 'month'), FALSE) AS "coarse",
      NOT (
        "t55"."historical"
      ) AS "live",
      1 AS "reports",
      "t55"."cluster_id" AS "cluster",
      COALESCE("t55"."dated_by" = 'publication', FALSE) AS "guessed",
      "t55"."a" || '-' || "t55"."b" AS "dyad"
    FROM (
      SELECT
        "t54"."doc_id",
        "t54"."event_no",
        "t54"."event_id",
        "t54"."event_type",
        "t54"."quad_class",
        "t54"."plover_score",
        "t54"."goldstein",
        "t54"."place_country",
        "t54"."status",
        "t54"."historical",
        "t54"."published",
        "t54"."date_end",
        "t54"."date_precision",
        "t54"."series_date",
        "t54"."dated_by",
        "t54"."a",
        "t54"."b",
        "t54"."a_acts",
        "t54"."b_acts",
        "t54"."a_forces",
        "t54"."b_forces",
        "t54"."state_forces",
        "t54"."on_a",
        "t54"."on_b",
        "t54"."on_other",
        "t54"."as_of",
        "t54"."dataset",
        "t54"."without",
        "t54"."source",
        "t9"."cluster_id"
      FROM (
        SELECT
          "t52".*
          EXCLUDE ("doc_id_right")
        FROM (
          SELECT
            "t26"."doc_id",
            "t26"."event_no",
            "t26"."event_id",
            "t26"."event_type",
            "t26"."quad_class",
            "t26"."plover_score",
            "t26"."goldstein",
            "t26"."place_country",
            "t26"."status",
            "t26"."historical",
            "t28"."published",
            "t28"."date_end",
            "t28"."date_precision",
            "t28"."series_date",
            "t28"."dated_by",
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
            "t20"."as_of",
            "t20"."dataset",
            "t20"."without",
            "t11"."doc_id" AS "doc_id_right",
            "t11"."source"
          FROM (
            SELECT
              *
            FROM "events" AS "t4"
            WHERE
              "t4"."status" = 'asserted'
          ) AS "t26"
          INNER JOIN (
            SELECT
              *
            FROM "event_dates" AS "t6"
            WHERE
              "t6"."series_date" IS NOT NULL
          ) AS "t28"
            ON "t26"."doc_id" = "t28"."doc_id" AND "t26"."event_no" = "t28"."event_no"
          INNER JOIN (
            SELECT
              "t49".*
              EXCLUDE ("side")
            FROM (
              SELECT
                *
              FROM (
                SELECT
                  "t47"."doc_id",
                  "t47"."event_no",
                  "t47"."a",
                  "t47"."b",
                  BOOL_OR(CAST(COALESCE("t47"."side", FALSE) AS BOOLEAN)) AS "side",
                  BOOL_OR(CAST(COALESCE("t47"."a_acts", FALSE) AS BOOLEAN)) AS "a_acts",
                  BOOL_OR(CAST(COALESCE("t47"."b_acts", FALSE) AS BOOLEAN)) AS "b_acts",
                  BOOL_OR(CAST(COALESCE("t47"."a_forces", FALSE) AS BOOLEAN)) AS "a_forces",
                  BOOL_OR(CAST(COALESCE("t47"."b_forces", FALSE) AS BOOLEAN)) AS "b_forces",
                  BOOL_OR(CAST(COALESCE("t47"."state_forces", FALSE) AS BOOLEAN)) AS "state_forces",
                  BOOL_OR(CAST(COALESCE("t47"."on_a", FALSE) AS BOOLEAN)) AS "on_a",
                  BOOL_OR(CAST(COALESCE("t47"."on_b", FALSE) AS BOOLEAN)) AS "on_b",
                  BOOL_OR(CAST(COALESCE("t47"."on_other", FALSE) AS BOOLEAN)) AS "on_other"
                FROM (
                  SELECT
                    "t46"."doc_id",
                    "t46"."event_no",
                    "t46"."role",
                    "t46"."country",
                    "t46"."sector",
                    "t46"."name",
                    "t46"."entity_id",
                    "t46"."a",
                    "t46"."b",
                    "t46"."country" IN ("t46"."a", "t46"."b") AS "side",
                    (
                      "t46"."role" = 'actor'
                    ) AND (
                      "t46"."country" = "t46"."a"
                    ) AS "a_acts",
                    (
                      "t46"."role" = 'actor'
                    ) AND (
                      "t46"."country" = "t46"."b"
                    ) AS "b_acts",
                    (
                      "t46"."role" = 'actor'
                    )
                    AND (
                      (
                        "t46"."country" IS NOT NULL
                      )
                      AND NOT (
                        "t46"."country" IN ('ISM', 'IMG', 'NGO', 'MNC')
                      )
                      AND (
                        (
                          "t46"."sector" = ''
                        )
                        OR (
                          CONTAINS('|' || "t46"."sector" || '|', '|GOV|')
                          OR CONTAINS('|' || "t46"."sector" || '|', '|MIL|')
                          OR CONTAINS('|' || "t46"."sector" || '|', '|SPY|')
                        )
                      )
                    )
                    AND (
                      "t46"."country" = "t46"."a"
                    ) AS "a_forces",
                    (
                      "t46"."role" = 'actor'
                    )
                    AND (
                      (
                        "t46"."country" IS NOT NULL
                      )
                      AND NOT (
                        "t46"."country" IN ('ISM', 'IMG', 'NGO', 'MNC')
                      )
                      AND (
                        (
                          "t46"."sector" = ''
                        )
                        OR (
                          CONTAINS('|' || "t46"."sector" || '|', '|GOV|')
                          OR CONTAINS('|' || "t46"."sector" || '|', '|MIL|')
                          OR CONTAINS('|' || "t46"."sector" || '|', '|SPY|')
                        )
                      )
                    )
                    AND (
                      "t46"."country" = "t46"."b"
                    ) AS "b_forces",
                    (
                      "t46"."role" = 'actor'
                    )
                    AND (
                      (
                        "t46"."country" IS NOT NULL
                      )
                      AND NOT (
                        "t46"."country" IN ('ISM', 'IMG', 'NGO', 'MNC')
                      )
                      AND (
                        (
                          "t46"."sector" = ''
                        )
                        OR (
                          CONTAINS('|' || "t46"."sector" || '|', '|GOV|')
                          OR CONTAINS('|' || "t46"."sector" || '|', '|MIL|')
                          OR CONTAINS('|' || "t46"."sector" || '|', '|SPY|')
                        )
                      )
                    ) AS "state_forces",
                    (
                      "t46"."role" = 'recipient'
                    ) AND (
                      "t46"."country" = "t46"."a"
                    ) AS "on_a",
                    (
                      "t46"."role" = 'recipient'
                    ) AND (
                      "t46"."country" = "t46"."b"
                    ) AS "on_b",
                    (
                      "t46"."role" = 'recipient'
                    )
                    AND (
                      (
                        "t46"."country" IS NULL
                      )
                      OR NOT (
                        "t46"."country" IN ("t46"."a", "t46"."b")
                      )
                    ) AS "on_other"
                  FROM (
                    SELECT
                      "t12"."doc_id",
                      "t12"."event_no",
                      "t12"."role",
                      "t12"."country",
                      "t12"."sector",
                      "t12"."name",
                      "t12"."entity_id",
                      "t45"."a",
                      "t45"."b"
                    FROM "event_parties" AS "t12"
                    INNER JOIN (
                      SELECT
                        "t43"."doc_id",
                        "t43"."event_no",
                        "t43"."a",
                        "t43"."b"
                      FROM (
                        SELECT
                          "t41"."doc_id",
                          "t41"."event_no",
                          "t41"."country" AS "a",
                          "t41"."other" AS "b"
                        FROM (
                          SELECT
                            "t36"."doc_id",
                            "t36"."event_no",
                            "t36"."country",
                            "t39"."other"
                          FROM "t34" AS "t36"
                          INNER JOIN (
                            SELECT
                              "t37"."doc_id",
                              "t37"."event_no",
                              "t37"."country" AS "other"
                            FROM "t34" AS "t37"
                          ) AS "t39"
                            ON "t36"."doc_id" = "t39"."doc_id" AND "t36"."event_no" = "t39"."event_no"
                        ) AS "t41"
                        WHERE
                          "t41"."country" < "t41"."other"
                      ) AS "t43"
                      SEMI JOIN "pairs" AS "t10"
                        ON "t43"."a" = "t10"."a" AND "t43"."b" = "t10"."b"
                    ) AS "t45"
                      ON "t12"."doc_id" = "t45"."doc_id" AND "t12"."event_no" = "t45"."event_no"
                  ) AS "t46"
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
            ON "t26"."doc_id" = "t51"."doc_id" AND "t26"."event_no" = "t51"."event_no"
          CROSS JOIN (
            SELECT
              "t3"."as_of",
              "t3"."dataset",
              "t3"."without"
            FROM "asked" AS "t3"
          ) AS "t20"
          LEFT OUTER JOIN "documents" AS "t11"
            ON "t26"."doc_id" = "t11"."doc_id"
        ) AS "t52"
      ) AS "t54"
      LEFT OUTER JOIN "reports" AS "t9"
        ON "t54"."doc_id" = "t9"."doc_id"
        AND "t54"."event_no" = "t9"."event_no"
        AND "t54"."event_id" = "t9"."event_id"
    ) AS "t55"
    WHERE
      (
        (
          "t55"."dataset" IS NULL
        ) OR (
          "t55"."dataset" = 'texts'
        )
      )
      AND (
        (
          "t55"."without" IS NULL
        )
        OR (
          "t55"."source" IS NULL
        )
        OR (
          "t55"."source" <> "t55"."without"
        )
      )
      AND (
        (
          "t55"."without" IS NULL
        ) OR (
          "t55"."without" <> 'texts'
        )
      )
      AND (
        (
          "t55"."as_of" IS NULL
        ) OR (
          "t55"."published" <= "t55"."as_of"
        )
      )
      AND (
        (
          "t55"."published" IS NULL
        ) OR (
          "t55"."series_date" <= "t55"."published"
        )
      )
  ) AS "t56"
  WHERE
    "t56"."direction" IS NOT NULL
) AS "t57"
UNION ALL
SELECT
  *
FROM (
  SELECT
    "t32"."dyad",
    CASE
      WHEN COALESCE("t32"."event_type" = 'ASSAULT', FALSE)
      AND NOT (
        (
          "t32"."actor_sector" = ''
        )
        OR (
          CONTAINS('|' || "t32"."actor_sector" || '|', '|GOV|')
          OR CONTAINS('|' || "t32"."actor_sector" || '|', '|MIL|')
          OR CONTAINS('|' || "t32"."actor_sector" || '|', '|SPY|')
        )
      )
      THEN '*>' || "t32"."recipient_country"
      WHEN NOT (
        "t32"."directed"
      )
      THEN SUBSTRING(
        "t32"."dyad",
        CASE WHEN (
          0 + 1
        ) >= 1 THEN 0 + 1 ELSE 0 + 1 + LENGTH("t32"."dyad") END,
        3
      ) || '<>' || RIGHT("t32"."dyad", 3)
      ELSE "t32"."actor_country" || '>' || "t32"."recipient_country"
    END AS "direction",
    COALESCE(
      "t32"."event_type",
      'CAMEO ' || SUBSTRING(
        "t32"."cameo",
        CASE WHEN (
          0 + 1
        ) >= 1 THEN 0 + 1 ELSE 0 + 1 + LENGTH("t32"."cameo") END,
        2
      )
    ) AS "event_type",
    CAST("t32"."quad_class" AS INT) AS "quad_class",
    "t32"."score",
    "t32"."day",
    "t32"."day_end",
    "t32"."day_end" > "t32"."day" AS "coarse",
    TRUE AS "live",
    "t32"."published",
    "t32"."reports",
    "t32"."dataset" AS "doc_id",
    0 AS "event_no",
    "t32"."dataset" || ':' || "t32"."source_id" || '@' || CAST("t32"."day" AS TEXT) AS "event_id",
    CAST(NULL AS TEXT) AS "cluster",
    FALSE AS "guessed",
    TRUE AS "imported"
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
      "t19"."a",
      "t19"."b",
      "t19"."as_of",
      "t19"."only",
      "t19"."without"
    FROM "imported_events" AS "t8"
    SEMI JOIN (
      SELECT
        "t2"."a" || '-' || "t2"."b" AS "dyad"
      FROM "pairs" AS "t2"
    ) AS "t29"
      ON "t8"."dyad" = "t29"."dyad"
    CROSS JOIN (
      SELECT
        "t3"."a",
        "t3"."b",
        "t3"."as_of",
        "t3"."dataset" AS "only",
        "t3"."without"
      FROM "asked" AS "t3"
    ) AS "t19"
  ) AS "t32"
  WHERE
    "t32"."dyad" IS NOT NULL
    AND (
      (
        "t32"."only" IS NULL
      ) OR (
        "t32"."dataset" = "t32"."only"
      )
    )
    AND (
      (
        "t32"."without" IS NULL
      ) OR (
        "t32"."dataset" <> "t32"."without"
      )
    )
    AND (
      (
        "t32"."without" IS NULL
      )
      OR (
        "t32"."publisher" IS NULL
      )
      OR (
        "t32"."publisher" <> "t32"."without"
      )
    )
    AND (
      (
        "t32"."as_of" IS NULL
      ) OR (
        "t32"."published" <= "t32"."as_of"
      )
    )
    AND "t32"."day" <= "t32"."published"
) AS "t40"
