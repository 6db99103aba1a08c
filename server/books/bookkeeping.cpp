#include "server/books/bookkeeping.h"

#include <algorithm>

#include "db/calendar_store.h"
#include "db/counters.h"
#include "db/invoice_store.h"
#include "db/vat_rate_store.h"
#include "domain/books/posting_rules.h"
#include "pricing/rent.h"

namespace leasebook::server {

namespace {

constexpr std::string_view order_setting = "allocation_orders";

Periods periods_or_begin(db::Connection& connection, Date today) {
    if (auto periods = db::periods(connection)) return *std::move(periods);
    return Periods(period_of(today), {});
}

// "2026-01-01=component:cost,fee,…"
std::string to_setting(const DatedOrder& dated) {
    std::string text = to_text(dated.from) + "=" + to_text(dated.order.precedence) + ":";
    for (const auto component : dated.order.components) text += (text.ends_with(':') ? "" : ",") + to_text(component);
    return text;
}

DatedOrder from_setting(std::string_view text) {
    DatedOrder dated{*parse_date(text.substr(0, text.find('=')), ""), {}};
    text.remove_prefix(text.find('=') + 1);
    dated.order.precedence = *parse_named<AllocationPrecedence>(text.substr(0, text.find(':')), "");
    text.remove_prefix(text.find(':') + 1);
    while (!text.empty()) {
        const auto name = text.substr(0, text.find(','));
        dated.order.components.push_back(*parse_named<ClaimComponent>(name, ""));
        text.remove_prefix(std::min(text.size(), name.size() + 1));
    }
    return dated;
}

}  // namespace

std::vector<DatedOrder> allocation_orders(db::Connection& connection) {
    std::vector<DatedOrder> orders;
    const auto kept = db::setting(connection, order_setting);
    std::string_view rest = kept ? std::string_view(*kept) : std::string_view();
    while (!rest.empty()) {
        const auto one = rest.substr(0, rest.find(';'));
        orders.push_back(from_setting(one));
        rest.remove_prefix(std::min(rest.size(), one.size() + 1));
    }
    return orders;
}

void keep_allocation_orders(db::Connection& connection, const std::vector<DatedOrder>& orders) {
    std::string text;
    for (const auto& order : orders) text += (text.empty() ? "" : ";") + to_setting(order);
    db::keep_setting(connection, order_setting, text);
}

BookRules::BookRules(db::Connection& connection, Date today) : periods_(periods_or_begin(connection, today)) {
    policy_.books_from = periods_.first().first_day();
    policy_.allocation = allocation_orders(connection);
    policy_.vat_rates = db::vat_rates(connection);
    policy_.calendar = [this, &connection](std::string_view name) -> const BusinessCalendar& {
        const std::lock_guard lock(mutex_);
        auto known = calendars_.find(name);
        if (known == calendars_.end()) {
            const auto days =
                all_calendars_read_ ? std::vector<CalendarDay>{} : db::calendar_days(connection, std::string(name));
            auto made = calendar_named(name, days, "calendar");
            ensure(made.has_value(), "the calendar of a contract is there");
            known = calendars_.emplace(std::string(name), *std::move(made)).first;
        }
        return known->second;
    };
}

void BookRules::read_calendars(db::Connection& connection) {
    for (const auto& name : db::calendars_with_days(connection)) policy_.calendar(name);
    all_calendars_read_ = true;  // those without days of their own follow from their rules
}

Life life_of(const db::ContractFile& file, const BookPolicy& policy, Date through) {
    // What was agreed at commencement; a change of lessee later changes no amount.
    const auto& content = file.contract.content;
    const auto agreed = pricing::agreed_schedule(content.terms, content.plan, content.rent);
    ensure(agreed.has_value(), "the rent of a stored contract repays it");
    return live(content, *agreed, file.events, policy, through);
}

Rate late_interest_vat(const ContractContent& content, const BookPolicy& policy, Date on) {
    const bool leaseback = content.conditions.product == Product::SaleLeaseback;
    const auto rate =
        vat_rate(policy.vat_rates, leaseback ? VatTreatment::LeasebackInterest : VatTreatment::MovableRent, on);
    return rate ? *rate : Rate{};
}

std::vector<JournalEntry> entries_for(const Life& life) {
    std::vector<JournalEntry> entries;
    entries.reserve(life.facts.size());
    for (const auto& fact : life.facts) entries.push_back(entry_for(fact));
    return entries;
}

void post(db::Connection& connection, const db::ContractFile& file, Date through, const BookRules& rules, Poster poster,
          db::Moment recorded_at) {
    rules.begin(connection);
    const Date until = std::max(through, file.posted_through.value_or(through));
    const auto life = life_of(file, rules.policy(), until);
    db::PostingBatch batch(rules.periods(), poster, recorded_at);
    batch.add(file.id, corrections(db::standing(db::entries_of(connection, file.contract.number)), entries_for(life)));
    batch.write(connection);
    std::vector<db::InvoiceToIssue> invoices;
    for (const auto& invoice : invoices_to_issue(life.dues, db::invoices_of(connection, file.id), false, {}))
        invoices.push_back({file.id, invoice});
    db::issue(connection, invoices, until, recorded_at);
    if (until != file.posted_through) db::keep_posted_through(connection, file.id, until);
}

Result<Contract> record(db::Connection& connection, const db::ContractFile& before, const ContractEvent& event,
                        const BookRules& rules, db::Moment recorded_at) {
    auto contract = db::append(connection, before.contract, event, recorded_at);
    if (!contract) return contract;
    auto after = before;
    after.contract = *contract;
    after.events.push_back({contract->version, event});
    after.recorded.push_back(recorded_at);
    post(connection, after, act_of(event).on, rules, Poster::Anybody, recorded_at);
    return contract;
}

}  // namespace leasebook::server
