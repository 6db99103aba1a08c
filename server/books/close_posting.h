#pragma once
// The two steps of the monthly close that go through every contract, a batch at a time: for server/books/close.cpp.
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "db/database.h"
#include "domain/exposure/snapshot.h"
#include "server/books/close.h"
#include "server/books/live_exposure.h"
#include "server/books/running_book.h"

namespace leasebook::server {

// Figures of a month as they are kept when it is locked.
struct FrozenFigures {
    std::vector<std::pair<std::string, std::string>> reports;  // name and text
    std::vector<ExposureSnapshot> exposure;
};

// What one run of the close carries from step to step, so that it is read and worked out once.
struct CloseWork {
    KeptPortfolio portfolio;
    PartsByContract parts;
    std::optional<FrozenFigures> figures;
};

// Whether that step of the month has been done, by whoever.
bool is_done(db::Database& database, const CloseOrder& order, CloseStep step);

// Post and Provisions: interest, dues and invoices up to the last day, then what is allowed for. In batches, each one
// transaction that moves its step's cursor with it, so it is done once whoever does it; a batch is worked out while the
// one before it is being written. What stands on each contract at the month's end goes into the work on the way.
void go_through_contracts(db::Database& database, const CloseOrder& order, CloseWork& work);

}  // namespace leasebook::server
