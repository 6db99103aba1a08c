-- What the register knows of a machine beside its price: use, condition, insurance, registered title; how use and
-- condition count in its class; every change of it; and what happens to one that came back.

ALTER TABLE `asset_classes` ADD COLUMN `usage_unit` {STR 32};
ALTER TABLE `asset_classes` ADD COLUMN `standard_usage` {INT};
ALTER TABLE `asset_classes` ADD COLUMN `usage_exponent` {RATE};
ALTER TABLE `asset_classes` ADD COLUMN `condition_b` {RATE};
ALTER TABLE `asset_classes` ADD COLUMN `condition_c` {RATE};
ALTER TABLE `asset_classes` ADD COLUMN `condition_d` {RATE};
ALTER TABLE `asset_classes` ADD COLUMN `prudence` {RATE};

ALTER TABLE `assets` ADD COLUMN `year_made` {INT};
ALTER TABLE `assets` ADD COLUMN `location` {STR 200};
ALTER TABLE `assets` ADD COLUMN `usage` {INT};
ALTER TABLE `assets` ADD COLUMN `usage_unit` {STR 32};
ALTER TABLE `assets` ADD COLUMN `usage_date` {DATE};
ALTER TABLE `assets` ADD COLUMN `condition` {STR 32};
ALTER TABLE `assets` ADD COLUMN `insurer` {STR 200};
ALTER TABLE `assets` ADD COLUMN `insurance_policy` {STR 200};
ALTER TABLE `assets` ADD COLUMN `insured_until` {DATE};
ALTER TABLE `assets` ADD COLUMN `lien_registration` {STR 200};
ALTER TABLE `assets` ADD COLUMN `lien_registered` {DATE};
ALTER TABLE `assets` ADD COLUMN `lien_until` {DATE};

CREATE TABLE IF NOT EXISTS `asset_changes` (
    `asset` {STR 64} NOT NULL,
    `number` {INT} NOT NULL,
    `field` {STR 64} NOT NULL,
    `before` {STR 200},
    `after` {STR 200},
    `changed_by` {STR 200} NOT NULL,
    `changed_at` {MOMENT} NOT NULL,
    PRIMARY KEY (`asset`, `number`),
    FOREIGN KEY (`asset`) REFERENCES `assets` (`code`)
) {TABLE};

CREATE TABLE IF NOT EXISTS `remarketing_steps` (
    `id` {ID} NOT NULL PRIMARY KEY,
    `asset` {STR 64} NOT NULL,
    `date` {DATE} NOT NULL,
    `action` {STR 32} NOT NULL,
    `currency` {STR 3} NOT NULL,
    `amount` {MONEY} NOT NULL,
    `place` {STR 200},
    `channel` {STR 32},
    `note` {STR 200},
    UNIQUE (`asset`, `id`),
    FOREIGN KEY (`asset`) REFERENCES `assets` (`code`)
) {TABLE};
