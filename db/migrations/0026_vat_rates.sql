-- VAT rates that people entered when the law changed; those of before are known to the program.

CREATE TABLE IF NOT EXISTS `vat_rates` (
    `treatment` {STR 32} NOT NULL,
    `valid_from` {DATE} NOT NULL,
    `rate` {MONEY} NOT NULL,
    PRIMARY KEY (`treatment`, `valid_from`)
) {TABLE};
