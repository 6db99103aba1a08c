#include "domain/life/spread.h"

#include <algorithm>

namespace leasebook {

void Spread::again(const Term& rest, Money amount) {
    const Money earned = run_.earned_until(rest.from);
    cut(rest.from);
    over(rest, amount - earned);
}

void Spread::cut(Date on) {
    Money under_way = run_.earned_until(on);
    std::erase_if(run_.earned, [&](const Earned& span) { return span.to > on; });
    for (const auto& span : run_.earned) under_way -= span.amount;
    run_.earned.push_back({run_.earned.empty() ? on : run_.earned.back().to, on, under_way});
}

void Spread::over(const Term& term, Money amount) {
    std::vector<Date> ends;
    for (const auto& row : term.rows)
        if (row.kind == RowKind::Rent && row.due_date > (ends.empty() ? term.from : ends.back()))
            ends.push_back(row.due_date);
    // Rents in advance pay for a last period after the last of them.
    if (ends.empty() || ends.back() < term.final) ends.push_back(std::max(term.from, term.final));
    const auto shares = split(amount, std::vector<std::int64_t>(ends.size(), 1));
    for (std::size_t i = 0; i < ends.size(); ++i)
        run_.earned.push_back({i == 0 ? term.from : ends[i - 1], ends[i], shares[i]});
}

}  // namespace leasebook
