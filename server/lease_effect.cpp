// What a lease that has not begun would do to the loss distribution of the book, from the draws of the last run.
#include "db/register_store.h"
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

// `span` is the table's width in the grid of the page.
void add_effect(Data& page, const Call& call, const LeaseEffect& found, const std::string& span) {
    const auto& effect = found.effect;
    auto& table = page.add("TABLE");
    table.set("TITLE", call.t("Effect on the loss distribution"))
        .set("SPAN", span)
        .set("META", filled(call.t("Run of {0}; {1} would be lost on default."),
                            {date_text(found.run.as_of, call.language), money_text(found.lease.loss)}))
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

}  // namespace

void add_loss_effect(Data& page, const Call& call, const Contract& contract) {
    if (const auto found = effect_of(call, contract)) add_effect(page, call, *found, "s12");
}

void add_form_loss_effect(Data& page, const Call& call, const Fields& form, const LeaseTerms& terms) {
    const auto text = [&](const char* name) { return form.contains(name) ? form.at(name) : std::string{}; };
    if (text("lessee").empty()) return;
    const auto lessee =
        call.app.database.read([&](db::Connection& c) { return db::find<Lessee>(c, {text("lessee")}); });
    if (!lessee) return;
    const auto plain = as_typed(form, {{"asset_cost", Control::Money, 3, "", {}, true}});
    const auto typed = plain.find("asset_cost");
    const auto cost = parse_money(typed == plain.end() ? "" : typed->second, terms.currency, "asset_cost");
    const Money machines = text("asset_class").empty() ? Money::zero(terms.currency)
                           : cost                      ? *cost
                                                       : terms.financed_amount;
    if (const auto found = effect_of(call, *lessee, terms.financed_amount, machines))
        add_effect(page, call, *found, "");
}

}  // namespace leasebook::server
