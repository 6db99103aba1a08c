-- By what else exposure is asked for: who is related to the company, and which of its branches wrote the lease.

ALTER TABLE `lessees` ADD COLUMN `related_party` {STR 32} NOT NULL DEFAULT 'no';
ALTER TABLE `contracts` ADD COLUMN `branch` {STR 200};
