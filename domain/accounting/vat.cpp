#include "domain/accounting/vat.h"

#include "domain/accounting/share.h"

namespace leasebook {

namespace {

constexpr std::int64_t percent = rate_scale / 100;
constexpr Date always = date(1900, 1, 1);

}  // namespace

Errors check(const VatRate& rate) {
    Errors errors;
    if (rate.treatment == VatTreatment::Untaxed) errors.push_back(invalid("treatment", "What is untaxed has no rate."));
    if (rate.rate.e10 < 0 || rate.rate.e10 > rate_scale)
        errors.push_back(invalid("rate", "A VAT rate lies between 0 and 100 %."));
    return errors;
}

std::vector<VatRate> default_vat_rates() {
    std::vector<VatRate> rates;
    for (const auto treatment : {VatTreatment::MovableRent, VatTreatment::EquipmentSale}) {
        rates.push_back({treatment, always, {17 * percent}});
        rates.push_back({treatment, date(2018, 5, 1), {16 * percent}});
        rates.push_back({treatment, date(2019, 4, 1), {13 * percent}});
    }
    rates.push_back({VatTreatment::LeasebackInterest, always, {6 * percent}});
    rates.push_back({VatTreatment::ServiceFee, always, {6 * percent}});
    return rates;
}

Result<Rate> vat_rate(const std::vector<VatRate>& rates, VatTreatment treatment, Date tax_point) {
    if (treatment == VatTreatment::Untaxed) return Rate{};
    const VatRate* latest = nullptr;
    for (const auto& row : rates)
        if (row.treatment == treatment && row.valid_from <= tax_point)
            if (latest == nullptr || row.valid_from > latest->valid_from) latest = &row;
    if (latest == nullptr)
        return invalid("date", "There is no VAT rate of \"{0}\" for {1}. Enter one that is valid by then.",
                       to_text(treatment), to_text(tax_point));
    return latest->rate;
}

TaxedAmount vat_on_top(Money net, Rate rate) { return {net, share_of(net, rate)}; }

TaxedAmount vat_inside(Money gross, Rate rate) {
    ensure(rate.e10 >= 0, "a VAT rate is not negative");
    const int128 exact = int128{gross.minor_units()} * rate_scale;
    const Money net = Money::minor(round_half_away(exact, int128{rate_scale} + rate.e10), gross.currency());
    return {net, gross - net};
}

Rate net_of_vat(Rate annual, Rate vat) {
    ensure(vat.e10 >= 0, "a VAT rate is not negative");
    return {round_half_away(int128{annual.e10} * rate_scale, int128{rate_scale} + vat.e10)};
}

Result<TaxedAmount> last_invoice(TaxedAmount total, const std::vector<TaxedAmount>& earlier, Rate rate,
                                 Money tolerance) {
    for (const auto& invoice : earlier) {
        total.net -= invoice.net;
        total.vat -= invoice.vat;
    }
    const Money own = vat_on_top(total.net, rate).vat;
    if (total.vat - own > tolerance || own - total.vat > tolerance)
        return invalid("vat", "The last invoice would carry VAT of {0}, but its own is {1}. Check the earlier ones.",
                       to_text(total.vat), to_text(own));
    return total;
}

}  // namespace leasebook
