#pragma once
// What a lease agrees on beside its rents: the product it is, fees and deposit, how dues fall on business days, and
// what paying late costs.
#include <optional>
#include <string>

#include "domain/calendar.h"

namespace leasebook {

// Whose accounting and VAT apply (domain rules A): direct and vendor leases are finance leases of machines, a
// sale-and-leaseback is a loan in all but name (IFRS 16.103), an operating lease keeps the machine on the lessor's
// books.
enum class Product { DirectFinance, Vendor, SaleLeaseback, Operating };
template <>
struct NamesOf<Product> {
    static constexpr Names<Product, 4> names{{{Product::DirectFinance, "direct_finance"},
                                              {Product::Vendor, "vendor"},
                                              {Product::SaleLeaseback, "sale_leaseback"},
                                              {Product::Operating, "operating"}}};
};

enum class DepositUse { Refund, OffsetLastRents };
template <>
struct NamesOf<DepositUse> {
    static constexpr Names<DepositUse, 2> names{
        {{DepositUse::Refund, "refund"}, {DepositUse::OffsetLastRents, "offset_last_rents"}}};
};

// Who bears the guaranteed residual when the machine fetches less; what nobody guarantees is the lessor's (R-F-01).
enum class ResidualGuarantor { Lessee, Vendor, Insurer };
template <>
struct NamesOf<ResidualGuarantor> {
    static constexpr Names<ResidualGuarantor, 3> names{{{ResidualGuarantor::Lessee, "lessee"},
                                                        {ResidualGuarantor::Vendor, "vendor"},
                                                        {ResidualGuarantor::Insurer, "insurer"}}};
};

struct LeaseConditions {
    Product product = Product::DirectFinance;
    Money security_deposit;  // received at commencement, without interest
    DepositUse deposit_use = DepositUse::Refund;
    Money upfront_fee;           // net of VAT, received at commencement, part of the yield
    Money initial_direct_costs;  // paid by the lessor at commencement, part of the net investment (IFRS 16.69)
    Money purchase_price;        // for which the lessee may keep the machine at the end
    BusinessDay business_day = BusinessDay::Unadjusted;  // on which dues are collected; interest stays on due dates
    std::optional<std::string> calendar;                 // whose business days; CN when left out
    std::optional<Rate> late_interest_daily_rate;        // of unpaid rent a day; 0.0005 when left out
    std::optional<int> grace_days;                       // paid within them, no late interest; 0 when left out
    // Of a manufacturer or dealer lessor (IFRS 16.71-74): what its own goods stand in the books for, and the rate that
    // the market asks, at which they are sold. Both or none.
    std::optional<Money> goods_carrying_amount;
    std::optional<Rate> market_rate;
    // Of the guaranteed residual: by whom (the lessee when left out), when the guarantee is called, and its last day.
    std::optional<ResidualGuarantor> residual_guarantor;
    std::optional<std::string> guarantor_name, guarantee_trigger;
    std::optional<Date> guarantee_until;
    bool operator==(const LeaseConditions&) const = default;
};
void visit_fields(auto& conditions,
                  auto& field) requires std::same_as<std::remove_cvref_t<decltype(conditions)>, LeaseConditions> {
    field("product", conditions.product);
    field("security_deposit", conditions.security_deposit);
    field("deposit_use", conditions.deposit_use);
    field("upfront_fee", conditions.upfront_fee);
    field("initial_direct_costs", conditions.initial_direct_costs);
    field("purchase_price", conditions.purchase_price);
    field("business_day", conditions.business_day);
    field("calendar", conditions.calendar);
    field("late_interest_daily_rate", conditions.late_interest_daily_rate);
    field("grace_days", conditions.grace_days);
    field("goods_carrying_amount", conditions.goods_carrying_amount);
    field("market_rate", conditions.market_rate);
    field("residual_guarantor", conditions.residual_guarantor);
    field("guarantor_name", conditions.guarantor_name);
    field("guarantee_trigger", conditions.guarantee_trigger);
    field("guarantee_until", conditions.guarantee_until);
}
// The machine comes from the lessor's own goods, and leasing it sells it.
inline bool sells_own_goods(const LeaseConditions& conditions) { return conditions.goods_carrying_amount.has_value(); }
// Every field that cannot be, given what is financed.
Errors check(const LeaseConditions& conditions, Money financed_amount);
// The same of the residual's guarantee, given what is guaranteed and when the lease ends.
Errors check_guarantee(const LeaseConditions& conditions, Money guaranteed, Date ends);

inline constexpr std::string_view default_calendar = "CN";
inline constexpr Rate default_late_interest{5'000'000};  // 0.05 % a day

}  // namespace leasebook
