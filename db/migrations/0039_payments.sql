-- The payments of all contracts, which are events, by value date and in the order in which they were recorded.

CREATE INDEX `contract_events_by_day` ON `contract_events` (`event`, `effective_date`, `sequence`);
CREATE INDEX `contract_events_by_kind` ON `contract_events` (`event`, `sequence`);
