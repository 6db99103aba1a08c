-- Contracts once more than 90 days past due, of however many month ends that came before those which reports follow.

CREATE INDEX `month_ends_by_days_past_due` ON `month_ends` (`days_past_due`, `month_end`);
CREATE INDEX `provisions_by_days_past_due` ON `provisions` (`days_past_due`, `period`);
