#pragma once
// The payments that leases received, as one list over all contracts, with what was recovered after a write-off: both
// stand on the bank's statement. It is read from their events: what a payment settled is worked out contract by
// contract and stands nowhere (see domain/life).
#include <optional>
#include <string>

#include "db/database.h"
#include "db/moment.h"
#include "db/page.h"
#include "domain/contract_events.h"
#include "domain/named.h"

namespace leasebook::db {

enum class PaymentSort { Date, RecordedAt };
enum class PaymentStatus { Received, Reversed, Recovered };  // Recovered: on a claim that had been written off

}  // namespace leasebook::db

namespace leasebook {
template <>
struct NamesOf<db::PaymentSort> {
    static constexpr Names<db::PaymentSort, 2> names{
        {{db::PaymentSort::Date, "date"}, {db::PaymentSort::RecordedAt, "recorded_at"}}};
};
template <>
struct NamesOf<db::PaymentStatus> {
    static constexpr Names<db::PaymentStatus, 3> names{{{db::PaymentStatus::Received, "received"},
                                                        {db::PaymentStatus::Reversed, "reversed"},
                                                        {db::PaymentStatus::Recovered, "recovered"}}};
};
}  // namespace leasebook

namespace leasebook::db {

struct PaymentQuery {
    std::optional<ContractNumber> contract = {};
    std::optional<Date> from = {}, until = {};  // value dates
    // How the bank's reference begins. Looked for in each payment of the contract or the period: one of these bounds
    // it.
    std::string reference = {};
    std::optional<PaymentStatus> status = {};
    PaymentSort sort = PaymentSort::Date;
    bool descending = false;  // those of one day follow the order of their recording in the same direction
    std::string after = {};   // Page::next of the page before
    int limit = 50;
};
inline constexpr int most_payments_listed = 100'000;  // at once, whatever the limit asked for

struct ListedPayment {
    std::int64_t contract_id = 0, sequence = 0;  // sequence: place among all events of all contracts
    int event = 0;                               // number among those of its contract
    ContractNumber contract;
    LesseeCode lessee;  // that the contract has now
    std::string lessee_name;
    PaymentReceived payment;
    PaymentStatus status = PaymentStatus::Received;
    Moment recorded_at;
};
// One page of those that match.
Page<ListedPayment> list_payments(Connection& connection, const PaymentQuery& query);

}  // namespace leasebook::db
