-- The grades of a lessee by the day they count from. A lessee without a row has had its grade from the beginning.
-- Rows are never altered: of one day the one recorded last counts.

CREATE TABLE IF NOT EXISTS `lessee_grades` (
    `lessee` {STR 64} NOT NULL,
    `effective_date` {DATE} NOT NULL,
    `recorded_at` {MOMENT} NOT NULL,
    `grade` {STR 32} NOT NULL,
    `reason` {STR 200} NOT NULL,
    `entered_by` {STR 200} NOT NULL,
    PRIMARY KEY (`lessee`, `effective_date`, `recorded_at`),
    FOREIGN KEY (`lessee`) REFERENCES `lessees` (`code`)
) {TABLE};
