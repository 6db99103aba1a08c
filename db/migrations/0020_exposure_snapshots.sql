-- What each place of each axis came to when a month was closed: frozen, for the trend.

CREATE TABLE IF NOT EXISTS `exposure_snapshots` (
    `period` {STR 7} NOT NULL,
    `axis` {STR 32} NOT NULL,
    `place` {STR 200} NOT NULL,
    `currency` {STR 3} NOT NULL,
    `contracts` {INT} NOT NULL,
    `net_investment` {MONEY} NOT NULL,
    `overdue` {MONEY} NOT NULL,
    `undrawn` {MONEY} NOT NULL,
    `unguaranteed_residual` {MONEY} NOT NULL,
    `deposit` {MONEY} NOT NULL,
    `collateral` {MONEY} NOT NULL,
    `principal` {MONEY} NOT NULL,
    `booked_residual` {MONEY} NOT NULL,
    PRIMARY KEY (`period`, `axis`, `place`, `currency`)
) {TABLE};
