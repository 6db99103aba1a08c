#pragma once
// With which earlier month a report is compared.
#include "domain/date.h"
#include "domain/named.h"

namespace leasebook::server {

enum class Against { PreviousMonth, LastYear };

// The day that the one of the report is compared with: the same day of that month, its last for a month's last.
Date day_against(Against against, Date day);

}  // namespace leasebook::server

namespace leasebook {
template <>
struct NamesOf<server::Against> {
    static constexpr Names<server::Against, 2> names{
        {{server::Against::PreviousMonth, "previous-month"}, {server::Against::LastYear, "last-year"}}};
};
}  // namespace leasebook
