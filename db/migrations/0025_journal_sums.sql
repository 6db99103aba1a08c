-- The sum of the hashes of a month's entries, kept as they are posted. NULL: to be worked out from the rows.

CREATE TABLE IF NOT EXISTS `journal_sums` (
    `period` {INT} NOT NULL PRIMARY KEY,
    `sum` {STR 64}
) {TABLE};

INSERT INTO `journal_sums` (`period`)
SELECT DISTINCT `period` FROM `journal_lines` WHERE `period` NOT IN (SELECT `period` FROM `journal_sums`);
