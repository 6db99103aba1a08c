-- The payments of all contracts, which are events, by value date and in the order they were recorded; the value date
-- stands in the second index as well, so that walking through it for a period reads no other row.

CREATE INDEX `contract_events_by_day` ON `contract_events` (`event`, `effective_date`, `sequence`);
CREATE INDEX `contract_events_by_kind` ON `contract_events` (`event`, `sequence`, `effective_date`);
