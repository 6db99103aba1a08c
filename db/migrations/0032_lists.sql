-- Lists that stay quick over a million contracts: an index for each order, and what firms are found by (see
-- domain/pinyin.h; filled by fill_search_texts, as SQL knows no pinyin). The views of lists that people keep.

ALTER TABLE `lessees` ADD COLUMN `search_text` {STR 480} NOT NULL DEFAULT '';
ALTER TABLE `suppliers` ADD COLUMN `search_text` {STR 480} NOT NULL DEFAULT '';

CREATE INDEX `lessees_by_search_text` ON `lessees` (`search_text`, `code`);
CREATE INDEX `suppliers_by_search_text` ON `suppliers` (`search_text`, `code`);
CREATE INDEX `contracts_by_commencement` ON `contracts` (`commencement`, `number`);
CREATE INDEX `contracts_by_annual_rate` ON `contracts` (`annual_rate`, `number`);
CREATE INDEX `contracts_by_financed_amount` ON `contracts` (`financed_amount`, `number`);
CREATE INDEX `contracts_by_rent` ON `contracts` (`rent`, `number`);
CREATE INDEX `contracts_by_entered_by` ON `contracts` (`entered_by`, `number`);

CREATE TABLE IF NOT EXISTS `saved_views` (
    `user` {ID} NOT NULL,
    `list` {STR 64} NOT NULL,
    `name` {STR 100} NOT NULL,
    `query` {TEXT} NOT NULL,
    PRIMARY KEY (`user`, `list`, `name`),
    FOREIGN KEY (`user`) REFERENCES `users` (`id`)
) {TABLE};
