#pragma once
// Leases in a real database, changed the way the pages and the API change them: proposed, confirmed, looked up in the
// ledger.
#include <gtest/gtest.h>

#include "db/migrate.h"
#include "pricing/net_investment.h"
#include "pricing/rent.h"
#include "server/books/servicing.h"
#include "tests/db/databases.h"
#include "tests/db/records.h"
#include "tests/domain/ledger.h"

namespace leasebook::server {

using tests::Balances;
using tests::cny;
using tests::rate;

class ChangesCase : public testing::Test {
protected:
    ChangesCase() {
        folder_ =
            std::filesystem::temp_directory_path() / ("leasebook-changes-" + std::to_string(getpid()) + "-" +
                                                      testing::UnitTest::GetInstance()->current_test_info()->name());
        std::filesystem::create_directories(folder_);
        database_ = db::open("sqlite:" + (folder_ / "book.db").string());
        db::migrate(*database_);
        database_->write(db::enter_register);
    }
    ~ChangesCase() override { std::filesystem::remove_all(folder_); }

    static ContractContent leaseback(const LeaseTerms& terms, const char* rent) {
        ContractContent content{db::pump_maker().code, {}, terms, {}, cny(rent)};
        content.conditions.product = Product::SaleLeaseback;
        return content;
    }
    static ContractContent finance_lease(const LeaseTerms& terms, const char* rent) {
        auto content = leaseback(terms, rent);
        content.conditions.product = Product::DirectFinance;
        return content;
    }

    // A lease that has commenced, its books begun with its commencement.
    ContractNumber commenced(const ContractContent& content, std::optional<Rate> implicit_rate = {},
                             const std::string& number = "L-2025-000001") {
        const Act act{"li", content.terms.commencement};
        database_->write([&](db::Connection& c) {
            auto contract = db::create_contract(c, {number}, ContractDrafted{act, content}, noon(act.on));
            for (const ContractEvent& event : std::vector<ContractEvent>{
                     ContractApplied{act}, CreditDecided{act, CreditDecision::Accept, "good"}, ContractApproved{act},
                     ContractSigned{act}, SupplierPaid{act, content.terms.financed_amount, "bank"},
                     ContractActivated{act, implicit_rate}})
                contract = book(c, {number}, event);
        });
        return {number};
    }
    Contract book(db::Connection& c, const ContractNumber& number, const ContractEvent& event) {
        const auto file = *db::find_file(c, number);
        const Date on = act_of(event).on;
        const BookRules rules(c, on);
        return *record(c, file, event, rules, noon(std::max(on, today_)));
    }
    void take(const ContractNumber& number, const ContractEvent& event) {
        database_->write([&](db::Connection& c) { book(c, number, event); });
    }
    void pay_rents(const ContractNumber& number, int count, const char* amount) {
        const auto terms = contract(number).content.terms;
        for (const Date due : due_dates(terms.first_rent_date, count, terms.period_months, true))
            take(number, tests::payment(due, amount));
    }

    Contract contract(const ContractNumber& number) {
        return *database_->read([&](db::Connection& c) { return db::find_contract(c, number); });
    }
    Result<Proposal> proposed(const ContractNumber& number, ChangeKind kind, const Fields& fields) {
        return database_->read([&](db::Connection& c) {
            const BookRules rules(c, today_);
            return propose(c, *db::find_file(c, number), {kind, fields}, rules, {"zhao", today_});
        });
    }
    Result<Confirmed> confirmed(const ContractNumber& number, ChangeKind kind, const Fields& fields,
                                std::optional<std::string> hash = {}) {
        const int version = contract(number).version;
        return database_->write([&](db::Connection& c) {
            return confirm(c, {number, version, {kind, fields}, hash, "zhao", noon(today_)});
        });
    }
    Result<Contract> approved(const ContractNumber& number, std::int64_t id, const std::string& by = "qian") {
        return database_->write([&](db::Connection& c) { return approve_change(c, {number, id, by, noon(today_)}); });
    }
    // Proposed, confirmed with what was seen, and approved by somebody else where that is needed.
    Proposal changed(const ContractNumber& number, ChangeKind kind, const Fields& fields) {
        const auto proposal = proposed(number, kind, fields);
        EXPECT_TRUE(proposal) << (proposal ? "" : message(proposal.error()));
        const auto done = confirmed(number, kind, fields, proposal->hash);
        EXPECT_TRUE(done) << (done ? "" : message(done.error()));
        EXPECT_EQ(done->pending.has_value(), needs_second_person(kind));
        if (done->pending) {
            const auto decided = approved(number, *done->pending);
            EXPECT_TRUE(decided) << (decided ? "" : message(decided.error()));
        }
        return *proposal;
    }

    // What the journal says, zero balances left out.
    Balances ledger(const ContractNumber& number) {
        Balances sums;
        database_->read([&](db::Connection& c) {
            for (const auto& posted : db::entries_of(c, number))
                for (const auto& line : posted.entry.lines)
                    sums.try_emplace(line.account, Money::zero(line.amount.currency())).first->second += line.amount;
            return 0;
        });
        std::erase_if(sums, [](const auto& balance) { return balance.second.is_zero(); });
        return sums;
    }
    static std::string balance(const Balances& sums, Account account) {
        return sums.contains(account) ? to_text(sums.at(account)) : "0.00";
    }
    static std::string line(const Proposal& proposal, std::string_view name) {
        for (const auto& each : proposal.change.lines)
            if (each.name == name) return to_text(each.amount);
        return "";
    }
    // Rents to come after the day, as previewed.
    static std::vector<ScheduleRow> coming(const std::vector<ScheduleRow>& rows, Date after) {
        std::vector<ScheduleRow> later;
        for (const auto& row : rows)
            if (row.due_date > after && row.kind == RowKind::Rent) later.push_back(row);
        return later;
    }
    void allow_for_losses(const ContractNumber& number, Date on, const char* amount) {
        database_->write([&](db::Connection& c) {
            const auto file = *db::find_file(c, number);
            const BookRules rules(c, on);
            db::PostingBatch batch(rules.periods(), Poster::Close, noon(on));
            batch.add(file.id,
                      JournalEntry{on,
                                   Rule::AllowanceChanged,
                                   0,
                                   0,
                                   {{Account::CreditImpairment, cny(amount)}, {Account::LossAllowance, -cny(amount)}}});
            batch.write(c);
        });
    }

    static db::Moment noon(Date day) { return db::Moment(day) + std::chrono::hours(12); }

    std::filesystem::path folder_;
    std::unique_ptr<db::Database> database_;
    Date today_ = date(2026, 1, 20);
};

}  // namespace leasebook::server
