#pragma once
// What people give to the monthly close.
#include "db/database.h"
#include "domain/books/period.h"
#include "domain/fields.h"

namespace leasebook::server {

// Judgement on top of the expected losses of a cluster ("*": of every contract), with its reason (IFRS 9 B5.5.52).
struct OverlayEntry {
    std::string cluster;
    Rate share;  // of the expected loss: 0.1 adds a tenth
    std::string reason;
};
void visit_fields(auto& entry, auto& field) requires std::same_as<std::remove_cvref_t<decltype(entry)>, OverlayEntry> {
    field("cluster", entry.cluster);
    field("share", entry.share);
    field("reason", entry.reason);
}
Errors check(const OverlayEntry& entry);
// Refused once the provisions of the month are made, when it would say nothing any more, or where there is no such
// cluster.
Errors refused_overlay(db::Connection& connection, Period period, const OverlayEntry& entry);

struct ExchangeRateEntry {
    Currency from, to;
    Date date;
    Rate rate;
};
void visit_fields(auto& entry,
                  auto& field) requires std::same_as<std::remove_cvref_t<decltype(entry)>, ExchangeRateEntry> {
    field("from", entry.from);
    field("to", entry.to);
    field("date", entry.date);
    field("rate", entry.rate);
}
Errors check(const ExchangeRateEntry& entry);

}  // namespace leasebook::server
