-- Days that differ from the rules of their calendar: holidays, and the weekend days that are worked instead.

CREATE TABLE IF NOT EXISTS `calendar_days` (
    `calendar` {STR 32} NOT NULL,
    `date` {DATE} NOT NULL,
    `kind` {STR 32} NOT NULL,
    `name` {STR 200},
    PRIMARY KEY (`calendar`, `date`)
) {TABLE};
