// The reports of a month over a ledger made by hand, so that every figure can be reckoned in the head.
#include <gtest/gtest.h>

#include <map>

#include "reports/catalogue.h"
#include "reports/month_ledger.h"
#include "tests/reports/book.h"

namespace leasebook::reports {
namespace {

using tests::cny;
using tests::rate;

// June 2026. L-1 is paid a rent and falls back to stage 2; L-3 is written off; L-4 earns interest and is modified at a
// loss; L-5 is taken over.
class Month {
public:
    Month() {
        books.period = {std::chrono::year{2026} / std::chrono::June};
        books.chart = default_chart();
        before(0, Account::LeaseReceivable, "600.00");
        before(0, Account::LossAllowance, "-10.00");
        before(2, Account::LeaseReceivable, "200.00");
        before(2, Account::LossAllowance, "-20.00");
        before(3, Account::LeaseReceivable, "1000000.00");
        before(3, Account::UnearnedIncome, "-80000.00");
        before(3, Account::LossAllowance, "-500.00");
        before(3, Account::OpeningBalances, "-920270.00");
        entry(0, Rule::PaymentApplied, {{Account::Bank, "100.00"}, {Account::LeaseReceivable, "-100.00"}});
        entry(0, Rule::AllowanceChanged, {{Account::CreditImpairment, "5.00"}, {Account::LossAllowance, "-5.00"}});
        entry(2, Rule::WrittenOff,
              {{Account::LossAllowance, "20.00"},
               {Account::CreditImpairment, "180.00"},
               {Account::LeaseReceivable, "-200.00"}});
        entry(3, Rule::InterestAccrued,
              {{Account::UnearnedIncome, "5000.00"}, {Account::FinanceLeaseIncome, "-5000.00"}});
        entry(3, Rule::ScheduleChanged,
              {{Account::OtherReceivables, "300.00"},
               {Account::LeaseReceivable, "-1300.00"},
               {Account::UnearnedIncome, "50.00"},
               {Account::ModificationGain, "950.00"}});
        entry(3, Rule::AllowanceChanged, {{Account::CreditImpairment, "-100.00"}, {Account::LossAllowance, "100.00"}});
        entry(4, Rule::OpeningBalance, {{Account::LeaseReceivable, "60.00"}, {Account::OpeningBalances, "-60.00"}});
        entry(4, Rule::AllowanceChanged, {{Account::CreditImpairment, "1.00"}, {Account::LossAllowance, "-1.00"}});
        books.rated_before = {
            {0, Stage::One, RiskClass::Normal}, {2, Stage::Three, RiskClass::Loss}, {3, Stage::One, RiskClass::Normal}};
        rated(0, Stage::Two, RiskClass::SpecialMention, 35, "500.00", "15.00");
        rated(3, Stage::One, RiskClass::Normal, 0, "923750.00", "400.00");
        rated(4, Stage::Three, RiskClass::Substandard, 95, "60.00", "1.00");
        books.invoices.push_back(
            {"I-2026-1", 0, {6, InvoiceKind::Due, date(2026, 7, 15), cny("100.00"), cny("13.00")}, date(2026, 6, 30)});
        EXPECT_TRUE(ledger.agrees_with(balances()));
        books.balances = balances();
        std::move(ledger).move_into(books);
    }

    Table make(const std::string& name) {
        auto positions = exposure_positions(portfolio, {}, as_of, CNY, nullptr);
        const auto stands = [&](std::uint32_t contract, const char* net, const char* overdue) {
            auto& parts = positions[contract].parts;
            parts.net_investment = parts.principal = cny(net);
            parts.overdue = cny(overdue);
        };
        stands(0, "400.00", "100.00");
        stands(3, "923750.00", "0.00");
        stands(4, "40.00", "20.00");
        ReportInput in{portfolio, as_of, CNY};
        in.positions = positions;
        in.parameters = &parameters;
        in.books = &books;
        return find_report(name)->make(in);
    }

    const Date as_of = date(2026, 6, 30);
    const Portfolio portfolio = tests::mixed_book();
    PricingParameters parameters;
    MonthBooks books;

private:
    using Lines = std::vector<std::pair<Account, const char*>>;
    void before(std::uint32_t contract, Account account, const char* amount) {
        ledger.stood(contract, account, cny(amount));
        auto& line = of(account);
        line.opening += cny(amount);
        line.closing += cny(amount);
    }
    void entry(std::uint32_t contract, Rule rule, const Lines& lines) {
        for (const auto& [account, text] : lines) {
            const Money amount = cny(text);
            ledger.moved(contract, as_of, rule, account, amount);
            auto& line = of(account);
            if (amount.is_negative())
                line.credits -= amount;
            else
                line.debits += amount;
            line.closing += amount;
        }
    }
    void rated(std::uint32_t contract, Stage stage, RiskClass category, int days, const char* exposure,
               const char* allowance) {
        books.provisions.push_back({contract, days, stage, stage, category, cny(exposure), cny("0.00"), cny(allowance),
                                    cny("0.00"), cny(allowance), ""});
    }
    TrialBalanceLine& of(Account account) {
        const Money zero = cny("0.00");
        return accounts.try_emplace(account, TrialBalanceLine{account, zero, zero, zero, zero}).first->second;
    }
    std::vector<TrialBalanceLine> balances() const {
        std::vector<TrialBalanceLine> lines;
        for (const auto& [account, line] : accounts) lines.push_back(line);
        return lines;
    }

    MonthLedger ledger{portfolio};
    std::map<Account, TrialBalanceLine> accounts;
};

// The cell of the row that begins with this text.
std::string cell(const Table& table, const std::string& row, const std::string& column) {
    const auto at = std::ranges::find(table.columns, column, &Column::name);
    EXPECT_NE(at, table.columns.end()) << column;
    for (const auto& r : table.rows)
        if (plain_text(r.cells[0]) == row)
            return plain_text(r.cells[static_cast<std::size_t>(at - table.columns.begin())]);
    ADD_FAILURE() << "no row " << row;
    return {};
}

TEST(TheNetInvestment, GoesFromOpeningToClosingByKindsOfEntries) {
    Month month;
    const auto table = month.make("net_investment_movement");
    EXPECT_EQ(cell(table, "direct_finance", "opening"), "920800.00");
    EXPECT_EQ(cell(table, "direct_finance", "taken_on"), "60.00");
    EXPECT_EQ(cell(table, "direct_finance", "interest"), "5000.00");
    EXPECT_EQ(cell(table, "direct_finance", "receipts"), "-100.00");
    EXPECT_EQ(cell(table, "direct_finance", "prepaid"), "-300.00") << "1,300.00 less off the rents, 50.00 never earned";
    EXPECT_EQ(cell(table, "direct_finance", "modified"), "-950.00");
    EXPECT_EQ(cell(table, "direct_finance", "written_off"), "-200.00");
    EXPECT_EQ(cell(table, "direct_finance", "closing"), "924310.00");
    EXPECT_EQ(sentence(table.notes[0]), "Difference to the general ledger: 0.00.");
}

TEST(TheAllowance, MovesBetweenStagesWithWhatItWasAndIsRemeasuredWhereItGoes) {
    Month month;
    const auto table = month.make("allowance_movement");
    EXPECT_EQ(cell(table, "stage_1", "opening"), "510.00");
    EXPECT_EQ(cell(table, "stage_1", "to_stage_2"), "-10.00");
    EXPECT_EQ(cell(table, "stage_1", "remeasured"), "-100.00");
    EXPECT_EQ(cell(table, "stage_1", "closing"), "400.00");
    EXPECT_EQ(cell(table, "stage_2", "to_stage_2"), "10.00");
    EXPECT_EQ(cell(table, "stage_2", "remeasured"), "5.00");
    EXPECT_EQ(cell(table, "stage_2", "closing"), "15.00");
    EXPECT_EQ(cell(table, "stage_3", "opening"), "20.00");
    EXPECT_EQ(cell(table, "stage_3", "written_off"), "-20.00");
    EXPECT_EQ(cell(table, "stage_3", "new_in_month"), "1.00");
    EXPECT_EQ(cell(table, "stage_3", "closing"), "1.00");
    EXPECT_EQ(cell(table, "", "closing"), "416.00");
}

TEST(TheFiveCategories, SayWhereTheirBalancesCameFrom) {
    Month month;
    const auto table = month.make("five_categories");
    EXPECT_EQ(cell(table, "special_mention", "from_normal"), "500.00");
    EXPECT_EQ(cell(table, "substandard", "new_in_month"), "60.00");
    EXPECT_EQ(cell(table, "normal", "from_normal"), "923750.00");
    EXPECT_EQ(cell(table, "loss", "balance"), "0.00");
    EXPECT_EQ(cell(table, "loss", "coverage"), "") << "nothing is no share of nothing";
    EXPECT_EQ(cell(table, "", "balance"), "924310.00");
}

TEST(TheIncome, IsWhatTheAccountsOfTheMonthHold) {
    Month month;
    const auto table = month.make("income");
    EXPECT_EQ(cell(table, "direct_finance", "interest_income"), "5000.00");
    EXPECT_EQ(cell(table, "direct_finance", "modification_gain"), "-950.00");
    EXPECT_EQ(cell(table, "direct_finance", "credit_losses"), "-86.00");
    EXPECT_EQ(cell(table, "direct_finance", "margin"), "3964.00");
    // (920,860.00 + 924,310.00) / 2, what was taken over counted as if it had been there; 12 × 5,000.00 of it.
    EXPECT_EQ(cell(table, "direct_finance", "average_net_investment"), "922585.00");
    EXPECT_EQ(cell(table, "direct_finance", "yield"), "0.0650346581");
}

TEST(TheCashForecast, HoldsWhatFallsDueAndLosesWhatGradesMakeLikely) {
    Month month;
    month.parameters.pd_unrated = rate("0.12");  // a hundredth a month
    const auto table = month.make("cash_forecast");
    // L-1, L-2, L-3 and L-5 repay a tenth on the 15th of each month; L-2 and L-3 hold nothing in the ledger any more
    // and L-4, of 6 %, is due on the 20th.
    EXPECT_EQ(cell(table, "2026-07", "from"), "2026-07-01");
    const auto total = [&](const char* column) { return *parse_money(cell(table, "", column), CNY, column); };
    EXPECT_EQ(total("principal") + total("interest") + total("vat"), total("contractual"));
    EXPECT_LT(total("expected"), total("contractual"));
    EXPECT_GT(total("expected"), cny("0.00"));
}

TEST(TheLargest, AreRankedByExposure) {
    Month month;
    const auto table = month.make("largest_obligors");
    EXPECT_EQ(plain_text(table.rows[0].cells[2]), "C");
    EXPECT_EQ(plain_text(table.rows[0].cells[5]), "923750.00");
    EXPECT_EQ(plain_text(table.rows[1].cells[2]), "A");
    EXPECT_EQ(table.rows[1].opens, "/reports/contracts?lessee=A");
}

TEST(TheReconciliation, ShowsADifferenceWhereThereIsOne) {
    Month month;
    EXPECT_EQ(cell(month.make("reconciliation"), "net_investment", "difference"), "0.00");
    EXPECT_EQ(cell(month.make("reconciliation"), "loss_allowance", "difference"), "0.00");
    month.books.balances[0].closing += cny("0.01");
    month.books.balances[0].debits += cny("0.01");
    EXPECT_EQ(cell(month.make("reconciliation"), "debits_and_credits", "difference"), "0.01");
}

}  // namespace
}  // namespace leasebook::reports
