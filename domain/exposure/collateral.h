#pragma once
// What secures a contract or all contracts of a lessee beside the machine and the deposit.
#include <optional>
#include <vector>

#include "domain/exposure/parts.h"
#include "domain/fields.h"

namespace leasebook {

using CollateralCode = Code<struct CollateralTag>;

enum class CollateralKind { Cash, Mortgage, EquipmentPledge, ReceivablesPledge, SharesPledge, BankGuarantee };
template <>
struct NamesOf<CollateralKind> {
    static constexpr Names<CollateralKind, 6> names{{{CollateralKind::Cash, "cash"},
                                                     {CollateralKind::Mortgage, "mortgage"},
                                                     {CollateralKind::EquipmentPledge, "equipment_pledge"},
                                                     {CollateralKind::ReceivablesPledge, "receivables_pledge"},
                                                     {CollateralKind::SharesPledge, "shares_pledge"},
                                                     {CollateralKind::BankGuarantee, "bank_guarantee"}}};
};

// Counts for one contract where it names one, else for all of the lessee's.
struct Collateral {
    CollateralCode code;
    LesseeCode lessee;
    std::optional<ContractNumber> contract;
    CollateralKind kind = CollateralKind::Mortgage;
    Currency currency = CNY;
    Money value;
    Rate haircut;               // taken off the value: what it is expected to lose before it is money
    Date since;                 // the first day it counts
    std::optional<Date> until;  // the last one; open, when left out
    bool operator==(const Collateral&) const = default;
};
void visit_fields(auto& collateral,
                  auto& field) requires std::same_as<std::remove_cvref_t<decltype(collateral)>, Collateral> {
    field("code", collateral.code);
    field("lessee", collateral.lessee);
    field("contract", collateral.contract);
    field("kind", collateral.kind);
    field("currency", collateral.currency);
    field("value", collateral.value);
    field("haircut", collateral.haircut);
    field("since", collateral.since);
    field("until", collateral.until);
}
Errors check(const Collateral& collateral);

// value × (1 − haircut), rounded once; nothing on days it does not count.
Money eligible(const Collateral& collateral, Date as_of);

// Sets the collateral of all contracts of one lessee. What secures one contract covers it first, to what is left of it
// after the deposit; what secures them all is then spread over what is still uncovered, in proportion and without
// losing a cent. `contracts` are their numbers, beside their parts; collateral of another currency covers nothing.
struct SecuredContract {
    const ContractNumber* number;
    ExposureParts* parts;
};
void deduct_collateral(const std::vector<SecuredContract>& contracts, const std::vector<const Collateral*>& collateral,
                       Date as_of);

}  // namespace leasebook
