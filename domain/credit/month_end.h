#pragma once
// How a contract stood at a month's end, as a company switching systems brings it along: the months before the books
// here begin. The monthly close keeps the same of every later month.
#include "domain/books/period.h"
#include "domain/credit/staging.h"
#include "domain/fields.h"

namespace leasebook {

struct MonthEnd {
    Date month_end;
    ContractNumber contract;
    Currency currency = CNY;
    std::optional<int> days_past_due;  // none: nothing was past due
    Stage stage = Stage::One;
    RiskClass category = RiskClass::Normal;
    Money net_investment;  // accrued interest included, before any allowance
    Money overdue;         // billed and unpaid; a part of the net investment
    bool operator==(const MonthEnd&) const = default;
};
void visit_fields(auto& row, auto& field) requires std::same_as<std::remove_cvref_t<decltype(row)>, MonthEnd> {
    field("month_end", row.month_end);
    field("contract", row.contract);
    field("currency", row.currency);
    field("days_past_due", row.days_past_due);
    field("stage", row.stage);
    field("category", row.category);
    field("net_investment", row.net_investment);
    field("overdue", row.overdue);
}
// Errors: not a last day of a month; negative amounts or days; an overdue amount without days, or days without one.
Errors check(const MonthEnd& row);

}  // namespace leasebook
