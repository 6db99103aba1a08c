-- The loss distribution of the book: what it is made from, and the runs with what they found. A run's factor draws and
-- losses are a file beside the database; its hash stands here.

CREATE TABLE IF NOT EXISTS `risk_parameters` (
    `name` {STR 64} NOT NULL PRIMARY KEY,
    `value` {STR 64} NOT NULL
) {TABLE};

INSERT INTO `risk_parameters` (`name`, `value`) VALUES
    ('economy_share', '0.1000'), ('cluster_share', '0.1000'), ('industry_share', '0.0500'),
    ('industry_correlation', '0.3000'), ('contagion', '0.3500'), ('anchor_dependence', '0.6000'),
    ('anchor_default_rate', '0.0100'), ('scenarios', '100000'), ('seed', '1');

CREATE TABLE IF NOT EXISTS `industry_correlations` (
    `first` {STR 64} NOT NULL,
    `second` {STR 64} NOT NULL,
    `correlation` {INT} NOT NULL,
    PRIMARY KEY (`first`, `second`),
    FOREIGN KEY (`first`) REFERENCES `industries` (`code`),
    FOREIGN KEY (`second`) REFERENCES `industries` (`code`)
) {TABLE};

CREATE TABLE IF NOT EXISTS `risk_runs` (
    `id` {ID} NOT NULL PRIMARY KEY,
    `as_of` {DATE} NOT NULL,
    `currency` {STR 32} NOT NULL,
    `inputs_hash` {STR 64} NOT NULL,
    `draws_hash` {STR 64} NOT NULL,
    `figures` {JSON} NOT NULL,
    `started_by` {STR 200} NOT NULL,
    `finished_at` {MOMENT} NOT NULL
) {TABLE};
