-- Leases of a manufacturer's or dealer's own goods, and renewals: leases of a machine that came back.

ALTER TABLE `contracts` ADD COLUMN `goods_carrying_amount` {MONEY};
ALTER TABLE `contracts` ADD COLUMN `market_rate` {RATE};
ALTER TABLE `contracts` ADD COLUMN `renewal_of` {STR 64};
