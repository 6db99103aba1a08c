-- How contracts stood at month ends before the books here began, as brought along from elsewhere. Of the months closed
-- here `provisions` holds the same and more.

CREATE TABLE IF NOT EXISTS `month_ends` (
    `month_end` {DATE} NOT NULL,
    `contract_id` {ID} NOT NULL,
    `currency` {STR 3} NOT NULL,
    `days_past_due` {INT} NOT NULL,
    `stage` {STR 32} NOT NULL,
    `category` {STR 32} NOT NULL,
    `net_investment` {MONEY} NOT NULL,
    `overdue` {MONEY} NOT NULL,
    PRIMARY KEY (`month_end`, `contract_id`),
    UNIQUE (`contract_id`, `month_end`),
    FOREIGN KEY (`contract_id`) REFERENCES `contracts` (`id`)
) {TABLE};

-- Clusters and anchor enterprises that were at RED when a month was closed, and why: leases that stood under such an
-- alert come back to stage 1 only by good conduct after it (R-G-05, R-E-05).
CREATE TABLE IF NOT EXISTS `month_end_alerts` (
    `month_end` {DATE} NOT NULL,
    `kind` {STR 32} NOT NULL,
    `subject` {STR 200} NOT NULL,
    `reasons` {TEXT} NOT NULL,
    PRIMARY KEY (`month_end`, `kind`, `subject`)
) {TABLE};
