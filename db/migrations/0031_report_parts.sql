-- The text of frozen reports that are too long for one row, in parts; the row itself holds their hash.

CREATE TABLE IF NOT EXISTS `report_snapshot_parts` (
    `period` {STR 7} NOT NULL,
    `report` {STR 64} NOT NULL,
    `part` {INT} NOT NULL,
    `content` {JSON} NOT NULL,
    PRIMARY KEY (`period`, `report`, `part`)
) {TABLE};
