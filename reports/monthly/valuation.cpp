// What the running leases are worth on the curve of the day, by cluster, and what that becomes when rates move.
#include <map>

#include "domain/concentration.h"
#include "reports/book_line.h"
#include "reports/running_lease.h"
#include "reports/stress.h"
#include "reports/table_maker.h"

namespace leasebook::reports {

namespace {

// Basis points; the first two give the value of one basis point.
constexpr std::array shifts{-1, 1, -200, -100, 100, 200};

struct Value {
    std::int64_t contracts = 0;
    Money outstanding, present;
    std::array<Money, shifts.size()> moved;  // what the present value becomes

    explicit Value(Currency currency) : outstanding(Money::zero(currency)), present(outstanding) {
        moved.fill(outstanding);
    }
    void operator+=(const Value& more) {
        contracts += more.contracts;
        outstanding += more.outstanding;
        present += more.present;
        for (std::size_t i = 0; i < moved.size(); ++i) moved[i] += more.moved[i];
    }
    Money basis_point() const { return Money::minor((moved[0] - moved[1]).minor_units() / 2, present.currency()); }
};

std::vector<pricing::DiscountCurve> shifted_curves(const pricing::DiscountCurve& curve) {
    std::vector<pricing::DiscountCurve> curves;
    for (const int points : shifts)
        curves.push_back(shifted(curve, {{std::string(everywhere), Rate{points * (rate_scale / 100)}}}));
    return curves;
}

std::vector<Cell> cells_of(std::vector<Cell> heads, const Value& v, bool valued) {
    heads.insert(heads.end(), {v.contracts, v.outstanding});
    if (!valued) {
        heads.resize(heads.size() + 3 + shifts.size() - 2);
        return heads;
    }
    heads.insert(heads.end(), {v.present, v.basis_point()});
    for (std::size_t i = 2; i < shifts.size(); ++i) heads.emplace_back(v.moved[i] - v.present);
    heads.push_back(v.present - v.outstanding);
    return heads;
}

Table valuation(const ReportInput& in) {
    using enum ColumnType;
    Table table{"valuation", in.as_of, in.currency, {}, {}, {}};
    table.columns = {{"cluster", Text},
                     {"cluster_name", Text},
                     {"contracts", Count, true},
                     {"outstanding_principal", Amount, true},
                     {"present_value", Amount, true},
                     {"pv01", Amount},
                     {"minus_200_bp", Amount, true},
                     {"minus_100_bp", Amount, true},
                     {"plus_100_bp", Amount, true},
                     {"plus_200_bp", Amount, true},
                     {"gain_over_principal", Amount, true}};
    const auto curves = in.curve == nullptr ? std::vector<pricing::DiscountCurve>{} : shifted_curves(*in.curve);
    std::map<std::uint32_t, Value> clusters;
    Value all(in.currency);
    for (const auto& contract : in.portfolio.contracts) {
        if (contract.terms.currency != in.currency) continue;
        const auto lease = running_lease(contract, in.as_of);
        if (!lease) continue;
        Value value(in.currency);
        value.contracts = 1;
        value.outstanding = lease->outstanding;
        if (in.curve != nullptr) value.present = pricing::present_value(*in.curve, lease->rows);
        for (std::size_t i = 0; i < curves.size(); ++i) value.moved[i] = pricing::present_value(curves[i], lease->rows);
        clusters.try_emplace(in.portfolio.lessees[contract.lessee].cluster, in.currency).first->second += value;
        all += value;
    }
    for (const auto& [cluster, value] : clusters) {
        const auto name = name_of_place(Axis::Cluster, in.portfolio, cluster);
        table.rows.push_back({RowRole::Detail, cells_of({name.code, name.name}, value, in.curve != nullptr),
                              page_link("/reports/contracts", {{"cluster", name.code}})});
    }
    table.rows.push_back({RowRole::Total, cells_of({Cell{}, Cell{}}, all, in.curve != nullptr)});
    table.chart = TableChart{1, {4}};
    table.notes.push_back(
        "pv01 is the gain when all rates fall by one basis point; the other columns say what the "
        "value gains when the zero curve moves in parallel.");
    if (in.curve == nullptr)
        table.notes.push_back("There is no curve of this day, so nothing is valued.");
    else if (!in.curve->snapshot.empty())
        table.notes.push_back({"Valued on {0}, snapshot {1}.", {in.curve->name, in.curve->snapshot}});
    note_other_currencies(in, table);
    return table;
}

}  // namespace

ReportDefinition valuation_report() { return {"valuation", "Valuation and sensitivities", valuation}; }

}  // namespace leasebook::reports
