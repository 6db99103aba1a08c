#pragma once
// How the house writes numbers: those of its documents, and the figures on its pages.
#include "db/database.h"

namespace leasebook::server {

// Writes figures as the database says: at the start, and after each change. Another process on the same database does
// so when it starts again.
void write_figures_as_set(db::Database& database);

}  // namespace leasebook::server
