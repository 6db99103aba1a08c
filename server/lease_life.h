#pragma once
// The life of a lease on its page: what fell due, what was paid and what that settled, the journal, the time line.
// Every figure leads to the event or the entries behind it.
#include "db/journal_store.h"
#include "server/contract_view.h"
#include "server/web/view.h"

namespace leasebook::server {

void add_position(Data& page, const Call& call, const ContractView& view, const AsOf& as_of);
void add_dues(Data& page, const Call& call, const ContractView& view);
void add_payments(Data& page, const Call& call, const ContractView& view);
// Where a payment was just taken: the way to take it back.
void add_undo(Data& page, const Call& call, const ContractView& view);
// Of one contract or of many; `of_many` names the contract in each row, and its events lie on other pages.
void add_journal(Data& page, const Call& call, const std::vector<db::PostedEntry>& entries,
                 const std::vector<ChartLine>& chart, bool of_many);
void add_time_line(Data& page, const Call& call, const ContractView& view);

}  // namespace leasebook::server
