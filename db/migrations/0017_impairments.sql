-- Impairments of unguaranteed residuals that a review proposed, and what a person made of them.

CREATE TABLE IF NOT EXISTS `impairment_proposals` (
    `id` {ID} NOT NULL PRIMARY KEY,
    `contract_id` {ID} NOT NULL,
    `as_of` {DATE} NOT NULL,
    `currency` {STR 3} NOT NULL,
    `unguaranteed` {MONEY} NOT NULL,
    `guaranteed` {MONEY} NOT NULL,
    `forecast` {MONEY} NOT NULL,
    `reduction` {MONEY} NOT NULL,
    `status` {STR 32} NOT NULL,
    `proposed_by` {STR 200} NOT NULL,
    `proposed_at` {MOMENT} NOT NULL,
    `decided_by` {STR 200},
    `decided_at` {MOMENT},
    `reason` {STR 200},
    UNIQUE (`contract_id`, `id`),
    UNIQUE (`status`, `id`),
    FOREIGN KEY (`contract_id`) REFERENCES `contracts` (`id`)
) {TABLE};
