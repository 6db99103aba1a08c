// The parts of exposure against the ledger and against the pricing library, on leases that ran and were changed.
#include "domain/exposure/parts.h"

#include "server/books/live_exposure.h"
#include "tests/server/changes_case.h"

namespace leasebook::server {
namespace {

class ExposurePartsOf : public ChangesCase {
protected:
    ExposureParts parts(const ContractNumber& number, Date day) {
        return database_->read([&](db::Connection& c) {
            const BookRules rules(c, day);
            return live_parts(*db::find_file(c, number), rules.policy(), day);
        });
    }
    Money booked(const ContractNumber& number, Date day) {
        return database_->read([&](db::Connection& c) {
            const BookRules rules(c, day);
            const auto file = *db::find_file(c, number);
            return net_investment(file.contract.content, life_of(file, rules.policy(), day), day);
        });
    }
    static ContractContent with_residual(const char* residual) {
        auto terms = tests::l1();
        terms.unguaranteed_residual = cny(residual);
        return finance_lease(terms, to_text(*pricing::level_rent(terms)).c_str());
    }
};

TEST_F(ExposurePartsOf, ALeaseAddUpToTheLedgersNetInvestmentOnEveryDay) {
    const auto number = commenced(with_residual("100000.00"));
    for (const Date day : {date(2025, 1, 20), date(2025, 2, 19), date(2025, 2, 20), date(2025, 7, 1),
                           date(2027, 12, 31), date(2028, 1, 20), date(2028, 3, 1)}) {
        const auto p = parts(number, day);
        EXPECT_EQ(p.net_investment + p.overdue + p.unguaranteed_residual, booked(number, day)) << to_text(day);
        EXPECT_FALSE(p.net_investment.is_negative()) << to_text(day);
        EXPECT_EQ(p.booked_residual, cny("100000.00"));
    }
}

TEST_F(ExposurePartsOf, ALeaseHaveTheResidualThatThePricingLibraryDiscounts) {
    const auto content = with_residual("100000.00");
    const auto number = commenced(content);
    const auto schedule = *pricing::agreed_schedule(content.terms, content.plan, content.rent);
    const auto flows = flows_of(content.terms, schedule);
    for (const Date day : {date(2025, 1, 20), date(2025, 5, 20), date(2027, 6, 20)}) {
        const Money exact =
            pricing::residual_value(flows, cny("100000.00"), {content.terms.annual_rate, content.terms.day_count, day});
        const Money difference = parts(number, day).unguaranteed_residual - exact;
        // Interest of each row is rounded to the cent: 36 of them move the factor by a few cents at most.
        EXPECT_LE(std::abs(difference.minor_units()), 5) << to_text(day) << " " << to_text(exact);
    }
}

TEST_F(ExposurePartsOf, ALeaseGrowTowardsTheResidualDayByDay) {
    const auto number = commenced(with_residual("100000.00"));
    Money before = parts(number, date(2025, 3, 1)).unguaranteed_residual;
    for (Date day = date(2025, 3, 2); day < date(2025, 6, 1); day += std::chrono::days(1)) {
        const Money now = parts(number, day).unguaranteed_residual;
        EXPECT_GE(now, before) << to_text(day);
        before = now;
    }
    EXPECT_EQ(parts(number, date(2028, 1, 20)).unguaranteed_residual, cny("100000.00")) << "awaits its end";
}

TEST_F(ExposurePartsOf, AnImpairedResidualIsWhatItStillBrings) {
    const auto number = commenced(with_residual("100000.00"));
    const auto before = parts(number, date(2026, 1, 19));
    take(number, ResidualImpaired{{"li", date(2026, 1, 20)}, cny("40000.00"), cny("35000.00"), "market"});
    const auto after = parts(number, date(2026, 1, 20));
    EXPECT_EQ(after.booked_residual, cny("60000.00"));
    EXPECT_LT(after.unguaranteed_residual, before.unguaranteed_residual);
    EXPECT_EQ(after.net_investment + after.overdue + after.unguaranteed_residual, booked(number, date(2026, 1, 20)));
}

TEST_F(ExposurePartsOf, ALeaseSettledEarlyAreItsUnpaidRentsAndTheClaim) {
    const auto number = commenced(finance_lease(tests::l1(), "30421.94"));
    today_ = date(2026, 2, 4);
    const auto outstanding = parts(number, date(2026, 2, 3));
    changed(number, ChangeKind::EarlySettlement,
            {{"effective_date", "2026-02-04"}, {"fee_rate", "0.03"}, {"reason", "sold"}});
    const auto p = parts(number, date(2026, 2, 5));
    EXPECT_TRUE(p.net_investment.is_zero());
    EXPECT_GT(p.overdue, outstanding.principal) << "the claim is owed until it is paid";
    EXPECT_GT(p.overdue, booked(number, date(2026, 2, 5))) << "the ledger holds it as a charge";
}

TEST_F(ExposurePartsOf, AFinancingBalanceIsPrincipalNotDueAndWhatIsOverdue) {
    const auto number = commenced(finance_lease(tests::l1(), "30421.94"));
    const auto schedule = *pricing::agreed_schedule(tests::l1(), {}, cny("30421.94"));
    const auto p = parts(number, date(2025, 3, 20));
    EXPECT_EQ(p.principal, schedule.rows[1].closing);
    EXPECT_EQ(p.overdue, cny("60843.88"));
    EXPECT_EQ(p.financing(), p.principal + p.overdue);
}

}  // namespace
}  // namespace leasebook::server
