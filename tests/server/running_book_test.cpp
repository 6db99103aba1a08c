// Reports of a day show the book as it ran on that day, whatever has become of its contracts since.
#include "server/books/running_book.h"

#include "reports/exposure.h"
#include "reports/residual_position.h"
#include "tests/reports/book.h"
#include "tests/server/changes_case.h"

namespace leasebook::server {
namespace {

class RunningBook : public ChangesCase {
protected:
    ContractNumber l1_after_rent_12() {
        const auto number = commenced(leaseback(tests::l1(), "30421.94"));
        pay_rents(number, 12, "30421.94");
        return number;
    }
    Portfolio book(Date day) {
        return database_->read([&](db::Connection& c) { return running_portfolio(c, day); });
    }
    std::string outstanding(Date day) {
        return to_text(tests::exposure_by_terms(book(day), day, CNY, nullptr).total.outstanding_principal);
    }
    static std::string agreed_after(int rents) {
        const auto schedule = *pricing::agreed_schedule(tests::l1(), {}, cny("30421.94"));
        return to_text(schedule.rows.at(static_cast<std::size_t>(rents) - 1).closing);
    }
};

TEST_F(RunningBook, APartialPrepaymentCountsFromItsDayOn) {
    const auto number = l1_after_rent_12();
    const auto proposal =
        changed(number, ChangeKind::PartialPrepayment,
                {{"effective_date", "2026-01-20"}, {"amount", "200000.00"}, {"keep", "rent"}, {"reason", "x"}});
    EXPECT_EQ(outstanding(date(2026, 1, 19)), agreed_after(11));
    EXPECT_EQ(outstanding(date(2026, 1, 20)), "486406.07");
    const auto next = coming(proposal.after, date(2026, 1, 20)).front();
    EXPECT_EQ(outstanding(next.due_date), to_text(next.closing));
    // The rent was kept, so the term is shorter; the agreed one ran to January 2028.
    EXPECT_EQ(outstanding(coming(proposal.after, date(2026, 1, 20)).back().due_date), "0.00");
    EXPECT_TRUE(book(date(2026, 1, 19)).contracts.front().changed == nullptr);
}

TEST_F(RunningBook, AnExtendedLeaseIsInTheBookBeyondItsFirstTerm) {
    const auto number = l1_after_rent_12();
    const auto proposal =
        changed(number, ChangeKind::Restructuring,
                {{"effective_date", "2026-01-20"}, {"periods", "36"}, {"rent", "20000.00"}, {"reason", "relief"}});
    const Date after_first_term = date(2028, 6, 30);
    const auto row = std::ranges::find_if(
        proposal.after, [&](const ScheduleRow& r) { return add_months(r.due_date, 1) > after_first_term; });
    EXPECT_EQ(outstanding(after_first_term), to_text(row->closing));
}

TEST_F(RunningBook, AnEarlySettlementTakesTheLeaseOutOnItsDayAndNotBefore) {
    const auto number = l1_after_rent_12();
    today_ = date(2026, 2, 4);
    changed(number, ChangeKind::EarlySettlement,
            {{"effective_date", "2026-02-04"}, {"fee_rate", "0.03"}, {"reason", "sold"}});
    EXPECT_EQ(contract(number).status, ContractStatus::EarlyTerminated);
    EXPECT_EQ(outstanding(date(2026, 2, 3)), agreed_after(12));
    const auto after = tests::exposure_by_terms(book(date(2026, 2, 4)), date(2026, 2, 4), CNY, nullptr);
    EXPECT_EQ(after.total.contracts, 0);
}

TEST_F(RunningBook, AnAssignedLeaseStandsWithItsOldLesseeUntilThatDay) {
    const auto number = l1_after_rent_12();
    database_->write([](db::Connection& c) {
        auto other = db::pump_maker();
        other.code = {"91331000MA2AK0002X"};
        EXPECT_TRUE(db::add(c, other));
    });
    changed(number, ChangeKind::Assignment,
            {{"effective_date", "2026-01-20"}, {"lessee", "91331000MA2AK0002X"}, {"reason", "sold the plant"}});
    const auto lessee = [&](Date day) {
        const auto portfolio = book(day);
        return portfolio.lessees.at(portfolio.contracts.front().lessee).code.text;
    };
    EXPECT_EQ(lessee(date(2026, 1, 19)), db::pump_maker().code.text);
    EXPECT_EQ(lessee(date(2026, 1, 20)), "91331000MA2AK0002X");
    EXPECT_EQ(outstanding(date(2026, 1, 20)), agreed_after(12));
}

TEST_F(RunningBook, AnImpairedResidualIsBookedForWhatItStillBrings) {
    auto terms = tests::l1();
    terms.unguaranteed_residual = cny("100000.00");
    const auto number = commenced(finance_lease(terms, to_text(*pricing::level_rent(terms)).c_str()));
    take(number, ResidualImpaired{{"li", date(2026, 1, 20)}, cny("40000.00"), cny("35000.00"), "market"});
    const auto residual = [&](Date day) {
        const auto portfolio = book(day);
        return to_text(reports::residual_book(portfolio, day, CNY).unguaranteed);
    };
    EXPECT_EQ(residual(date(2026, 1, 19)), "100000.00");
    EXPECT_EQ(residual(date(2026, 1, 20)), "60000.00");
    const auto exposure = tests::exposure_by_terms(book(date(2026, 1, 20)), date(2026, 1, 20), CNY, nullptr);
    EXPECT_EQ(to_text(exposure.total.residual_value), "60000.00");
}

}  // namespace
}  // namespace leasebook::server
