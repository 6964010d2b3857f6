-- Compiled from detente.relations.expressions; do not edit.
SELECT
  *
FROM (
  SELECT
    `t47`.`week`,
    `t47`.`direction`,
    `t47`.`quad_class`,
    COUNT(*) AS `events`,
    SUM(`t47`.`reports`) AS `reports`,
    SUM(`t47`.`score`) AS `score_sum`,
    SUM(GREATEST(-(
      `t47`.`score`
    ), 0.0)) AS `conflict`,
    BOOL_OR(`t47`.`live`) AS `live`,
    ARRAY_SORT(COLLECT_LIST(`t47`.`told`)) AS `told`
  FROM (
    SELECT
      `t46`.`doc_id`,
      `t46`.`event_no`,
      `t46`.`event_id`,
      `t46`.`event_type`,
      `t46`.`quad_class`,
      `t46`.`published`,
      `t46`.`direction`,
      `t46`.`score`,
      `t46`.`day`,
      `t46`.`day_end`,
      `t46`.`coarse`,
      `t46`.`live`,
      `t46`.`reports`,
      DATE_TRUNC('week', `t46`.`day`) AS `week`,
      CONCAT(
        CONCAT(
          CONCAT(
            CONCAT(CONCAT(CONCAT(CAST(`t46`.`day` AS STRING), '\t'), `t46`.`doc_id`), '\t'),
            LPAD(
              CAST(`t46`.`event_no` AS STRING),
              GREATEST(LENGTH(CAST(`t46`.`event_no` AS STRING)), 6),
              '0'
            )
          ),
          '\t'
        ),
        `t46`.`event_id`
      ) AS `told`
    FROM (
      SELECT
        `t45`.`doc_id`,
        `t45`.`event_no`,
        `t45`.`event_id`,
        `t45`.`event_type`,
        `t45`.`quad_class`,
        `t45`.`published`,
        `t45`.`direction`,
        `t45`.`score`,
        `t45`.`day`,
        `t45`.`day_end`,
        `t45`.`coarse`,
        `t45`.`live`,
        `t45`.`reports`
      FROM (
        SELECT
          `t44`.`doc_id`,
          `t44`.`event_no`,
          `t44`.`event_id`,
          `t44`.`event_type`,
          `t44`.`quad_class`,
          `t44`.`published`,
          `t44`.`direction`,
          `t44`.`score`,
          `t44`.`day`,
          `t44`.`day_end`,
          `t44`.`coarse`,
          `t44`.`live`,
          `t44`.`reports`,
          `t44`.`slot`
        FROM (
          SELECT
            *
          FROM (
            SELECT
              `t42`.`doc_id`,
              `t42`.`event_no`,
              `t42`.`event_id`,
              `t42`.`event_type`,
              `t42`.`quad_class`,
              `t42`.`published`,
              `t42`.`direction`,
              `t42`.`score`,
              `t42`.`day`,
              `t42`.`day_end`,
              `t42`.`coarse`,
              BOOL_OR(`t42`.`live`) OVER (
                PARTITION BY `t42`.`direction`, `t42`.`event_type`, `t42`.`slot`, `t42`.`day`
                ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
              ) AS `live`,
              SUM(`t42`.`reports`) OVER (
                PARTITION BY `t42`.`direction`, `t42`.`event_type`, `t42`.`slot`, `t42`.`day`
                ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
              ) AS `reports`,
              `t42`.`slot`,
              ROW_NUMBER() OVER (
                PARTITION BY `t42`.`direction`, `t42`.`event_type`, `t42`.`slot`, `t42`.`day`
                ORDER BY `t42`.`coarse` ASC NULLS LAST, `t42`.`published` ASC NULLS LAST, `t42`.`doc_id` ASC NULLS LAST, `t42`.`event_no` ASC NULLS LAST, `t42`.`event_id` ASC NULLS LAST
              ) - 1 AS `place_in_line`
            FROM (
              SELECT
                `t41`.`doc_id`,
                `t41`.`event_no`,
                `t41`.`event_id`,
                `t41`.`event_type`,
                `t41`.`quad_class`,
                `t41`.`published`,
                `t41`.`direction`,
                `t41`.`score`,
                `t41`.`day`,
                `t41`.`day_end`,
                `t41`.`coarse`,
                `t41`.`live`,
                `t41`.`reports`,
                `t41`.`slot`
              FROM (
                SELECT
                  `t40`.`doc_id`,
                  `t40`.`event_no`,
                  `t40`.`event_id`,
                  `t40`.`event_type`,
                  `t40`.`quad_class`,
                  `t40`.`published`,
                  `t40`.`direction`,
                  `t40`.`score`,
                  IF(
                    `t40`.`coarse` AND (
                      `t40`.`finer` <= `t40`.`day_end`
                    ),
                    `t40`.`finer`,
                    `t40`.`day`
                  ) AS `day`,
                  `t40`.`day_end`,
                  `t40`.`coarse`,
                  `t40`.`live`,
                  `t40`.`reports`,
                  `t40`.`slot`,
                  `t40`.`finer`
                FROM (
                  SELECT
                    `t39`.`doc_id`,
                    `t39`.`event_no`,
                    `t39`.`event_id`,
                    `t39`.`event_type`,
                    `t39`.`quad_class`,
                    `t39`.`published`,
                    `t39`.`direction`,
                    `t39`.`score`,
                    `t39`.`day`,
                    `t39`.`day_end`,
                    `t39`.`coarse`,
                    `t39`.`live`,
                    `t39`.`reports`,
                    `t39`.`slot`,
                    MIN(IF(`t39`.`coarse`, CAST(NULL AS DATE), `t39`.`day`)) OVER (
                      PARTITION BY `t39`.`direction`, `t39`.`event_type`
                      ORDER BY `t39`.`day` ASC NULLS LAST, `t39`.`coarse` DESC
                      ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING
                    ) AS `finer`
                  FROM (
                    SELECT
                      *
                    FROM (
                      SELECT
                        `t37`.`doc_id`,
                        `t37`.`event_no`,
                        `t37`.`event_id`,
                        `t37`.`event_type`,
                        `t37`.`quad_class`,
                        `t37`.`published`,
                        `t37`.`direction`,
                        `t37`.`score`,
                        `t37`.`day`,
                        `t37`.`day_end`,
                        `t37`.`coarse`,
                        `t37`.`live`,
                        `t37`.`reports`,
                        `t37`.`slot`
                      FROM (
                        SELECT
                          `t36`.`doc_id`,
                          `t36`.`event_no`,
                          `t36`.`event_id`,
                          `t36`.`event_type`,
                          `t36`.`quad_class`,
                          `t36`.`published`,
                          `t36`.`direction`,
                          `t36`.`score`,
                          `t36`.`day`,
                          `t36`.`day_end`,
                          `t36`.`coarse`,
                          `t36`.`live`,
                          `t36`.`reports`,
                          `t36`.`cluster`,
                          `t36`.`guessed`,
                          `t36`.`known`,
                          `t36`.`place_in_line`,
                          IF(
                            `t36`.`known`,
                            ROW_NUMBER() OVER (
                              PARTITION BY `t36`.`direction`, `t36`.`event_type`, `t36`.`day`, `t36`.`known`
                              ORDER BY `t36`.`published` ASC NULLS LAST, `t36`.`doc_id` ASC NULLS LAST, `t36`.`event_no` ASC NULLS LAST, `t36`.`event_id` ASC NULLS LAST
                            ) - 1,
                            0
                          ) AS `slot`
                        FROM (
                          SELECT
                            `t35`.`doc_id`,
                            `t35`.`event_no`,
                            `t35`.`event_id`,
                            `t35`.`event_type`,
                            `t35`.`quad_class`,
                            `t35`.`published`,
                            `t35`.`direction`,
                            `t35`.`score`,
                            `t35`.`day`,
                            IF(`t35`.`known`, `t35`.`day`, `t35`.`day_end`) AS `day_end`,
                            `t35`.`coarse` AND NOT (
                              `t35`.`known`
                            ) AS `coarse`,
                            `t35`.`live`,
                            `t35`.`reports`,
                            `t35`.`cluster`,
                            `t35`.`guessed`,
                            `t35`.`known`,
                            `t35`.`place_in_line`
                          FROM (
                            SELECT
                              `t34`.`doc_id`,
                              `t34`.`event_no`,
                              `t34`.`event_id`,
                              `t34`.`event_type`,
                              `t34`.`quad_class`,
                              `t34`.`published`,
                              `t34`.`direction`,
                              `t34`.`score`,
                              `t34`.`day`,
                              `t34`.`day_end`,
                              `t34`.`coarse`,
                              BOOL_OR(`t34`.`live`) OVER (
                                PARTITION BY COALESCE(`t34`.`cluster`, `t34`.`event_id`)
                                ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                              ) AS `live`,
                              CAST(SUM(`t34`.`reports`) OVER (
                                PARTITION BY COALESCE(`t34`.`cluster`, `t34`.`event_id`)
                                ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                              ) AS INT) AS `reports`,
                              `t34`.`cluster`,
                              `t34`.`guessed`,
                              `t34`.`cluster` IS NOT NULL AS `known`,
                              ROW_NUMBER() OVER (
                                PARTITION BY COALESCE(`t34`.`cluster`, `t34`.`event_id`)
                                ORDER BY `t34`.`coarse` ASC NULLS LAST, `t34`.`guessed` ASC NULLS LAST, `t34`.`published` ASC NULLS LAST, `t34`.`doc_id` ASC NULLS LAST, `t34`.`event_no` ASC NULLS LAST, `t34`.`event_id` ASC NULLS LAST
                              ) - 1 AS `place_in_line`
                            FROM (
                              SELECT
                                *
                              FROM (
                                SELECT
                                  `t32`.`doc_id`,
                                  `t32`.`event_no`,
                                  `t32`.`event_id`,
                                  `t32`.`event_type`,
                                  `t32`.`quad_class`,
                                  `t32`.`published`,
                                  CASE
                                    WHEN (
                                      `t32`.`event_type` = 'ASSAULT'
                                    )
                                    AND NOT (
                                      `t32`.`state_forces`
                                    )
                                    AND `t32`.`on_a`
                                    AND (
                                      `t32`.`b_acts` OR COALESCE(`t32`.`place_country` = `t32`.`b`, FALSE)
                                    )
                                    THEN CONCAT('*>', `t32`.`a`)
                                    WHEN (
                                      `t32`.`event_type` = 'ASSAULT'
                                    )
                                    AND NOT (
                                      `t32`.`state_forces`
                                    )
                                    AND `t32`.`on_b`
                                    AND (
                                      `t32`.`a_acts` OR COALESCE(`t32`.`place_country` = `t32`.`a`, FALSE)
                                    )
                                    THEN CONCAT('*>', `t32`.`b`)
                                    WHEN IF(`t32`.`event_type` = 'ASSAULT', `t32`.`a_forces`, `t32`.`a_acts`)
                                    AND IF(`t32`.`event_type` = 'ASSAULT', `t32`.`b_forces`, `t32`.`b_acts`)
                                    AND NOT (
                                      (
                                        `t32`.`quad_class` >= 3
                                      )
                                      AND `t32`.`on_other`
                                      AND NOT (
                                        `t32`.`on_a` OR `t32`.`on_b`
                                      )
                                    )
                                    THEN CONCAT(CONCAT(`t32`.`a`, '<>'), `t32`.`b`)
                                    WHEN IF(`t32`.`event_type` = 'ASSAULT', `t32`.`a_forces`, `t32`.`a_acts`)
                                    AND NOT (
                                      IF(`t32`.`event_type` = 'ASSAULT', `t32`.`b_forces`, `t32`.`b_acts`)
                                    )
                                    AND `t32`.`on_b`
                                    THEN CONCAT(CONCAT(`t32`.`a`, '>'), `t32`.`b`)
                                    WHEN IF(`t32`.`event_type` = 'ASSAULT', `t32`.`b_forces`, `t32`.`b_acts`)
                                    AND NOT (
                                      IF(`t32`.`event_type` = 'ASSAULT', `t32`.`a_forces`, `t32`.`a_acts`)
                                    )
                                    AND `t32`.`on_a`
                                    THEN CONCAT(CONCAT(`t32`.`b`, '>'), `t32`.`a`)
                                    ELSE NULL
                                  END AS `direction`,
                                  COALESCE(`t32`.`goldstein`, `t32`.`plover_score`) AS `score`,
                                  `t32`.`series_date` AS `day`,
                                  IF(
                                    COALESCE(`t32`.`date_precision` IN ('week', 'month'), FALSE),
                                    `t32`.`date_end`,
                                    `t32`.`series_date`
                                  ) AS `day_end`,
                                  COALESCE(`t32`.`date_precision` IN ('week', 'month'), FALSE) AS `coarse`,
                                  NOT (
                                    `t32`.`historical`
                                  ) AS `live`,
                                  1 AS `reports`,
                                  `t32`.`cluster_id` AS `cluster`,
                                  COALESCE(`t32`.`dated_by` = 'publication', FALSE) AS `guessed`
                                FROM (
                                  SELECT
                                    `t31`.`doc_id`,
                                    `t31`.`event_no`,
                                    `t31`.`event_id`,
                                    `t31`.`event_type`,
                                    `t31`.`quad_class`,
                                    `t31`.`plover_score`,
                                    `t31`.`goldstein`,
                                    `t31`.`place_country`,
                                    `t31`.`status`,
                                    `t31`.`historical`,
                                    `t31`.`published`,
                                    `t31`.`date_end`,
                                    `t31`.`date_precision`,
                                    `t31`.`series_date`,
                                    `t31`.`dated_by`,
                                    `t31`.`a`,
                                    `t31`.`b`,
                                    `t31`.`a_acts`,
                                    `t31`.`b_acts`,
                                    `t31`.`a_forces`,
                                    `t31`.`b_forces`,
                                    `t31`.`state_forces`,
                                    `t31`.`on_a`,
                                    `t31`.`on_b`,
                                    `t31`.`on_other`,
                                    `t31`.`as_of`,
                                    `t31`.`dataset`,
                                    `t31`.`without`,
                                    `t31`.`source`,
                                    `t8`.`cluster_id`
                                  FROM (
                                    SELECT
                                      `t29`.`doc_id`,
                                      `t29`.`event_no`,
                                      `t29`.`event_id`,
                                      `t29`.`event_type`,
                                      `t29`.`quad_class`,
                                      `t29`.`plover_score`,
                                      `t29`.`goldstein`,
                                      `t29`.`place_country`,
                                      `t29`.`status`,
                                      `t29`.`historical`,
                                      `t29`.`published`,
                                      `t29`.`date_end`,
                                      `t29`.`date_precision`,
                                      `t29`.`series_date`,
                                      `t29`.`dated_by`,
                                      `t29`.`a`,
                                      `t29`.`b`,
                                      `t29`.`a_acts`,
                                      `t29`.`b_acts`,
                                      `t29`.`a_forces`,
                                      `t29`.`b_forces`,
                                      `t29`.`state_forces`,
                                      `t29`.`on_a`,
                                      `t29`.`on_b`,
                                      `t29`.`on_other`,
                                      `t29`.`as_of`,
                                      `t29`.`dataset`,
                                      `t29`.`without`,
                                      `t29`.`source`
                                    FROM (
                                      SELECT
                                        `t19`.`doc_id`,
                                        `t19`.`event_no`,
                                        `t19`.`event_id`,
                                        `t19`.`event_type`,
                                        `t19`.`quad_class`,
                                        `t19`.`plover_score`,
                                        `t19`.`goldstein`,
                                        `t19`.`place_country`,
                                        `t19`.`status`,
                                        `t19`.`historical`,
                                        `t20`.`published`,
                                        `t20`.`date_end`,
                                        `t20`.`date_precision`,
                                        `t20`.`series_date`,
                                        `t20`.`dated_by`,
                                        `t28`.`a`,
                                        `t28`.`b`,
                                        `t28`.`a_acts`,
                                        `t28`.`b_acts`,
                                        `t28`.`a_forces`,
                                        `t28`.`b_forces`,
                                        `t28`.`state_forces`,
                                        `t28`.`on_a`,
                                        `t28`.`on_b`,
                                        `t28`.`on_other`,
                                        `t16`.`as_of`,
                                        `t16`.`dataset`,
                                        `t16`.`without`,
                                        `t9`.`doc_id` AS `doc_id_right`,
                                        `t9`.`source`
                                      FROM (
                                        SELECT
                                          *
                                        FROM `events` AS `t3`
                                        WHERE
                                          `t3`.`status` = 'asserted'
                                      ) AS `t19`
                                      INNER JOIN (
                                        SELECT
                                          *
                                        FROM `event_dates` AS `t5`
                                        WHERE
                                          `t5`.`series_date` IS NOT NULL
                                      ) AS `t20`
                                        ON `t19`.`doc_id` = `t20`.`doc_id` AND `t19`.`event_no` = `t20`.`event_no`
                                      INNER JOIN (
                                        SELECT
                                          `t26`.`doc_id`,
                                          `t26`.`event_no`,
                                          `t26`.`a`,
                                          `t26`.`b`,
                                          `t26`.`a_acts`,
                                          `t26`.`b_acts`,
                                          `t26`.`a_forces`,
                                          `t26`.`b_forces`,
                                          `t26`.`state_forces`,
                                          `t26`.`on_a`,
                                          `t26`.`on_b`,
                                          `t26`.`on_other`
                                        FROM (
                                          SELECT
                                            *
                                          FROM (
                                            SELECT
                                              `t23`.`doc_id`,
                                              `t23`.`event_no`,
                                              `t23`.`a`,
                                              `t23`.`b`,
                                              BOOL_OR(COALESCE(`t23`.`side`, FALSE)) AS `side`,
                                              BOOL_OR(COALESCE(`t23`.`a_acts`, FALSE)) AS `a_acts`,
                                              BOOL_OR(COALESCE(`t23`.`b_acts`, FALSE)) AS `b_acts`,
                                              BOOL_OR(COALESCE(`t23`.`a_forces`, FALSE)) AS `a_forces`,
                                              BOOL_OR(COALESCE(`t23`.`b_forces`, FALSE)) AS `b_forces`,
                                              BOOL_OR(COALESCE(`t23`.`state_forces`, FALSE)) AS `state_forces`,
                                              BOOL_OR(COALESCE(`t23`.`on_a`, FALSE)) AS `on_a`,
                                              BOOL_OR(COALESCE(`t23`.`on_b`, FALSE)) AS `on_b`,
                                              BOOL_OR(COALESCE(`t23`.`on_other`, FALSE)) AS `on_other`
                                            FROM (
                                              SELECT
                                                `t21`.`doc_id`,
                                                `t21`.`event_no`,
                                                `t21`.`role`,
                                                `t21`.`country`,
                                                `t21`.`sector`,
                                                `t21`.`name`,
                                                `t21`.`entity_id`,
                                                `t21`.`a`,
                                                `t21`.`b`,
                                                `t21`.`country` IN (`t21`.`a`, `t21`.`b`) AS `side`,
                                                (
                                                  `t21`.`role` = 'actor'
                                                ) AND (
                                                  `t21`.`country` = `t21`.`a`
                                                ) AS `a_acts`,
                                                (
                                                  `t21`.`role` = 'actor'
                                                ) AND (
                                                  `t21`.`country` = `t21`.`b`
                                                ) AS `b_acts`,
                                                (
                                                  `t21`.`role` = 'actor'
                                                )
                                                AND (
                                                  (
                                                    `t21`.`country` IS NOT NULL
                                                  )
                                                  AND NOT (
                                                    `t21`.`country` IN ('ISM', 'IMG', 'NGO', 'MNC')
                                                  )
                                                  AND (
                                                    (
                                                      `t21`.`sector` = ''
                                                    )
                                                    OR (
                                                      CONTAINS(CONCAT(CONCAT('|', `t21`.`sector`), '|'), '|GOV|')
                                                      OR CONTAINS(CONCAT(CONCAT('|', `t21`.`sector`), '|'), '|MIL|')
                                                      OR CONTAINS(CONCAT(CONCAT('|', `t21`.`sector`), '|'), '|SPY|')
                                                    )
                                                  )
                                                )
                                                AND (
                                                  `t21`.`country` = `t21`.`a`
                                                ) AS `a_forces`,
                                                (
                                                  `t21`.`role` = 'actor'
                                                )
                                                AND (
                                                  (
                                                    `t21`.`country` IS NOT NULL
                                                  )
                                                  AND NOT (
                                                    `t21`.`country` IN ('ISM', 'IMG', 'NGO', 'MNC')
                                                  )
                                                  AND (
                                                    (
                                                      `t21`.`sector` = ''
                                                    )
                                                    OR (
                                                      CONTAINS(CONCAT(CONCAT('|', `t21`.`sector`), '|'), '|GOV|')
                                                      OR CONTAINS(CONCAT(CONCAT('|', `t21`.`sector`), '|'), '|MIL|')
                                                      OR CONTAINS(CONCAT(CONCAT('|', `t21`.`sector`), '|'), '|SPY|')
                                                    )
                                                  )
                                                )
                                                AND (
                                                  `t21`.`country` = `t21`.`b`
                                                ) AS `b_forces`,
                                                (
                                                  `t21`.`role` = 'actor'
                                                )
                                                AND (
                                                  (
                                                    `t21`.`country` IS NOT NULL
                                                  )
                                                  AND NOT (
                                                    `t21`.`country` IN ('ISM', 'IMG', 'NGO', 'MNC')
                                                  )
                                                  AND (
                                                    (
                                                      `t21`.`sector` = ''
                                                    )
                                                    OR (
                                                      CONTAINS(CONCAT(CONCAT('|', `t21`.`sector`), '|'), '|GOV|')
                                                      OR CONTAINS(CONCAT(CONCAT('|', `t21`.`sector`), '|'), '|MIL|')
                                                      OR CONTAINS(CONCAT(CONCAT('|', `t21`.`sector`), '|'), '|SPY|')
                                                    )
                                                  )
                                                ) AS `state_forces`,
                                                (
                                                  `t21`.`role` = 'recipient'
                                                ) AND (
                                                  `t21`.`country` = `t21`.`a`
                                                ) AS `on_a`,
                                                (
                                                  `t21`.`role` = 'recipient'
                                                ) AND (
                                                  `t21`.`country` = `t21`.`b`
                                                ) AS `on_b`,
                                                (
                                                  `t21`.`role` = 'recipient'
                                                )
                                                AND (
                                                  (
                                                    `t21`.`country` IS NULL
                                                  )
                                                  OR NOT (
                                                    `t21`.`country` IN (`t21`.`a`, `t21`.`b`)
                                                  )
                                                ) AS `on_other`
                                              FROM (
                                                SELECT
                                                  `t10`.`doc_id`,
                                                  `t10`.`event_no`,
                                                  `t10`.`role`,
                                                  `t10`.`country`,
                                                  `t10`.`sector`,
                                                  `t10`.`name`,
                                                  `t10`.`entity_id`,
                                                  `t14`.`a`,
                                                  `t14`.`b`
                                                FROM `event_parties` AS `t10`
                                                CROSS JOIN (
                                                  SELECT
                                                    `t1`.`a`,
                                                    `t1`.`b`
                                                  FROM `asked` AS `t1`
                                                ) AS `t14`
                                              ) AS `t21`
                                            ) AS `t23`
                                            GROUP BY
                                              1,
                                              2,
                                              3,
                                              4
                                          ) AS `t25`
                                          WHERE
                                            `t25`.`side`
                                        ) AS `t26`
                                      ) AS `t28`
                                        ON `t19`.`doc_id` = `t28`.`doc_id` AND `t19`.`event_no` = `t28`.`event_no`
                                      CROSS JOIN (
                                        SELECT
                                          `t1`.`as_of`,
                                          `t1`.`dataset`,
                                          `t1`.`without`
                                        FROM `asked` AS `t1`
                                      ) AS `t16`
                                      LEFT OUTER JOIN `documents` AS `t9`
                                        ON `t19`.`doc_id` = `t9`.`doc_id`
                                    ) AS `t29`
                                  ) AS `t31`
                                  LEFT OUTER JOIN `reports` AS `t8`
                                    ON `t31`.`doc_id` = `t8`.`doc_id`
                                    AND `t31`.`event_no` = `t8`.`event_no`
                                    AND `t31`.`event_id` = `t8`.`event_id`
                                ) AS `t32`
                                WHERE
                                  (
                                    (
                                      `t32`.`dataset` IS NULL
                                    ) OR (
                                      `t32`.`dataset` = 'texts'
                                    )
                                  )
                                  AND (
                                    (
                                      `t32`.`without` IS NULL
                                    )
                                    OR (
                                      `t32`.`source` IS NULL
                                    )
                                    OR (
                                      `t32`.`source` <> `t32`.`without`
                                    )
                                  )
                                  AND (
                                    (
                                      `t32`.`without` IS NULL
                                    ) OR (
                                      `t32`.`without` <> 'texts'
                                    )
                                  )
                                  AND (
                                    (
                                      `t32`.`as_of` IS NULL
                                    ) OR (
                                      `t32`.`published` <= `t32`.`as_of`
                                    )
                                  )
                                  AND (
                                    (
                                      `t32`.`published` IS NULL
                                    ) OR (
                                      `t32`.`series_date` <= `t32`.`published`
                                    )
                                  )
                              ) AS `t33`
                              WHERE
                                `t33`.`direction` IS NOT NULL
                            ) AS `t34`
                          ) AS `t35`
                          WHERE
                            `t35`.`place_in_line` = 0
                        ) AS `t36`
                      ) AS `t37`
                    ) AS `t38`
                    UNION ALL
                    SELECT
                      *
                    FROM (
                      SELECT
                        `t22`.`dataset` AS `doc_id`,
                        0 AS `event_no`,
                        CONCAT(
                          CONCAT(CONCAT(CONCAT(`t22`.`dataset`, ':'), `t22`.`source_id`), '@'),
                          CAST(`t22`.`day` AS STRING)
                        ) AS `event_id`,
                        COALESCE(
                          `t22`.`event_type`,
                          CONCAT(
                            'CAMEO ',
                            SUBSTRING(`t22`.`cameo`, IF((
                              0 + 1
                            ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t22`.`cameo`)), 2)
                          )
                        ) AS `event_type`,
                        CAST(`t22`.`quad_class` AS INT) AS `quad_class`,
                        `t22`.`published`,
                        CASE
                          WHEN COALESCE(`t22`.`event_type` = 'ASSAULT', FALSE)
                          AND NOT (
                            (
                              `t22`.`actor_sector` = ''
                            )
                            OR (
                              CONTAINS(CONCAT(CONCAT('|', `t22`.`actor_sector`), '|'), '|GOV|')
                              OR CONTAINS(CONCAT(CONCAT('|', `t22`.`actor_sector`), '|'), '|MIL|')
                              OR CONTAINS(CONCAT(CONCAT('|', `t22`.`actor_sector`), '|'), '|SPY|')
                            )
                          )
                          THEN CONCAT('*>', `t22`.`recipient_country`)
                          WHEN NOT (
                            `t22`.`directed`
                          )
                          THEN CONCAT(
                            CONCAT(
                              SUBSTRING(`t22`.`dyad`, IF((
                                0 + 1
                              ) >= 1, 0 + 1, 0 + 1 + LENGTH(`t22`.`dyad`)), 3),
                              '<>'
                            ),
                            RIGHT(`t22`.`dyad`, 3)
                          )
                          ELSE CONCAT(CONCAT(`t22`.`actor_country`, '>'), `t22`.`recipient_country`)
                        END AS `direction`,
                        `t22`.`score`,
                        `t22`.`day`,
                        `t22`.`day_end`,
                        `t22`.`day_end` > `t22`.`day` AS `coarse`,
                        TRUE AS `live`,
                        `t22`.`reports`,
                        0 AS `slot`
                      FROM (
                        SELECT
                          `t7`.`dataset`,
                          `t7`.`source_id`,
                          `t7`.`day`,
                          `t7`.`day_end`,
                          `t7`.`published`,
                          `t7`.`dyad`,
                          `t7`.`directed`,
                          `t7`.`actor_country`,
                          `t7`.`actor_sector`,
                          `t7`.`actor_name`,
                          `t7`.`recipient_country`,
                          `t7`.`recipient_sector`,
                          `t7`.`recipient_name`,
                          `t7`.`event_type`,
                          `t7`.`cameo`,
                          `t7`.`quad_class`,
                          `t7`.`score`,
                          `t7`.`reports`,
                          `t7`.`publisher`,
                          `t15`.`a`,
                          `t15`.`b`,
                          `t15`.`as_of`,
                          `t15`.`only`,
                          `t15`.`without`
                        FROM `imported_events` AS `t7`
                        CROSS JOIN (
                          SELECT
                            `t1`.`a`,
                            `t1`.`b`,
                            `t1`.`as_of`,
                            `t1`.`dataset` AS `only`,
                            `t1`.`without`
                          FROM `asked` AS `t1`
                        ) AS `t15`
                      ) AS `t22`
                      WHERE
                        `t22`.`dyad` = CONCAT(CONCAT(LEAST(`t22`.`a`, `t22`.`b`), '-'), GREATEST(`t22`.`a`, `t22`.`b`))
                        AND (
                          (
                            `t22`.`only` IS NULL
                          ) OR (
                            `t22`.`dataset` = `t22`.`only`
                          )
                        )
                        AND (
                          (
                            `t22`.`without` IS NULL
                          ) OR (
                            `t22`.`dataset` <> `t22`.`without`
                          )
                        )
                        AND (
                          (
                            `t22`.`without` IS NULL
                          )
                          OR (
                            `t22`.`publisher` IS NULL
                          )
                          OR (
                            `t22`.`publisher` <> `t22`.`without`
                          )
                        )
                        AND (
                          (
                            `t22`.`as_of` IS NULL
                          ) OR (
                            `t22`.`published` <= `t22`.`as_of`
                          )
                        )
                        AND `t22`.`day` <= `t22`.`published`
                    ) AS `t24`
                  ) AS `t39`
                ) AS `t40`
              ) AS `t41`
            ) AS `t42`
          ) AS `t43`
          WHERE
            `t43`.`place_in_line` = 0
        ) AS `t44`
      ) AS `t45`
    ) AS `t46`
  ) AS `t47`
  GROUP BY
    1,
    2,
    3
) AS `t48`
ORDER BY
  `t48`.`week` ASC NULLS LAST,
  `t48`.`direction` ASC NULLS LAST,
  `t48`.`quad_class` ASC NULLS LAST
