// The books in the company's currency (IAS 21.39-41).
#include "domain/books/translation.h"

#include <gtest/gtest.h>

#include "tests/leases.h"

namespace leasebook::tests {
namespace {

Money usd(const char* text) { return *parse_money(text, USD, "amount"); }
const Period june{std::chrono::year{2026} / 6}, july{std::chrono::year{2026} / 7};

std::vector<MonthlyMovement> entry(Period period, Account debit, Account credit, Money amount) {
    const Money zero = Money::zero(amount.currency());
    return {{period, debit, amount, zero}, {period, credit, zero, amount}};
}

std::vector<MonthlyMovement> a_dollar_lease() {
    auto movements = entry(june, Account::LeaseReceivable, Account::Bank, usd("1000.00"));
    for (const auto& line : entry(june, Account::AccruedInterest, Account::InterestIncome, usd("10.00")))
        movements.push_back(line);
    for (const auto& line : entry(july, Account::AccruedInterest, Account::InterestIncome, usd("10.00")))
        movements.push_back(line);
    return movements;
}

std::optional<Rate> rates(Currency from, Period period) {
    if (from != USD) return {};
    return period == june ? rate("7.00") : rate("7.20");
}

const TranslatedLine& line(const TranslatedBooks& books, Account account) {
    return *std::ranges::find(books.lines, account, &TranslatedLine::account);
}

TEST(Translation, CarriesBalancesAtTheClosingRate) {
    const auto books = *translated(a_dollar_lease(), july, CNY, rates);
    const auto& receivable = line(books, Account::LeaseReceivable);
    EXPECT_EQ(to_text(receivable.opening), "7000.00");
    EXPECT_EQ(to_text(receivable.revaluation), "200.00");
    EXPECT_EQ(to_text(receivable.closing), "7200.00");
}

TEST(Translation, KeepsIncomeAtTheRateOfItsMonth) {
    const auto books = *translated(a_dollar_lease(), july, CNY, rates);
    const auto& income = line(books, Account::InterestIncome);
    EXPECT_EQ(to_text(income.opening), "-70.00");
    EXPECT_EQ(to_text(income.credits), "72.00");
    EXPECT_EQ(to_text(income.revaluation), "0.00");
    EXPECT_EQ(to_text(income.closing), "-142.00");
}

TEST(Translation, NamesTheDifferenceInItsOwnLine) {
    const auto books = *translated(a_dollar_lease(), july, CNY, rates);
    EXPECT_EQ(books.difference.account, Account::ExchangeDifference);
    EXPECT_EQ(to_text(books.difference.opening), "0.00");
    EXPECT_EQ(to_text(books.difference.closing), "-2.00");  // 10.00 dollars of June gained 0.20 each
    Money sum = books.difference.closing;
    for (const auto& each : books.lines) sum += each.closing;
    EXPECT_TRUE(sum.is_zero());
}

TEST(Translation, LeavesTheCompanysOwnCurrencyAsItIs) {
    const auto movements = entry(june, Account::LeaseReceivable, Account::Bank, cny("1000.00"));
    const auto books = *translated(movements, july, CNY, rates);
    EXPECT_EQ(to_text(line(books, Account::LeaseReceivable).closing), "1000.00");
    EXPECT_EQ(to_text(books.difference.closing), "0.00");
}

TEST(Translation, NamesTheMonthWhoseRateIsMissing) {
    const auto none = [](Currency, Period) -> std::optional<Rate> { return {}; };
    const auto refused = translated(a_dollar_lease(), july, CNY, none);
    ASSERT_FALSE(refused);
    EXPECT_EQ(message(refused.error()), "There is no exchange rate from USD to CNY for 2026-06-30: enter one.");
}

TEST(Conversion, RoundsOnceToTheMinorUnitOfTheOtherCurrency) {
    const Currency jpy = *parse_currency("JPY");
    EXPECT_EQ(to_text(converted(usd("1.00"), rate("7.1234"), CNY)), "7.12");
    EXPECT_EQ(to_text(converted(usd("1.00"), rate("7.125"), CNY)), "7.13");
    EXPECT_EQ(to_text(converted(usd("-1.00"), rate("7.125"), CNY)), "-7.13");
    EXPECT_EQ(to_text(converted(Money::minor(1'000, jpy), rate("0.0481"), CNY)), "48.10");
    EXPECT_EQ(to_text(converted(cny("48.10"), Rate{20 * rate_scale + 79 * rate_scale / 100}, jpy)), "1000");
}

// Opening + debits − credits + revaluation = closing, and every month's closings add up to nothing.
TEST(Translation, AddsUpLineByLineAndMonthByMonth) {
    std::vector<MonthlyMovement> movements;
    std::uint64_t seed = 7;
    const auto next = [&seed](std::uint64_t below) {
        return (seed = seed * 6364136223846793005U + 1442695040888963407U) % below;
    };
    Period month = june;
    for (int i = 0; i < 24; ++i, month = month.next())
        for (int k = 0; k < 5; ++k)
            for (const auto& each :
                 entry(month, static_cast<Account>(next(30)), static_cast<Account>(next(30)),
                       Money::minor(static_cast<std::int64_t>(next(9'999'999)), next(2) == 0 ? USD : EUR)))
                movements.push_back(each);
    const auto wandering = [](Currency currency, Period period) -> std::optional<Rate> {
        return Rate{70'000'000'000 + (period.number() * 7919 + currency.code[0] * 104729) % 5'000'000'000};
    };
    Period until = june;
    std::map<Account, Money> before;
    for (int i = 0; i < 24; ++i, until = until.next()) {
        const auto books = *translated(movements, until, CNY, wandering);
        Money sum = books.difference.closing;
        for (const auto& each : books.lines) {
            EXPECT_EQ(each.opening + each.debits - each.credits + each.revaluation, each.closing);
            if (before.contains(each.account)) {
                EXPECT_EQ(each.opening, before.at(each.account));
            }
            sum += each.closing;
        }
        EXPECT_TRUE(sum.is_zero()) << to_text(until);
        before.clear();
        for (const auto& each : books.lines) before[each.account] = each.closing;
    }
}

}  // namespace
}  // namespace leasebook::tests
