#pragma once
// Bulk import: a CSV file of one kind of record, all rows or none. Everything that is wrong is named by line, column
// and reason; docs/import.md holds the columns.
#include "db/database.h"
#include "db/moment.h"
#include "domain/contract.h"
#include "server/import/csv.h"
#include "server/import/mapping.h"
#include "server/import/rows.h"

namespace leasebook::server {

enum class ImportKind {
    Clusters,
    Industries,
    Lessees,
    Suppliers,
    AssetClasses,
    Assets,
    Appraisals,
    Market,
    Calendars,
    ResidualCurves,
    Sales,
    Grades,
    Contracts,
    Collaterals,
    Limits,
    CompanyFigures,
    MonthEnds
};

struct ImportOutcome {
    std::size_t rows_read = 0, rows_stored = 0;
    std::size_t faults = 0;        // all that were found
    std::vector<RowError> errors;  // the first of them, by line
    bool stored() const { return faults == 0; }
};

struct ImportRequest {
    ImportKind kind;
    std::string_view bytes;            // the whole file
    const Mapping* mapping = nullptr;  // none: the header holds our own column names
    Act act;                           // who takes contracts on, on which business date
    db::Moment recorded_at;
    Progress progress;
    std::string peer = "command line", request_id = {};  // from where, for the audit log
};

// Nothing is stored unless every row is right; what is stored is in the audit log by the same transaction. Records
// whose keys exist are a conflict; market quotes replace the ones of the same curve, instrument, tenor and date,
// calendar days those of the same calendar and date.
ImportOutcome import_csv(db::Database& database, const ImportRequest& request);

// The columns that a file of this kind may and must have.
ColumnNames columns_of(ImportKind kind);

}  // namespace leasebook::server

namespace leasebook {
template <>
struct NamesOf<server::ImportKind> {
    using enum server::ImportKind;
    static constexpr Names<server::ImportKind, 17> names{{{Clusters, "clusters"},
                                                          {Industries, "industries"},
                                                          {Lessees, "lessees"},
                                                          {Suppliers, "suppliers"},
                                                          {AssetClasses, "asset-classes"},
                                                          {Assets, "assets"},
                                                          {Appraisals, "appraisals"},
                                                          {Market, "market"},
                                                          {Calendars, "calendars"},
                                                          {ResidualCurves, "residual-curves"},
                                                          {Sales, "sales"},
                                                          {Grades, "grades"},
                                                          {Contracts, "contracts"},
                                                          {Collaterals, "collaterals"},
                                                          {Limits, "limits"},
                                                          {CompanyFigures, "company-figures"},
                                                          {MonthEnds, "month-ends"}}};
};
}  // namespace leasebook
