#pragma once
// The list of contracts for people: narrowed, sorted and paged so that a page of a million costs what a page of a
// hundred costs.
#include <optional>

#include "db/contract_store.h"
#include "domain/named.h"

namespace leasebook::db {

// What the list is sorted by; the name is that of the column.
enum class ContractSort { Number, Status, Commencement, AnnualRate, FinancedAmount, Rent };

}  // namespace leasebook::db

namespace leasebook {
template <>
struct NamesOf<db::ContractSort> {
    static constexpr Names<db::ContractSort, 6> names{{{db::ContractSort::Number, "number"},
                                                       {db::ContractSort::Status, "status"},
                                                       {db::ContractSort::Commencement, "commencement"},
                                                       {db::ContractSort::AnnualRate, "annual_rate"},
                                                       {db::ContractSort::FinancedAmount, "financed_amount"},
                                                       {db::ContractSort::Rent, "rent"}}};
};
}  // namespace leasebook

namespace leasebook::db {

struct ContractListing {
    // What is searched for is the beginning of a number, the serial part of one ("123"), or else a part of the
    // lessee's name, initials or key.
    ContractQuery which = {};
    std::optional<Date> from = {}, to = {};                 // commencement, both included
    std::optional<Money> amount_from = {}, amount_to = {};  // financed amount, whatever its currency
    std::vector<LesseeCode> lessees = {};                   // one of these; empty: any
    ContractSort sort = ContractSort::Number;
    bool descending = true;  // contracts that are equal in it follow their numbers in the same direction
};
inline constexpr int most_contracts_listed = 100'000;  // at once, whatever the limit asked for
struct CountedPage : Page<ContractRow> {
    // How many match, where few enough come into question to count them in a moment.
    std::optional<std::int64_t> count = {};
};

// Whether a search for the text is one for numbers of contracts.
bool means_contracts(Connection& connection, const std::string& text);

CountedPage list_contracts(Connection& connection, const ContractListing& listing);

}  // namespace leasebook::db
