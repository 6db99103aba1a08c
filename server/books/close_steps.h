#pragma once
// How far a month's close has come, for those who share its steps.
#include <optional>

#include "db/close_store.h"
#include "db/database.h"
#include "server/books/close.h"

namespace leasebook::server {

// Whether that step of the month has been done, by whoever.
bool is_done(db::Database& database, const CloseOrder& order, CloseStep step);

// The step as it stands, while the row of `holding` is locked until the transaction ends: the step may have no row yet,
// and what is not there cannot be locked.
std::optional<db::CloseStepRow> held_step(db::Connection& connection, Period period, CloseStep step,
                                          CloseStep holding = CloseStep::CutOff);

}  // namespace leasebook::server
