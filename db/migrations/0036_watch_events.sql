-- What people enter for early warnings becomes a list of events that nothing is taken away from: so the state as it was
-- known at any moment can be told. What was entered until now is in the audit log, with the moment and the person.

CREATE TABLE IF NOT EXISTS `watch_events` (
    `number` {ID} NOT NULL PRIMARY KEY,
    `kind` {STR 32} NOT NULL,
    `subject` {STR 255} NOT NULL,
    `record` {JSON} NOT NULL,
    `entered_by` {STR 200} NOT NULL,
    `recorded_at` {MOMENT} NOT NULL
) {TABLE};

INSERT INTO `watch_events` (`number`, `kind`, `subject`, `record`, `entered_by`, `recorded_at`)
SELECT ROW_NUMBER() OVER (ORDER BY `sequence`),
       CASE `action`
           WHEN 'watch_list.put_on' THEN 'put_on'
           WHEN 'watch_list.take_off' THEN 'taken_off'
           WHEN 'early_warning.acknowledge' THEN 'acknowledged'
           WHEN 'anchor_event.declare' THEN 'declared'
           ELSE 'thresholds_set'
       END,
       `subject`, `detail`, `user`, `at`
FROM `audit_log`
WHERE `action` IN ('watch_list.put_on', 'watch_list.take_off', 'early_warning.acknowledge', 'anchor_event.declare',
                   'early_warning.thresholds')
  AND NOT EXISTS (SELECT 1 FROM `watch_events`);

DELETE FROM `counters` WHERE `name` = 'watch';

INSERT INTO `counters` (`name`, `value`) SELECT 'watch', COUNT(*) FROM `watch_events`;

DROP TABLE IF EXISTS `watch_list`;

DROP TABLE IF EXISTS `warning_acknowledgements`;

DROP TABLE IF EXISTS `anchor_events`;

DROP TABLE IF EXISTS `early_warning_thresholds`;
