// First the places of a page's payments among all events, from an index alone, then their rows: sorted or passed over,
// a row costs a hundred times what its entry in the index does. The index is named, as databases that estimate choose
// wrongly among two of a million rows (see db/contract_list.cpp). What was recovered is an event of its own name,
// walked through for itself and put among the payments; those reversed are come to from their reversals, which are few.
#include "db/payment_list.h"

#include <algorithm>
#include <iterator>
#include <limits>
#include <map>
#include <set>

#include "db/bind_cells.h"
#include "db/event_codec.h"
#include "db/rows_of_keys.h"
#include "domain/decimal_text.h"

namespace leasebook::db {

namespace {

constexpr char cursor_separator = '~';

// Of a payment in the list; a page ends with that of its last.
struct Place {
    Date day;  // in the order of value dates alone
    std::int64_t sequence = 0;
    auto operator<=>(const Place&) const = default;
};

std::string cursor_at(const ListedPayment& row, PaymentSort sort) {
    const auto sequence = std::to_string(row.sequence);
    return sort == PaymentSort::Date ? to_text(row.payment.act.on) + cursor_separator + sequence : sequence;
}

// Nothing for the first page, or a cursor that is none of ours.
std::optional<Place> place_at(const std::string& cursor, PaymentSort sort) {
    Place place;
    std::size_t begin = 0;
    if (sort == PaymentSort::Date) {
        const auto end = cursor.find(cursor_separator);
        const auto day = parse_date(cursor.substr(0, end), "");
        if (end == std::string::npos || !day) return {};
        place.day = *day;
        begin = end + 1;
    }
    const auto sequence = parse_integer(cursor.substr(begin), 0, std::numeric_limits<std::int64_t>::max());
    if (!sequence) return {};
    place.sequence = *sequence;
    return place;
}

// " FROM …" by the index of that name alone.
std::string from_events_by(Dialect dialect, const std::string& index, const std::string& alias) {
    return " FROM `contract_events` " + alias + " " +
           (dialect == Dialect::Sqlite ? "INDEXED BY `" + index + "`" : "FORCE INDEX (`" + index + "`)");
}

// The payments e that reversals r name: these come first, whatever a database estimates. The number stands as a text in
// their payloads; what is cast is that and the rest of the payload, of which both databases take the number that it
// begins with.
std::string from_reversals(Dialect dialect) {
    const auto part = payload_part("payment", "");
    return from_events_by(dialect, "contract_events_by_kind", "r") +
           (dialect == Dialect::Sqlite ? " CROSS JOIN" : " STRAIGHT_JOIN") + " `contract_events` e ON r.`event` = '" +
           std::string(PaymentReversed::name) + "' AND e.`contract_id` = r.`contract_id` AND e.`number` = " +
           "CAST(SUBSTR(r.`payload`, INSTR(r.`payload`, '" + part + "') + " + std::to_string(part.size()) +
           ") AS SIGNED)";
}

// The places of the payments that match among the events of one name, in the order wanted.
class Places {
public:
    Places(Connection& connection, const PaymentQuery& query, std::optional<std::int64_t> contract_id,
           std::string_view event)
        : connection_(connection), query_(query), of_contract_(contract_id.has_value()) {
        const bool by_day = query.sort == PaymentSort::Date || query.from || query.until;
        if (of_contract_)
            source_ = " FROM `contract_events` e WHERE " + out_of_index("e.`event`") + " = ? AND e.`contract_id` = ?";
        else if (query.status == PaymentStatus::Reversed)
            source_ = from_reversals(connection.dialect()) + " WHERE " + out_of_index("e.`event`") + " = ?";
        else
            source_ = from_events_by(connection.dialect(),
                                     by_day ? "contract_events_by_day" : "contract_events_by_kind", "e") +
                      " WHERE e.`event` = ?";
        values_ = {std::string(event)};
        if (contract_id) values_.emplace_back(*contract_id);
        if (query.reference.empty()) return;
        source_ += " AND INSTR(e.`payload`, ?) > 0";
        values_.emplace_back(payload_part("reference", query.reference));
    }

    // Those after the place. In the order of value dates the others of its day come first, by a statement of their own:
    // each is a single range of the index.
    std::vector<Place> after(const std::optional<Place>& place, std::size_t limit) {
        const std::string beyond = std::string(" AND e.`sequence`") + (query_.descending ? " < ?" : " > ?");
        std::vector<Place> found;
        if (query_.sort == PaymentSort::RecordedAt) {
            auto [condition, values] = within(query_.from, query_.until);
            if (place) {
                condition += beyond;
                values.emplace_back(place->sequence);
            }
            read(condition, values, limit, found);
            return found;
        }
        auto from = query_.from, until = query_.until;
        if (place) {
            if (from.value_or(place->day) <= place->day && place->day <= until.value_or(place->day))
                read(" AND e.`effective_date` = ?" + beyond, {to_text(place->day), place->sequence}, limit, found);
            if (query_.descending)
                until = std::min(until.value_or(place->day), place->day - std::chrono::days(1));
            else
                from = std::max(from.value_or(place->day), place->day + std::chrono::days(1));
        }
        const auto [condition, values] = within(from, until);
        read(condition, values, limit, found);
        return found;
    }

private:
    using Values = std::vector<Connection::Cell>;

    static std::pair<std::string, Values> within(std::optional<Date> from, std::optional<Date> until) {
        std::pair<std::string, Values> condition;
        if (from) {
            condition.first += " AND e.`effective_date` >= ?";
            condition.second.emplace_back(to_text(*from));
        }
        if (until) {
            condition.first += " AND e.`effective_date` <= ?";
            condition.second.emplace_back(to_text(*until));
        }
        return condition;
    }

    std::string ordered(const std::string& column) const {
        return (of_contract_ ? out_of_index(column) : column) + (query_.descending ? " DESC" : "");
    }

    void read(const std::string& condition, const Values& values, std::size_t limit, std::vector<Place>& found) {
        if (found.size() >= limit) return;
        const bool by_day = query_.sort == PaymentSort::Date;
        auto& select = connection_.prepare(
            std::string("SELECT e.`sequence`") + (by_day ? ", e.`effective_date`" : "") + source_ + condition +
            " ORDER BY " + (by_day ? ordered("e.`effective_date`") + ", " : "") + ordered("e.`sequence`") + " LIMIT ?");
        int parameter = 1;
        bind_cells(select, parameter, values_);
        bind_cells(select, parameter, values);
        select.bind(parameter, static_cast<std::int64_t>(limit - found.size()));
        while (select.step()) found.push_back({by_day ? *parse_date(select.text(1), "") : Date{}, select.integer(0)});
    }

    Connection& connection_;
    const PaymentQuery& query_;
    const bool of_contract_;  // which are gathered and sorted
    std::string source_;      // the events there are, by one index
    Values values_;           // of its parameters
};

// The first places after one, among the events of both names.
std::vector<Place> places_after(Connection& connection, const PaymentQuery& query,
                                std::optional<std::int64_t> contract_id, const std::optional<Place>& place,
                                std::size_t limit) {
    std::vector<Place> places;
    const auto walk = [&](std::string_view event) {
        const auto found = Places(connection, query, contract_id, event).after(place, limit);
        places.insert(places.end(), found.begin(), found.end());
    };
    if (query.status != PaymentStatus::Recovered) walk(PaymentReceived::name);
    if (query.status.value_or(PaymentStatus::Recovered) == PaymentStatus::Recovered) walk(RecoveryReceived::name);
    std::ranges::sort(places);
    if (query.descending) std::ranges::reverse(places);
    if (places.size() > limit) places.resize(limit);
    return places;
}

ListedPayment payment_at(Statement& row) {
    ListedPayment listed;
    listed.contract_id = row.integer(0);
    listed.sequence = row.integer(1);
    listed.event = static_cast<int>(row.integer(2));
    listed.contract = {row.text(3)};
    listed.lessee = {row.text(4)};
    listed.lessee_name = row.text(5);
    listed.recorded_at = moment_of(row.text(6));
    const Act act{row.text(7), *parse_date(row.text(8), "")};
    const auto event = event_of(row.text(10), act, row.text(9));
    if (const auto* recovery = std::get_if<RecoveryReceived>(&event)) {
        listed.payment = {act, recovery->amount, recovery->reference, {}};
        listed.status = PaymentStatus::Recovered;
    } else {
        listed.payment = std::get<PaymentReceived>(event);
    }
    return listed;
}

std::vector<ListedPayment> payments_at(Connection& connection, const std::vector<Place>& places) {
    std::map<std::int64_t, std::size_t> position;
    std::vector<std::int64_t> sequences;
    for (const auto& place : places) {
        position.emplace(place.sequence, position.size());
        sequences.push_back(place.sequence);
    }
    std::vector<ListedPayment> rows(places.size());
    read_rows(connection,
              "SELECT e.`contract_id`, e.`sequence`, e.`number`, "
              "(SELECT c.`number` FROM `contracts` c WHERE c.`id` = e.`contract_id`), "
              "(SELECT c.`lessee` FROM `contracts` c WHERE c.`id` = e.`contract_id`), "
              "(SELECT l.`name` FROM `contracts` c JOIN `lessees` l ON l.`code` = c.`lessee` WHERE c.`id` = "
              "e.`contract_id`), e.`recorded_at`, e.`actor`, e.`effective_date`, e.`payload`, e.`event` FROM "
              "`contract_events` e WHERE e.`sequence`",
              {}, sequences, [&](Statement& row) { rows.at(position.at(row.integer(1))) = payment_at(row); });
    return rows;
}

// A reversal is another event of the same contract, which names the payment: looked for among the events of the
// contracts that are listed, and of no others.
void find_reversed(Connection& connection, std::vector<ListedPayment>& rows) {
    std::set<std::int64_t> contracts;
    for (const auto& row : rows) contracts.insert(row.contract_id);
    std::set<std::pair<std::int64_t, int>> reversed;
    read_rows(connection,
              "SELECT e.`contract_id`, e.`payload` FROM `contract_events` e WHERE " + out_of_index("e.`event`") +
                  " = '" + std::string(PaymentReversed::name) + "' AND e.`contract_id`",
              {}, std::vector<std::int64_t>(contracts.begin(), contracts.end()), [&](Statement& row) {
                  const auto event = event_of(PaymentReversed::name, {}, row.text(1));
                  reversed.emplace(row.integer(0), std::get<PaymentReversed>(event).payment);
              });
    for (auto& row : rows)
        if (reversed.contains({row.contract_id, row.event})) row.status = PaymentStatus::Reversed;
}

std::optional<std::int64_t> id_of(Connection& connection, const ContractNumber& number) {
    auto& select = connection.prepare("SELECT `id` FROM `contracts` WHERE `number` = ?");
    if (!select.bind(1, number.text).step()) return {};
    const auto id = select.integer(0);
    select.reset();
    return id;
}

}  // namespace

Page<ListedPayment> list_payments(Connection& connection, const PaymentQuery& query) {
    std::optional<std::int64_t> contract_id;
    if (query.contract && !(contract_id = id_of(connection, *query.contract))) return {};
    const auto limit = static_cast<std::size_t>(std::clamp(query.limit, 1, most_payments_listed));
    auto place = place_at(query.after, query.sort);
    Page<ListedPayment> page;
    // Those of another status are met on the way and passed over.
    bool more = true;
    for (auto at_once = limit + 1; more && page.rows.size() <= limit; at_once = keys_at_once) {
        const auto places = places_after(connection, query, contract_id, place, at_once);
        more = places.size() == at_once;
        if (more) place = places.back();
        auto rows = payments_at(connection, places);
        find_reversed(connection, rows);
        if (query.status) std::erase_if(rows, [&](const auto& row) { return row.status != *query.status; });
        std::ranges::move(rows, std::back_inserter(page.rows));
    }
    if (page.rows.size() > limit) {
        page.rows.resize(limit);
        page.next = cursor_at(page.rows.back(), query.sort);
    }
    return page;
}

}  // namespace leasebook::db
