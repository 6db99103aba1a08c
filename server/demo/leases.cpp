#include "server/demo/leases.h"

#include <algorithm>

#include "domain/accounting/vat.h"
#include "pricing/rent.h"

namespace leasebook::server {

namespace {

constexpr Date first_day = date(2022, 1, 5), last_day = date(2026, 6, 26), last_appraisal = date(2026, 5, 31);
constexpr std::int64_t basis_point = rate_scale / 10'000;

// What a class of machines costs, in thousands of yuan, and who makes it.
struct Goods {
    std::string_view asset_class;
    std::int64_t cheapest, dearest;
    std::array<std::string_view, 2> makers, models;
};
constexpr std::array<Goods, 7> goods{{{"CNC", 280, 3'200, {"Jingrui", "Haitong"}, {"VMC-850", "HTC-40"}},
                                      {"MOULDING", 220, 1'600, {"Suli", "Yongsu"}, {"SL-320T", "YS-650T"}},
                                      {"FORKLIFT", 65, 260, {"Liheng", "Hangli"}, {"LH-30E", "HL-50D"}},
                                      {"TRUCK", 210, 520, {"Beilu", "Yundao"}, {"BL-6x4", "YD-4x2"}},
                                      {"PRINTING", 350, 4'200, {"Huayin", "Caiyin"}, {"HY-1050", "CY-740"}},
                                      {"MEDICAL", 900, 6'500, {"Yingkang", "Mingying"}, {"CT-64", "MR-15"}},
                                      {"TESTING", 110, 1'300, {"Ceda", "Jingce"}, {"AOI-9", "XRF-3"}}}};

const Goods& goods_of(std::string_view asset_class) {
    const auto found = std::ranges::find(goods, asset_class, &Goods::asset_class);
    ensure(found != goods.end(), "every class of the demo has goods");
    return *found;
}

Money thousands(std::int64_t count) { return Money::minor(count * 100'000, CNY); }

// percent of an amount, in whole hundreds of yuan.
Money part(Money whole, std::int64_t percent) {
    return Money::minor(whole.minor_units() * percent / 100 / 10'000 * 10'000, whole.currency());
}

// Weaker firms pay more: about 5 % to 9 %, in steps of 5 basis points.
Rate made_up_rate(Random& random, RatingGrade grade) {
    using enum RatingGrade;
    const std::int64_t base = grade == AA        ? 500
                              : grade == A       ? 540
                              : grade == BBB     ? 590
                              : grade == BB      ? 660
                              : grade == Unrated ? 680
                                                 : 740;
    return {(base + 5 * random.between(0, 30)) * basis_point};
}

// Balloon for some, a guaranteed residual for others; a third leaves a residual with the lessor, at times a bold one.
void add_residuals(Random& random, LeaseTerms& terms) {
    if (random.chance(12)) terms.balloon = part(terms.financed_amount, random.between(3, 10));
    if (random.chance(20)) terms.guaranteed_residual = part(terms.financed_amount, random.between(5, 15));
    if (random.chance(30))
        terms.unguaranteed_residual =
            part(terms.financed_amount, random.chance(35) ? random.between(35, 60) : random.between(8, 25));
}

LeaseTerms made_up_terms(Random& random, const Lessee& lessee, Money financed, Date commencement) {
    static constexpr std::array<int, 8> months{24, 24, 36, 36, 36, 48, 48, 60};
    const int period_months = random.chance(80) ? 1 : random.chance(90) ? 3 : 6;
    LeaseTerms terms;
    terms.financed_amount = financed;
    terms.annual_rate = made_up_rate(random, lessee.grade);
    terms.commencement = commencement;
    terms.period_months = period_months;
    terms.periods = random.one_of<int>(months) / period_months;
    terms.timing = random.chance(82) ? Timing::Arrears : Timing::Advance;
    terms.first_rent_date = terms.timing == Timing::Advance ? commencement : add_months(commencement, period_months);
    terms.day_count = random.chance(90) ? DayCount::MonthsTwelfths : DayCount::Actual360;
    add_residuals(random, terms);
    return terms;
}

// The machines of one lease share its cost; forklifts and trucks come in small fleets.
std::vector<Asset> made_up_assets(Random& random, const Goods& kind, Money cost, Date acquired,
                                  const SupplierCode& supplier) {
    const bool fleet = kind.asset_class == "FORKLIFT" || kind.asset_class == "TRUCK";
    const auto machines = fleet && random.chance(40) ? static_cast<std::size_t>(random.between(2, 4)) : 1;
    const auto which = random.below(2);
    std::vector<Asset> assets;
    for (const auto share : split(cost, std::vector<std::int64_t>(machines, 1)))
        assets.push_back({.code = {},
                          .serial_number = {},
                          .asset_class = {std::string(kind.asset_class)},
                          .currency = CNY,
                          .cost = share,
                          .acquired = acquired,
                          .supplier = supplier,
                          .maker = std::string(kind.makers[which]),
                          .model = std::string(kind.models[which]),
                          .contract = {}});
    return assets;
}

// Every twelfth older machine was looked at once.
std::vector<Appraisal> made_up_appraisals(Random& random, const Asset& asset) {
    const auto earliest = add_months(asset.acquired, 9);
    if (earliest >= last_appraisal || !random.chance(8)) return {};
    const auto day = earliest + std::chrono::days(random.between(0, days_between(earliest, last_appraisal)));
    return {{.asset = {},
             .date = day,
             .currency = CNY,
             .value = part(asset.cost, random.between(35, 80)),
             .source = "made up for the demo"}};
}

ContractStatus made_up_status(Random& random, Date commencement) {
    using enum ContractStatus;
    static constexpr std::array<ContractStatus, 7> waiting{Draft, Draft, Applied, Accepted, Approved, Approved, Signed};
    if (commencement < date(2026, 5, 1) || random.chance(60)) return Active;
    return random.one_of<ContractStatus>(waiting);
}

MadeUpLease made_up_lease(Random& random, const Firm& firm, const std::vector<Seller>& sellers, Date commencement) {
    const auto& kind = goods_of(random.one_of<std::string_view>(firm.place->classes));
    std::vector<const Seller*> choices;
    for (const auto& seller : sellers)
        if (seller.asset_class.text == kind.asset_class) choices.push_back(&seller);
    const auto& supplier = random.one_of<const Seller*>(choices)->supplier.code;
    const auto cost =
        thousands(std::min(random.between(kind.cheapest, kind.dearest), random.between(kind.cheapest, kind.dearest)));
    const auto terms = made_up_terms(random, firm.lessee, part(cost, random.between(80, 100)), commencement);
    MadeUpLease lease{{firm.lessee.code, supplier, terms, {}, {}}, made_up_status(random, commencement), {}, {}, {}};
    lease.content.branch = firm.place->city;
    lease.assets = made_up_assets(random, kind, cost, commencement, supplier);
    lease.appraisals = made_up_appraisals(random, lease.assets.front());
    return lease;
}

}  // namespace

std::vector<MadeUpLease> made_up_leases(Random& random, int count, const std::vector<Firm>& firms,
                                        const std::vector<Seller>& sellers) {
    const auto span = static_cast<std::int64_t>(days_between(first_day, last_day));
    std::vector<MadeUpLease> leases;
    for (int i = 0; i < count; ++i) {
        const auto day = first_day + std::chrono::days(span * i / count);
        // The smaller of two draws: some firms lease often, most once or twice.
        const auto& firm = firms[std::min(random.below(firms.size()), random.below(firms.size()))];
        leases.push_back(made_up_lease(random, firm, sellers, day));
    }
    return leases;
}

std::vector<ContractEvent> made_up_payments(Random& random, const ContractContent& content) {
    constexpr Date from = date(2026, 6, 1), until = date(2026, 6, 30);
    const auto schedule = pricing::agreed_schedule(content.terms, content.plan, content.rent);
    const auto vat = vat_rate(default_vat_rates(), VatTreatment::MovableRent, from);
    std::vector<ContractEvent> payments;
    for (const auto& row : schedule->rows) {
        if (row.kind != RowKind::Rent || row.due_date < from || row.due_date > until) continue;
        const auto late = random.chance(82) ? 0 : random.chance(70) ? random.between(1, 12) : random.between(13, 60);
        const Date paid = row.due_date + std::chrono::days(late);
        if (paid > until) continue;
        const auto reference = "B" + to_text(paid) + "-" + std::to_string(random.between(100'000, 999'999));
        payments.push_back(PaymentReceived{{"bank", paid}, vat_on_top(row.rent, *vat).gross(), reference, {}});
    }
    return payments;
}

}  // namespace leasebook::server
