#pragma once
// What one run of the close reads and works out for its steps to come, beside the writing of contracts.
#include <future>
#include <optional>
#include <vector>

#include "db/contract_file.h"
#include "db/database.h"
#include "server/books/arrears.h"
#include "server/books/close.h"
#include "server/books/close_gathering.h"
#include "server/books/close_work.h"
#include "server/books/held_allowances.h"
#include "server/reporting/month_reader.h"

namespace leasebook::server {

class CloseBeside {
    // Declared first because what is worked out with them has to end before they do.
    db::Database& database_;
    const CloseOrder& order_;
    std::shared_future<PositionedBook> book_;
    HeldAllowances allowances_;

public:
    // Begins with what stands in the database before anything is posted. Database and order must outlive it.
    CloseBeside(db::Database& database, const CloseOrder& order, std::shared_future<PositionedBook> book);

    // All contracts have been worked out: while the last are written, ratings brought together and provisions booked,
    // there is a core to spare. Told again it does nothing.
    void contracts_worked_out();

    std::future<KeptMonthEnds> last_months;  // before this one, for which the alerts ask
    std::future<LedgerFollower> ledger;      // without what is posted from here on

    // Of contracts worked out.
    std::shared_future<std::vector<db::ContractVersion>> versions;
    std::future<HeldAllowances*> held;
    std::future<KeptMonthEnds> months_before;  // all that the figures ask for
    std::future<ResidualsOf> residuals;

private:
    template <class Read>
    std::future<KeptMonthEnds> month_ends(const Read& read);
};

}  // namespace leasebook::server
