#pragma once
// A contract event as versioned JSON text: {"v":1,"fields":{…}}, the fields under their names of visit_fields, as
// the decimal strings of the API. Old versions stay readable for ever, because events are never rewritten.
#include <string>
#include <string_view>

#include "domain/contract.h"

namespace leasebook::db {

std::string event_payload(const ContractEvent& event);
// What stands in the payload of an event whose field is a text that begins so, and in no other.
std::string payload_part(std::string_view field, std::string_view beginning);
// Throws InvariantBroken when the payload cannot be such an event: the database was changed from outside.
ContractEvent event_of(std::string_view name, Act act, std::string_view payload);

}  // namespace leasebook::db
