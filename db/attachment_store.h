#pragma once
// Which files belong to a contract; their bytes are kept elsewhere, under their hash.
#include <optional>
#include <string>
#include <vector>

#include "db/database.h"
#include "db/moment.h"
#include "domain/identifiers.h"
#include "domain/result.h"

namespace leasebook::db {

struct Attachment {
    std::int64_t id = 0;
    ContractNumber contract;
    std::string name, media_type;
    std::int64_t size = 0;  // bytes
    std::string sha256;     // of the bytes, hexadecimal
    std::string added_by;
    Moment added_at;
};

// Answers it with its id. Errors: no such contract; the contract has the very same bytes already.
Result<Attachment> add_attachment(Connection& connection, Attachment attachment);
// In the order they came.
std::vector<Attachment> attachments_of(Connection& connection, const ContractNumber& contract);
std::optional<Attachment> find_attachment(Connection& connection, const ContractNumber& contract, std::int64_t id);
// Of all contracts with ids above `after`, at most `limit`.
std::vector<Attachment> attachments_after(Connection& connection, std::int64_t after, int limit);

}  // namespace leasebook::db
