#include "domain/books/translation.h"

#include <map>

namespace leasebook {

namespace {

// Income, expenses and what equity began with keep the rate of their month; all else is worth what it is worth now.
bool keeps_its_rate(Account account) {
    return account == Account::OpeningBalances ||
           (account >= Account::SalesRevenue && account <= Account::ExchangeDifference);
}

// The account in one currency, month after month.
class Translation {
public:
    Translation(Account account, Currency from, Currency to)
        : account_(account), to_(to), balance_(Money::zero(from)), translated_(Money::zero(to)) {}

    TranslatedLine pass(Money debits, Money credits, Rate rate) {
        TranslatedLine line{account_,         translated_, converted(debits, rate, to_), converted(credits, rate, to_),
                            Money::zero(to_), {}};
        balance_ += debits - credits;
        const Money moved = line.opening + line.debits - line.credits;
        line.closing = keeps_its_rate(account_) ? moved : converted(balance_, rate, to_);
        line.revaluation = line.closing - moved;
        translated_ = line.closing;
        return line;
    }

private:
    Account account_;
    Currency to_;
    Money balance_, translated_;
};

using Key = std::pair<Account, Currency>;
using Moved = std::map<Key, std::pair<Money, Money>>;

Error missing_rate(Currency from, Currency to, Period period) {
    return conflict("There is no exchange rate from {0} to {1} for {2}: enter one.", from.text(), to.text(),
                    to_text(period.last_day()));
}

Moved moved_in(std::span<const MonthlyMovement> movements, Period period) {
    Moved moved;
    for (const auto& movement : movements) {
        if (movement.period != period) continue;
        const auto currency = movement.debits.currency();
        auto& sums =
            moved.try_emplace({movement.account, currency}, Money::zero(currency), Money::zero(currency)).first->second;
        sums.first += movement.debits;
        sums.second += movement.credits;
    }
    return moved;
}

void add_to(TranslatedLine& sum, const TranslatedLine& line) {
    sum.opening += line.opening;
    sum.debits += line.debits;
    sum.credits += line.credits;
    sum.revaluation += line.revaluation;
    sum.closing += line.closing;
}

TranslatedLine nothing(Account account, Currency currency) {
    const Money zero = Money::zero(currency);
    return {account, zero, zero, zero, zero, zero};
}

TranslatedBooks books_of(const std::vector<TranslatedLine>& lines, Currency company) {
    TranslatedBooks books{{}, nothing(Account::ExchangeDifference, company)};
    for (const auto& line : lines) {
        if (books.lines.empty() || books.lines.back().account != line.account)
            books.lines.push_back(nothing(line.account, company));
        add_to(books.lines.back(), line);
        books.difference.opening -= line.opening;
        books.difference.closing -= line.closing;
    }
    books.difference.revaluation = books.difference.closing - books.difference.opening;
    const auto blank = [](const TranslatedLine& line) {
        return line == nothing(line.account, line.closing.currency());
    };
    std::erase_if(books.lines, blank);
    return books;
}

}  // namespace

Money converted(Money amount, Rate rate, Currency to) {
    int128 numerator = int128{amount.minor_units()} * rate.e10, denominator = rate_scale;
    for (int digits = minor_digits(to); digits > minor_digits(amount.currency()); --digits) numerator *= 10;
    for (int digits = minor_digits(amount.currency()); digits > minor_digits(to); --digits) denominator *= 10;
    return Money::minor(round_half_away(numerator, denominator), to);
}

Result<TranslatedBooks> translated(std::span<const MonthlyMovement> movements, Period period, Currency company,
                                   const ClosingRates& rates) {
    std::map<Key, Translation> accounts;
    std::vector<TranslatedLine> lines;
    if (movements.empty()) return books_of(lines, company);
    for (Period month = movements.front().period; month <= period; month = month.next()) {
        const auto moved = moved_in(movements, month);
        for (const auto& [key, sums] : moved) accounts.try_emplace(key, key.first, key.second, company);
        lines.clear();
        for (auto& [key, account] : accounts) {
            const auto rate = key.second == company ? std::optional(Rate{rate_scale}) : rates(key.second, month);
            if (!rate) return missing_rate(key.second, company, month);
            const Money zero = Money::zero(key.second);
            const auto found = moved.find(key);
            lines.push_back(found == moved.end() ? account.pass(zero, zero, *rate)
                                                 : account.pass(found->second.first, found->second.second, *rate));
        }
    }
    return books_of(lines, company);
}

}  // namespace leasebook
