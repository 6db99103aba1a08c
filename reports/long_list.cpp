#include "reports/long_list.h"

#include "reports/kept_table.h"
#include "reports/table_maker.h"

namespace leasebook::reports {

namespace {

// Hands over every line and then the total.
template <class Take>
void each_row(const LongList& list, const Take& take) {
    Totals totals(list.head);
    for (std::size_t i = 0; i < list.size; ++i) {
        auto row = list.line(i);
        if (!row) continue;
        totals.add(*row);
        take(*std::move(row));
    }
    take(Row{RowRole::Total, totals.cells()});
}

}  // namespace

Table whole(const LongList& list) {
    auto table = list.head;
    each_row(list, [&](Row row) { table.rows.push_back(std::move(row)); });
    return table;
}

std::string to_kept(const LongList& list) {
    auto text = kept_head(list.head);
    each_row(list, [&](const Row& row) { append_kept(text, row); });
    return text;
}

}  // namespace leasebook::reports
