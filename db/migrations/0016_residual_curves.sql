-- How classes lose value: curves that are in force from a day on, the sales they are fitted to, the last fit.

CREATE TABLE IF NOT EXISTS `residual_curve_points` (
    `asset_class` {STR 64} NOT NULL,
    `valid_from` {DATE} NOT NULL,
    `age_months` {INT} NOT NULL,
    `share` {RATE} NOT NULL,
    `low` {RATE},
    `high` {RATE},
    `source` {STR 200},
    PRIMARY KEY (`asset_class`, `valid_from`, `age_months`),
    FOREIGN KEY (`asset_class`) REFERENCES `asset_classes` (`code`)
) {TABLE};

CREATE TABLE IF NOT EXISTS `used_sales` (
    `code` {STR 64} NOT NULL PRIMARY KEY,
    `asset_class` {STR 64} NOT NULL,
    `maker` {STR 200},
    `model` {STR 200},
    `currency` {STR 3} NOT NULL,
    `price` {MONEY} NOT NULL,
    `sold` {DATE} NOT NULL,
    `age_months` {INT},
    `acquired` {DATE},
    `year_made` {INT},
    `cost` {MONEY},
    `usage` {INT},
    `usage_unit` {STR 32},
    `condition` {STR 32},
    `source` {STR 200},
    UNIQUE (`asset_class`, `code`),
    FOREIGN KEY (`asset_class`) REFERENCES `asset_classes` (`code`)
) {TABLE};

CREATE TABLE IF NOT EXISTS `residual_fits` (
    `asset_class` {STR 64} NOT NULL PRIMARY KEY,
    `through` {DATE} NOT NULL,
    `sales` {INT} NOT NULL,
    `left_out` {INT} NOT NULL,
    `models` {INT} NOT NULL,
    `with_cost` {INT} NOT NULL,
    `usage_exponent` {RATE} NOT NULL,
    `spread` {RATE} NOT NULL,
    `points` {TEXT} NOT NULL,
    `observed` {TEXT} NOT NULL,
    FOREIGN KEY (`asset_class`) REFERENCES `asset_classes` (`code`)
) {TABLE};
