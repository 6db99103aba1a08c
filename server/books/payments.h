#pragma once
// Money of lessees: the use cases behind the payment forms and the API. Each locks the contract, decides with the
// domain, and records the event with its postings in the caller's transaction. A bank that posts needs to have seen
// nothing, so no version is asked for.
#include "db/contract_store.h"
#include "domain/fields.h"

namespace leasebook::server {

struct PaymentEntry {
    ContractNumber contract;
    Currency currency = CNY;
    Money amount;
    Date date;              // value date
    std::string reference;  // the bank's
    std::optional<std::string> payer;
};
void visit_fields(auto& entry, auto& field) requires std::same_as<std::remove_cvref_t<decltype(entry)>, PaymentEntry> {
    field("contract", entry.contract);
    field("currency", entry.currency);
    field("amount", entry.amount);
    field("date", entry.date);
    field("reference", entry.reference);
    field("payer", entry.payer);
}
inline Errors check(const PaymentEntry&) { return {}; }

struct ReversalEntry {
    Date date;
    std::string reason;
};
void visit_fields(auto& entry, auto& field) requires std::same_as<std::remove_cvref_t<decltype(entry)>, ReversalEntry> {
    field("date", entry.date);
    field("reason", entry.reason);
}
inline Errors check(const ReversalEntry&) { return {}; }

struct RefundEntry {
    Currency currency = CNY;
    Money amount;
    Date date;
    std::string reference;
};
void visit_fields(auto& entry, auto& field) requires std::same_as<std::remove_cvref_t<decltype(entry)>, RefundEntry> {
    field("currency", entry.currency);
    field("amount", entry.amount);
    field("date", entry.date);
    field("reference", entry.reference);
}
inline Errors check(const RefundEntry&) { return {}; }

struct FeeEntry {
    Currency currency = CNY;
    Money amount;  // without VAT
    Date date;
    std::string reason;
};
void visit_fields(auto& entry, auto& field) requires std::same_as<std::remove_cvref_t<decltype(entry)>, FeeEntry> {
    field("currency", entry.currency);
    field("amount", entry.amount);
    field("date", entry.date);
    field("reason", entry.reason);
}
inline Errors check(const FeeEntry&) { return {}; }

struct DepositEntry {
    std::optional<DepositMove> move;
    Currency currency = CNY;
    Money amount;
    Date date;
};
void visit_fields(auto& entry, auto& field) requires std::same_as<std::remove_cvref_t<decltype(entry)>, DepositEntry> {
    field("move", entry.move);
    field("currency", entry.currency);
    field("amount", entry.amount);
    field("date", entry.date);
}
Errors check(const DepositEntry& entry);

// Money that settled nothing on one contract pays on another.
struct TransferEntry {
    ContractNumber from, to;
    Currency currency = CNY;
    Money amount;
    Date date;
    std::string reference;
};
void visit_fields(auto& entry, auto& field) requires std::same_as<std::remove_cvref_t<decltype(entry)>, TransferEntry> {
    field("from", entry.from);
    field("to", entry.to);
    field("currency", entry.currency);
    field("amount", entry.amount);
    field("date", entry.date);
    field("reference", entry.reference);
}
Errors check(const TransferEntry& entry);

// `act` is who does it, today. The contract that comes back has the new event's number as its version.
Result<Contract> take_payment(db::Connection& connection, const PaymentEntry& entry, const Act& act, db::Moment at);
Result<Contract> reverse_payment_of(db::Connection& connection, const ContractNumber& number, int payment,
                                    const ReversalEntry& entry, const Act& act, db::Moment at);
Result<Contract> refund_to_lessee(db::Connection& connection, const ContractNumber& number, const RefundEntry& entry,
                                  const Act& act, db::Moment at);
Result<Contract> charge_fee_to(db::Connection& connection, const ContractNumber& number, const FeeEntry& entry,
                               const Act& act, db::Moment at);
Result<Contract> move_deposit_of(db::Connection& connection, const ContractNumber& number, const DepositEntry& entry,
                                 const Act& act, db::Moment at);
struct Transferred {
    Contract from, to;
};
Result<Transferred> transfer_payment(db::Connection& connection, const TransferEntry& entry, const Act& act,
                                     db::Moment at);

}  // namespace leasebook::server
