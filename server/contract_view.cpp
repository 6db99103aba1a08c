#include "server/contract_view.h"

#include "domain/books/posting_rules.h"
#include "pricing/rent.h"
#include "server/books/bookkeeping.h"
#include "server/known_at.h"

namespace leasebook::server {

namespace {

Position position_of(const Life& life, Date on) {
    const Money zero = Money::zero(life.unapplied.currency());
    Position position{zero, life.overdue(), zero, life.unapplied, life.deposit, days_past_due(life, on)};
    for (const auto& entry : entries_for(life))
        for (const auto& line : entry.lines)
            if (in_net_investment(line.account)) position.net_investment += line.amount;
    for (const auto& due : life.dues) position.late_interest += due.open(ClaimComponent::LateInterest);
    return position;
}

Contract state_on(const db::ContractFile& file, Date day) {
    Contract state;
    state.number = file.contract.number;
    state.content = file.contract.content;
    state.entered_by = file.contract.entered_by;
    state.disbursed = Money::zero(state.content.terms.currency);
    for (const auto& e : file.events)
        if (act_of(e.event).on <= day) state = evolve(std::move(state), e.event);
    state.version = file.contract.version;
    return state;
}

bool has_commenced(const db::ContractFile& file, Date day) {
    return file.contract.content.terms.commencement <= day &&
           (file.contract.status == ContractStatus::Active || file.contract.ended_on);
}

}  // namespace

bool in_net_investment(Account account) {
    using enum Account;
    return account == LeaseReceivable || account == UnguaranteedResidual || account == UnearnedIncome ||
           account == FinancingReceivable || account == AccruedInterest;
}

Result<AsOf> as_of_asked(const Call& call) {
    AsOf asked{call.today(), {}};
    Errors errors;
    if (const auto text = call.parameter("as_of"); !text.empty()) {
        const auto day = parse_date(text, "as_of");
        if (day)
            asked.on = *day;
        else
            errors.push_back(day.error());
    }
    if (const auto known_at = known_at_asked(call))
        asked.known_at = *known_at;
    else
        errors.push_back(known_at.error());
    if (!errors.empty()) return errors;
    return asked;
}

Result<ContractView> view_contract(db::Connection& connection, const ContractNumber& number, const AsOf& as_of,
                                   Date today) {
    auto file = db::find_file(connection, number);
    if (!file) return not_found("", "There is no contract {0}.", shortened(number.text));
    if (as_of.known_at) file = file->as_known_at(*as_of.known_at);
    if (!file) return not_found("known_at", "Contract {0} was not known then.", number.text);
    ContractView view{*std::move(file), {}, {}, {}};
    view.state = state_on(view.file, as_of.on);
    if (!has_commenced(view.file, as_of.on)) return view;
    const BookRules rules(connection, today);
    view.life = life_of(view.file, rules.policy(), as_of.on);
    view.position = position_of(*view.life, as_of.on);
    return view;
}

Schedule running_schedule(const ContractView& view) {
    if (view.life) return {view.life->runs.account.rows};
    const auto& content = view.file.contract.content;
    auto schedule = pricing::agreed_schedule(content.terms, content.plan, content.rent);
    ensure(schedule.has_value(), "the rent of a stored contract repays it");
    return *std::move(schedule);
}

}  // namespace leasebook::server
