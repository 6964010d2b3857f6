-- Compiled from detente.relations.expressions; do not edit.
WITH asked AS (SELECT CAST($a AS VARCHAR) AS a, CAST($b AS VARCHAR) AS b, CAST($as_of AS DATE) AS as_of, CAST($dataset AS VARCHAR) AS dataset, CAST($without AS VARCHAR) AS without),
members AS (SELECT unnest(CAST($member_side AS VARCHAR[])) AS side, unnest(CAST($member_kind AS VARCHAR[])) AS kind, unnest(CAST($member_code AS VARCHAR[])) AS code, unnest(CAST($member_first AS DATE[])) AS first_day, unnest(CAST($member_last AS DATE[])) AS last_day),
"t18" AS (
  SELECT
    *
  FROM "members" AS "t3"
  WHERE
    "t3"."kind" = 'group'
), "t19" AS (
  SELECT
    *
  FROM "members" AS "t3"
  WHERE
    "t3"."kind" = 'state'
)
SELECT
  "t72"."dyad",
  "t72"."day",
  "t72"."direction",
  "t72"."event_type",
  "t72"."quad_class",
  "t72"."score",
  "t72"."reports",
  "t72"."live",
  "t72"."doc_id",
  "t72"."event_no",
  "t72"."event_id"
FROM (
  SELECT
    "t71"."doc_id",
    "t71"."event_no",
    "t71"."event_id",
    "t71"."event_type",
    "t71"."quad_class",
    "t71"."published",
    "t71"."direction",
    "t71"."score",
    "t71"."day",
    "t71"."day_end",
    "t71"."coarse",
    "t71"."live",
    "t71"."reports",
    "t71"."dyad"
  FROM (
    SELECT
      "t70"."doc_id",
      "t70"."event_no",
      "t70"."event_id",
      "t70"."event_type",
      "t70"."quad_class",
      "t70"."published",
      "t70"."direction",
      "t70"."score",
      "t70"."day",
      "t70"."day_end",
      "t70"."coarse",
      "t70"."live",
      "t70"."reports",
      "t70"."dyad",
      "t70"."slot"
    FROM (
      SELECT
        *
      FROM (
        SELECT
          "t68"."doc_id",
          "t68"."event_no",
          "t68"."event_id",
          "t68"."event_type",
          "t68"."quad_class",
          "t68"."published",
          "t68"."direction",
          "t68"."score",
          "t68"."day",
          "t68"."day_end",
          "t68"."coarse",
          BOOL_OR("t68"."live") OVER (
            PARTITION BY "t68"."dyad", "t68"."direction", "t68"."event_type", "t68"."slot", "t68"."day"
            ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
          ) AS "live",
          SUM("t68"."reports") OVER (
            PARTITION BY "t68"."dyad", "t68"."direction", "t68"."event_type", "t68"."slot", "t68"."day"
            ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
          ) AS "reports",
          "t68"."dyad",
          "t68"."slot",
          ROW_NUMBER() OVER (
            PARTITION BY "t68"."dyad", "t68"."direction", "t68"."event_type", "t68"."slot", "t68"."day"
            ORDER BY "t68"."coarse" ASC, "t68"."published" ASC, "t68"."doc_id" ASC, "t68"."event_no" ASC, "t68"."event_id" ASC
            ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
          ) - 1 AS "place_in_line"
        FROM (
          SELECT
            "t67"."doc_id",
            "t67"."event_no",
            "t67"."event_id",
            "t67"."event_type",
            "t67"."quad_class",
            "t67"."published",
            "t67"."direction",
            "t67"."score",
            "t67"."day",
            "t67"."day_end",
            "t67"."coarse",
            "t67"."live",
            "t67"."reports",
            "t67"."dyad",
            "t67"."slot"
          FROM (
            SELECT
              "t66"."doc_id",
              "t66"."event_no",
              "t66"."event_id",
              "t66"."event_type",
              "t66"."quad_class",
              "t66"."published",
              "t66"."direction",
              "t66"."score",
              CASE
                WHEN "t66"."coarse" AND (
                  "t66"."finer" <= "t66"."day_end"
                )
                THEN "t66"."finer"
                ELSE "t66"."day"
              END AS "day",
              "t66"."day_end",
              "t66"."coarse",
              "t66"."live",
              "t66"."reports",
              "t66"."dyad",
              "t66"."slot",
              "t66"."finer"
            FROM (
              SELECT
                "t65"."doc_id",
                "t65"."event_no",
                "t65"."event_id",
                "t65"."event_type",
                "t65"."quad_class",
                "t65"."published",
                "t65"."direction",
                "t65"."score",
                "t65"."day",
                "t65"."day_end",
                "t65"."coarse",
                "t65"."live",
                "t65"."reports",
                "t65"."dyad",
                "t65"."slot",
                MIN(CASE WHEN "t65"."coarse" THEN CAST(NULL AS DATE) ELSE "t65"."day" END) OVER (
                  PARTITION BY "t65"."dyad", "t65"."direction", "t65"."event_type"
                  ORDER BY "t65"."day" ASC, "t65"."coarse" DESC NULLS LAST
                  ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING
                ) AS "finer"
              FROM (
                SELECT
                  *
                FROM (
                  SELECT
                    "t63"."doc_id",
                    "t63"."event_no",
                    "t63"."event_id",
                    "t63"."event_type",
                    "t63"."quad_class",
                    "t63"."published",
                    "t63"."direction",
                    "t63"."score",
                    "t63"."day",
                    "t63"."day_end",
                    "t63"."coarse",
                    "t63"."live",
                    "t63"."reports",
                    "t63"."dyad",
                    "t63"."slot"
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
                      "t62"."reports",
                      "t62"."cluster",
                      "t62"."guessed",
                      "t62"."dyad",
                      "t62"."known",
                      "t62"."place_in_line",
                      CASE
                        WHEN "t62"."known"
                        THEN ROW_NUMBER() OVER (
                          PARTITION BY "t62"."dyad", "t62"."direction", "t62"."event_type", "t62"."day", "t62"."known"
                          ORDER BY "t62"."published" ASC, "t62"."doc_id" ASC, "t62"."event_no" ASC, "t62"."event_id" ASC
                          ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                        ) - 1
                        ELSE 0
                      END AS "slot"
                    FROM (
                      SELECT
                        "t61"."doc_id",
                        "t61"."event_no",
                        "t61"."event_id",
                        "t61"."event_type",
                        "t61"."quad_class",
                        "t61"."published",
                        "t61"."direction",
                        "t61"."score",
                        "t61"."day",
                        CASE WHEN "t61"."known" THEN "t61"."day" ELSE "t61"."day_end" END AS "day_end",
                        "t61"."coarse" AND NOT (
                          "t61"."known"
                        ) AS "coarse",
                        "t61"."live",
                        "t61"."reports",
                        "t61"."cluster",
                        "t61"."guessed",
                        "t61"."dyad",
                        "t61"."known",
                        "t61"."place_in_line"
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
                            PARTITION BY "t60"."dyad", COALESCE("t60"."cluster", "t60"."event_id")
                            ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                          ) AS "live",
                          CAST(SUM("t60"."reports") OVER (
                            PARTITION BY "t60"."dyad", COALESCE("t60"."cluster", "t60"."event_id")
                            ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                          ) AS INT) AS "reports",
                          "t60"."cluster",
                          "t60"."guessed",
                          "t60"."dyad",
                          "t60"."cluster" IS NOT NULL AS "known",
                          ROW_NUMBER() OVER (
                            PARTITION BY "t60"."dyad", COALESCE("t60"."cluster", "t60"."event_id")
                            ORDER BY "t60"."coarse" ASC, "t60"."guessed" ASC, "t60"."published" ASC, "t60"."doc_id" ASC, "t60"."event_no" ASC, "t60"."event_id" ASC
                            ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                          ) - 1 AS "place_in_line"
                        FROM (
                          SELECT
                            *
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
                                    "t10"."doc_id" AS "doc_id_right",
                                    "t10"."source"
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
                                                "t0"."a",
                                                "t0"."b"
                                              FROM "asked" AS "t0"
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
                                      "t0"."as_of",
                                      "t0"."dataset",
                                      "t0"."without"
                                    FROM "asked" AS "t0"
                                  ) AS "t17"
                                  LEFT OUTER JOIN "documents" AS "t10"
                                    ON "t40"."doc_id" = "t10"."doc_id"
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
                      ) AS "t61"
                      WHERE
                        "t61"."place_in_line" = 0
                    ) AS "t62"
                  ) AS "t63"
                ) AS "t64"
                UNION ALL
                SELECT
                  *
                FROM (
                  SELECT
                    "t48"."dataset" AS "doc_id",
                    0 AS "event_no",
                    "t48"."dataset" || ':' || "t48"."source_id" || '@' || CAST("t48"."day" AS VARCHAR) AS "event_id",
                    COALESCE(
                      "t48"."event_type",
                      'CAMEO ' || SUBSTRING("t48"."cameo" FROM CASE WHEN (
                        0 + 1
                      ) >= 1 THEN 0 + 1 ELSE 0 + 1 + LENGTH("t48"."cameo") END FOR 2)
                    ) AS "event_type",
                    CAST("t48"."quad_class" AS INT) AS "quad_class",
                    "t48"."published",
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
                    "t48"."score",
                    "t48"."day",
                    "t48"."day_end",
                    "t48"."day_end" > "t48"."day" AS "coarse",
                    TRUE AS "live",
                    "t48"."reports",
                    "t48"."a" || '-' || "t48"."b" AS "dyad",
                    0 AS "slot"
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
                              "t9"."dataset",
                              "t9"."source_id",
                              "t9"."day",
                              "t9"."day_end",
                              "t9"."published",
                              "t9"."dyad",
                              "t9"."directed",
                              "t9"."actor_country",
                              "t9"."actor_sector",
                              "t9"."actor_name",
                              "t9"."recipient_country",
                              "t9"."recipient_sector",
                              "t9"."recipient_name",
                              "t9"."event_type",
                              "t9"."cameo",
                              "t9"."quad_class",
                              "t9"."score",
                              "t9"."reports",
                              "t9"."publisher",
                              "t28"."side" AS "group",
                              "t31"."side" AS "state"
                            FROM "imported_events" AS "t9"
                            LEFT OUTER JOIN "t18" AS "t28"
                              ON LOWER("t9"."actor_name") = LOWER("t28"."code")
                              AND "t9"."day" >= "t28"."first_day"
                              AND "t9"."day" <= "t28"."last_day"
                            LEFT OUTER JOIN "t19" AS "t31"
                              ON "t9"."actor_country" = "t31"."code"
                              AND "t9"."day" >= "t31"."first_day"
                              AND "t9"."day" <= "t31"."last_day"
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
                        "t0"."a",
                        "t0"."b",
                        "t0"."as_of",
                        "t0"."dataset" AS "only",
                        "t0"."without"
                      FROM "asked" AS "t0"
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
              ) AS "t65"
            ) AS "t66"
          ) AS "t67"
        ) AS "t68"
      ) AS "t69"
      WHERE
        "t69"."place_in_line" = 0
    ) AS "t70"
  ) AS "t71"
) AS "t72"
ORDER BY
  "t72"."dyad" ASC,
  "t72"."day" ASC,
  "t72"."direction" ASC,
  "t72"."event_type" ASC,
  "t72"."event_id" ASC
