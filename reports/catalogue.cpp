#include "reports/catalogue.h"

#include "domain/decimal_text.h"
#include "reports/concentration.h"
#include "reports/disposals.h"
#include "reports/exposure.h"
#include "reports/limits.h"
#include "reports/residual_maturities.h"
#include "reports/residual_position.h"

namespace leasebook::reports {

// Each in a file of reports/monthly.
ReportDefinition portfolio_summary_report();
ReportDefinition contract_list_report();
ReportDefinition new_business_report();
ReportDefinition cash_forecast_report();
ReportDefinition maturity_analysis_report();
ReportDefinition net_investment_movement_report();
ReportDefinition net_investment_by_contract_report();
ReportDefinition income_report();
ReportDefinition five_categories_report();
ReportDefinition allowance_movement_report();
ReportDefinition expected_losses_report();
ReportDefinition valuation_report();
ReportDefinition trial_balance_report();
ReportDefinition journal_report();
ReportDefinition vat_report();
ReportDefinition reconciliation_report();
ReportDefinition largest_report();
ReportDefinition supplier_volumes_report();
ReportDefinition regulators_return_report();

namespace {

std::vector<ExposurePosition> positions_of(const ReportInput& in) {
    if (!in.positions.empty()) return {in.positions.begin(), in.positions.end()};
    return exposure_positions(in.portfolio, {}, in.as_of, in.currency, in.curve);
}

// A report of delinquency; without month ends it is empty, but has its columns and its total.
ReportDefinition delinquency(std::string name, std::string title,
                             std::function<Table(const ReportInput&, const ArrearsView&)> make) {
    ReportDefinition report{std::move(name), std::move(title), [make = std::move(make)](const ReportInput& in) {
                                if (in.arrears != nullptr) return make(in, *in.arrears);
                                return make(in, ArrearsView(in.currency));
                            }};
    report.wants_arrears = true;
    return report;
}

ReportDefinition warnings(std::string name, std::string title,
                          std::function<Table(const ReportInput&, const ArrearsView&, const WatchView&)> make) {
    auto report = delinquency(std::move(name), std::move(title),
                              [make = std::move(make)](const ReportInput& in, const ArrearsView& arrears) {
                                  return make(in, arrears, in.watch != nullptr ? *in.watch : WatchView{});
                              });
    report.wants_watch = true;
    return report;
}

}  // namespace

const std::vector<ReportDefinition>& catalogue() {
    static const std::vector<ReportDefinition> reports{
        portfolio_summary_report(),
        {"exposure", "Exposure by cluster and industry, or any other axes",
         [](const ReportInput& in) {
             const auto book =
                 exposure(in.portfolio, positions_of(in), in.as_of, in.currency, in.axes, in.curve != nullptr);
             auto table = exposure_table(in.portfolio, book);
             if (in.curve != nullptr && !in.curve->snapshot.empty())
                 table.notes.push_back({"Valued on {0}, snapshot {1}.", {in.curve->name, in.curve->snapshot}});
             return table;
         },
         true},
        {"concentration", "Concentration of exposure",
         [](const ReportInput& in) {
             const auto book = book_concentration(in.portfolio, positions_of(in), in.as_of, in.currency, in.parameters);
             return concentration_table(in.portfolio, book, in.as_of, in.currency);
         },
         true},
        {"limits", "Limits and their use",
         [](const ReportInput& in) {
             static const std::vector<ExposureSnapshot> none;
             return limit_table(limit_book(in.portfolio, positions_of(in), in.as_of, in.currency),
                                in.month_end == nullptr ? none : *in.month_end, in.as_of, in.currency);
         },
         true},
        new_business_report(),
        cash_forecast_report(),
        maturity_analysis_report(),
        net_investment_movement_report(),
        income_report(),
        five_categories_report(),
        allowance_movement_report(),
        list_report(
            "residuals", "Residual values at risk",
            [](const ReportInput& in) {
                return residual_list(in.portfolio, residual_book(in.portfolio, in.as_of, in.currency));
            },
            false, false),
        {"residual_maturities", "Residual values falling due by class and quarter",
         [](const ReportInput& in) {
             return maturity_table(in.portfolio, residual_book(in.portfolio, in.as_of, in.currency));
         }},
        {"disposals", "Sales of machines that came back",
         [](const ReportInput& in) { return disposal_table(in.portfolio, in.as_of, in.currency); }},
        {"off_lease", "Machines off lease",
         [](const ReportInput& in) { return off_lease_table(in.portfolio, in.as_of, in.currency); }},
        valuation_report(),
        trial_balance_report(),
        journal_report(),
        vat_report(),
        largest_report(),
        supplier_volumes_report(),
        regulators_return_report(),
        reconciliation_report(),
        delinquency("aging", "Aging of the book by cluster and industry",
                    [](const ReportInput& in, const ArrearsView& view) {
                        return aging_table(in.portfolio, view, in.as_of, in.filter);
                    }),
        delinquency(
            "roll_rates", "Roll rates between month ends",
            [](const ReportInput& in, const ArrearsView& view) { return roll_rate_table(view, in.as_of, in.filter); }),
        delinquency("vintages", "Defaults by month of commencement",
                    [](const ReportInput& in, const ArrearsView& view) {
                        return vintage_table(in.portfolio, view, in.as_of, in.filter);
                    }),
        delinquency("cure_rates", "Cure rates of non-performing contracts",
                    [](const ReportInput& in, const ArrearsView& view) {
                        return cure_rate_table(in.portfolio, view, in.as_of, in.filter);
                    }),
        delinquency("arrears", "Contracts past due or non-performing",
                    [](const ReportInput& in, const ArrearsView& view) {
                        return arrears_table(in.portfolio, view, in.as_of, in.filter);
                    }),
        warnings("watch_list", "Early warnings and the watch list",
                 [](const ReportInput& in, const ArrearsView& arrears, const WatchView& watch) {
                     return watch_list_table(in.portfolio, arrears, watch, in.as_of, in.filter);
                 }),
        warnings("cluster_alerts", "Alert levels of clusters",
                 [](const ReportInput& in, const ArrearsView& arrears, const WatchView& watch) {
                     return cluster_alert_table(in.portfolio, arrears, watch, in.as_of);
                 }),
        contract_list_report(),
        expected_losses_report(),
        net_investment_by_contract_report(),
    };
    return reports;
}

Result<ReportDefinition> find_report(const std::string& name) {
    std::string known;
    for (const auto& report : catalogue()) {
        if (report.name == name) return report;
        known += (known.empty() ? "" : ", ") + report.name;
    }
    return not_found("name", "There is no report \"{0}\". There are: {1}.", shortened(name), known);
}

}  // namespace leasebook::reports
