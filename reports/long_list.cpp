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
    auto total = totals.cells();
    if (list.complete) list.complete(total);
    take(Row{RowRole::Total, std::move(total)});
}

}  // namespace

Table whole(const LongList& list) {
    auto table = list.head;
    each_row(list, [&](Row row) { table.rows.push_back(std::move(row)); });
    return table;
}

void each_kept_line(const LongList& list, const std::function<void(std::string_view)>& take) {
    take(kept_head(list.head));
    std::string line;
    each_row(list, [&](const Row& row) {
        line.clear();
        append_kept(line, row);
        take(line);
    });
}

}  // namespace leasebook::reports
