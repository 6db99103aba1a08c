#include "reports/exposure_snapshot.h"

#include <algorithm>
#include <set>

#include "reports/exposure.h"

namespace leasebook::reports {

namespace {

struct Place {
    std::int64_t contracts = 0;
    ExposureParts parts;
};

void freeze(std::vector<ExposureSnapshot>& snapshot, Axis axis, const Portfolio& portfolio,
            std::span<const ExposureParts> parts, Currency currency) {
    const auto count = places_on(axis, portfolio);
    std::vector<Place> places(count + 1, {0, ExposureParts::none(currency)});  // the last one is 'unmapped'
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (parts[i].is_zero()) continue;
        auto& place = places[std::min(place_on(axis, portfolio, portfolio.contracts[i]), count)];
        ++place.contracts;
        place.parts += parts[i];
    }
    for (std::uint32_t i = 0; i <= count; ++i)
        if (places[i].contracts > 0)
            snapshot.push_back({axis, name_of_place(axis, portfolio, i == count ? unmapped : i).code,
                                places[i].contracts, places[i].parts});
}

}  // namespace

std::vector<ExposureSnapshot> exposure_snapshot(const Portfolio& portfolio, std::span<const ExposureParts> parts,
                                                Date as_of) {
    std::set<Currency> currencies;
    for (const auto& contract : portfolio.contracts) currencies.insert(contract.terms.currency);
    std::vector<ExposureSnapshot> snapshot;
    for (const auto currency : currencies) {
        std::vector<ExposurePosition> positions(parts.size());
        for (std::size_t i = 0; i < parts.size(); ++i) {
            const bool here = portfolio.contracts[i].terms.currency == currency;
            positions[i].parts = here ? parts[i] : ExposureParts::none(currency);
            positions[i].counted = here && !parts[i].is_zero();
        }
        const auto secured = secured_parts(portfolio, positions, as_of, currency);
        for (const auto& [axis, name] : NamesOf<Axis>::names) freeze(snapshot, axis, portfolio, secured, currency);
    }
    return snapshot;
}

}  // namespace leasebook::reports
