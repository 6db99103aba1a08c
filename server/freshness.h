#pragma once
// How long something read from the database may be used again without asking: until this process writes, and never
// longer than a moment, because other processes (an import on the command line) may write as well.
#include <chrono>
#include <cstdint>

#include "db/database.h"

namespace leasebook::server {

class Freshness {
public:
    // Marks now, before the reading begins.
    static Freshness now(const db::Database& database) { return {database.writes(), std::chrono::steady_clock::now()}; }
    bool holds(const db::Database& database, std::chrono::milliseconds longest) const {
        return database.writes() == writes_ && std::chrono::steady_clock::now() - since_ < longest;
    }

private:
    Freshness(std::uint64_t writes, std::chrono::steady_clock::time_point since) : writes_(writes), since_(since) {}
    std::uint64_t writes_;
    std::chrono::steady_clock::time_point since_;
};

}  // namespace leasebook::server
