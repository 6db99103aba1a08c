-- The list of machines by what they cost and when they came: orders that a million of them need an index for.

CREATE INDEX `assets_by_cost` ON `assets` (`cost`, `code`);
CREATE INDEX `assets_by_acquired` ON `assets` (`acquired`, `code`);
