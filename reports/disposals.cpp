#include "reports/disposals.h"

#include <algorithm>

#include "reports/table_maker.h"

namespace leasebook::reports {

namespace {

Cell channel_of(const OffLeaseMachine& machine) { return machine.channel ? Cell{to_text(*machine.channel)} : Cell{}; }

// Those in the currency that are sold, or are not; and a note on the ones in other currencies.
std::vector<const OffLeaseMachine*> chosen(const Portfolio& portfolio, Currency currency, bool sold, Table& table) {
    std::vector<const OffLeaseMachine*> machines;
    std::int64_t others = 0;
    for (const auto& machine : portfolio.off_lease) {
        if ((machine.state == OffLeaseState::Sold) != sold) continue;
        if (machine.carrying.currency() == currency)
            machines.push_back(&machine);
        else
            ++others;
    }
    if (others > 0) table.notes.push_back({"{0} machines in other currencies are left out.", {std::to_string(others)}});
    return machines;
}

}  // namespace

Table disposal_table(const Portfolio& portfolio, Date as_of, Currency currency) {
    Table table{"disposals", as_of, currency, {}, {}, {}};
    using enum ColumnType;
    table.columns = {
        {"asset", Text},           {"contract", Text},      {"sale_date", Text},        {"price", Amount, true},
        {"vat", Amount, true},     {"costs", Amount, true}, {"carrying", Amount, true}, {"gain", Amount, true},
        {"days_off_lease", Count}, {"channel", Word}};
    auto sold = chosen(portfolio, currency, true, table);
    std::ranges::stable_sort(sold, std::ranges::greater{}, &OffLeaseMachine::since);
    Money price = Money::zero(currency), vat = price, costs = price, carrying = price, gain = price;
    for (const auto* m : sold) {
        table.rows.push_back({RowRole::Detail,
                              {m->asset.text, m->contract.text, to_text(m->since), m->price, m->vat, m->costs,
                               m->carrying, m->gain(), std::int64_t{days_off_lease(*m, as_of)}, channel_of(*m)},
                              contract_link(m->contract.text)});
        price += m->price;
        vat += m->vat;
        costs += m->costs;
        carrying += m->carrying;
        gain += m->gain();
    }
    table.rows.push_back({RowRole::Total, {Cell{}, Cell{}, Cell{}, price, vat, costs, carrying, gain, Cell{}, Cell{}}});
    return table;
}

Table off_lease_table(const Portfolio& portfolio, Date as_of, Currency currency) {
    Table table{"off_lease", as_of, currency, {}, {}, {}};
    using enum ColumnType;
    table.columns = {
        {"asset", Text},         {"contract", Text},      {"state", Word},          {"returned", Text},
        {"since", Text},         {"place", Text},         {"channel", Word},        {"carrying", Amount, true},
        {"costs", Amount, true}, {"asked", Amount, true}, {"days_off_lease", Count}};
    auto waiting = chosen(portfolio, currency, false, table);
    std::ranges::stable_sort(waiting, {}, &OffLeaseMachine::returned);
    Money carrying = Money::zero(currency), costs = carrying, asked = carrying;
    for (const auto* m : waiting) {
        table.rows.push_back({RowRole::Detail,
                              {m->asset.text, m->contract.text, to_text(m->state), to_text(m->returned),
                               to_text(m->since), cell_or_nothing(m->place), channel_of(*m), m->carrying, m->costs,
                               m->asked, std::int64_t{days_off_lease(*m, as_of)}},
                              contract_link(m->contract.text)});
        carrying += m->carrying;
        costs += m->costs;
        asked += m->asked;
    }
    table.rows.push_back(
        {RowRole::Total, {Cell{}, Cell{}, Cell{}, Cell{}, Cell{}, Cell{}, Cell{}, carrying, costs, asked, Cell{}}});
    return table;
}

}  // namespace leasebook::reports
