-- Machines and what they were found to be worth; market quotes.

CREATE TABLE IF NOT EXISTS `assets` (
    `code` {STR 64} NOT NULL PRIMARY KEY,
    `serial_number` {STR 200} NOT NULL,
    `asset_class` {STR 64} NOT NULL,
    `currency` {STR 3} NOT NULL,
    `cost` {MONEY} NOT NULL,
    `acquired` {DATE} NOT NULL,
    `supplier` {STR 64},
    `maker` {STR 200},
    `model` {STR 200},
    `contract` {STR 64},
    UNIQUE (`serial_number`),
    UNIQUE (`contract`, `code`),
    UNIQUE (`asset_class`, `code`),
    UNIQUE (`supplier`, `code`),
    FOREIGN KEY (`asset_class`) REFERENCES `asset_classes` (`code`),
    FOREIGN KEY (`supplier`) REFERENCES `suppliers` (`code`),
    FOREIGN KEY (`contract`) REFERENCES `contracts` (`number`)
) {TABLE};

CREATE TABLE IF NOT EXISTS `appraisals` (
    `asset` {STR 64} NOT NULL,
    `date` {DATE} NOT NULL,
    `currency` {STR 3} NOT NULL,
    `value` {MONEY} NOT NULL,
    `source` {STR 200},
    PRIMARY KEY (`asset`, `date`),
    FOREIGN KEY (`asset`) REFERENCES `assets` (`code`)
) {TABLE};

CREATE TABLE IF NOT EXISTS `market_quotes` (
    `curve` {STR 64} NOT NULL,
    `instrument` {STR 32} NOT NULL,
    `tenor` {STR 16} NOT NULL,
    `date` {DATE} NOT NULL,
    `rate` {RATE} NOT NULL,
    `source` {STR 200},
    PRIMARY KEY (`curve`, `date`, `instrument`, `tenor`)
) {TABLE};
