#include "domain/life/life.h"

#include <gtest/gtest.h>

#include "tests/domain/ledger.h"

namespace leasebook::tests {
namespace {

Life lived(const ContractContent& content, const std::vector<NumberedEvent>& events, Date through,
           Date books_from = date(2025, 1, 1)) {
    return live(content, *amortise(content.terms, content.rent), events, policy(books_from), through);
}

Money net_investment(const Balances& sums) {
    Money sum = cny("0.00");
    for (const auto account : {Account::LeaseReceivable, Account::UnguaranteedResidual, Account::UnearnedIncome})
        if (sums.contains(account)) sum += sums.at(account);
    return sum;
}

Money balance(const Balances& sums, Account account) { return sums.contains(account) ? sums.at(account) : cny("0.00"); }

// L1 with each rent and its VAT paid on its due date up to and with the twelfth.
std::vector<ContractEvent> first_year_paid() {
    std::vector<ContractEvent> events{activated(date(2025, 1, 20))};
    for (const Date due : due_dates(date(2025, 2, 20), 12, 1, false)) events.push_back(payment(due, "34376.79"));
    return events;
}

TEST(Commencement, PutsTheNetInvestmentIntoTheBooks) {
    const auto sums =
        balances(lived(content_of(l1(), "30421.94"), numbered({activated(date(2025, 1, 20))}), date(2025, 1, 20)));
    EXPECT_EQ(to_text(net_investment(sums)), "1000000.00");
    EXPECT_EQ(to_text(balance(sums, Account::UnearnedIncome)), "-95189.73");
}

TEST(InterestAccrual, FollowsTheMonthOfExI1) {
    auto events = first_year_paid();
    const auto content = content_of(l1(), "30421.94");
    const auto december = balances(lived(content, numbered(events), date(2025, 12, 31)));
    const auto january = balances(lived(content, numbered(events), date(2026, 1, 31)));
    EXPECT_EQ(to_text(net_investment(december)), "714527.16");
    EXPECT_EQ(to_text(net_investment(january)), "687623.89");
    EXPECT_EQ(to_text(balance(december, Account::FinanceLeaseIncome) - balance(january, Account::FinanceLeaseIncome)),
              "3518.67");
}

TEST(Books, EndAtNothingWhenEveryRentWasPaid) {
    auto events = std::vector<ContractEvent>{activated(date(2025, 1, 20))};
    for (const Date due : due_dates(date(2025, 2, 20), 35, 1, false)) events.push_back(payment(due, "34376.79"));
    events.push_back(payment(date(2028, 1, 20), "34376.67"));  // 30,421.83 and its VAT
    const auto life = lived(content_of(l1(), "30421.94"), numbered(events), date(2028, 3, 31));
    const auto sums = balances(life);
    EXPECT_EQ(to_text(net_investment(sums)), "0.00");
    EXPECT_EQ(to_text(balance(sums, Account::OtherReceivables)), "0.00");
    EXPECT_EQ(to_text(balance(sums, Account::FinanceLeaseIncome)), "-95189.73");
    EXPECT_TRUE(life.overdue().is_zero());
}

TEST(Books, BalanceWithTheScheduleOnEveryDueDate) {
    const auto content = content_of(l1(), "30421.94");
    const auto events = numbered(first_year_paid());
    const auto schedule = *amortise(content.terms, content.rent);
    for (int k = 0; k < 12; ++k) {
        const auto& row = schedule.rows[static_cast<std::size_t>(k)];
        EXPECT_EQ(net_investment(balances(lived(content, events, row.due_date))), row.closing) << row.number;
    }
}

// Interest is accrued at month ends and on due dates; in between the books and the schedule wait together.
TEST(Books, BalanceWithTheScheduleOnAnyDay) {
    const auto content = content_of(l1(), "30421.94");
    const auto events = numbered(first_year_paid());
    for (Date day = date(2025, 1, 20); day < date(2025, 4, 30); day += std::chrono::days(1)) {
        const auto life = lived(content, events, day);
        EXPECT_EQ(net_investment(balances(life)), leasebook::net_investment(content, life, day)) << to_text(day);
    }
}

TEST(LatePayment, CostsWhatExC5Says) {
    auto content = content_of(l1(), "30421.94");
    content.conditions.product = Product::SaleLeaseback;  // no VAT beside the rent, as in the example
    auto events = std::vector<ContractEvent>{activated(date(2025, 1, 20))};
    for (const Date due : due_dates(date(2025, 2, 20), 12, 1, false)) events.push_back(payment(due, "30421.94"));
    events.push_back(payment(date(2026, 3, 9), "30680.53"));  // rent 13 and 258.59
    const auto life = lived(content, numbered(events), date(2026, 3, 9));
    EXPECT_TRUE(life.overdue().is_zero());
    EXPECT_TRUE(life.unapplied.is_zero());
    EXPECT_EQ(to_text(life.dues.back().paid[ClaimComponent::LateInterest]), "258.59");
}

TEST(Leaseback, EarnsItsInterestNetOfVat) {
    auto content = content_of(l1(), "30421.94");
    content.conditions.product = Product::SaleLeaseback;
    const auto events = numbered({activated(date(2025, 1, 20)), payment(date(2025, 2, 20), "30421.94")});
    const auto sums = balances(lived(content, events, date(2025, 2, 20)));
    EXPECT_EQ(to_text(balance(sums, Account::FinancingReceivable)), "974578.06");
    EXPECT_EQ(to_text(balance(sums, Account::InterestIncome)), "-4716.98");  // J-04
    EXPECT_EQ(to_text(balance(sums, Account::OutputVat)), "-283.02");
    EXPECT_FALSE(sums.contains(Account::AccruedInterest));
    EXPECT_FALSE(sums.contains(Account::DeferredOutputVat));
}

TEST(EarlySettlement, LeavesNothingInTheBooks) {
    auto content = content_of(l1(), "30421.94");
    content.conditions.product = Product::SaleLeaseback;
    auto events = std::vector<ContractEvent>{
        activated(date(2025, 1, 20)), DepositMoved{{"li", date(2025, 1, 20)}, DepositMove::Received, cny("50000.00")}};
    for (const Date due : due_dates(date(2025, 2, 20), 12, 1, false)) events.push_back(payment(due, "30421.94"));
    const Date on = date(2026, 2, 4);
    events.push_back(ContractEnded{{"li", on},
                                   EndKind::EarlySettlement,
                                   cny("658814.27"),
                                   cny("20592.18"),
                                   cny("100.00"),
                                   cny("0.00"),
                                   cny("50000.00"),
                                   cny("0.00"),
                                   cny("0.00"),
                                   "sold"});
    events.push_back(payment(on, "658814.27"));
    const auto sums = balances(lived(content, numbered(events), date(2026, 3, 31)));
    for (const auto account : {Account::FinancingReceivable, Account::AccruedInterest, Account::OtherReceivables,
                               Account::SecurityDeposits, Account::UnappliedReceipts})
        EXPECT_FALSE(sums.contains(account)) << to_text(account);
    EXPECT_EQ(to_text(balance(sums, Account::PenaltyIncome)), "-20592.18");
    EXPECT_EQ(to_text(balance(sums, Account::DisposalGain)), "-100.00");
}

TEST(PartialPrepayment, KeepsTheTermOfExC3) {
    const auto content = content_of(l1(), "30421.94");
    auto events = first_year_paid();
    ScheduleChanged change{{"li", date(2026, 1, 20)},
                           ScheduleChangeKind::PartialPrepayment,
                           cny("200000.00"),
                           cny("0.00"),
                           rate("0.06"),
                           {},
                           date(2028, 1, 20),
                           {},
                           cny("0.00"),
                           {},
                           "early money"};
    for (const Date due : due_dates(date(2026, 2, 20), 24, 1, false)) change.rents.push_back({due, cny("21557.81")});
    events.push_back(change);
    events.push_back(payment(date(2026, 1, 20), "226000.00"));
    const auto sums = balances(lived(content, numbered(events), date(2026, 1, 20)));
    EXPECT_EQ(to_text(net_investment(sums)), "486406.07");
    EXPECT_FALSE(sums.contains(Account::OtherReceivables));
}

TEST(ReversedPayment, OpensWhatItHadSettledFromItsOwnDueDate) {
    const auto content = content_of(l1(), "30421.94");
    const auto events = numbered({activated(date(2025, 1, 20)), payment(date(2025, 2, 20), "34376.79"),
                                  PaymentReversed{{"bank", date(2025, 2, 25)}, 2, "AM04"}});
    const auto life = lived(content, events, date(2025, 2, 25));
    EXPECT_EQ(to_text(life.overdue()), "34376.79");
    EXPECT_EQ(days_past_due(life, date(2025, 2, 25)), 5);
    EXPECT_FALSE(balances(life).contains(Account::Bank));
}

TEST(Overpayment, WaitsAndSettlesTheNextRent) {
    const auto content = content_of(l1(), "30421.94");
    const auto events = numbered({activated(date(2025, 1, 20)), payment(date(2025, 2, 20), "50000.00")});
    EXPECT_EQ(to_text(lived(content, events, date(2025, 2, 28)).unapplied), "15623.21");
    const auto march = lived(content, events, date(2025, 3, 20));
    EXPECT_TRUE(march.unapplied.is_zero());
    EXPECT_EQ(to_text(march.overdue()), "18753.58");
}

TEST(Refund, OpensAgainWhatAFeeOfAnEarlierDayUsedUp) {
    const auto content = content_of(l1(), "30421.94");
    const auto events =
        numbered({activated(date(2025, 1, 20)), payment(date(2025, 2, 20), "35000.00"),
                  PaymentRefunded{{"fang", date(2025, 3, 1)}, cny("623.21"), "R-1"},
                  FeeCharged{{"li", date(2025, 2, 25)}, cny("500.00"), "came to light after the refund"}});
    const auto life = lived(content, events, date(2025, 3, 1));
    EXPECT_EQ(to_text(life.overdue()), "530.00");  // the fee and its VAT
    EXPECT_EQ(to_text(life.unapplied), "0.00");
    EXPECT_EQ(to_text(balance(balances(life), Account::Bank)), "34376.79");
}

TEST(TakenOnLease, OpensWithWhatIsLeftOfIt) {
    const auto content = content_of(l1(), "30421.94");
    const auto events = numbered({ContractTakenOn{{"import", date(2026, 6, 15)}, content, ContractStatus::Active}});
    const Date books_from = date(2026, 1, 1);
    const auto sums = balances(lived(content, events, date(2026, 1, 1), books_from));
    EXPECT_EQ(to_text(net_investment(sums)), "714527.16");
    EXPECT_EQ(to_text(balance(sums, Account::OpeningBalances)), "-714527.16");
}

}  // namespace
}  // namespace leasebook::tests
