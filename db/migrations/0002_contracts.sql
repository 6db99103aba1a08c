-- Contracts: the events are the truth, a row of `contracts` is the state they fold to.

CREATE TABLE IF NOT EXISTS `contracts` (
    `id` {ID} NOT NULL PRIMARY KEY,
    `number` {STR 64} NOT NULL,
    `status` {STR 32} NOT NULL,
    `version` {INT} NOT NULL,
    `entered_by` {STR 200} NOT NULL,
    `lessee` {STR 64} NOT NULL,
    `supplier` {STR 64},
    `currency` {STR 3} NOT NULL,
    `financed_amount` {MONEY} NOT NULL,
    `annual_rate` {RATE} NOT NULL,
    `commencement` {DATE} NOT NULL,
    `first_rent_date` {DATE} NOT NULL,
    `periods` {INT} NOT NULL,
    `period_months` {INT} NOT NULL,
    `timing` {STR 32} NOT NULL,
    `day_count` {STR 32} NOT NULL,
    `balloon` {MONEY} NOT NULL,
    `guaranteed_residual` {MONEY} NOT NULL,
    `unguaranteed_residual` {MONEY} NOT NULL,
    `rent` {MONEY} NOT NULL,
    UNIQUE (`number`),
    UNIQUE (`status`, `number`),
    UNIQUE (`lessee`, `number`),
    UNIQUE (`supplier`, `number`),
    FOREIGN KEY (`lessee`) REFERENCES `lessees` (`code`),
    FOREIGN KEY (`supplier`) REFERENCES `suppliers` (`code`)
) {TABLE};

CREATE TABLE IF NOT EXISTS `contract_events` (
    `contract_id` {ID} NOT NULL,
    `number` {INT} NOT NULL,
    `sequence` {ID} NOT NULL,
    `event` {STR 32} NOT NULL,
    `effective_date` {DATE} NOT NULL,
    `recorded_at` {MOMENT} NOT NULL,
    `actor` {STR 200} NOT NULL,
    `payload` {JSON} NOT NULL,
    `previous_hash` {STR 64} NOT NULL,
    `hash` {STR 64} NOT NULL,
    PRIMARY KEY (`contract_id`, `number`),
    UNIQUE (`sequence`),
    FOREIGN KEY (`contract_id`) REFERENCES `contracts` (`id`)
) {TABLE};
