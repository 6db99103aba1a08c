#pragma once
// What the list of receipts, the page of one and their API share.
#include <string>
#include <vector>

#include "domain/books/receipt.h"
#include "server/routes.h"

namespace leasebook::server {

// The colour of its status: "warn" while it waits.
const char* colour_of(ReceiptStatus status);

std::string receipt_json(const Receipt& receipt);

// The page of one, and the forms that record, match and give back.
void add_receipt_pages(std::vector<Route>& routes);

}  // namespace leasebook::server
