#pragma once
// Lessees and suppliers by what people type: a part of the name, the initials of its pinyin, the key.
#include <string>
#include <vector>

#include "db/database.h"
#include "domain/register.h"

namespace leasebook::db {

template <class Firm>
struct FirmName {
    decltype(Firm::code) code;
    std::string name;
};
// Firm is Lessee or Supplier. Those whose initials begin with what was typed come first, then those that have it
// anywhere in initials, key or name; without a word, the first of the register by initials.
template <class Firm>
std::vector<FirmName<Firm>> firms_like(Connection& connection, const std::string& typed, int limit);

// The lessee that is meant: by key, else by name, else by initials where they are nobody else's, else the only one
// found. The error, on `field`, names those that it could be.
Result<LesseeCode> lessee_meant(Connection& connection, const std::string& typed, const std::string& field);

// What the register's firms are found by, made anew.
void fill_search_texts(Connection& connection);

}  // namespace leasebook::db
