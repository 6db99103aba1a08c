-- Collateral beside the machines, limits on exposure, the company's own figures that limits are measured by, and the
-- overrides by which a person lets a breach pass.

CREATE TABLE IF NOT EXISTS `collaterals` (
    `code` {STR 64} NOT NULL PRIMARY KEY,
    `lessee` {STR 64} NOT NULL,
    `contract` {STR 64},
    `kind` {STR 32} NOT NULL,
    `currency` {STR 3} NOT NULL,
    `value` {MONEY} NOT NULL,
    `haircut` {RATE} NOT NULL,
    `since` {DATE} NOT NULL,
    `until` {DATE},
    UNIQUE (`lessee`, `code`),
    UNIQUE (`contract`, `code`),
    FOREIGN KEY (`lessee`) REFERENCES `lessees` (`code`),
    FOREIGN KEY (`contract`) REFERENCES `contracts` (`number`)
) {TABLE};

CREATE TABLE IF NOT EXISTS `limits` (
    `code` {STR 64} NOT NULL PRIMARY KEY,
    `indicator` {STR 32} NOT NULL,
    `item` {STR 200},
    `measure` {STR 32} NOT NULL,
    `bound` {STR 32} NOT NULL,
    `base` {STR 32} NOT NULL,
    `share` {RATE},
    `currency` {STR 3} NOT NULL,
    `amount` {MONEY},
    `warning` {RATE},
    `valid_from` {DATE} NOT NULL,
    `valid_until` {DATE},
    `source` {STR 200}
) {TABLE};

CREATE TABLE IF NOT EXISTS `company_figures` (
    `code` {STR 64} NOT NULL PRIMARY KEY,
    `date` {DATE} NOT NULL,
    `currency` {STR 3} NOT NULL,
    `net_capital` {MONEY} NOT NULL,
    `net_assets` {MONEY} NOT NULL,
    `total_assets` {MONEY},
    `cash_and_deposits` {MONEY},
    `treasury_bonds` {MONEY},
    `lease_assets` {MONEY},
    `fixed_income` {MONEY}
) {TABLE};

-- One for each contract at most: of the version that the person saw, so that a revised lease needs another.
CREATE TABLE IF NOT EXISTS `limit_overrides` (
    `contract` {STR 64} NOT NULL PRIMARY KEY,
    `version` {INT} NOT NULL,
    `granted_by` {STR 200} NOT NULL,
    `granted_at` {MOMENT} NOT NULL,
    `limits` {TEXT} NOT NULL,
    `reason` {STR 200} NOT NULL,
    FOREIGN KEY (`contract`) REFERENCES `contracts` (`number`)
) {TABLE};
