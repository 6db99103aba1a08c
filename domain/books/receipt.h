#pragma once
// Money that came in at the bank and of which it is not known yet which lease it is for, and the leases it may be for
// (domain rules J.5; D.9, 23 and 24).
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "domain/books/journal.h"
#include "domain/fields.h"

namespace leasebook {

using ReceiptNumber = Code<struct ReceiptTag>;

enum class ReceiptStatus { Unmatched, Matched, GivenBack };
template <>
struct NamesOf<ReceiptStatus> {
    static constexpr Names<ReceiptStatus, 3> names{{{ReceiptStatus::Unmatched, "unmatched"},
                                                    {ReceiptStatus::Matched, "matched"},
                                                    {ReceiptStatus::GivenBack, "given_back"}}};
};

// As the bank tells it.
struct ReceiptEntry {
    Date value_date;
    Currency currency = CNY;
    Money amount;
    std::string payer;                           // the name the bank gives
    std::string reference;                       // the bank's
    std::optional<std::string> remittance_text;  // what the payer wrote
    bool operator==(const ReceiptEntry&) const = default;
};
void visit_fields(auto& entry, auto& field) requires std::same_as<std::remove_cvref_t<decltype(entry)>, ReceiptEntry> {
    field("value_date", entry.value_date);
    field("currency", entry.currency);
    field("amount", entry.amount);
    field("payer", entry.payer);
    field("reference", entry.reference);
    field("remittance_text", entry.remittance_text);
}
Errors check(const ReceiptEntry& entry);

struct Receipt {
    int serial = 0;  // its place among all receipts
    ReceiptNumber number;
    ReceiptEntry slip;
    std::string recorded_by;
    ReceiptStatus status = ReceiptStatus::Unmatched;
    // Once it is no longer unmatched:
    std::optional<Date> decided_on;  // matched, or given back
    std::optional<std::string> decided_by;
    std::optional<ContractNumber> contract;  // it was matched to
    std::optional<int> payment;              // number of the event that it became there
    std::optional<std::string> reason;       // for which it was given back
    bool operator==(const Receipt&) const = default;
};

// What the books hold while it is unmatched, and what giving it back adds. The entries belong to no contract; the
// receipt's serial number stands where a contract's entry names its event.
JournalEntry entry_of(const Receipt& receipt);
JournalEntry entry_of_return(const Receipt& receipt, Date on);

// Whether it may still be matched or given back; the conflict says what became of it.
Result<Done> require_unmatched(const Receipt& receipt);
Result<Done> require_return_day(const Receipt& receipt, Date on, Date today);

// Why a lease is proposed for a receipt, the surest first.
enum class MatchGround { NumberAndPayer, PayerAndAmount, NumberAlone, PayerAlone };
template <>
struct NamesOf<MatchGround> {
    static constexpr Names<MatchGround, 4> names{{{MatchGround::NumberAndPayer, "number_and_payer"},
                                                  {MatchGround::PayerAndAmount, "payer_and_amount"},
                                                  {MatchGround::NumberAlone, "number_alone"},
                                                  {MatchGround::PayerAlone, "payer_alone"}}};
};
// Of a hundred (J.5). A third party that names a contract comes after the lessee whose amount fits (R-J-05).
int confidence_of(MatchGround ground);

// A lease as far as a receipt is concerned.
struct OpenLease {
    ContractNumber number;
    std::string lessee;  // the name
    Currency currency = CNY;
    std::vector<Money> open;  // what fell due and is unpaid, the oldest first
};
struct MatchProposal {
    ContractNumber contract;
    MatchGround ground = MatchGround::PayerAlone;
    bool operator==(const MatchProposal&) const = default;
};
// Those of the leases that the receipt may be for, the surest first, each once.
std::vector<MatchProposal> proposed_matches(const ReceiptEntry& slip, std::span<const OpenLease> leases);

// The words of what the payer wrote that may be contract numbers: as written, and in capital letters.
std::vector<std::string> contract_words(std::string_view text);
// Whether both are the same firm as banks write names: blanks, full-width brackets and small letters tell none apart.
bool is_same_name(std::string_view one, std::string_view other);

}  // namespace leasebook
