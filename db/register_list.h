#pragma once
// The register's lists in the orders that people ask for, each by page.
//
// R is one of Cluster, Industry, Lessee, Supplier, AssetClass, Asset, Collateral, CompanyFigures.
#include <string>
#include <vector>

#include "db/database.h"
#include "db/page.h"

namespace leasebook::db {

struct ListOrder {
    std::string column = "code";
    bool descending = false;  // records that are equal in the column follow their codes in the same direction
};

// The columns that the list of a kind is sorted by: all where the register is small; of lessees, machines and
// collateral, of which there may be a million, those with an index.
template <class R>
const std::vector<std::string>& columns_sorted_by();

// One page of it, by one of these columns. Records without a value there come first, or last where the order is
// descending; firms are sorted by the initials of their names' pinyin. A search that finds few records is gathered and
// sorted, else the order is walked through; of machines the first thousand found are listed.
template <class R>
Page<R> list_in_order(Connection& connection, const ListQuery& query, const ListOrder& order);

}  // namespace leasebook::db
