-- Files that belong to a contract. Their bytes lie in the data folder under the name of their hash.

CREATE TABLE IF NOT EXISTS `attachments` (
    `id` {ID} NOT NULL PRIMARY KEY,
    `contract_id` {ID} NOT NULL,
    `name` {STR 200} NOT NULL,
    `media_type` {STR 100} NOT NULL,
    `size` {INT} NOT NULL,
    `sha256` {STR 64} NOT NULL,
    `added_by` {STR 200} NOT NULL,
    `added_at` {MOMENT} NOT NULL,
    UNIQUE (`contract_id`, `sha256`),
    FOREIGN KEY (`contract_id`) REFERENCES `contracts` (`id`)
) {TABLE};
