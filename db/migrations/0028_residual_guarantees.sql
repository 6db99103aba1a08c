-- Who guarantees the residual of a lease, when the guarantee is called, and until when.

ALTER TABLE `contracts` ADD COLUMN `residual_guarantor` {STR 32};
ALTER TABLE `contracts` ADD COLUMN `guarantor_name` {STR 200};
ALTER TABLE `contracts` ADD COLUMN `guarantee_trigger` {STR 200};
ALTER TABLE `contracts` ADD COLUMN `guarantee_until` {DATE};
