#pragma once
// How a lease ends and what comes after it: part of the events of domain/contract_events.h.
#include "domain/accounting/disposal.h"
#include "domain/act.h"
#include "domain/fields.h"

namespace leasebook {

enum class EndKind { EarlySettlement, BuyOut, TotalLoss, Repossession, WriteOff, Purchase, Return, Renewal };
template <>
struct NamesOf<EndKind> {
    static constexpr Names<EndKind, 8> names{{{EndKind::EarlySettlement, "early_settlement"},
                                              {EndKind::BuyOut, "buy_out"},
                                              {EndKind::TotalLoss, "total_loss"},
                                              {EndKind::Repossession, "repossession"},
                                              {EndKind::WriteOff, "write_off"},
                                              {EndKind::Purchase, "purchase"},
                                              {EndKind::Return, "return"},
                                              {EndKind::Renewal, "renewal"}}};
};
// What is not yet due leaves the books for what takes its place. The amounts are the lines of the settlement that was
// previewed; what was due before stays due, but for repossession and write-off, which take it out as well.
struct ContractEnded {
    static constexpr std::string_view name = "ended";
    Act act;
    EndKind kind = EndKind::EarlySettlement;
    Money claim;         // due from the lessee (or the vendor who buys out) at once, VAT apart
    Money fee;           // the part of it that is a termination fee
    Money price;         // the part of it that is the price of title
    Money vat;           // on it
    Money deposit_used;  // set off against it
    Money asset_value;   // of the machine that came back, less costs to sell
    Money allowance;     // used up
    std::string reason;
    Money legal_claim = {};  // what is pursued in law after it, which is no asset of the books (R-C-11)
    bool operator==(const ContractEnded&) const = default;
};
void visit_fields(IsEvent<ContractEnded> auto& e, auto& field) {
    field("kind", e.kind);
    field("claim", e.claim);
    field("fee", e.fee);
    field("price", e.price);
    field("vat", e.vat);
    field("deposit_used", e.deposit_used);
    field("asset_value", e.asset_value);
    field("allowance", e.allowance);
    field("reason", e.reason);
    field("legal_claim", e.legal_claim);
}

// Money on a claim that had been written off.
struct RecoveryReceived {
    static constexpr std::string_view name = "recovery_received";
    Act act;
    Money amount;
    std::string reference;
    bool operator==(const RecoveryReceived&) const = default;
};
void visit_fields(IsEvent<RecoveryReceived> auto& e, auto& field) {
    field("amount", e.amount);
    field("reference", e.reference);
}

// A claim in law is pursued no longer.
struct ClaimGivenUp {
    static constexpr std::string_view name = "claim_given_up";
    Act act;
    std::string reason;
    bool operator==(const ClaimGivenUp&) const = default;
};
void visit_fields(IsEvent<ClaimGivenUp> auto& e, auto& field) { field("reason", e.reason); }

// The machine of a lease that was renewed goes into the new one, for what it stood in the books for (R-C-17).
struct AssetLeasedAgain {
    static constexpr std::string_view name = "asset_leased_again";
    Act act;
    Money carrying_amount;
    ContractNumber contract;
    bool operator==(const AssetLeasedAgain&) const = default;
};
void visit_fields(IsEvent<AssetLeasedAgain> auto& e, auto& field) {
    field("carrying_amount", e.carrying_amount);
    field("contract", e.contract);
}

// A machine that had come back was sold; price net of VAT (13 %), its costs, and what it stood in the books for.
struct AssetSold {
    static constexpr std::string_view name = "asset_sold";
    Act act;
    Money price, costs, carrying_amount;
    std::string buyer;
    std::optional<AssetCode> asset = {};  // none: all that were left of the contract
    std::optional<SaleChannel> channel = {};
    bool operator==(const AssetSold&) const = default;
};
void visit_fields(IsEvent<AssetSold> auto& e, auto& field) {
    field("price", e.price);
    field("costs", e.costs);
    field("carrying_amount", e.carrying_amount);
    field("buyer", e.buyer);
    field("asset", e.asset);
    field("channel", e.channel);
}

}  // namespace leasebook
