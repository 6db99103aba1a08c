-- What a lease agrees on beside its rents, and how far its life has come.

ALTER TABLE `contracts` ADD COLUMN `disbursed` {MONEY} NOT NULL DEFAULT 0;
ALTER TABLE `contracts` ADD COLUMN `ended_on` {DATE};
ALTER TABLE `contracts` ADD COLUMN `product` {STR 32} NOT NULL DEFAULT 'direct_finance';
ALTER TABLE `contracts` ADD COLUMN `security_deposit` {MONEY} NOT NULL DEFAULT 0;
ALTER TABLE `contracts` ADD COLUMN `deposit_use` {STR 32} NOT NULL DEFAULT 'refund';
ALTER TABLE `contracts` ADD COLUMN `upfront_fee` {MONEY} NOT NULL DEFAULT 0;
ALTER TABLE `contracts` ADD COLUMN `initial_direct_costs` {MONEY} NOT NULL DEFAULT 0;
ALTER TABLE `contracts` ADD COLUMN `purchase_price` {MONEY} NOT NULL DEFAULT 0;
ALTER TABLE `contracts` ADD COLUMN `business_day` {STR 32} NOT NULL DEFAULT 'unadjusted';
ALTER TABLE `contracts` ADD COLUMN `calendar` {STR 32};
ALTER TABLE `contracts` ADD COLUMN `late_interest_daily_rate` {RATE};
ALTER TABLE `contracts` ADD COLUMN `grace_days` {INT};
