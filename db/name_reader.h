#pragma once
// Names of an enumeration as the database keeps them, for columns that are read millions of times.
#include <string>
#include <unordered_map>

#include "domain/named.h"

namespace leasebook::db {

template <class E>
class NameReader {
public:
    NameReader() {
        for (const auto& [value, name] : NamesOf<E>::names) values_.emplace(std::string(name), value);
    }
    E operator()(const std::string& name) const { return values_.at(name); }

private:
    std::unordered_map<std::string, E> values_;
};

}  // namespace leasebook::db
