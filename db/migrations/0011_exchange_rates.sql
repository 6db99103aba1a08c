-- Closing rates: what one unit of a currency is worth in another.

CREATE TABLE IF NOT EXISTS `exchange_rates` (
    `from_currency` {STR 3} NOT NULL,
    `to_currency` {STR 3} NOT NULL,
    `date` {DATE} NOT NULL,
    `rate` {RATE} NOT NULL,
    PRIMARY KEY (`from_currency`, `to_currency`, `date`)
) {TABLE};
