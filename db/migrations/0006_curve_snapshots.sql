-- The quotes that each curve was made of when something was first valued on it. Rows are never changed.

CREATE TABLE IF NOT EXISTS `curve_snapshots` (
    `id` {STR 64} NOT NULL PRIMARY KEY,
    `curve` {STR 64} NOT NULL,
    `day` {DATE} NOT NULL,
    `interpolation` {STR 64} NOT NULL,
    `quotes` {JSON} NOT NULL,
    `created_at` {MOMENT} NOT NULL
) {TABLE};
