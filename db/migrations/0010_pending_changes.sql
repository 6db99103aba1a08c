-- Changes of contracts that one person proposed and another has yet to decide on.

CREATE TABLE IF NOT EXISTS `pending_changes` (
    `id` {ID} NOT NULL PRIMARY KEY,
    `contract_id` {ID} NOT NULL,
    `kind` {STR 32} NOT NULL,
    `fields` {JSON} NOT NULL,
    `version` {INT} NOT NULL,
    `hash` {STR 64} NOT NULL,
    `status` {STR 32} NOT NULL,
    `proposed_by` {STR 200} NOT NULL,
    `proposed_at` {MOMENT} NOT NULL,
    `decided_by` {STR 200},
    `decided_at` {MOMENT},
    UNIQUE (`contract_id`, `id`),
    FOREIGN KEY (`contract_id`) REFERENCES `contracts` (`id`)
) {TABLE};
