// What a lease that has not begun would do to the loss distribution of the book, from the draws of the last run.
#include "server/contract_pages.h"
#include "server/loss_view.h"
#include "server/tables.h"
#include "server/web/formats.h"

namespace leasebook::server {

namespace {

void add_row(Data& table, const std::string& name, Money before, Money after) {
    auto& row = table.add("ROW");
    text_cell(row, name);
    number_cell(row, money_text(before));
    number_cell(row, money_text(after));
    number_cell(row, money_text(after - before));
}

}  // namespace

void add_loss_effect(Data& page, const Call& call, const Contract& contract) {
    const auto found = effect_of(call, contract);
    if (!found) return;
    const auto& effect = found->effect;
    auto& table = page.add("TABLE");
    table.set("TITLE", call.t("Effect on the loss distribution"))
        .set("SPAN", "s12")
        .set("META", filled(call.t("Run of {0}; {1} would be lost on default."),
                            {date_text(found->run.as_of, call.language), money_text(found->lease.loss)}))
        .set("MORE_HREF", "/risk")
        .set("MORE_TEXT", call.t("Loss distribution"));
    add_columns(table, call, {{"Figure"}, {"Without this lease", true}, {"With it", true}, {"Difference", true}});
    add_row(table, call.t("Expected loss"), effect.expected_before, effect.expected_after);
    add_row(table, call.t("Unexpected loss"), effect.unexpected_before, effect.unexpected_after);
    for (const auto& tail : effect.tails) {
        const std::string level = tail.level == 990 ? " 99%" : " 99.9%";
        add_row(table, call.t("Value at risk") + level, tail.value_at_risk_before, tail.value_at_risk_after);
        add_row(table, call.t("Expected shortfall") + level, tail.expected_shortfall_before,
                tail.expected_shortfall_after);
    }
}

}  // namespace leasebook::server
