#pragma once
// Value added tax on what a lease brings in (domain rules B.9). VAT is price-external: it is worked out for each
// invoice line, not for their total, and rounded once (R-B-17).
#include <concepts>
#include <type_traits>
#include <vector>

#include "domain/date.h"
#include "domain/money.h"
#include "domain/named.h"
#include "domain/rate.h"

namespace leasebook {

// What kind of supply a flow is: the rent of a movable (direct finance or operating lease), the interest inside the
// rent of a sale-and-leaseback, a fee for a service of its own, the sale of equipment, or nothing taxable.
enum class VatTreatment { MovableRent, LeasebackInterest, ServiceFee, EquipmentSale, Untaxed };
template <>
struct NamesOf<VatTreatment> {
    static constexpr Names<VatTreatment, 5> names{{{VatTreatment::MovableRent, "movable_rent"},
                                                   {VatTreatment::LeasebackInterest, "leaseback_interest"},
                                                   {VatTreatment::ServiceFee, "service_fee"},
                                                   {VatTreatment::EquipmentSale, "equipment_sale"},
                                                   {VatTreatment::Untaxed, "untaxed"}}};
};

// From this day on, until a later row for the same treatment.
struct VatRate {
    VatTreatment treatment = VatTreatment::Untaxed;
    Date valid_from;
    Rate rate;
    bool operator==(const VatRate&) const = default;
};

void visit_fields(auto& rate, auto& field) requires std::same_as<std::remove_cvref_t<decltype(rate)>, VatRate> {
    field("treatment", rate.treatment);
    field("valid_from", rate.valid_from);
    field("rate", rate.rate);
}
// On "treatment" and "rate": something taxable, at 0 to 100 %.
Errors check(const VatRate& rate);

// Movables: 13 % from 2019-04-01, 16 % from 2018-05-01, 17 % before. Interest of leasebacks and services: 6 %.
std::vector<VatRate> default_vat_rates();

// The rate in force on the tax point (R-B-19); what is untaxed has the rate zero. Error, on "date": no row is valid.
Result<Rate> vat_rate(const std::vector<VatRate>& rates, VatTreatment treatment, Date tax_point);

struct TaxedAmount {
    Money net, vat;
    Money gross() const { return net + vat; }
    bool operator==(const TaxedAmount&) const = default;
};

// VAT = net × rate, rounded. Negative amounts (red-letter invoices) mirror positive ones.
TaxedAmount vat_on_top(Money net, Rate rate);
// net = gross / (1 + rate), rounded; VAT is the rest, so the two always add up to the gross.
TaxedAmount vat_inside(Money gross, Rate rate);

// The annual rate at which a lease earns when the VAT is inside its interest: annual / (1 + vat), to 1e-10 (EX-B11).
Rate net_of_vat(Rate annual, Rate vat);

// The last invoice of a contract: whatever of the agreed total the earlier ones left, so that the contract's VAT is
// right to the cent (R-B-22). Error, on "vat": that is off this invoice's own VAT by more than the tolerance.
Result<TaxedAmount> last_invoice(TaxedAmount total, const std::vector<TaxedAmount>& earlier, Rate rate,
                                 Money tolerance);

}  // namespace leasebook
