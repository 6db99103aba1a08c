#include "reports/month_ledger.h"

#include <algorithm>

namespace leasebook::reports {

void MonthLedger::Sums::add(std::uint32_t contract, Rule rule, Money amount) {
    if (list_.size() == list_.capacity()) add_up();
    list_.push_back({contract, rule, amount});
}

MonthLedger::Sums& MonthLedger::Sums::operator+=(Sums&& more) {
    if (list_.size() < more.list_.size()) std::swap(list_, more.list_);
    for (const auto& sum : more.list_) add(sum.contract, sum.rule, sum.amount);
    more.list_ = {};
    return *this;
}

std::vector<ContractSum> MonthLedger::Sums::sorted() && {
    add_up();
    list_.shrink_to_fit();
    return std::move(list_);
}

void MonthLedger::Sums::add_up() {
    const auto key = [](const ContractSum& s) { return std::tuple(s.contract, s.rule, s.amount.currency()); };
    std::ranges::sort(list_, {}, key);
    auto last = list_.begin();
    for (auto next = list_.begin(); next != list_.end(); ++next) {
        if (next == last) continue;
        if (key(*next) == key(*last))
            last->amount += next->amount;
        else
            *++last = *next;
    }
    if (last != list_.end()) list_.erase(last + 1, list_.end());
    std::erase_if(list_, [](const ContractSum& sum) { return sum.amount.is_zero(); });
    list_.reserve(std::max<std::size_t>(1'024, list_.size() * 2));
}

MonthLedger::Followed* MonthLedger::followed(Account account) {
    if (is_one_of(account, net_investment_accounts)) return &net_investment_;
    if (account == Account::LossAllowance) return &allowance_;
    return account == Account::ModificationGain ? &modification_gains_ : nullptr;
}

void MonthLedger::stood(std::uint32_t contract, Account account, Money amount) {
    stood_.try_emplace({account, amount.currency()}, Money::zero(amount.currency())).first->second += amount;
    if (contract == unmapped) return;
    if (auto* sums = followed(account)) sums->before.add(contract, Rule::RentDue, amount);
}

void MonthLedger::moved(std::uint32_t contract, Date posted, Rule rule, Account account, Money amount) {
    const Money zero = Money::zero(amount.currency());
    auto& day =
        journal_.try_emplace({posted, rule, account, zero.currency()}, JournalSum{posted, rule, account, 0, zero, zero})
            .first->second;
    ++day.lines;
    if (amount.is_negative())
        day.credits -= amount;
    else
        day.debits += amount;
    if (contract == unmapped) return;
    products_.try_emplace({portfolio_->contracts[contract].product, account, zero.currency()}, zero).first->second +=
        amount;
    if (auto* sums = followed(account)) sums->moved.add(contract, rule, amount);
}

MonthLedger& MonthLedger::operator+=(MonthLedger&& more) {
    for (auto [mine, others] : {std::pair{&net_investment_, &more.net_investment_},
                                {&allowance_, &more.allowance_},
                                {&modification_gains_, &more.modification_gains_}}) {
        mine->before += std::move(others->before);
        mine->moved += std::move(others->moved);
    }
    for (const auto& [key, amount] : more.stood_)
        stood_.try_emplace(key, Money::zero(amount.currency())).first->second += amount;
    for (const auto& [key, amount] : more.products_)
        products_.try_emplace(key, Money::zero(amount.currency())).first->second += amount;
    for (const auto& [key, sum] : more.journal_) {
        const auto [mine, fresh] = journal_.try_emplace(key, sum);
        if (fresh) continue;
        mine->second.lines += sum.lines;
        mine->second.debits += sum.debits;
        mine->second.credits += sum.credits;
    }
    return *this;
}

bool MonthLedger::agrees_with(const std::vector<TrialBalanceLine>& balances) const {
    struct Figures {
        std::int64_t opening = 0, debits = 0, credits = 0;
        bool operator==(const Figures&) const = default;
    };
    std::map<std::pair<Account, Currency>, Figures> wanted, own;
    for (const auto& line : balances)
        wanted[{line.account, line.closing.currency()}] = {line.opening.minor_units(), line.debits.minor_units(),
                                                           line.credits.minor_units()};
    for (const auto& [key, amount] : stood_) own[key].opening += amount.minor_units();
    for (const auto& [key, sum] : journal_) {
        auto& figures = own[{sum.account, sum.debits.currency()}];
        figures.debits += sum.debits.minor_units();
        figures.credits += sum.credits.minor_units();
    }
    for (auto* figures : {&wanted, &own}) std::erase_if(*figures, [](const auto& f) { return f.second == Figures{}; });
    return wanted == own;
}

void MonthLedger::move_into(MonthBooks& books) && {
    books.net_investment = std::move(net_investment_).sorted();
    books.allowance = std::move(allowance_).sorted();
    books.modification_gains = std::move(modification_gains_).sorted();
    for (const auto& [key, amount] : products_)
        if (!amount.is_zero()) books.products.push_back({std::get<0>(key), std::get<1>(key), amount});
    for (const auto& [key, sum] : journal_) books.journal.push_back(sum);
}

}  // namespace leasebook::reports
