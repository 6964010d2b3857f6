-- Compiled from detente.relations.expressions; do not edit.
WITH asked AS (SELECT CAST($a AS VARCHAR) AS a, CAST($b AS VARCHAR) AS b, CAST($as_of AS DATE) AS as_of, CAST($dataset AS VARCHAR) AS dataset, CAST($without AS VARCHAR) AS without),
members AS (SELECT unnest(CAST($member_side AS VARCHAR[])) AS side, unnest(CAST($member_kind AS VARCHAR[])) AS kind, unnest(CAST($member_code AS VARCHAR[])) AS code, unnest(CAST($member_first AS DATE[])) AS first_day, unnest(CAST($member_last AS DATE[])) AS last_day),
"t18" AS (
  SELECT
    *
  FROM "members" AS "t4"
  WHERE
    "t4"."kind" = 'group'
), "t19" AS (
  SELECT
    *
  FROM "members" AS "t4"
  WHERE
    "t4"."kind" = 'state'
)
SELECT
  *
FROM (
  SELECT
    "t59"."dyad",
    "t59"."direction",
    "t59"."event_type",
    "t59"."quad_class",
    "t59"."score",
    "t59"."day",
    "t59"."day_end",
    "t59"."coarse",
    "t59"."live",
    "t59"."published",
    "t59"."reports",
    "t59"."doc_id",
    "t59"."event_no",
    "t59"."event_id",
    "t59"."cluster",
    "t59"."guessed",
    FALSE AS "imported"
  FROM (
    SELECT
      "t58"."doc_id",
      "t58"."event_no",
      "t58"."event_id",
      "t58"."event_type",
      "t58"."quad_class",
      "t58"."published",
      CASE
        WHEN (
          "t58"."event_type" = 'ASSAULT'
        )
        AND NOT (
          "t58"."state_forces"
        )
        AND "t58"."on_a"
        AND (
          "t58"."b_acts" OR COALESCE("t58"."place_country" = "t58"."b", FALSE)
        )
        THEN '*>' || "t58"."a"
        WHEN (
          "t58"."event_type" = 'ASSAULT'
        )
        AND NOT (
          "t58"."state_forces"
        )
        AND "t58"."on_b"
        AND (
          "t58"."a_acts" OR COALESCE("t58"."place_country" = "t58"."a", FALSE)
        )
        THEN '*>' || "t58"."b"
        WHEN CASE
          WHEN "t58"."event_type" = 'ASSAULT'
          THEN "t58"."a_forces"
          ELSE "t58"."a_acts"
        END
        AND CASE
          WHEN "t58"."event_type" = 'ASSAULT'
          THEN "t58"."b_forces"
          ELSE "t58"."b_acts"
        END
        AND NOT (
          (
            "t58"."quad_class" >= 3
          )
          AND "t58"."on_other"
          AND NOT (
            "t58"."on_a" OR "t58"."on_b"
          )
        )
        THEN "t58"."a" || '<>' || "t58"."b"
        WHEN CASE
          WHEN "t58"."event_type" = 'ASSAULT'
          THEN "t58"."a_forces"
          ELSE "t58"."a_acts"
        END
        AND NOT (
          CASE
            WHEN "t58"."event_type" = 'ASSAULT'
            THEN "t58"."b_forces"
            ELSE "t58"."b_acts"
          END
        )
        AND "t58"."on_b"
        THEN "t58"."a" || '>' || "t58"."b"
        WHEN CASE
          WHEN "t58"."event_type" = 'ASSAULT'
          THEN "t58"."b_forces"
          ELSE "t58"."b_acts"
        END
        AND NOT (
          CASE
            WHEN "t58"."event_type" = 'ASSAULT'
            THEN "t58"."a_forces"
            ELSE "t58"."a_acts"
          END
        )
        AND "t58"."on_a"
        THEN "t58"."b" || '>' || "t58"."a"
        ELSE NULL
      END AS "direction",
      COALESCE("t58"."goldstein", "t58"."plover_score") AS "score",
      "t58"."series_date" AS "day",
      CASE
        WHEN COALESCE("t58"."date_precision" IN ('week', 'month'), FALSE)
        THEN "t58"."date_end"
        ELSE "t58"."series_date"
      END AS "day_end",
      COALESCE("t58"."date_precision" IN ('week', 'month'), FALSE) AS "coarse",
      NOT (
        "t58"."historical"
      ) AS "live",
      1 AS "reports",
      "t58"."cluster_id" AS "cluster",
      COALESCE("t58"."dated_by" = 'publication', FALSE) AS "guessed",
      "t58"."a" || '-' || "t58"."b" AS "dyad"
    FROM (
      SELECT
        "t57"."doc_id",
        "t57"."event_no",
        "t57"."event_id",
        "t57"."event_type",
        "t57"."quad_class",
        "t57"."plover_score",
        "t57"."goldstein",
        "t57"."place_country",
        "t57"."status",
        "t57"."historical",
        "t57"."published",
        "t57"."date_end",
        "t57"."date_precision",
        "t57"."series_date",
        "t57"."dated_by",
        "t57"."a",
        "t57"."b",
        "t57"."a_acts",
        "t57"."b_acts",
        "t57"."a_forces",
        "t57"."b_forces",
        "t57"."state_forces",
        "t57"."on_a",
        "t57"."on_b",
        "t57"."on_other",
        "t57"."as_of",
        "t57"."dataset",
        "t57"."without",
        "t57"."source",
        "t8"."cluster_id"
      FROM (
        SELECT
          "t55"."doc_id",
          "t55"."event_no",
          "t55"."event_id",
          "t55"."event_type",
          "t55"."quad_class",
          "t55"."plover_score",
          "t55"."goldstein",
          "t55"."place_country",
          "t55"."status",
          "t55"."historical",
          "t55"."published",
          "t55"."date_end",
          "t55"."date_precision",
          "t55"."series_date",
          "t55"."dated_by",
          "t55"."a",
          "t55"."b",
          "t55"."a_acts",
          "t55"."b_acts",
          "t55"."a_forces",
          "t55"."b_forces",
          "t55"."state_forces",
          "t55"."on_a",
          "t55"."on_b",
          "t55"."on_other",
          "t55"."as_of",
          "t55"."dataset",
          "t55"."without",
          "t55"."source"
        FROM (
          SELECT
            "t40"."doc_id",
            "t40"."event_no",
            "t40"."event_id",
            "t40"."event_type",
            "t40"."quad_class",
            "t40"."plover_score",
            "t40"."goldstein",
            "t40"."place_country",
            "t40"."status",
            "t40"."historical",
            "t40"."published",
            "t40"."date_end",
            "t40"."date_precision",
            "t40"."series_date",
            "t40"."dated_by",
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
            "t17"."as_of",
            "t17"."dataset",
            "t17"."without",
            "t9"."doc_id" AS "doc_id_right",
            "t9"."source"
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
              "t37"."dated_by"
            FROM (
              SELECT
                "t34"."doc_id",
                "t34"."event_no",
                "t34"."event_id",
                "t34"."event_type",
                "t34"."quad_class",
                "t34"."plover_score",
                "t34"."goldstein",
                COALESCE("t34"."soil", "t34"."place_country") AS "place_country",
                "t34"."status",
                "t34"."historical",
                "t34"."published",
                "t34"."date_end",
                "t34"."date_precision",
                "t34"."series_date",
                "t34"."dated_by",
                "t34"."soil"
              FROM (
                SELECT
                  "t25"."doc_id",
                  "t25"."event_no",
                  "t25"."event_id",
                  "t25"."event_type",
                  "t25"."quad_class",
                  "t25"."plover_score",
                  "t25"."goldstein",
                  "t25"."place_country",
                  "t25"."status",
                  "t25"."historical",
                  "t26"."published",
                  "t26"."date_end",
                  "t26"."date_precision",
                  "t26"."series_date",
                  "t26"."dated_by",
                  "t32"."side" AS "soil"
                FROM (
                  SELECT
                    *
                  FROM "events" AS "t5"
                  WHERE
                    "t5"."status" = 'asserted'
                ) AS "t25"
                INNER JOIN (
                  SELECT
                    *
                  FROM "event_dates" AS "t6"
                  WHERE
                    "t6"."series_date" IS NOT NULL
                ) AS "t26"
                  ON "t25"."doc_id" = "t26"."doc_id" AND "t25"."event_no" = "t26"."event_no"
                LEFT OUTER JOIN "t19" AS "t32"
                  ON "t25"."place_country" = "t32"."code"
                  AND "t26"."series_date" >= "t32"."first_day"
                  AND "t26"."series_date" <= "t32"."last_day"
              ) AS "t34"
            ) AS "t37"
          ) AS "t40"
          INNER JOIN (
            SELECT
              "t51"."doc_id",
              "t51"."event_no",
              "t51"."a",
              "t51"."b",
              "t51"."a_acts",
              "t51"."b_acts",
              "t51"."a_forces",
              "t51"."b_forces",
              "t51"."state_forces",
              "t51"."on_a",
              "t51"."on_b",
              "t51"."on_other"
            FROM (
              SELECT
                *
              FROM (
                SELECT
                  "t49"."doc_id",
                  "t49"."event_no",
                  "t49"."a",
                  "t49"."b",
                  BOOL_OR(COALESCE("t49"."side", FALSE)) AS "side",
                  BOOL_OR(COALESCE("t49"."a_acts", FALSE)) AS "a_acts",
                  BOOL_OR(COALESCE("t49"."b_acts", FALSE)) AS "b_acts",
                  BOOL_OR(COALESCE("t49"."a_forces", FALSE)) AS "a_forces",
                  BOOL_OR(COALESCE("t49"."b_forces", FALSE)) AS "b_forces",
                  BOOL_OR(COALESCE("t49"."state_forces", FALSE)) AS "state_forces",
                  BOOL_OR(COALESCE("t49"."on_a", FALSE)) AS "on_a",
                  BOOL_OR(COALESCE("t49"."on_b", FALSE)) AS "on_b",
                  BOOL_OR(COALESCE("t49"."on_other", FALSE)) AS "on_other"
                FROM (
                  SELECT
                    "t44"."doc_id",
                    "t44"."event_no",
                    "t44"."role",
                    "t44"."country",
                    "t44"."sector",
                    "t44"."name",
                    "t44"."entity_id",
                    "t44"."day",
                    "t44"."a",
                    "t44"."b",
                    "t44"."country" IN ("t44"."a", "t44"."b") AS "side",
                    (
                      "t44"."role" = 'actor'
                    ) AND (
                      "t44"."country" = "t44"."a"
                    ) AS "a_acts",
                    (
                      "t44"."role" = 'actor'
                    ) AND (
                      "t44"."country" = "t44"."b"
                    ) AS "b_acts",
                    (
                      "t44"."role" = 'actor'
                    )
                    AND (
                      (
                        "t44"."country" IS NOT NULL
                      )
                      AND NOT (
                        "t44"."country" IN ('ISM', 'IMG', 'NGO', 'MNC')
                      )
                      AND (
                        (
                          "t44"."sector" = ''
                        )
                        OR (
                          (
                            POSITION('|GOV|' IN '|' || "t44"."sector" || '|') > 0
                          )
                          OR (
                            POSITION('|MIL|' IN '|' || "t44"."sector" || '|') > 0
                          )
                          OR (
                            POSITION('|SPY|' IN '|' || "t44"."sector" || '|') > 0
                          )
                        )
                      )
                    )
                    AND (
                      "t44"."country" = "t44"."a"
                    ) AS "a_forces",
                    (
                      "t44"."role" = 'actor'
                    )
                    AND (
                      (
                        "t44"."country" IS NOT NULL
                      )
                      AND NOT (
                        "t44"."country" IN ('ISM', 'IMG', 'NGO', 'MNC')
                      )
                      AND (
                        (
                          "t44"."sector" = ''
                        )
                        OR (
                          (
                            POSITION('|GOV|' IN '|' || "t44"."sector" || '|') > 0
                          )
                          OR (
                            POSITION('|MIL|' IN '|' || "t44"."sector" || '|') > 0
                          )
                          OR (
                            POSITION('|SPY|' IN '|' || "t44"."sector" || '|') > 0
                          )
                        )
                      )
                    )
                    AND (
                      "t44"."country" = "t44"."b"
                    ) AS "b_forces",
                    (
                      "t44"."role" = 'actor'
                    )
                    AND (
                      (
                        "t44"."country" IS NOT NULL
                      )
                      AND NOT (
                        "t44"."country" IN ('ISM', 'IMG', 'NGO', 'MNC')
                      )
                      AND (
                        (
                          "t44"."sector" = ''
                        )
                        OR (
                          (
                            POSITION('|GOV|' IN '|' || "t44"."sector" || '|') > 0
                          )
                          OR (
                            POSITION('|MIL|' IN '|' || "t44"."sector" || '|') > 0
                          )
                          OR (
                            POSITION('|SPY|' IN '|' || "t44"."sector" || '|') > 0
                          )
                        )
                      )
                    ) AS "state_forces",
                    (
                      "t44"."role" = 'recipient'
                    ) AND (
                      "t44"."country" = "t44"."a"
                    ) AS "on_a",
                    (
                      "t44"."role" = 'recipient'
                    ) AND (
                      "t44"."country" = "t44"."b"
                    ) AS "on_b",
                    (
                      "t44"."role" = 'recipient'
                    )
                    AND (
                      (
                        "t44"."country" IS NULL
                      )
                      OR NOT (
                        "t44"."country" IN ("t44"."a", "t44"."b")
                      )
                    ) AS "on_other"
                  FROM (
                    SELECT
                      "t43"."doc_id",
                      "t43"."event_no",
                      "t43"."role",
                      "t43"."country",
                      "t43"."sector",
                      "t43"."name",
                      "t43"."entity_id",
                      "t43"."day",
                      "t15"."a",
                      "t15"."b"
                    FROM (
                      SELECT
                        "t36"."doc_id",
                        "t36"."event_no",
                        "t36"."role",
                        COALESCE("t36"."group", "t36"."state", "t36"."country") AS "country",
                        CASE WHEN "t36"."group" IS NOT NULL THEN '' ELSE "t36"."sector" END AS "sector",
                        "t36"."name",
                        "t36"."entity_id",
                        "t36"."day"
                      FROM (
                        SELECT
                          "t11"."doc_id",
                          "t11"."event_no",
                          "t11"."role",
                          "t11"."country",
                          "t11"."sector",
                          "t11"."name",
                          "t11"."entity_id",
                          "t27"."day",
                          "t29"."side" AS "group",
                          "t33"."side" AS "state"
                        FROM "event_parties" AS "t11"
                        INNER JOIN (
                          SELECT
                            "t6"."doc_id",
                            "t6"."event_no",
                            "t6"."series_date" AS "day"
                          FROM "event_dates" AS "t6"
                          WHERE
                            "t6"."series_date" IS NOT NULL
                        ) AS "t27"
                          ON "t11"."doc_id" = "t27"."doc_id" AND "t11"."event_no" = "t27"."event_no"
                        LEFT OUTER JOIN "t18" AS "t29"
                          ON (
                            (
                              LOWER("t11"."name") = LOWER("t29"."code")
                            )
                            OR (
                              "t11"."entity_id" = "t29"."code"
                            )
                          )
                          AND "t27"."day" >= "t29"."first_day"
                          AND "t27"."day" <= "t29"."last_day"
                        LEFT OUTER JOIN "t19" AS "t33"
                          ON "t11"."country" = "t33"."code"
                          AND "t27"."day" >= "t33"."first_day"
                          AND "t27"."day" <= "t33"."last_day"
                      ) AS "t36"
                    ) AS "t43"
                    CROSS JOIN (
                      SELECT
                        "t1"."a",
                        "t1"."b"
                      FROM "asked" AS "t1"
                    ) AS "t15"
                  ) AS "t44"
                ) AS "t49"
                GROUP BY
                  1,
                  2,
                  3,
                  4
              ) AS "t50"
              WHERE
                "t50"."side"
            ) AS "t51"
          ) AS "t53"
            ON "t40"."doc_id" = "t53"."doc_id" AND "t40"."event_no" = "t53"."event_no"
          CROSS JOIN (
            SELECT
              "t1"."as_of",
              "t1"."dataset",
              "t1"."without"
            FROM "asked" AS "t1"
          ) AS "t17"
          LEFT OUTER JOIN "documents" AS "t9"
            ON "t40"."doc_id" = "t9"."doc_id"
        ) AS "t55"
      ) AS "t57"
      LEFT OUTER JOIN "reports" AS "t8"
        ON "t57"."doc_id" = "t8"."doc_id"
        AND "t57"."event_no" = "t8"."event_no"
        AND "t57"."event_id" = "t8"."event_id"
    ) AS "t58"
    WHERE
      (
        (
          "t58"."dataset" IS NULL
        ) OR (
          "t58"."dataset" = 'texts'
        )
      )
      AND (
        (
          "t58"."without" IS NULL
        )
        OR (
          "t58"."source" IS NULL
        )
        OR (
          "t58"."source" <> "t58"."without"
        )
      )
      AND (
        (
          "t58"."without" IS NULL
        ) OR (
          "t58"."without" <> 'texts'
        )
      )
      AND (
        (
          "t58"."as_of" IS NULL
        ) OR (
          "t58"."published" <= "t58"."as_of"
        )
      )
      AND (
        (
          "t58"."published" IS NULL
        ) OR (
          "t58"."series_date" <= "t58"."published"
        )
      )
  ) AS "t59"
  WHERE
    "t59"."direction" IS NOT NULL
) AS "t60"
UNION ALL
SELECT
  *
FROM (
  SELECT
    "t48"."a" || '-' || "t48"."b" AS "dyad",
    CASE
      WHEN COALESCE("t48"."event_type" = 'ASSAULT', FALSE)
      AND NOT (
        (
          "t48"."actor_sector" = ''
        )
        OR (
          (
            POSITION('|GOV|' IN '|' || "t48"."actor_sector" || '|') > 0
          )
          OR (
            POSITION('|MIL|' IN '|' || "t48"."actor_sector" || '|') > 0
          )
          OR (
            POSITION('|SPY|' IN '|' || "t48"."actor_sector" || '|') > 0
          )
        )
      )
      THEN '*>' || "t48"."recipient_country"
      WHEN NOT (
        "t48"."directed"
      )
      THEN "t48"."a" || '<>' || "t48"."b"
      ELSE "t48"."actor_country" || '>' || "t48"."recipient_country"
    END AS "direction",
    COALESCE(
      "t48"."event_type",
      'CAMEO ' || SUBSTRING("t48"."cameo" FROM CASE WHEN (
        0 + 1
      ) >= 1 THEN 0 + 1 ELSE 0 + 1 + LENGTH("t48"."cameo") END FOR 2)
    ) AS "event_type",
    CAST("t48"."quad_class" AS INT) AS "quad_class",
    "t48"."score",
    "t48"."day",
    "t48"."day_end",
    "t48"."day_end" > "t48"."day" AS "coarse",
    TRUE AS "live",
    "t48"."published",
    "t48"."reports",
    "t48"."dataset" AS "doc_id",
    0 AS "event_no",
    "t48"."dataset" || ':' || "t48"."source_id" || '@' || CAST("t48"."day" AS VARCHAR) AS "event_id",
    CAST(NULL AS VARCHAR) AS "cluster",
    FALSE AS "guessed",
    TRUE AS "imported"
  FROM (
    SELECT
      "t47"."dataset",
      "t47"."source_id",
      "t47"."day",
      "t47"."day_end",
      "t47"."published",
      "t47"."dyad",
      "t47"."directed",
      "t47"."actor_country",
      "t47"."actor_sector",
      "t47"."actor_name",
      "t47"."recipient_country",
      "t47"."recipient_sector",
      "t47"."recipient_name",
      "t47"."event_type",
      "t47"."cameo",
      "t47"."quad_class",
      "t47"."score",
      "t47"."reports",
      "t47"."publisher",
      "t16"."a",
      "t16"."b",
      "t16"."as_of",
      "t16"."only",
      "t16"."without"
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
        COALESCE("t45"."group", "t45"."state", "t45"."recipient_country") AS "recipient_country",
        CASE WHEN "t45"."group" IS NOT NULL THEN '' ELSE "t45"."recipient_sector" END AS "recipient_sector",
        "t45"."recipient_name",
        "t45"."event_type",
        "t45"."cameo",
        "t45"."quad_class",
        "t45"."score",
        "t45"."reports",
        "t45"."publisher"
      FROM (
        SELECT
          "t41"."dataset",
          "t41"."source_id",
          "t41"."day",
          "t41"."day_end",
          "t41"."published",
          "t41"."dyad",
          "t41"."directed",
          "t41"."actor_country",
          "t41"."actor_sector",
          "t41"."actor_name",
          "t41"."recipient_country",
          "t41"."recipient_sector",
          "t41"."recipient_name",
          "t41"."event_type",
          "t41"."cameo",
          "t41"."quad_class",
          "t41"."score",
          "t41"."reports",
          "t41"."publisher",
          "t28"."side" AS "group",
          "t30"."side" AS "state"
        FROM (
          SELECT
            "t35"."dataset",
            "t35"."source_id",
            "t35"."day",
            "t35"."day_end",
            "t35"."published",
            "t35"."dyad",
            "t35"."directed",
            COALESCE("t35"."group", "t35"."state", "t35"."actor_country") AS "actor_country",
            CASE WHEN "t35"."group" IS NOT NULL THEN '' ELSE "t35"."actor_sector" END AS "actor_sector",
            "t35"."actor_name",
            "t35"."recipient_country",
            "t35"."recipient_sector",
            "t35"."recipient_name",
            "t35"."event_type",
            "t35"."cameo",
            "t35"."quad_class",
            "t35"."score",
            "t35"."reports",
            "t35"."publisher"
          FROM (
            SELECT
              "t10"."dataset",
              "t10"."source_id",
              "t10"."day",
              "t10"."day_end",
              "t10"."published",
              "t10"."dyad",
              "t10"."directed",
              "t10"."actor_country",
              "t10"."actor_sector",
              "t10"."actor_name",
              "t10"."recipient_country",
              "t10"."recipient_sector",
              "t10"."recipient_name",
              "t10"."event_type",
              "t10"."cameo",
              "t10"."quad_class",
              "t10"."score",
              "t10"."reports",
              "t10"."publisher",
              "t28"."side" AS "group",
              "t31"."side" AS "state"
            FROM "imported_events" AS "t10"
            LEFT OUTER JOIN "t18" AS "t28"
              ON LOWER("t10"."actor_name") = LOWER("t28"."code")
              AND "t10"."day" >= "t28"."first_day"
              AND "t10"."day" <= "t28"."last_day"
            LEFT OUTER JOIN "t19" AS "t31"
              ON "t10"."actor_country" = "t31"."code"
              AND "t10"."day" >= "t31"."first_day"
              AND "t10"."day" <= "t31"."last_day"
          ) AS "t35"
        ) AS "t41"
        LEFT OUTER JOIN "t18" AS "t28"
          ON LOWER("t41"."recipient_name") = LOWER("t28"."code")
          AND "t41"."day" >= "t28"."first_day"
          AND "t41"."day" <= "t28"."last_day"
        LEFT OUTER JOIN "t19" AS "t30"
          ON "t41"."recipient_country" = "t30"."code"
          AND "t41"."day" >= "t30"."first_day"
          AND "t41"."day" <= "t30"."last_day"
      ) AS "t45"
    ) AS "t47"
    CROSS JOIN (
      SELECT
        "t1"."a",
        "t1"."b",
        "t1"."as_of",
        "t1"."dataset" AS "only",
        "t1"."without"
      FROM "asked" AS "t1"
    ) AS "t16"
  ) AS "t48"
  WHERE
    (
      (
        (
          "t48"."actor_country" = "t48"."a"
        )
        AND (
          "t48"."recipient_country" = "t48"."b"
        )
      )
      OR (
        (
          "t48"."actor_country" = "t48"."b"
        )
        AND (
          "t48"."recipient_country" = "t48"."a"
        )
      )
    )
    AND (
      (
        "t48"."only" IS NULL
      ) OR (
        "t48"."dataset" = "t48"."only"
      )
    )
    AND (
      (
        "t48"."without" IS NULL
      ) OR (
        "t48"."dataset" <> "t48"."without"
      )
    )
    AND (
      (
        "t48"."without" IS NULL
      )
      OR (
        "t48"."publisher" IS NULL
      )
      OR (
        "t48"."publisher" <> "t48"."without"
      )
    )
    AND (
      (
        "t48"."as_of" IS NULL
      ) OR (
        "t48"."published" <= "t48"."as_of"
      )
    )
    AND "t48"."day" <= "t48"."published"
) AS "t54"
