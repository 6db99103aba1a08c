#pragma once
// Where the made-up firms sit, what they do, and what they are called.
#include <array>
#include <span>
#include <string>
#include <string_view>

#include "domain/register.h"
#include "server/demo/random.h"

namespace leasebook::server {

// What a firm does, and the division of GB/T 4754 that falls under.
struct Trade {
    std::string_view name, name_zh, industry;
};

// A cluster of the demo. Share is its weight among all lessees; the classes are what its firms lease most.
struct Place {
    std::string_view code, name, name_zh, province, city, city_zh, area_code;
    DevelopmentStage stage;
    std::string_view industry;
    int share;
    std::array<Trade, 3> trades;
    std::array<std::string_view, 3> classes;
};
std::span<const Place> places();
// Firms beside the clusters; the code of their place is empty.
std::span<const Place> scattered_places();

Cluster cluster_of(const Place& place);

// A made-up name like "Hengye" and 恒业.
struct Brand {
    std::string name, name_zh;
};
Brand brand(Random& random);

// An 18-character unified social credit code with right check characters, different for every number below 31^6.
std::string credit_code(std::string_view area_code, std::uint64_t number);

}  // namespace leasebook::server
