#include "domain/books/receipt.h"

#include <algorithm>
#include <tuple>

#include "domain/books/posting_rules.h"
#include "domain/pinyin.h"

namespace leasebook {

namespace {

bool may_stand_in_a_key(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
           c == '_';
}

// As names are compared.
std::string plain_name(std::string_view name) {
    static constexpr std::pair<std::string_view, std::string_view> alike[]{
        {" ", ""}, {"\u3000", ""}, {"\uFF08", "("}, {"\uFF09", ")"}};
    std::string plain = small_letters(name);
    for (const auto& [written, meant] : alike)
        for (auto at = plain.find(written); at != std::string::npos; at = plain.find(written, at + meant.size()))
            plain.replace(at, written.size(), meant);
    return plain;
}

// One open due, or the oldest of them together.
bool fits(Money amount, const std::vector<Money>& open) {
    Money sum = Money::zero(amount.currency());
    for (const Money due : open) {
        sum += due;
        if (due == amount || sum == amount) return true;
    }
    return false;
}

}  // namespace

Errors check(const ReceiptEntry& entry) {
    if (entry.amount > Money::zero(entry.amount.currency())) return {};
    return {invalid("amount", "The amount must be above zero.")};
}

JournalEntry entry_of(const Receipt& receipt) {
    const Money amount = receipt.slip.amount;
    return entry_for({Rule::PaymentApplied,
                      receipt.slip.value_date,
                      receipt.serial,
                      0,
                      {{Part::Cash, amount}, {Part::Unapplied, amount}}});
}

JournalEntry entry_of_return(const Receipt& receipt, Date on) {
    const Money amount = receipt.slip.amount;
    return entry_for({Rule::PaymentRefunded, on, receipt.serial, 0, {{Part::Unapplied, amount}, {Part::Cash, amount}}});
}

Result<Done> require_unmatched(const Receipt& receipt) {
    switch (receipt.status) {
        case ReceiptStatus::Unmatched: return Done{};
        case ReceiptStatus::Matched:
            return conflict("{0} was matched to {1} on {2}.", receipt.number.text, receipt.contract->text,
                            to_text(*receipt.decided_on));
        case ReceiptStatus::GivenBack:
            return conflict("{0} was given back on {1}.", receipt.number.text, to_text(*receipt.decided_on));
    }
    throw InvariantBroken("every status of a receipt says what may be done with it");
}

Result<Done> require_return_day(const Receipt& receipt, Date on, Date today) {
    if (on < receipt.slip.value_date)
        return invalid("date", "The payment came in on {0}: it cannot be given back before.",
                       to_text(receipt.slip.value_date));
    if (on > today) return invalid("date", "This day is still to come: book it when it is there.");
    return Done{};
}

int confidence_of(MatchGround ground) {
    switch (ground) {
        case MatchGround::NumberAndPayer: return 95;
        case MatchGround::PayerAndAmount: return 80;
        case MatchGround::NumberAlone: return 70;
        case MatchGround::PayerAlone: return 60;
    }
    throw InvariantBroken("every ground of a match has its confidence");
}

std::vector<MatchProposal> proposed_matches(const ReceiptEntry& slip, std::span<const OpenLease> leases) {
    const auto words = contract_words(slip.remittance_text.value_or(""));
    const auto is_of_payer = [&](const OpenLease& lease) {
        return lease.currency == slip.amount.currency() && is_same_name(lease.lessee, slip.payer);
    };
    const auto amount_fits = [&](const OpenLease& lease) {
        return is_of_payer(lease) && fits(slip.amount, lease.open);
    };
    const bool only_one_fits = std::ranges::count_if(leases, amount_fits) == 1;
    std::vector<MatchProposal> proposals;
    for (const auto& lease : leases) {
        if (lease.currency != slip.amount.currency()) continue;
        const bool named = std::ranges::find(words, lease.number.text) != words.end(), own = is_of_payer(lease);
        if (named)
            proposals.push_back({lease.number, own ? MatchGround::NumberAndPayer : MatchGround::NumberAlone});
        else if (only_one_fits && amount_fits(lease))
            proposals.push_back({lease.number, MatchGround::PayerAndAmount});
        else if (own)
            proposals.push_back({lease.number, MatchGround::PayerAlone});
    }
    std::ranges::sort(proposals, {}, [](const MatchProposal& p) { return std::tuple(p.ground, p.contract); });
    return proposals;
}

std::vector<std::string> contract_words(std::string_view text) {
    std::vector<std::string> words;
    const auto take = [&](std::string word) {
        if (!word.empty() && std::ranges::find(words, word) == words.end()) words.push_back(std::move(word));
    };
    while (!text.empty()) {
        const auto begin = std::ranges::find_if(text, may_stand_in_a_key);
        const auto end = std::find_if_not(begin, text.end(), may_stand_in_a_key);
        std::string word(begin, end);
        while (word.ends_with('.') || word.ends_with('-')) word.pop_back();  // the end of a sentence
        take(word);
        take(capital_letters(word));
        text.remove_prefix(static_cast<std::size_t>(end - text.begin()));
    }
    return words;
}

bool is_same_name(std::string_view one, std::string_view other) { return plain_name(one) == plain_name(other); }

}  // namespace leasebook
