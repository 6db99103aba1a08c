#include "server/books/verify.h"

#include <map>

#include "db/journal_sums.h"
#include "db/receipt_store.h"
#include "server/books/bookkeeping.h"

namespace leasebook::server {

namespace {

constexpr int batch_size = 1'000;

bool is_receivable(Account account) {
    using enum Account;
    return account == LeaseReceivable || account == UnguaranteedResidual || account == UnearnedIncome ||
           account == FinancingReceivable || account == AccruedInterest;
}

Money ledger_receivable(const std::vector<db::PostedEntry>& entries, Currency currency) {
    Money sum = Money::zero(currency);
    for (const auto& posted : entries)
        for (const auto& line : posted.entry.lines)
            if (is_receivable(line.account)) sum += line.amount;
    return sum;
}

class Proof {
public:
    void take(const db::ContractFile& file, const std::vector<db::PostedEntry>& entries, const BookPolicy& policy) {
        ++proof_.contracts;
        proof_.entries += static_cast<std::int64_t>(entries.size());
        if (!file.posted_through) return;
        const auto life = life_of(file, policy, *file.posted_through);
        if (!corrections(db::standing(entries), entries_for(life)).empty())
            note(conflict("The journal of contract {0} is not what its events call for.", file.contract.number.text));
        if (!has_commenced(file.contract.status)) return;
        const auto currency = file.contract.content.terms.currency;
        const Money ledger = ledger_receivable(entries, currency);
        const Money schedule = net_investment(file.contract.content, life, *file.posted_through);
        if (ledger != schedule)
            note(conflict("Contract {0}: the ledger holds {1}, its schedule leaves {2}.", file.contract.number.text,
                          to_text(ledger), to_text(schedule)));
        sums_.try_emplace(currency, Money::zero(currency)).first->second += ledger;
    }
    // What lies beside the contracts.
    void take(Errors findings) {
        for (auto& finding : findings) note(std::move(finding));
    }
    // What was posted to a month against what stands there now.
    void take_journal(Period period, const std::string& posted, const std::string& stands) {
        if (posted != stands)
            note(conflict("The journal of {0} is not what was posted: an entry was changed, added or taken away.",
                          to_text(period)));
    }
    BooksProof outcome() && {
        for (const auto& [currency, sum] : sums_) proof_.receivables.push_back(sum);
        return std::move(proof_);
    }

private:
    void note(Error finding) {
        constexpr std::size_t most_findings = 100;
        if (proof_.findings.size() < most_findings) proof_.findings.push_back(std::move(finding));
    }
    BooksProof proof_;
    std::map<Currency, Money> sums_;
};

}  // namespace

BooksProof prove_books(db::Database& database, Date today) {
    Proof proof;
    for (std::int64_t after = 0;;) {
        const bool more = database.read([&](db::Connection& connection) {
            const BookRules rules(connection, today);
            const auto files = db::files_after(connection, after, batch_size);
            if (files.empty()) return false;
            const auto entries = db::entries_between(connection, files.front().id, files.back().id);
            for (const auto& file : files) {
                const auto found = entries.find(file.id);
                proof.take(file, found == entries.end() ? std::vector<db::PostedEntry>{} : found->second,
                           rules.policy());
            }
            after = files.back().id;
            return true;
        });
        if (!more) break;
    }
    database.read([&](db::Connection& connection) {
        const auto hashes = db::journal_hashes(connection);
        for (const auto& [period, posted] : db::journal_sums(connection)) {
            const auto found = hashes.find(period);
            proof.take_journal(period, posted, found == hashes.end() ? db::HashSum().text() : found->second);
        }
        proof.take(db::verify_receipts(connection));
    });
    return std::move(proof).outcome();
}

}  // namespace leasebook::server
