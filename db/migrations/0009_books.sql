-- The books: journal in double entry, accounting periods, and what the monthly close keeps of each of them.

CREATE TABLE IF NOT EXISTS `chart_of_accounts` (
    `account` {STR 32} NOT NULL PRIMARY KEY,
    `code` {STR 64} NOT NULL,
    `name` {STR 200} NOT NULL,
    `name_zh` {STR 200} NOT NULL,
    `side` {STR 32} NOT NULL,
    UNIQUE (`code`)
) {TABLE};

-- Periods that are not simply open; the first row is the one the books begin with.
CREATE TABLE IF NOT EXISTS `periods` (
    `period` {STR 7} NOT NULL PRIMARY KEY,
    `status` {STR 32} NOT NULL,
    `changed_by` {STR 200} NOT NULL,
    `changed_at` {MOMENT} NOT NULL,
    `reopen_asked_by` {STR 200},
    `reopen_reason` {STR 200}
) {TABLE};

-- How far a contract's time has been posted: interest, dues and all else that time brings, up to this day.
CREATE TABLE IF NOT EXISTS `contract_books` (
    `contract_id` {ID} NOT NULL PRIMARY KEY,
    `posted_through` {DATE} NOT NULL,
    FOREIGN KEY (`contract_id`) REFERENCES `contracts` (`id`)
) {TABLE};

CREATE TABLE IF NOT EXISTS `journal_entries` (
    `id` {ID} NOT NULL PRIMARY KEY,
    `contract_id` {ID} NOT NULL,
    `business_date` {DATE} NOT NULL,
    `posting_date` {DATE} NOT NULL,
    `rule` {STR 32} NOT NULL,
    `event` {INT} NOT NULL,
    `instalment` {INT} NOT NULL,
    `reversal` {INT} NOT NULL,
    `recorded_at` {MOMENT} NOT NULL,
    UNIQUE (`contract_id`, `id`),
    FOREIGN KEY (`contract_id`) REFERENCES `contracts` (`id`)
) {TABLE};

CREATE TABLE IF NOT EXISTS `journal_lines` (
    `entry` {ID} NOT NULL,
    `line` {INT} NOT NULL,
    `period` {INT} NOT NULL,
    `account` {STR 32} NOT NULL,
    `currency` {STR 3} NOT NULL,
    `amount` {MONEY} NOT NULL,
    PRIMARY KEY (`entry`, `line`),
    FOREIGN KEY (`entry`) REFERENCES `journal_entries` (`id`)
) {TABLE};

-- What was billed. A bill is never altered: a credit note takes it back, a new one takes its place.
CREATE TABLE IF NOT EXISTS `invoices` (
    `number` {STR 64} NOT NULL PRIMARY KEY,
    `contract_id` {ID} NOT NULL,
    `due` {INT} NOT NULL,
    `kind` {STR 32} NOT NULL,
    `due_date` {DATE} NOT NULL,
    `issued` {DATE} NOT NULL,
    `currency` {STR 3} NOT NULL,
    `net` {MONEY} NOT NULL,
    `vat` {MONEY} NOT NULL,
    `recorded_at` {MOMENT} NOT NULL,
    UNIQUE (`contract_id`, `number`),
    UNIQUE (`due_date`, `number`),
    FOREIGN KEY (`contract_id`) REFERENCES `contracts` (`id`)
) {TABLE};

-- Stage, class and expected loss of each contract at a month's end.
CREATE TABLE IF NOT EXISTS `provisions` (
    `period` {STR 7} NOT NULL,
    `contract_id` {ID} NOT NULL,
    `currency` {STR 3} NOT NULL,
    `days_past_due` {INT} NOT NULL,
    `stage` {STR 32} NOT NULL,
    `own_stage` {STR 32} NOT NULL,
    `category` {STR 32} NOT NULL,
    `exposure` {MONEY} NOT NULL,
    `overdue` {MONEY} NOT NULL,
    `expected_loss` {MONEY} NOT NULL,
    `overlay` {MONEY} NOT NULL,
    `allowance` {MONEY} NOT NULL,
    `reasons` {TEXT} NOT NULL,
    PRIMARY KEY (`period`, `contract_id`),
    UNIQUE (`contract_id`, `period`),
    FOREIGN KEY (`contract_id`) REFERENCES `contracts` (`id`)
) {TABLE};

-- Judgement on top of the model, with its reason (IFRS 9 B5.5.52): a share added to the expected loss.
CREATE TABLE IF NOT EXISTS `overlays` (
    `period` {STR 7} NOT NULL,
    `cluster` {STR 64} NOT NULL,
    `share` {RATE} NOT NULL,
    `reason` {STR 200} NOT NULL,
    `entered_by` {STR 200} NOT NULL,
    PRIMARY KEY (`period`, `cluster`)
) {TABLE};

-- One row a step of a month's close: a step that has its control total is done, and never done again.
CREATE TABLE IF NOT EXISTS `close_steps` (
    `period` {STR 7} NOT NULL,
    `step` {STR 32} NOT NULL,
    `cursor` {STR 64} NOT NULL,
    `records` {INT} NOT NULL,
    `control_total` {STR 200} NOT NULL,
    `started_at` {MOMENT} NOT NULL,
    `finished_at` {MOMENT},
    `by` {STR 200} NOT NULL,
    PRIMARY KEY (`period`, `step`)
) {TABLE};

CREATE TABLE IF NOT EXISTS `report_snapshots` (
    `period` {STR 7} NOT NULL,
    `report` {STR 64} NOT NULL,
    `hash` {STR 64} NOT NULL,
    `content` {JSON} NOT NULL,
    PRIMARY KEY (`period`, `report`)
) {TABLE};
