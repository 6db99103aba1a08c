#pragma once
// A table as the close of a month keeps it: text from which the very same table is read again, whatever the rules of
// reports have become since.
#include <string>
#include <string_view>

#include "reports/table.h"

namespace leasebook::reports {

std::string to_kept(const Table& table);
// Its parts: everything but the rows, and one row behind them.
std::string kept_head(const Table& table);
void append_kept(std::string& text, const Row& row);

// Throws InvariantBroken for a text that to_kept did not write.
Table from_kept(std::string_view text);

}  // namespace leasebook::reports
