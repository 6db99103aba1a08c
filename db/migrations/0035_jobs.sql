-- What ran beside the requests: closes, packs, loss distributions, imports, stress scenarios; and what each said on
-- its way. Sentences are kept with their arguments apart, so that everybody reads them in their own language.

CREATE TABLE IF NOT EXISTS `jobs` (
    `id` {ID} NOT NULL PRIMARY KEY,
    `kind` {STR 16} NOT NULL,
    `subject` {STR 200} NOT NULL,
    `started_by` {STR 200} NOT NULL,
    `started_at` {MOMENT} NOT NULL,
    `seen_at` {MOMENT} NOT NULL,
    `finished_at` {MOMENT},
    `state` {STR 16} NOT NULL,
    `step` {STR 200} NOT NULL,
    `done` {INT} NOT NULL,
    `total` {INT} NOT NULL
) {TABLE};

CREATE TABLE IF NOT EXISTS `job_lines` (
    `job` {ID} NOT NULL,
    `line` {INT} NOT NULL,
    `at` {MOMENT} NOT NULL,
    `sentence` {JSON} NOT NULL,
    PRIMARY KEY (`job`, `line`),
    FOREIGN KEY (`job`) REFERENCES `jobs` (`id`)
) {TABLE};
