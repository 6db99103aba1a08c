-- Lessees on the watch list, what people said of warnings, what was declared about anchor enterprises, and from which
-- figures on the company wants to be warned.

CREATE TABLE IF NOT EXISTS `watch_list` (
    `lessee` {STR 64} NOT NULL,
    `since` {DATE} NOT NULL,
    `reason` {STR 200} NOT NULL,
    `put_by` {STR 200} NOT NULL,
    `until` {DATE},
    `end_reason` {STR 200},
    `taken_off_by` {STR 200},
    PRIMARY KEY (`lessee`, `since`),
    FOREIGN KEY (`lessee`) REFERENCES `lessees` (`code`)
) {TABLE};

CREATE TABLE IF NOT EXISTS `warning_acknowledgements` (
    `trigger` {STR 32} NOT NULL,
    `subject` {STR 200} NOT NULL,
    `since` {DATE} NOT NULL,
    `level` {STR 32} NOT NULL,
    `note` {STR 200} NOT NULL,
    `by` {STR 200} NOT NULL,
    PRIMARY KEY (`trigger`, `subject`, `since`)
) {TABLE};

CREATE TABLE IF NOT EXISTS `anchor_events` (
    `anchor` {STR 200} NOT NULL,
    `date` {DATE} NOT NULL,
    `kind` {STR 32} NOT NULL,
    `source` {STR 200} NOT NULL,
    `until` {DATE},
    PRIMARY KEY (`anchor`, `date`, `kind`)
) {TABLE};

-- Only what differs from the thresholds that the program begins with.
CREATE TABLE IF NOT EXISTS `early_warning_thresholds` (
    `name` {STR 64} NOT NULL PRIMARY KEY,
    `value` {STR 64} NOT NULL
) {TABLE};
