-- Money that came in and waits to be matched to a lease. Until then its journal entry belongs to no contract: the
-- program lets the entries of the journal stand without one (see let_entries_stand_alone in db/migrate.cpp).

CREATE TABLE IF NOT EXISTS `receipts` (
    `serial` {ID} NOT NULL PRIMARY KEY,
    `number` {STR 64} NOT NULL,
    `value_date` {DATE} NOT NULL,
    `currency` {STR 3} NOT NULL,
    `amount` {MONEY} NOT NULL,
    `payer` {STR 200} NOT NULL,
    `reference` {STR 200} NOT NULL,
    `remittance_text` {STR 200},
    `recorded_by` {STR 200} NOT NULL,
    `recorded_at` {MOMENT} NOT NULL,
    `status` {STR 32} NOT NULL,
    `decided_on` {DATE},
    `decided_by` {STR 200},
    `contract_id` {ID},
    `payment` {INT},
    `reason` {STR 200},
    UNIQUE (`number`),
    UNIQUE (`reference`, `value_date`, `currency`, `amount`),
    UNIQUE (`value_date`, `serial`),
    UNIQUE (`status`, `value_date`, `serial`),
    FOREIGN KEY (`contract_id`) REFERENCES `contracts` (`id`)
) {TABLE};
