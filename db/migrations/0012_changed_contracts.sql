-- The few contracts that no longer run as first agreed, so that reports need not look through the events of all.

CREATE TABLE IF NOT EXISTS `changed_contracts` (
    `contract_id` {ID} NOT NULL PRIMARY KEY,
    FOREIGN KEY (`contract_id`) REFERENCES `contracts` (`id`)
) {TABLE};

INSERT INTO `changed_contracts` (`contract_id`)
SELECT DISTINCT `contract_id` FROM `contract_events`
WHERE `event` IN ('schedule_changed', 'residual_impaired', 'lessee_replaced', 'ended')
AND `contract_id` NOT IN (SELECT `contract_id` FROM `changed_contracts`);
