// RP-23: the figures that the regulator asks for, each with its numerator and denominator: indicators of G.7, assets by
// type of lease, five categories, related parties and the ten largest lessees.
#include <algorithm>
#include <map>

#include "domain/concentration.h"
#include "reports/book_line.h"
#include "reports/limits.h"
#include "reports/table_maker.h"

namespace leasebook::reports {

namespace {

void add(Table& table, const char* section, std::string item, std::string name, Cell numerator, Cell denominator,
         std::string opens = {}) {
    const auto* part = std::get_if<Money>(&numerator);
    const auto* whole = std::get_if<Money>(&denominator);
    Cell ratio = part != nullptr && whole != nullptr ? share_cell(*part, *whole) : Cell{};
    table.rows.push_back({RowRole::Detail,
                          {std::string(section), std::move(item), text_or_nothing(name), std::move(numerator),
                           std::move(denominator), std::move(ratio), Cell{}, Cell{}, Cell{}},
                          std::move(opens)});
}

void add_limits(const ReportInput& in, Table& table) {
    std::map<const Limit*, int> shown;
    for (const auto& line : limit_book(in.portfolio, in.positions, in.as_of, in.currency).lines) {
        if (++shown[line.limit] > 1) continue;  // the fullest use says whether the limit is kept
        table.rows.push_back(
            {RowRole::Detail,
             {std::string("indicators"), line.limit->code.text, text_or_nothing(line.item.name), line.use.used,
              cell_or_nothing(line.use.base), cell_or_nothing(line.use.share), cell_or_nothing(line.limit->share),
              cell_or_nothing(line.use.allowed), to_text(line.use.status)},
             "/limits"});
    }
}

void add_products(const ReportInput& in, const std::vector<BookLine>& lines, Money all, Table& table) {
    std::map<Product, Money> products;
    for (const auto& line : lines)
        products.try_emplace(line.contract->product, Money::zero(in.currency)).first->second += line.net_investment;
    for (const auto& [product, amount] : products)
        add(table, "lease_assets", to_text(product), "", amount, all,
            page_link("/reports/contracts", {{"product", to_text(product)}}));
}

void add_places(Axis axis, const char* section, const ReportInput& in, const std::vector<BookLine>& lines, Money all,
                Table& table) {
    std::map<std::uint32_t, Money> places;
    for (const auto& line : lines)
        places.try_emplace(place_on(axis, in.portfolio, *line.contract), Money::zero(in.currency)).first->second +=
            line.net_investment;
    for (const auto& [place, amount] : places) {
        const auto name = name_of_place(axis, in.portfolio, place);
        add(table, section, name.code, name.name, amount, all,
            axis == Axis::Industry ? page_link("/reports/contracts", {{"industry", name.code}}) : std::string{});
    }
}

void add_quality(const ReportInput& in, const std::vector<BookLine>& lines, Money all, Table& table) {
    const Money zero = Money::zero(in.currency);
    std::map<RiskClass, Money> classes;
    for (const auto& [value, name] : NamesOf<RiskClass>::names) classes.emplace(value, zero);
    Money non_performing = zero, allowance = zero;
    for (const auto& line : lines) {
        allowance += line.allowance;
        if (line.provision == nullptr) continue;
        classes.at(line.provision->category) += line.net_investment;
        if (line.non_performing()) non_performing += line.net_investment;
    }
    for (const auto& [risk_class, amount] : classes)
        add(table, "five_categories", to_text(risk_class), "", amount, all,
            page_link("/reports/contracts", {{"class", to_text(risk_class)}}));
    add(table, "provisions", "non_performing_share", "", non_performing, all);
    add(table, "provisions", "allowance_coverage", "", allowance, non_performing);
    add(table, "provisions", "allowance_ratio", "", allowance, all);
}

void add_parties(const ReportInput& in, const std::vector<BookLine>& lines, Money all, Table& table) {
    const Money zero = Money::zero(in.currency);
    std::map<std::uint32_t, Money> lessees;
    Money related = zero;
    for (const auto& line : lines) {
        lessees.try_emplace(line.contract->lessee, zero).first->second += line.parts.financing();
        if (line.lessee->related_party != RelatedParty::No) related += line.parts.financing();
    }
    add(table, "related_parties", "all_related", "", related, all);
    std::vector<std::pair<std::uint32_t, Money>> sorted(lessees.begin(), lessees.end());
    std::ranges::stable_sort(sorted, std::ranges::greater{}, [](const auto& entry) { return entry.second; });
    for (std::size_t i = 0; i < std::min<std::size_t>(10, sorted.size()); ++i) {
        const auto& lessee = in.portfolio.lessees[sorted[i].first];
        add(table, "largest_lessees", lessee.code.text, lessee.name, sorted[i].second, all,
            page_link("/reports/contracts", {{"lessee", lessee.code.text}}));
    }
}

Table regulators_return(const ReportInput& in) {
    using enum ColumnType;
    Table table{"regulators_return", in.as_of, in.currency, {}, {}, {}};
    table.columns = {{"section", Word},      {"item", Word},          {"name", Text},
                     {"numerator", Amount},  {"denominator", Amount}, {"ratio", Share},
                     {"limit_share", Share}, {"allowed", Amount},     {"status", Word}};
    const auto lines = book_lines(in);
    Money all = Money::zero(in.currency), financing = all;
    for (const auto& line : lines) {
        all += line.net_investment;
        financing += line.parts.financing();
    }
    if (!in.positions.empty()) add_limits(in, table);
    add_products(in, lines, all, table);
    add_places(Axis::Industry, "industries", in, lines, all, table);
    add_places(Axis::Province, "regions", in, lines, all, table);
    add_quality(in, lines, all, table);
    add_parties(in, lines, financing, table);
    std::vector<Cell> total(table.columns.size());
    total[3] = all;
    table.rows.push_back({RowRole::Total, std::move(total)});
    table.notes.push_back(
        "The total is the net investment of all leases. Related parties and the largest lessees are "
        "counted by financing balance, of that of the whole book.");
    return table;
}

}  // namespace

ReportDefinition regulators_return_report() {
    return {"regulators_return", "Regulator's return", regulators_return, true, true};
}

}  // namespace leasebook::reports
