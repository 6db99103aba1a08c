// The twenty largest lessees, groups and anchors by exposure, and what was bought from each supplier.
#include <algorithm>
#include <map>

#include "domain/concentration.h"
#include "reports/book_line.h"
#include "reports/table_maker.h"

namespace leasebook::reports {

namespace {

constexpr std::size_t listed = 20;

struct Party {
    std::uint32_t place = unmapped;
    std::int64_t contracts = 0;
    Money exposure, overdue, allowance;
    std::optional<RiskClass> worst;
};

std::vector<Party> parties_on(Axis axis, const ReportInput& in, const std::vector<BookLine>& lines) {
    std::map<std::uint32_t, Party> parties;
    const Money zero = Money::zero(in.currency);
    for (const auto& line : lines) {
        const auto place = place_on(axis, in.portfolio, *line.contract);
        if (place == unmapped) continue;
        auto& party = parties.try_emplace(place, Party{place, 0, zero, zero, zero, {}}).first->second;
        ++party.contracts;
        party.exposure += line.parts.exposure();
        party.overdue += line.parts.overdue;
        party.allowance += line.allowance;
        if (line.provision != nullptr)
            party.worst = std::max(party.worst.value_or(RiskClass::Normal), line.provision->category);
    }
    std::vector<Party> sorted;
    for (const auto& [place, party] : parties) sorted.push_back(party);
    std::ranges::stable_sort(sorted, std::ranges::greater{}, &Party::exposure);
    return sorted;
}

Table largest(const ReportInput& in) {
    using enum ColumnType;
    Table table{"largest_obligors", in.as_of, in.currency, {}, {}, {}};
    table.columns = {{"axis", Word},        {"rank", Count},      {"item", Text},   {"name", Text},
                     {"contracts", Count},  {"exposure", Amount}, {"share", Share}, {"overdue", Amount},
                     {"allowance", Amount}, {"worst_class", Word}};
    const auto lines = book_lines(in);
    Money all = Money::zero(in.currency), overdue = all, allowance = all;
    for (const auto& line : lines) {
        all += line.parts.exposure();
        overdue += line.parts.overdue;
        allowance += line.allowance;
    }
    for (const auto axis : {Axis::Lessee, Axis::Group, Axis::AnchorEnterprise}) {
        const auto parties = parties_on(axis, in, lines);
        for (std::size_t i = 0; i < std::min(listed, parties.size()); ++i) {
            const auto& p = parties[i];
            const auto name = name_of_place(axis, in.portfolio, p.place);
            table.rows.push_back(
                {RowRole::Detail,
                 {to_text(axis), static_cast<std::int64_t>(i + 1), name.code, name.name, p.contracts, p.exposure,
                  share_cell(p.exposure, all), p.overdue, p.allowance, p.worst ? Cell{to_text(*p.worst)} : Cell{}},
                 page_link("/reports/contracts", {{to_text(axis), name.code}})});
        }
    }
    std::vector<Cell> total(table.columns.size());
    total[4] = std::ssize(lines);
    total[5] = all;
    total[7] = overdue;
    total[8] = allowance;
    table.rows.push_back({RowRole::Total, std::move(total)});
    table.chart = TableChart{3, {5}};
    table.notes.push_back("The total is the whole book; exposure is before collateral.");
    return table;
}

struct Volume {
    std::int64_t contracts = 0;
    Money month, year, ever, net_investment, overdue, non_performing;
};

void add_volumes(const ReportInput& in, std::map<std::uint32_t, Volume>& volumes) {
    const Money zero = Money::zero(in.currency);
    const auto of = [&](const PortfolioContract& contract) -> Volume& {
        return volumes.try_emplace(contract.supplier, Volume{0, zero, zero, zero, zero, zero, zero}).first->second;
    };
    const std::chrono::year_month_day now(in.as_of);
    for (const auto& contract : in.portfolio.contracts) {
        const auto& terms = contract.terms;
        if (contract.status < ContractStatus::Active || terms.currency != in.currency || terms.commencement > in.as_of)
            continue;
        auto& volume = of(contract);
        ++volume.contracts;
        volume.ever += terms.financed_amount;
        const std::chrono::year_month_day began(terms.commencement);
        if (began.year() != now.year()) continue;
        volume.year += terms.financed_amount;
        if (began.month() == now.month()) volume.month += terms.financed_amount;
    }
    for (const auto& line : book_lines(in)) {
        auto& volume = of(*line.contract);
        volume.net_investment += line.net_investment;
        volume.overdue += line.parts.overdue;
        if (line.non_performing()) volume.non_performing += line.net_investment;
    }
}

Table supplier_volumes(const ReportInput& in) {
    using enum ColumnType;
    Table table{"supplier_volumes", in.as_of, in.currency, {}, {}, {}};
    table.columns = {{"supplier", Text},
                     {"supplier_name", Text},
                     {"contracts", Count, true},
                     {"financed_month", Amount, true},
                     {"financed_year", Amount, true},
                     {"financed_ever", Amount, true},
                     {"net_investment", Amount, true},
                     {"overdue", Amount, true},
                     {"non_performing", Amount, true},
                     {"non_performing_share", Share}};
    std::map<std::uint32_t, Volume> volumes;
    add_volumes(in, volumes);
    std::vector<std::pair<std::uint32_t, Volume>> sorted(volumes.begin(), volumes.end());
    std::ranges::stable_sort(sorted, std::ranges::greater{}, [](const auto& entry) { return entry.second.ever; });
    for (const auto& [place, v] : sorted) {
        const auto name = name_of_place(Axis::Supplier, in.portfolio, place);
        table.rows.push_back({RowRole::Detail,
                              {name.code, name.name, v.contracts, v.month, v.year, v.ever, v.net_investment, v.overdue,
                               v.non_performing, share_cell(v.non_performing, v.net_investment)},
                              page_link("/reports/contracts", {{"supplier", name.code}})});
    }
    add_total(table);
    auto& total = table.rows.back().cells;
    total[9] = share_cell(std::get<Money>(total[8]), std::get<Money>(total[6]));
    table.chart = TableChart{1, {5}};
    return table;
}

}  // namespace

ReportDefinition largest_report() {
    return {"largest_obligors", "Largest lessees, groups and anchors", largest, true, true};
}
ReportDefinition supplier_volumes_report() {
    return {"supplier_volumes", "Volumes by supplier", supplier_volumes, true, true};
}

}  // namespace leasebook::reports
