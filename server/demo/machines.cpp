#include "server/demo/machines.h"

#include <algorithm>
#include <array>

#include "db/contract_file.h"
#include "db/register_store.h"
#include "db/remarketing_store.h"
#include "domain/contract.h"
#include "domain/residual.h"
#include "pricing/residual_curve.h"
#include "server/books/servicing.h"

namespace leasebook::server {

namespace {

constexpr Date papers_on = date(2026, 5, 31);

// How much a machine of a class runs a month, and in what.
struct Running {
    std::string_view asset_class;
    UsageUnit unit;
    std::int64_t least, most;
};
constexpr std::array<Running, 5> running{{{"CNC", UsageUnit::Hours, 180, 460},
                                          {"MOULDING", UsageUnit::Hours, 250, 560},
                                          {"FORKLIFT", UsageUnit::Hours, 90, 240},
                                          {"TRUCK", UsageUnit::Kilometres, 4'000, 11'000},
                                          {"PRINTING", UsageUnit::Hours, 220, 480}}};

constexpr std::array<std::string_view, 4> insurers{"PICC", "Ping An", "CPIC", "China Life P&C"};

void add_insurance(Random& random, Asset& asset) {
    if (random.chance(6)) return;
    asset.insurer = std::string(random.one_of<std::string_view>(insurers));
    asset.insurance_policy = "P" + std::to_string(random.between(10'000'000, 99'999'999));
    // Renewed each year on the day it was acquired; now and then somebody forgets.
    auto until = add_months(asset.acquired, 12);
    while (until <= papers_on) until = add_months(until, 12);
    asset.insured_until = random.chance(5) ? add_months(until, -12) : until;
}

struct Kind {
    std::string_view asset_class;
    std::array<std::string_view, 3> models;
    std::array<std::int64_t, 3> cost;  // when new, in yuan
};
constexpr std::array<Kind, 4> kinds{{{"CNC", {"VMC-850", "HTC-40", "VMC-1060"}, {820'000, 640'000, 1'150'000}},
                                     {"MOULDING", {"SL-320T", "YS-650T", "SL-160T"}, {580'000, 1'120'000, 310'000}},
                                     {"FORKLIFT", {"LH-30E", "HL-50D", "LH-20E"}, {128'000, 186'000, 96'000}},
                                     {"TRUCK", {"BL-6x4", "YD-4x2", "BL-8x4"}, {395'000, 268'000, 448'000}}}};
constexpr int sales_a_class = 420;

// About normal with a deviation of 14 percent, and one price in thirty that is far off.
std::int64_t price_percent(Random& random) {
    std::int64_t sum = 0;
    for (int i = 0; i < 6; ++i) sum += random.between(-20, 20);
    if (random.chance(3)) sum += random.chance(50) ? 90 : -55;
    return std::max<std::int64_t>(15, 100 + sum / 2);
}

UsedSale made_up_sale(Random& random, const Kind& kind, const ResidualCurve& curve, int number) {
    const auto which = random.below(kind.models.size());
    const auto cost = Money::minor(kind.cost[which] * random.between(96, 104), CNY);
    UsedSale sale;
    sale.code.text = "S-" + std::string(kind.asset_class) + "-" + std::to_string(10'000 + number);
    sale.asset_class.text = std::string(kind.asset_class);
    sale.maker = std::string(kind.models[which].substr(0, 2));
    sale.model = std::string(kind.models[which]);
    sale.sold = date(2019, 1, 2) + std::chrono::days(random.between(0, days_between(date(2019, 1, 2), papers_on)));
    sale.age_months = static_cast<int>(random.between(4, 110));
    const auto share = curve.at(*sale.age_months);
    const auto worth = round_half_away(int128{cost.minor_units()} * share.e10, rate_scale);
    sale.price =
        Money::minor(std::max<std::int64_t>(100'000, worth * price_percent(random) / 100 / 10'000 * 10'000), CNY);
    if (random.chance(33)) sale.cost = cost;
    sale.source = "made up for the demo";
    return sale;
}

// Back at the end of its term, at nine tenths of what it stood for.
bool take_back(db::Connection& connection, const ContractNumber& number, db::Moment at) {
    const auto file = db::find_file(connection, number);
    const auto& terms = file->contract.content.terms;
    const auto booked = terms.guaranteed_residual + terms.unguaranteed_residual;
    const auto value = Money::minor(booked.minor_units() / 10 * 9, booked.currency());
    const ChangeInput input{ChangeKind::Return,
                            {{"effective_date", to_text(final_date(terms, file->contract.content.plan))},
                             {"asset_value", to_text(value)},
                             {"reason", "end of term"}}};
    return record_decided(connection, number, input, "demo", at).has_value();
}

void step(db::Connection& connection, const Asset& asset, Date on, RemarketingAction action, std::int64_t yuan,
          std::optional<std::string> place, std::optional<SaleChannel> channel, const char* note) {
    db::add_step(connection, {asset.code, on, action, CNY, Money::minor(yuan * 100, CNY), std::move(place), channel,
                              std::string(note)});
}

}  // namespace

void add_papers(Random& random, Asset& asset, const std::string& place) {
    using std::chrono::year_month_day;
    asset.year_made = static_cast<int>(year_month_day(asset.acquired).year()) - (random.chance(20) ? 1 : 0);
    if (!place.empty()) asset.location = place;
    const auto kind = std::ranges::find(running, asset.asset_class.text, &Running::asset_class);
    const int months = age_in_months(asset.acquired, papers_on);
    if (kind != running.end() && months > 0 && random.chance(85)) {
        asset.usage =
            static_cast<int>(std::min<std::int64_t>(999'999, random.between(kind->least, kind->most) * months));
        asset.usage_unit = kind->unit;
        asset.usage_date = papers_on;
    }
    if (months > 6 && random.chance(70))
        asset.condition = random.chance(55)   ? ConditionGrade::A
                          : random.chance(70) ? ConditionGrade::B
                          : random.chance(75) ? ConditionGrade::C
                                              : ConditionGrade::D;
    add_insurance(random, asset);
    asset.lien_registration = "ZD" + std::to_string(random.between(100'000'000, 999'999'999));
    asset.lien_registered = asset.acquired + std::chrono::days(random.between(1, 9));
    asset.lien_until = add_months(*asset.lien_registered, 72);
}

std::vector<UsedSale> made_up_sales(Random& random, const std::vector<AssetClass>& classes) {
    std::vector<UsedSale> sales;
    for (const auto& kind : kinds) {
        const auto asset_class =
            std::ranges::find_if(classes, [&](const auto& c) { return c.code.text == kind.asset_class; });
        ensure(asset_class != classes.end(), "the classes of the demo's sales are in the register");
        const auto curve = pricing::curve_of(*asset_class);
        for (int i = 0; i < sales_a_class; ++i) sales.push_back(made_up_sale(random, kind, curve, i));
    }
    return sales;
}

std::vector<CurvePoint> published_curve() {
    constexpr std::array<std::pair<int, std::int64_t>, 6> shares{
        {{12, 78}, {24, 67}, {36, 58}, {48, 50}, {60, 43}, {84, 32}}};
    std::vector<CurvePoint> points;
    for (const auto& [months, percent] : shares)
        points.push_back({{"FORKLIFT"},
                          date(2026, 1, 1),
                          months,
                          {percent * (rate_scale / 100)},
                          {},
                          {},
                          "trade association, winter 2025"});
    return points;
}

int take_machines_back(db::Connection& connection, const std::vector<ContractNumber>& leases, db::Moment recorded_at) {
    const Date today = std::chrono::floor<std::chrono::days>(recorded_at);
    int back = 0;
    for (const auto& number : leases) {
        if (!take_back(connection, number, recorded_at)) continue;
        const auto asset = db::assets_of(connection, number).front();
        const auto file = db::find_file(connection, number);
        const Date ended = *file->contract.ended_on;
        using enum RemarketingAction;
        if (ended + std::chrono::days(1) <= today)
            step(connection, asset, ended + std::chrono::days(1), Store, 0, "Yard 3, Kunshan", {}, "photographed");
        if (back > 0 && ended + std::chrono::days(2) <= today)
            step(connection, asset, ended + std::chrono::days(2), PayCosts, 1'850, {}, {}, "transport");
        if (back > 0 && ended + std::chrono::days(3) <= today)
            step(connection, asset, ended + std::chrono::days(3), Offer, asset.cost.minor_units() / 400, {},
                 SaleChannel::Auction, "reserve price");
        const Date sold = ended + std::chrono::days(5);
        if (back == 1 && sold <= today) {
            const Money price = Money::minor(asset.cost.minor_units() / 5 * 2, CNY);
            const ChangeInput sale{ChangeKind::AssetSale,
                                   {{"effective_date", to_text(sold)},
                                    {"price", to_text(price)},
                                    {"costs", "2400.00"},
                                    {"buyer", "Huadong Used Machinery"},
                                    {"asset", asset.code.text},
                                    {"channel", "auction"}}};
            const auto recorded = record_decided(connection, number, sale, "demo", recorded_at);
            ensure(recorded.has_value(), "a machine that came back can be sold");
        }
        ++back;
    }
    return back;
}

}  // namespace leasebook::server
