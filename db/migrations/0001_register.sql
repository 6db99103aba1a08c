-- The register: who leases what from where. Keys are the codes that people use.
-- The UNIQUE pairs that start with a reference are there as indexes: both databases take them inside CREATE TABLE,
-- so a migration that was interrupted can simply run again.

CREATE TABLE IF NOT EXISTS `counters` (
    `name` {STR 64} NOT NULL PRIMARY KEY,
    `value` {INT} NOT NULL
) {TABLE};

CREATE TABLE IF NOT EXISTS `settings` (
    `name` {STR 64} NOT NULL PRIMARY KEY,
    `value` {TEXT} NOT NULL
) {TABLE};

CREATE TABLE IF NOT EXISTS `industries` (
    `code` {STR 64} NOT NULL PRIMARY KEY,
    `name` {STR 200} NOT NULL,
    `name_zh` {STR 200},
    `second_code` {STR 200}
) {TABLE};

CREATE TABLE IF NOT EXISTS `clusters` (
    `code` {STR 64} NOT NULL PRIMARY KEY,
    `name` {STR 200} NOT NULL,
    `name_zh` {STR 200},
    `province` {STR 200},
    `city` {STR 200},
    `stage` {STR 32} NOT NULL,
    `centre_industry` {STR 64},
    FOREIGN KEY (`centre_industry`) REFERENCES `industries` (`code`)
) {TABLE};

CREATE TABLE IF NOT EXISTS `lessees` (
    `code` {STR 64} NOT NULL PRIMARY KEY,
    `name` {STR 200} NOT NULL,
    `cluster` {STR 64},
    `industry` {STR 64},
    `size_class` {STR 32} NOT NULL,
    `grade` {STR 32} NOT NULL,
    `group` {STR 200},
    `anchor_enterprise` {STR 200},
    `province` {STR 200},
    `city` {STR 200},
    UNIQUE (`cluster`, `code`),
    UNIQUE (`industry`, `code`),
    FOREIGN KEY (`cluster`) REFERENCES `clusters` (`code`),
    FOREIGN KEY (`industry`) REFERENCES `industries` (`code`)
) {TABLE};

CREATE TABLE IF NOT EXISTS `suppliers` (
    `code` {STR 64} NOT NULL PRIMARY KEY,
    `name` {STR 200} NOT NULL,
    `province` {STR 200},
    `city` {STR 200}
) {TABLE};

CREATE TABLE IF NOT EXISTS `asset_classes` (
    `code` {STR 64} NOT NULL PRIMARY KEY,
    `name` {STR 200} NOT NULL,
    `name_zh` {STR 200},
    `first_year_loss` {RATE} NOT NULL,
    `yearly_loss` {RATE} NOT NULL,
    `life_months` {INT} NOT NULL
) {TABLE};
