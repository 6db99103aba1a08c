-- Contracts of any structure of rents: what domain/rent_plan.h calls a plan, its lists as text.

ALTER TABLE `contracts` ADD COLUMN `structure` {STR 32} NOT NULL DEFAULT 'level';
ALTER TABLE `contracts` ADD COLUMN `interest_only_periods` {INT};
ALTER TABLE `contracts` ADD COLUMN `rents_up_front` {INT};
ALTER TABLE `contracts` ADD COLUMN `steps` {TEXT};
ALTER TABLE `contracts` ADD COLUMN `skip_months` {STR 32};
ALTER TABLE `contracts` ADD COLUMN `rents` {TEXT};
