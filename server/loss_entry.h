#pragma once
// What the API takes about the loss distribution.
#include "domain/fields.h"

namespace leasebook::server {

struct LossRunEntry {
    std::optional<Date> as_of;  // today when left out
};
void visit_fields(auto& e, auto& field) requires std::same_as<std::remove_cvref_t<decltype(e)>, LossRunEntry> {
    field("as_of", e.as_of);
}
inline Errors check(const LossRunEntry&) { return {}; }

struct NewLeaseEntry {
    LesseeCode lessee;
    Currency currency = CNY;
    Money exposure, machines;  // financed; what the machines are worth today
};
void visit_fields(auto& e, auto& field) requires std::same_as<std::remove_cvref_t<decltype(e)>, NewLeaseEntry> {
    field("lessee", e.lessee);
    field("currency", e.currency);
    field("exposure", e.exposure);
    field("machines", e.machines);
}
Errors check(const NewLeaseEntry& entry);

}  // namespace leasebook::server
