#pragma once
// Keys, one type each, so that a lessee's key cannot stand where a cluster's belongs. A Code is the key that
// people read and write (a credit code, "C34", "L-2026-000123"); an Id is a number that only the store knows.
#include <compare>
#include <cstdint>
#include <string>

namespace leasebook {

template <class Tag>
struct Id {
    std::int64_t value = 0;
    auto operator<=>(const Id&) const = default;
};
using ContractId = Id<struct ContractTag>;
using UserId = Id<struct UserTag>;

template <class Tag>
struct Code {
    std::string text;
    auto operator<=>(const Code&) const = default;
};
using ClusterCode = Code<struct ClusterTag>;
using IndustryCode = Code<struct IndustryTag>;
using LesseeCode = Code<struct LesseeTag>;
using SupplierCode = Code<struct SupplierTag>;
using AssetClassCode = Code<struct AssetClassTag>;
using AssetCode = Code<struct AssetTag>;
using SaleCode = Code<struct SaleTag>;
using ContractNumber = Code<struct ContractTag>;

}  // namespace leasebook
