-- Compiled from detente.relations.expressions; do not edit.
WITH `t23` AS (
  SELECT DISTINCT
    *
  FROM (
    SELECT
      *
    FROM (
      SELECT
        `t6`.`doc_id`,
        `t6`.`event_no`,
        `t6`.`country`
      FROM `event_parties` AS `t6`
    ) AS `t13`
    UNION ALL
    SELECT
      *
    FROM (
      SELECT
        `t3`.`doc_id`,
        `t3`.`event_no`,
        `t3`.`place_country` AS `country`
      FROM `events` AS `t3`
      WHERE
        `t3`.`status` = 'asserted'
    ) AS `t17`
  ) AS `t20`
  WHERE
    `t20`.`country` IS NOT NULL
    AND NOT (
      `t20`.`country` IN ('ISM', 'IMG', 'NGO', 'MNC')
    )
)
SELECT
  `t57`.`dyad`,
  `t57`.`week`,
  `t57`.`month`,
  `t57`.`direction`,
  `t57`.`quad_class`,
  COUNT(*) AS `events`,
  SUM(`t57`.`reports`) AS `reports`,
  SUM(`t57`.`score`) AS `score_sum`
FROM (
  SELECT
    `t56`.`doc_id`,
    `t56`.`event_no`,
    `t56`.`event_id`,
    `t56`.`event_type`,
    `t56`.`quad_class`,
    `t56`.`published`,
    `t56`.`direction`,
    `t56`.`score`,
    `t56`.`day`,
    `t56`.`day_end`,
    `t56`.`coarse`,
    `t56`.`live`,
    `t56`.`reports`,
    `t56`.`dyad`,
    DATE_TRUNC(`t56`.`day`, WEEK(MONDAY)) AS `week`,
    DATE_TRUNC(`t56`.`day`, MONTH) AS `month`
  FROM (
    SELECT
      `t55`.*
      EXCEPT (`slot`)
    FROM (
      SELECT
        `t54`.*
        EXCEPT (`place_in_line`)
      FROM (
        SELECT
          *
        FROM (
          SELECT
            `t52`.`doc_id`,
            `t52`.`event_no`,
            `t52`.`event_id`,
            `t52`.`event_type`,
            `t52`.`quad_class`,
            `t52`.`published`,
            `t52`.`direction`,
            `t52`.`score`,
            `t52`.`day`,
            `t52`.`day_end`,
            `t52`.`coarse`,
            LOGICAL_OR(`t52`.`live`) OVER (
              PARTITION BY `t52`.`dyad`, `t52`.`direction`, `t52`.`event_type`, `t52`.`slot`, `t52`.`day`
              ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
            ) AS `live`,
            SUM(`t52`.`reports`) OVER (
              PARTITION BY `t52`.`dyad`, `t52`.`direction`, `t52`.`event_type`, `t52`.`slot`, `t52`.`day`
              ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
            ) AS `reports`,
            `t52`.`dyad`,
            `t52`.`slot`,
            ROW_NUMBER() OVER (
              PARTITION BY `t52`.`dyad`, `t52`.`direction`, `t52`.`event_type`, `t52`.`slot`, `t52`.`day`
              ORDER BY `t52`.`coarse` ASC, `t52`.`published` ASC, `t52`.`doc_id` ASC, `t52`.`event_no` ASC, `t52`.`event_id` ASC
            ) - 1 AS `place_in_line`
          FROM (
            SELECT
              `t51`.*
              EXCEPT (`finer`)
            FROM (
              SELECT
                `t50`.`doc_id`,
                `t50`.`event_no`,
                `t50`.`event_id`,
                `t50`.`event_type`,
                `t50`.`quad_class`,
                `t50`.`published`,
                `t50`.`direction`,
                `t50`.`score`,
                IF(
                  `t50`.`coarse` AND (
                    `t50`.`finer` <= `t50`.`day_end`
                  ),
                  `t50`.`finer`,
                  `t50`.`day`
                ) AS `day`,
                `t50`.`day_end`,
                `t50`.`coarse`,
                `t50`.`live`,
                `t50`.`reports`,
                `t50`.`dyad`,
                `t50`.`slot`,
                `t50`.`finer`
              FROM (
                SELECT
                  `t49`.`doc_id`,
                  `t49`.`event_no`,
                  `t49`.`event_id`,
                  `t49`.`event_type`,
                  `t49`.`quad_class`,
                  `t49`.`published`,
                  `t49`.`direction`,
                  `t49`.`score`,
                  `t49`.`day`,
                  `t49`.`day_end`,
                  `t49`.`coarse`,
                  `t49`.`live`,
                  `t49`.`reports`,
                  `t49`.`dyad`,
                  `t49`.`slot`,
                  MIN(IF(`t49`.`coarse`, CAST(NULL AS DATE), `t49`.`day`)) OVER (
                    PARTITION BY `t49`.`dyad`, `t49`.`direction`, `t49`.`event_type`
                    ORDER BY `t49`.`day` ASC, `t49`.`coarse` DESC
                    ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING
                  ) AS `finer`
                FROM (
                  SELECT
                    *
                  FROM (
                    SELECT
                      `t47`.`doc_id`,
                      `t47`.`event_no`,
                      `t47`.`event_id`,
                      `t47`.`event_type`,
                      `t47`.`quad_class`,
                      `t47`.`published`,
                      `t47`.`direction`,
                      `t47`.`score`,
                      `t47`.`day`,
                      `t47`.`day_end`,
                      `t47`.`coarse`,
                      `t47`.`live`,
                      `t47`.`reports`,
                      `t47`.`dyad`,
                      `t47`.`slot`
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
                        `t46`.`cluster`,
                        `t46`.`guessed`,
                        `t46`.`dyad`,
                        `t46`.`known`,
                        `t46`.`place_in_line`,
                        IF(
                          `t46`.`known`,
                          ROW_NUMBER() OVER (
                            PARTITION BY `t46`.`dyad`, `t46`.`direction`, `t46`.`event_type`, `t46`.`day`, `t46`.`known`
                            ORDER BY `t46`.`published` ASC, `t46`.`doc_id` ASC, `t46`.`event_no` ASC, `t46`.`event_id` ASC
                          ) - 1,
                          0
                        ) AS `slot`
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
                          IF(`t45`.`known`, `t45`.`day`, `t45`.`day_end`) AS `day_end`,
                          `t45`.`coarse` AND NOT (
                            `t45`.`known`
                          ) AS `coarse`,
                          `t45`.`live`,
                          `t45`.`reports`,
                          `t45`.`cluster`,
                          `t45`.`guessed`,
                          `t45`.`dyad`,
                          `t45`.`known`,
                          `t45`.`place_in_line`
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
                            LOGICAL_OR(`t44`.`live`) OVER (
                              PARTITION BY `t44`.`dyad`, COALESCE(`t44`.`cluster`, `t44`.`event_id`)
                              ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                            ) AS `live`,
                            CAST(SUM(`t44`.`reports`) OVER (
                              PARTITION BY `t44`.`dyad`, COALESCE(`t44`.`cluster`, `t44`.`event_id`)
                              ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
                            ) AS INT64) AS `reports`,
                            `t44`.`cluster`,
                            `t44`.`guessed`,
                            `t44`.`dyad`,
                            `t44`.`cluster` IS NOT NULL AS `known`,
                            ROW_NUMBER() OVER (
                              PARTITION BY `t44`.`dyad`, COALESCE(`t44`.`cluster`, `t44`.`event_id`)
                              ORDER BY `t44`.`coarse` ASC, `t44`.`guessed` ASC, `t44`.`published` ASC, `t44`.`doc_id` ASC, `t44`.`event_no` ASC, `t44`.`event_id` ASC
                            ) - 1 AS `place_in_line`
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
                                CASE
                                  WHEN (
                                    `t42`.`event_type` = 'ASSAULT'
                                  )
                                  AND NOT (
                                    `t42`.`state_forces`
                                  )
                                  AND `t42`.`on_a`
                                  AND (
                                    `t42`.`b_acts` OR COALESCE(`t42`.`place_country` = `t42`.`b`, FALSE)
                                  )
                                  THEN CONCAT('*>', `t42`.`a`)
                                  WHEN (
                                    `t42`.`event_type` = 'ASSAULT'
                                  )
                                  AND NOT (
                                    `t42`.`state_forces`
                                  )
                                  AND `t42`.`on_b`
                                  AND (
                                    `t42`.`a_acts` OR COALESCE(`t42`.`place_country` = `t42`.`a`, FALSE)
                                  )
                                  THEN CONCAT('*>', `t42`.`b`)
                                  WHEN IF(`t42`.`event_type` = 'ASSAULT', `t42`.`a_forces`, `t42`.`a_acts`)
                                  AND IF(`t42`.`event_type` = 'ASSAULT', `t42`.`b_forces`, `t42`.`b_acts`)
                                  AND NOT (
                                    (
                                      `t42`.`quad_class` >= 3
                                    )
                                    AND `t42`.`on_other`
                                    AND NOT (
                                      `t42`.`on_a` OR `t42`.`on_b`
                                    )
                                  )
                                  THEN CONCAT(CONCAT(`t42`.`a`, '<>'), `t42`.`b`)
                                  WHEN IF(`t42`.`event_type` = 'ASSAULT', `t42`.`a_forces`, `t42`.`a_acts`)
                                  AND NOT (
                                    IF(`t42`.`event_type` = 'ASSAULT', `t42`.`b_forces`, `t42`.`b_acts`)
                                  )
                                  AND `t42`.`on_b`
                                  THEN CONCAT(CONCAT(`t42`.`a`, '>'), `t42`.`b`)
                                  WHEN IF(`t42`.`event_type` = 'ASSAULT', `t42`.`b_forces`, `t42`.`b_acts`)
                                  AND NOT (
                                    IF(`t42`.`event_type` = 'ASSAULT', `t42`.`a_forces`, `t42`.`a_acts`)
                                  )
                                  AND `t42`.`on_a`
                                  THEN CONCAT(CONCAT(`t42`.`b`, '>'), `t42`.`a`)
                                  ELSE NULL
                                END AS `direction`,
                                COALESCE(`t42`.`goldstein`, `t42`.`plover_score`) AS `score`,
                                `t42`.`series_date` AS `day`,
                                IF(
                                  COALESCE(`t42`.`date_precision` IN ('week', 'month'), FALSE),
                                  `t42`.`date_end`,
                                  `t42`.`series_date`
                                ) AS `day_end`,
                                COALESCE(`t42`.`date_precision` IN ('week', 'month'), FALSE) AS `coarse`,
                                NOT (
                                  `t42`.`historical`
                                ) AS `live`,
                                1 AS `reports`,
                                `t42`.`cluster_id` AS `cluster`,
                                COALESCE(`t42`.`dated_by` = 'publication', FALSE) AS `guessed`,
                                CONCAT(CONCAT(`t42`.`a`, '-'), `t42`.`b`) AS `dyad`
                              FROM (
                                SELECT
                                  `t41`.`doc_id`,
                                  `t41`.`event_no`,
                                  `t41`.`event_id`,
                                  `t41`.`event_type`,
                                  `t41`.`quad_class`,
                                  `t41`.`plover_score`,
                                  `t41`.`goldstein`,
                                  `t41`.`place_country`,
                                  `t41`.`status`,
                                  `t41`.`historical`,
                                  `t41`.`published`,
                                  `t41`.`date_end`,
                                  `t41`.`date_precision`,
                                  `t41`.`series_date`,
                                  `t41`.`dated_by`,
                                  `t41`.`a`,
                                  `t41`.`b`,
                                  `t41`.`a_acts`,
                                  `t41`.`b_acts`,
                                  `t41`.`a_forces`,
                                  `t41`.`b_forces`,
                                  `t41`.`state_forces`,
                                  `t41`.`on_a`,
                                  `t41`.`on_b`,
                                  `t41`.`on_other`,
                                  `t41`.`as_of`,
                                  `t41`.`dataset`,
                                  `t41`.`without`,
                                  `t41`.`source`,
                                  `t8`.`cluster_id`
                                FROM (
                                  SELECT
                                    `t39`.*
                                    EXCEPT (`doc_id_right`)
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
                                      `t21`.`published`,
                                      `t21`.`date_end`,
                                      `t21`.`date_precision`,
                                      `t21`.`series_date`,
                                      `t21`.`dated_by`,
                                      `t38`.`a`,
                                      `t38`.`b`,
                                      `t38`.`a_acts`,
                                      `t38`.`b_acts`,
                                      `t38`.`a_forces`,
                                      `t38`.`b_forces`,
                                      `t38`.`state_forces`,
                                      `t38`.`on_a`,
                                      `t38`.`on_b`,
                                      `t38`.`on_other`,
                                      `t15`.`as_of`,
                                      `t15`.`dataset`,
                                      `t15`.`without`,
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
                                    ) AS `t21`
                                      ON `t19`.`doc_id` = `t21`.`doc_id` AND `t19`.`event_no` = `t21`.`event_no`
                                    INNER JOIN (
                                      SELECT
                                        `t36`.*
                                        EXCEPT (`side`)
                                      FROM (
                                        SELECT
                                          *
                                        FROM (
                                          SELECT
                                            `t34`.`doc_id`,
                                            `t34`.`event_no`,
                                            `t34`.`a`,
                                            `t34`.`b`,
                                            LOGICAL_OR(COALESCE(`t34`.`side`, FALSE)) AS `side`,
                                            LOGICAL_OR(COALESCE(`t34`.`a_acts`, FALSE)) AS `a_acts`,
                                            LOGICAL_OR(COALESCE(`t34`.`b_acts`, FALSE)) AS `b_acts`,
                                            LOGICAL_OR(COALESCE(`t34`.`a_forces`, FALSE)) AS `a_forces`,
                                            LOGICAL_OR(COALESCE(`t34`.`b_forces`, FALSE)) AS `b_forces`,
                                            LOGICAL_OR(COALESCE(`t34`.`state_forces`, FALSE)) AS `state_forces`,
                                            LOGICAL_OR(COALESCE(`t34`.`on_a`, FALSE)) AS `on_a`,
                                            LOGICAL_OR(COALESCE(`t34`.`on_b`, FALSE)) AS `on_b`,
                                            LOGICAL_OR(COALESCE(`t34`.`on_other`, FALSE)) AS `on_other`
                                          FROM (
                                            SELECT
                                              `t33`.`doc_id`,
                                              `t33`.`event_no`,
                                              `t33`.`role`,
                                              `t33`.`country`,
                                              `t33`.`sector`,
                                              `t33`.`name`,
                                              `t33`.`entity_id`,
                                              `t33`.`a`,
                                              `t33`.`b`,
                                              `t33`.`country` IN (`t33`.`a`, `t33`.`b`) AS `side`,
                                              (
                                                `t33`.`role` = 'actor'
                                              ) AND (
                                                `t33`.`country` = `t33`.`a`
                                              ) AS `a_acts`,
                                              (
                                                `t33`.`role` = 'actor'
                                              ) AND (
                                                `t33`.`country` = `t33`.`b`
                                              ) AS `b_acts`,
                                              (
                                                `t33`.`role` = 'actor'
                                              )
                                              AND (
                                                (
                                                  `t33`.`country` IS NOT NULL
                                                )
                                                AND NOT (
                                                  `t33`.`country` IN ('ISM', 'IMG', 'NGO', 'MNC')
                                                )
                                                AND (
                                                  (
                                                    `t33`.`sector` = ''
                                                  )
                                                  OR (
                                                    (
                                                      INSTR(CONCAT(CONCAT('|', `t33`.`sector`), '|'), '|GOV|') > 0
                                                    )
                                                    OR (
                                                      INSTR(CONCAT(CONCAT('|', `t33`.`sector`), '|'), '|MIL|') > 0
                                                    )
                                                    OR (
                                                      INSTR(CONCAT(CONCAT('|', `t33`.`sector`), '|'), '|SPY|') > 0
                                                    )
                                                  )
                                                )
                                              )
                                              AND (
                                                `t33`.`country` = `t33`.`a`
                                              ) AS `a_forces`,
                                              (
                                                `t33`.`role` = 'actor'
                                              )
                                              AND (
                                                (
                                                  `t33`.`country` IS NOT NULL
                                                )
                                                AND NOT (
                                                  `t33`.`country` IN ('ISM', 'IMG', 'NGO', 'MNC')
                                                )
                                                AND (
                                                  (
                                                    `t33`.`sector` = ''
                                                  )
                                                  OR (
                                                    (
                                                      INSTR(CONCAT(CONCAT('|', `t33`.`sector`), '|'), '|GOV|') > 0
                                                    )
                                                    OR (
                                                      INSTR(CONCAT(CONCAT('|', `t33`.`sector`), '|'), '|MIL|') > 0
                                                    )
                                                    OR (
                                                      INSTR(CONCAT(CONCAT('|', `t33`.`sector`), '|'), '|SPY|') > 0
                                                    )
                                                  )
                                                )
                                              )
                                              AND (
                                                `t33`.`country` = `t33`.`b`
                                              ) AS `b_forces`,
                                              (
                                                `t33`.`role` = 'actor'
                                              )
                                              AND (
                                                (
                                                  `t33`.`country` IS NOT NULL
                                                )
                                                AND NOT (
                                                  `t33`.`country` IN ('ISM', 'IMG', 'NGO', 'MNC')
                                                )
                                                AND (
                                                  (
                                                    `t33`.`sector` = ''
                                                  )
                                                  OR (
                                                    (
                                                      INSTR(CONCAT(CONCAT('|', `t33`.`sector`), '|'), '|GOV|') > 0
                                                    )
                                                    OR (
                                                      INSTR(CONCAT(CONCAT('|', `t33`.`sector`), '|'), '|MIL|') > 0
                                                    )
                                                    OR (
                                                      INSTR(CONCAT(CONCAT('|', `t33`.`sector`), '|'), '|SPY|') > 0
                                                    )
                                                  )
                                                )
                                              ) AS `state_forces`,
                                              (
                                                `t33`.`role` = 'recipient'
                                              ) AND (
                                                `t33`.`country` = `t33`.`a`
                                              ) AS `on_a`,
                                              (
                                                `t33`.`role` = 'recipient'
                                              ) AND (
                                                `t33`.`country` = `t33`.`b`
                                              ) AS `on_b`,
                                              (
                                                `t33`.`role` = 'recipient'
                                              )
                                              AND (
                                                (
                                                  `t33`.`country` IS NULL
                                                )
                                                OR NOT (
                                                  `t33`.`country` IN (`t33`.`a`, `t33`.`b`)
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
                                                `t32`.`a`,
                                                `t32`.`b`
                                              FROM `event_parties` AS `t10`
                                              INNER JOIN (
                                                SELECT
                                                  `t30`.`doc_id`,
                                                  `t30`.`event_no`,
                                                  `t30`.`country` AS `a`,
                                                  `t30`.`other` AS `b`
                                                FROM (
                                                  SELECT
                                                    `t25`.`doc_id`,
                                                    `t25`.`event_no`,
                                                    `t25`.`country`,
                                                    `t28`.`other`
                                                  FROM `t23` AS `t25`
                                                  INNER JOIN (
                                                    SELECT
                                                      `t26`.`doc_id`,
                                                      `t26`.`event_no`,
                                                      `t26`.`country` AS `other`
                                                    FROM `t23` AS `t26`
                                                  ) AS `t28`
                                                    ON `t25`.`doc_id` = `t28`.`doc_id` AND `t25`.`event_no` = `t28`.`event_no`
                                                ) AS `t30`
                                                WHERE
                                                  `t30`.`country` < `t30`.`other`
                                              ) AS `t32`
                                                ON `t10`.`doc_id` = `t32`.`doc_id` AND `t10`.`event_no` = `t32`.`event_no`
                                            ) AS `t33`
                                          ) AS `t34`
                                          GROUP BY
                                            1,
                                            2,
                                            3,
                                            4
                                        ) AS `t35`
                                        WHERE
                                          `t35`.`side`
                                      ) AS `t36`
                                    ) AS `t38`
                                      ON `t19`.`doc_id` = `t38`.`doc_id` AND `t19`.`event_no` = `t38`.`event_no`
                                    CROSS JOIN (
                                      SELECT
                                        `t1`.`as_of`,
                                        `t1`.`dataset`,
                                        `t1`.`without`
                                      FROM `asked` AS `t1`
                                    ) AS `t15`
                                    LEFT OUTER JOIN `documents` AS `t9`
                                      ON `t19`.`doc_id` = `t9`.`doc_id`
                                  ) AS `t39`
                                ) AS `t41`
                                LEFT OUTER JOIN `reports` AS `t8`
                                  ON `t41`.`doc_id` = `t8`.`doc_id`
                                  AND `t41`.`event_no` = `t8`.`event_no`
                                  AND `t41`.`event_id` = `t8`.`event_id`
                              ) AS `t42`
                              WHERE
                                (
                                  (
                                    `t42`.`dataset` IS NULL
                                  ) OR (
                                    `t42`.`dataset` = 'texts'
                                  )
                                )
                                AND (
                                  (
                                    `t42`.`without` IS NULL
                                  )
                                  OR (
                                    `t42`.`source` IS NULL
                                  )
                                  OR (
                                    `t42`.`source` <> `t42`.`without`
                                  )
                                )
                                AND (
                                  (
                                    `t42`.`without` IS NULL
                                  ) OR (
                                    `t42`.`without` <> 'texts'
                                  )
                                )
                                AND (
                                  (
                                    `t42`.`as_of` IS NULL
                                  ) OR (
                                    `t42`.`published` <= `t42`.`as_of`
                                  )
                                )
                                AND (
                                  (
                                    `t42`.`published` IS NULL
                                  ) OR (
                                    `t42`.`series_date` <= `t42`.`published`
                                  )
                                )
                            ) AS `t43`
                            WHERE
                              `t43`.`direction` IS NOT NULL
                          ) AS `t44`
                        ) AS `t45`
                        WHERE
                          `t45`.`place_in_line` = 0
                      ) AS `t46`
                    ) AS `t47`
                  ) AS `t48`
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
                      CAST(`t22`.`quad_class` AS INT64) AS `quad_class`,
                      `t22`.`published`,
                      CASE
                        WHEN COALESCE(`t22`.`event_type` = 'ASSAULT', FALSE)
                        AND NOT (
                          (
                            `t22`.`actor_sector` = ''
                          )
                          OR (
                            (
                              INSTR(CONCAT(CONCAT('|', `t22`.`actor_sector`), '|'), '|GOV|') > 0
                            )
                            OR (
                              INSTR(CONCAT(CONCAT('|', `t22`.`actor_sector`), '|'), '|MIL|') > 0
                            )
                            OR (
                              INSTR(CONCAT(CONCAT('|', `t22`.`actor_sector`), '|'), '|SPY|') > 0
                            )
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
                          SUBSTRING(`t22`.`dyad`, -LEAST(LENGTH(`t22`.`dyad`), 3))
                        )
                        ELSE CONCAT(CONCAT(`t22`.`actor_country`, '>'), `t22`.`recipient_country`)
                      END AS `direction`,
                      `t22`.`score`,
                      `t22`.`day`,
                      `t22`.`day_end`,
                      `t22`.`day_end` > `t22`.`day` AS `coarse`,
                      TRUE AS `live`,
                      `t22`.`reports`,
                      `t22`.`dyad`,
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
                        `t14`.`a`,
                        `t14`.`b`,
                        `t14`.`as_of`,
                        `t14`.`only`,
                        `t14`.`without`
                      FROM `imported_events` AS `t7`
                      CROSS JOIN (
                        SELECT
                          `t1`.`a`,
                          `t1`.`b`,
                          `t1`.`as_of`,
                          `t1`.`dataset` AS `only`,
                          `t1`.`without`
                        FROM `asked` AS `t1`
                      ) AS `t14`
                    ) AS `t22`
                    WHERE
                      `t22`.`dyad` IS NOT NULL
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
                  ) AS `t29`
                ) AS `t49`
              ) AS `t50`
            ) AS `t51`
          ) AS `t52`
        ) AS `t53`
        WHERE
          `t53`.`place_in_line` = 0
      ) AS `t54`
    ) AS `t55`
  ) AS `t56`
) AS `t57`
GROUP BY
  1,
  2,
  3,
  4,
  5
