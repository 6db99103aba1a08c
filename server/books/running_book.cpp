#include "server/books/running_book.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "db/contract_file.h"
#include "db/portfolio_store.h"
#include "db/remarketing_store.h"
#include "pricing/rent.h"
#include "server/books/bookkeeping.h"

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

void sort_off_lease(Portfolio& book) {
    std::ranges::sort(book.off_lease, {},
                      [](const auto& machine) { return std::pair(machine.contract, machine.asset); });
}

// Machines of ended contracts that came back by that day.
void add_off_lease(db::Connection& connection, const std::vector<db::ContractFile>& files, Date day, Portfolio& book) {
    std::unordered_map<std::string_view, std::vector<Machine>> machines;
    for (const auto& file : files)
        if (file.contract.ended_on) machines.emplace(file.contract.number.text, std::vector<Machine>{});
    if (machines.empty()) return;
    for (const auto& placed : book.assets) {
        if (!placed.asset.contract) continue;
        const auto found = machines.find(placed.asset.contract->text);
        if (found != machines.end()) found->second.push_back(placed.asset);
    }
    const auto steps = db::all_steps(connection);
    const auto rates = BookRules(connection, day).policy().vat_rates;
    for (const auto& file : files) {
        if (!file.contract.ended_on) continue;
        const auto& own = machines.at(file.contract.number.text);
        std::ranges::move(off_lease({file.contract.number, file.events, own, steps, rates}, day),
                          std::back_inserter(book.off_lease));
    }
    sort_off_lease(book);
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

}  // namespace

void renew_off_lease(db::Connection& connection, Portfolio& book, const ContractNumber& number, Date as_of) {
    std::erase_if(book.off_lease, [&](const OffLeaseMachine& machine) { return machine.contract == number; });
    const auto file = db::find_file(connection, number);
    ensure(file.has_value(), "a contract of the portfolio has its events");
    const auto rates = BookRules(connection, as_of).policy().vat_rates;
    std::ranges::move(db::off_lease_of(connection, number, file->events, rates, as_of),
                      std::back_inserter(book.off_lease));
    sort_off_lease(book);
}

std::optional<ContractUpdate> running_contract(db::Connection& connection, const Portfolio& book,
                                               const ContractNumber& number, Date as_of) {
    auto update = db::reload_contract(connection, book, number);
    if (!update) return {};
    const auto file = db::find_file(connection, number);
    ensure(file.has_value(), "a contract just read has its events");
    const bool turned = std::ranges::any_of(file->events, [](const NumberedEvent& e) {
        return std::holds_alternative<LesseeReplaced>(e.event) || std::holds_alternative<ContractEnded>(e.event) ||
               std::holds_alternative<ScheduleChanged>(e.event) || std::holds_alternative<ResidualImpaired>(e.event);
    });
    if (turned) bring_to(as_of, *file, book, update->contract);
    return update;
}

Portfolio running_portfolio(db::Connection& connection, Date as_of) {
    auto book = db::load_portfolio(connection, as_of);
    const auto files = db::changed_files(connection);
    match(book, files,
          [&](const db::ContractFile& file, PortfolioContract& contract) { bring_to(as_of, file, book, contract); });
    add_off_lease(connection, files, as_of, book);
    return book;
}

Portfolio portfolio_known_at(db::Connection& connection, Date as_of, db::Moment moment) {
    auto book = running_portfolio(connection, as_of);
    const auto files = db::files_recorded_after(connection, moment);
    std::vector<db::ContractFile> known;
    for (const auto& file : files)
        if (auto then = file.as_known_at(moment)) known.push_back(*std::move(then));
    // What was not known yet is a draft to everybody.
    match(book, files, [](const db::ContractFile&, PortfolioContract& contract) {
        contract.changed = nullptr;
        contract.status = ContractStatus::Draft;
    });
    match(book, known, [&](const db::ContractFile& file, PortfolioContract& contract) {
        contract.version = file.contract.version;
        db::take_content(book, file.contract.content, contract);
        bring_to(as_of, file, book, contract);
    });
    std::unordered_set<std::string_view> numbers;
    for (const auto& file : files) numbers.insert(file.contract.number.text);
    std::erase_if(book.off_lease, [&](const auto& machine) { return numbers.contains(machine.contract.text); });
    add_off_lease(connection, known, as_of, book);
    return book;
}

std::shared_ptr<const Portfolio> KeptPortfolio::of(db::Connection& connection) {
    // The marks first: what comes in between makes the next transaction read again.
    const auto marks = db::book_marks(connection);
    if (!portfolio_ || marks != marks_)
        portfolio_ = std::make_shared<const Portfolio>(running_portfolio(connection, day_));
    marks_ = marks;
    return portfolio_;
}

}  // namespace leasebook::server
