#pragma once
// What one run of the close carries from step to step, so that it is read and worked out once.
#include <optional>

#include "reports/arrears.h"
#include "server/books/live_exposure.h"
#include "server/books/month_figures.h"
#include "server/books/running_book.h"
#include "server/reporting/month_reader.h"

namespace leasebook::server {

struct CloseWork {
    KeptPortfolio portfolio;
    std::optional<PartsOnTheWay> parts = {};
    std::optional<LedgerFollower> ledger = {};
    std::optional<reports::ArrearsView> months_before = {};
    std::optional<MonthFigures> figures = {};
};

}  // namespace leasebook::server
