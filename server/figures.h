#pragma once
// The figures of a lease that stand in its journal, and which accounts make them up.
#include "domain/books/accounts.h"

namespace leasebook::server {

enum class Figure { NetInvestment, Unapplied, Deposit };

bool belongs_to(Figure figure, Account account);
// What we owe stands in credit and is shown above zero.
bool is_owed_by_us(Figure figure);

}  // namespace leasebook::server

namespace leasebook {
template <>
struct NamesOf<server::Figure> {
    static constexpr Names<server::Figure, 3> names{{{server::Figure::NetInvestment, "net_investment"},
                                                     {server::Figure::Unapplied, "unapplied"},
                                                     {server::Figure::Deposit, "deposit"}}};
};
}  // namespace leasebook
