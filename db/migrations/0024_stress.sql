-- Stress scenarios by name, and what they did to the book on a day. Results are never changed.

CREATE TABLE IF NOT EXISTS `stress_scenarios` (
    `name` {STR 200} NOT NULL PRIMARY KEY,
    `definition` {JSON} NOT NULL,
    `changed_by` {STR 200} NOT NULL,
    `changed_at` {MOMENT} NOT NULL
) {TABLE};

CREATE TABLE IF NOT EXISTS `stress_runs` (
    `id` {ID} NOT NULL PRIMARY KEY,
    `scenario` {STR 200} NOT NULL,
    `as_of` {DATE} NOT NULL,
    `currency` {STR 32} NOT NULL,
    `definition` {JSON} NOT NULL,
    `result` {JSON} NOT NULL,
    `result_hash` {STR 64} NOT NULL,
    `started_by` {STR 200} NOT NULL,
    `finished_at` {MOMENT} NOT NULL
) {TABLE};
