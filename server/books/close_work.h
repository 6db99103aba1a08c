#pragma once
// What one run of the close carries from step to step, so that it is read and worked out once.
#include <future>
#include <optional>
#include <vector>

#include "reports/residual_position.h"
#include "server/books/arrears.h"
#include "server/books/live_exposure.h"
#include "server/books/month_figures.h"
#include "server/books/running_book.h"
#include "server/reporting/month_reader.h"

namespace leasebook::server {

// Where whoever comes first waits for them.
using Balances = std::shared_future<std::vector<TrialBalanceLine>>;

// The review's positions, worked out of that portfolio.
struct ResidualsOf {
    std::shared_ptr<const Portfolio> portfolio;
    reports::ResidualBook book;
};

struct CloseWork {
    KeptPortfolio portfolio;
    std::optional<PartsOnTheWay> parts = {};
    std::optional<LedgerFollower> ledger = {};
    std::optional<KeptMonthEnds> months_before = {};
    std::future<ResidualsOf> residuals = {};
    Balances balances = {};
    std::future<std::vector<Currency>> currencies = {};  // of the journal
    std::optional<MonthFigures> figures = {};
};

}  // namespace leasebook::server
