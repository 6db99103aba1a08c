#include "server/books/receipts.h"

#include <set>

#include "db/firm_search.h"
#include "db/register_store.h"
#include "domain/pinyin.h"
#include "server/books/bookkeeping.h"

namespace leasebook::server {

namespace {

Result<Receipt> locked(db::Connection& connection, const ReceiptNumber& number) {
    auto receipt = db::find_receipt(connection, number, db::Lock::ForUpdate);
    if (!receipt) return not_found("", "There is no payment \"{0}\".", shortened(number.text));
    if (const auto open = require_unmatched(*receipt); !open) return open.errors();
    return *std::move(receipt);
}

void post(db::Connection& connection, const BookRules& rules, const JournalEntry& entry, bool taken_back,
          db::Moment at) {
    rules.begin(connection);
    db::PostingBatch batch(rules.periods(), Poster::Anybody, at);
    batch.add(db::no_contract, entry, taken_back);
    batch.write(connection);
}

Receipt decided(Receipt receipt, ReceiptStatus status, const Act& act) {
    receipt.status = status;
    receipt.decided_on = act.on;
    receipt.decided_by = act.by;
    return receipt;
}

std::string lessee_name(db::Connection& connection, const LesseeCode& code) {
    const auto lessee = db::find<Lessee>(connection, code);
    ensure(lessee.has_value(), "the lessee of a contract is in the register");
    return lessee->name;
}

// Where the payer is not the lessee.
std::optional<std::string> third_party(db::Connection& connection, const Receipt& receipt,
                                       const ContractNumber& number) {
    const auto contract = db::find_contract(connection, number);
    if (!contract) return {};
    const bool own = is_same_name(lessee_name(connection, contract->content.lessee), receipt.slip.payer);
    return own ? std::optional<std::string>{} : receipt.slip.payer;
}

// The contracts that the payer names, and those of the lessees whose name the payer has.
std::set<ContractNumber> contracts_in_question(db::Connection& connection, const ReceiptEntry& slip) {
    constexpr int most_firms = 80, most_leases = 40;
    std::set<ContractNumber> numbers;
    for (const auto& word : contract_words(slip.remittance_text.value_or("")))
        if (db::find_contract(connection, {word})) numbers.insert({word});
    // Behind the initials the index ends with a blank: those of the same initials, however the name is written.
    for (const auto& firm : db::firms_like<Lessee>(connection, initials(slip.payer) + " ", most_firms)) {
        if (!is_same_name(firm.name, slip.payer)) continue;
        db::ContractQuery query;
        query.lessee = firm.code;
        query.limit = most_leases;
        for (const auto& row : db::list_contracts(connection, query).rows)
            if (has_commenced(row.status)) numbers.insert(row.number);
    }
    return numbers;
}

}  // namespace

Result<Receipt> record_receipt(db::Connection& connection, const ReceiptEntry& slip, const Act& act, db::Moment at) {
    const BookRules rules(connection, act.on);
    if (slip.value_date > act.on) return invalid("value_date", "This day is still to come: book it when it is there.");
    if (const Date begin = rules.policy().books_from; slip.value_date < begin)
        return invalid("value_date", "The books begin on {0}: nothing can be booked before.", to_text(begin));
    auto receipt = db::add_receipt(connection, slip, act, at);
    if (receipt) post(connection, rules, entry_of(*receipt), false, at);
    return receipt;
}

Result<Receipt> match_receipt(db::Connection& connection, const ReceiptNumber& number, const MatchEntry& entry,
                              const Act& act, db::Moment at) {
    const auto receipt = locked(connection, number);
    if (!receipt) return receipt.errors();
    const auto& slip = receipt->slip;
    const PaymentEntry payment{entry.contract,  slip.currency,  slip.amount,
                               slip.value_date, slip.reference, third_party(connection, *receipt, entry.contract)};
    const auto paid = take_payment(connection, payment, act, at);
    if (!paid) {
        auto errors = paid.errors();
        // Day and amount are the bank's: what can be mended is the choice of the lease.
        for (auto& error : errors)
            if (!error.field.empty()) error.field = "contract";
        return errors;
    }
    post(connection, BookRules(connection, act.on), reversal(entry_of(*receipt)), true, at);
    auto matched = decided(*receipt, ReceiptStatus::Matched, act);
    matched.contract = paid->number;
    matched.payment = paid->version;
    db::keep_decision(connection, matched);
    return matched;
}

Result<Receipt> give_receipt_back(db::Connection& connection, const ReceiptNumber& number, const ReversalEntry& entry,
                                  const Act& act, db::Moment at) {
    const auto receipt = locked(connection, number);
    if (!receipt) return receipt.errors();
    if (const auto fit = require_return_day(*receipt, entry.date, act.on); !fit) return fit.errors();
    post(connection, BookRules(connection, act.on), entry_of_return(*receipt, entry.date), false, at);
    auto back = decided(*receipt, ReceiptStatus::GivenBack, {act.by, entry.date});
    back.reason = entry.reason;
    db::keep_decision(connection, back);
    return back;
}

std::vector<MatchProposal> proposals_for(db::Connection& connection, const Receipt& receipt, Date today) {
    if (receipt.status != ReceiptStatus::Unmatched) return {};
    const BookRules rules(connection, today);
    std::vector<OpenLease> leases;
    for (const auto& number : contracts_in_question(connection, receipt.slip)) {
        const auto file = db::find_file(connection, number);
        ensure(file.has_value(), "a contract that was found is there");
        const auto& contract = file->contract;
        if (!has_commenced(contract.status)) continue;
        OpenLease lease{number, lessee_name(connection, contract.content.lessee), contract.content.terms.currency, {}};
        for (const auto& due : life_of(*file, rules.policy(), today).dues)
            if (const Money open = due.unpaid(); !open.is_zero()) lease.open.push_back(open);
        // Of a lease that has ended and owes nothing no payment is taken.
        if (!contract.ended_on || !lease.open.empty()) leases.push_back(std::move(lease));
    }
    return proposed_matches(receipt.slip, leases);
}

}  // namespace leasebook::server
