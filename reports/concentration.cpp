#include "reports/concentration.h"

#include <algorithm>

#include "domain/decimal_text.h"
#include "pricing/granularity.h"

namespace leasebook::reports {

namespace {

AxisConcentration on_axis(Axis axis, const Portfolio& portfolio, const std::vector<ExposureParts>& parts,
                          Currency currency) {
    const auto places = places_on(axis, portfolio);
    std::vector<Money> sums(places + 1, Money::zero(currency));  // the last one is 'unmapped'
    // A lessee that belongs to no group and depends on no anchor stands for itself (R-G-03).
    std::vector<Money> alone;
    if (axis == Axis::Group || axis == Axis::AnchorEnterprise)
        alone.assign(portfolio.lessees.size(), Money::zero(currency));
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (parts[i].is_zero()) continue;
        const auto& contract = portfolio.contracts[i];
        const auto place = std::min(place_on(axis, portfolio, contract), places);
        sums[place] += parts[i].exposure();
        if (place == places && !alone.empty()) alone[contract.lessee] += parts[i].exposure();
    }
    auto names = sums;
    if (!alone.empty()) {
        names.pop_back();
        names.insert(names.end(), alone.begin(), alone.end());
    }
    AxisConcentration result{axis, concentration(std::move(names)), {}};
    Money whole = Money::zero(currency);
    for (const auto& sum : sums) whole += sum;
    for (std::uint32_t place = 0; place <= places; ++place)
        if (!sums[place].is_zero())
            result.items.push_back({place == places ? unmapped : place, sums[place], share(sums[place], whole)});
    std::ranges::stable_sort(result.items, std::ranges::greater{}, &ConcentrationItem::exposure);
    return result;
}

double number(Rate rate) { return static_cast<double>(rate.e10) / static_cast<double>(rate_scale); }

// Micro and small firms sell for less than EUR 5 million a year by the classes of 2011, where the discount is full; of
// others the sales are not known.
std::optional<double> sales_of(SizeClass size) {
    if (size == SizeClass::Micro || size == SizeClass::Small) return 5;
    return {};
}

pricing::Granularity granularity_of(const Portfolio& portfolio, const AxisConcentration& lessees,
                                    const PricingParameters& parameters) {
    std::vector<pricing::RiskyName> names;
    for (const auto& item : lessees.items) {
        const auto& lessee = portfolio.lessees[item.place];
        const double rate = lessee.grade == RatingGrade::D ? 1 : number(parameters.default_rate(lessee.grade));
        names.push_back({number(item.share), rate, number(assumed_loss), sales_of(lessee.size_class)});
    }
    return pricing::granularity(names);
}

// A number of names need not be whole, and is no share: with two decimals.
std::string plain_number(Rate rate) { return decimal_text(round_half_away(rate.e10, rate_scale / 100), 2); }

}  // namespace

BookConcentration book_concentration(const Portfolio& portfolio, std::span<const ExposurePosition> positions,
                                     Date as_of, Currency currency, const PricingParameters* parameters,
                                     std::span<const Axis> axes) {
    const auto parts = secured_parts(portfolio, positions, as_of, currency);
    BookConcentration book;
    for (const auto axis : axes) {
        book.axes.push_back(on_axis(axis, portfolio, parts, currency));
        if (axis != Axis::Lessee || parameters == nullptr) continue;
        const auto adjusted = granularity_of(portfolio, book.axes.back(), *parameters);
        book.capital = adjusted.capital;
        book.granularity = adjusted.adjustment;
    }
    return book;
}

Table concentration_table(const Portfolio& portfolio, const BookConcentration& book, Date as_of, Currency currency) {
    using enum ColumnType;
    constexpr std::size_t shown = 10;
    Table table{"concentration", as_of, currency, {}, {}, {}};
    table.columns = {{"axis", Text},        {"item", Text},      {"item_name", Text}, {"exposure", Amount},
                     {"share", Share},      {"rank", Count},     {"names", Count},    {"herfindahl", Share},
                     {"normalised", Share}, {"effective", Text}, {"top_1", Share},    {"top_5", Share},
                     {"top_10", Share},     {"gini", Share},     {"capital", Share},  {"granularity", Share}};
    Money whole = Money::zero(currency);
    for (const auto& axis : book.axes) {
        Money sum = Money::zero(currency);
        for (const auto& item : axis.items) sum += item.exposure;
        whole = sum;
        for (std::size_t i = 0; i < std::min(shown, axis.items.size()); ++i) {
            const auto& item = axis.items[i];
            const auto name = name_of_place(axis.axis, portfolio, item.place);
            std::vector<Cell> cells{to_text(axis.axis), name.code,  name.name,
                                    item.exposure,      item.share, static_cast<std::int64_t>(i) + 1};
            cells.resize(table.columns.size());
            table.rows.push_back({RowRole::Detail, std::move(cells)});
        }
        const auto& x = axis.indices;
        table.rows.push_back(
            {RowRole::Subtotal,
             {to_text(axis.axis), Cell{}, Cell{}, sum, Cell{}, Cell{}, x.names, x.herfindahl, x.normalised,
              plain_number(x.effective), x.top_1, x.top_5, x.top_10, x.gini, Cell{}, Cell{}}});
    }
    std::vector<Cell> total(table.columns.size());
    total[3] = whole;
    if (book.capital) total[14] = *book.capital;
    if (book.granularity) total[15] = *book.granularity;
    table.rows.push_back({RowRole::Total, std::move(total)});
    table.notes.push_back("herfindahl is the sum of squared shares, effective its inverse: as many equal names.");
    if (book.capital)
        table.notes.push_back(
            "capital and granularity are shares of exposure at 99.9 %, with the rates of default of the pricing "
            "parameters and 45 % lost in a default.");
    return table;
}

}  // namespace leasebook::reports
