#pragma once
// The end of an asset: its sale, and who bears what it is worth less than was expected (domain rules F.3, F.4).
#include "domain/accounting/vat.h"
#include "domain/money.h"
#include "domain/named.h"

namespace leasebook {

// By which way a machine that came back found its buyer.
enum class SaleChannel { Auction, Dealer, Direct, Online, Vendor, Lessee, Scrap };
template <>
struct NamesOf<SaleChannel> {
    static constexpr Names<SaleChannel, 7> names{{{SaleChannel::Auction, "auction"},
                                                  {SaleChannel::Dealer, "dealer"},
                                                  {SaleChannel::Direct, "direct"},
                                                  {SaleChannel::Online, "online"},
                                                  {SaleChannel::Vendor, "vendor"},
                                                  {SaleChannel::Lessee, "lessee"},
                                                  {SaleChannel::Scrap, "scrap"}}};
};

// price = net + VAT; gain = net − costs − carrying amount, below zero a loss.
struct Disposal {
    TaxedAmount price;
    Money carrying, costs;
    Money gain() const { return price.net - costs - carrying; }
    bool operator==(const Disposal&) const = default;
};

// Floor: the guarantor makes up for what the value lacks of the cover. TopSlice: it bears the first loss below the
// expected residual, up to the cover.
enum class GuaranteeKind { Floor, TopSlice };
template <>
struct NamesOf<GuaranteeKind> {
    static constexpr Names<GuaranteeKind, 2> names{
        {{GuaranteeKind::Floor, "floor"}, {GuaranteeKind::TopSlice, "top_slice"}}};
};

struct ResidualGuarantee {
    GuaranteeKind kind = GuaranteeKind::Floor;
    Money cover, expected;
    bool operator==(const ResidualGuarantee&) const = default;
};

// guarantor_pays + lessor_loses = expected − value, where the value is not above what was expected; by a floor the
// guarantor may even pay when it is.
struct ResidualShortfall {
    Money guarantor_pays, lessor_loses;
    bool operator==(const ResidualShortfall&) const = default;
};
ResidualShortfall residual_shortfall(const ResidualGuarantee& guarantee, Money value);

}  // namespace leasebook
