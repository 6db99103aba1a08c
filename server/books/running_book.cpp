#include "server/books/running_book.h"

#include <algorithm>
#include <unordered_map>

#include "db/contract_file.h"
#include "db/portfolio_store.h"
#include "pricing/rent.h"

namespace leasebook::server {

namespace {

// The contract without the ends and the new lessees that were still to come.
Contract state_by(const db::ContractFile& file, Date day) {
    Contract state;
    state.number = file.contract.number;
    for (const auto& [number, event] : file.events) {
        const bool turns =
            std::holds_alternative<LesseeReplaced>(event) || std::holds_alternative<ContractEnded>(event);
        if (!turns || act_of(event).on <= day) state = evolve(std::move(state), event);
    }
    return state;
}

bool has_changed_by(const db::ContractFile& file, Date day) {
    return std::ranges::any_of(file.events, [&](const NumberedEvent& e) {
        const bool changes =
            std::holds_alternative<ScheduleChanged>(e.event) || std::holds_alternative<ResidualImpaired>(e.event);
        return changes && act_of(e.event).on <= day;
    });
}

std::shared_ptr<const RentRuns> runs_by(const db::ContractFile& file, Date day) {
    const auto& content = file.contract.content;
    const auto agreed = pricing::agreed_schedule(content.terms, content.plan, content.rent);
    ensure(agreed.has_value(), "the rent of a stored contract repays it");
    return std::make_shared<const RentRuns>(run_rents(content, *agreed, file.events, day));
}

void bring_to(Date day, const db::ContractFile& file, const Portfolio& book, PortfolioContract& contract) {
    const auto state = state_by(file, day);
    contract.status = state.status;
    const auto lessee = std::ranges::find(book.lessees, state.content.lessee, &PortfolioLessee::code);
    ensure(lessee != book.lessees.end(), "the lessee of a contract is in the register");
    contract.lessee = static_cast<std::uint32_t>(lessee - book.lessees.begin());
    if (state.status == ContractStatus::Active && has_changed_by(file, day)) contract.changed = runs_by(file, day);
}

// Calls `bring` with every contract of the book that one of the files is about.
template <class Bring>
void match(Portfolio& book, const std::vector<db::ContractFile>& files, const Bring& bring) {
    if (files.empty()) return;
    std::unordered_map<std::string_view, const db::ContractFile*> by_number;
    for (const auto& file : files) by_number.emplace(file.contract.number.text, &file);
    for (auto& contract : book.contracts)
        if (const auto found = by_number.find(contract.number.text); found != by_number.end())
            bring(*found->second, contract);
}

// A contract that was not known yet is a draft to everybody.
void bring_to_known(Date day, db::Moment moment, const db::ContractFile& file, const Portfolio& book,
                    PortfolioContract& contract) {
    const auto known = file.as_known_at(moment);
    contract.changed = nullptr;
    contract.status = ContractStatus::Draft;
    if (!known) return;
    contract.terms = known->contract.content.terms;
    contract.plan = known->contract.content.plan;
    contract.rent = known->contract.content.rent;
    bring_to(day, *known, book, contract);
}

}  // namespace

Portfolio running_portfolio(db::Connection& connection, Date as_of) {
    auto book = db::load_portfolio(connection, as_of);
    match(book, db::changed_files(connection),
          [&](const db::ContractFile& file, PortfolioContract& contract) { bring_to(as_of, file, book, contract); });
    return book;
}

Portfolio portfolio_known_at(db::Connection& connection, Date as_of, db::Moment moment) {
    auto book = running_portfolio(connection, as_of);
    match(book, db::files_recorded_after(connection, moment),
          [&](const db::ContractFile& file, PortfolioContract& contract) {
              bring_to_known(as_of, moment, file, book, contract);
          });
    return book;
}

}  // namespace leasebook::server
