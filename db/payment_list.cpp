// First the places of a page's payments among all events, from an index alone, then their rows: sorted or passed over,
// a row costs a hundred times what its entry in the index does. The index is named, as databases that estimate choose
// wrongly among two of a million rows (see db/contract_list.cpp).
#include "db/payment_list.h"

#include <algorithm>
#include <limits>
#include <map>
#include <set>

#include "db/bind_cells.h"
#include "db/event_codec.h"
#include "domain/decimal_text.h"

namespace leasebook::db {

namespace {

constexpr std::size_t keys_at_once = 256;
constexpr char cursor_separator = '~';

// Where a page ends: its last payment.
struct Place {
    Date day;
    std::int64_t sequence = 0;
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
std::string from_events_by(Dialect dialect, const std::string& index) {
    return " FROM `contract_events` e " +
           (dialect == Dialect::Sqlite ? "INDEXED BY `" + index + "`" : "FORCE INDEX (`" + index + "`)");
}

// The places of the payments that match, in the order wanted.
class Places {
public:
    Places(Connection& connection, const PaymentQuery& query, std::optional<std::int64_t> contract_id)
        : connection_(connection), query_(query), of_contract_(contract_id.has_value()) {
        const bool by_day = query.sort == PaymentSort::Date || query.from || query.until;
        if (of_contract_)
            source_ = " FROM `contract_events` e WHERE " + out_of_index("e.`event`") + " = ? AND e.`contract_id` = ?";
        else
            source_ =
                from_events_by(connection.dialect(), by_day ? "contract_events_by_day" : "contract_events_by_kind") +
                " WHERE e.`event` = ?";
        values_ = {std::string(PaymentReceived::name)};
        if (contract_id) values_.emplace_back(*contract_id);
        if (query.reference.empty()) return;
        source_ += " AND INSTR(e.`payload`, ?) > 0";
        values_.emplace_back(payload_part("reference", query.reference));
    }

    // Those after the place. In the order of value dates the others of its day come first, by a statement of their own:
    // each is a single range of the index.
    std::vector<std::int64_t> after(const std::optional<Place>& place, std::size_t limit) {
        const std::string beyond = std::string(" AND e.`sequence`") + (query_.descending ? " < ?" : " > ?");
        std::vector<std::int64_t> found;
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

    void read(const std::string& condition, const Values& values, std::size_t limit, std::vector<std::int64_t>& found) {
        if (found.size() >= limit) return;
        const auto day = query_.sort == PaymentSort::Date ? ordered("e.`effective_date`") + ", " : "";
        auto& select = connection_.prepare("SELECT e.`sequence`" + source_ + condition + " ORDER BY " + day +
                                           ordered("e.`sequence`") + " LIMIT ?");
        int parameter = 1;
        bind_cells(select, parameter, values_);
        bind_cells(select, parameter, values);
        select.bind(parameter, static_cast<std::int64_t>(limit - found.size()));
        while (select.step()) found.push_back(select.integer(0));
    }

    Connection& connection_;
    const PaymentQuery& query_;
    const bool of_contract_;  // which are gathered and sorted
    std::string source_;      // the payments there are, by one index
    Values values_;           // of its parameters
};

// The rows of those keys; the statement ends with the column that they are looked for in.
template <class Take>
void read_rows(Connection& connection, const std::string& select_where, const std::vector<std::int64_t>& keys,
               const Take& take) {
    std::string marks = "?";
    for (std::size_t i = 1; i < keys_at_once; ++i) marks += ", ?";
    for (std::size_t first = 0; first < keys.size(); first += keys_at_once) {
        auto& select = connection.prepare(select_where + " IN (" + marks + ")");
        for (std::size_t i = 0; i < keys_at_once; ++i)
            select.bind(static_cast<int>(i) + 1, keys[std::min(first + i, keys.size() - 1)]);
        while (select.step()) take(select);
    }
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
    listed.payment = std::get<PaymentReceived>(
        event_of(PaymentReceived::name, {row.text(7), *parse_date(row.text(8), "")}, row.text(9)));
    return listed;
}

std::vector<ListedPayment> payments_at(Connection& connection, const std::vector<std::int64_t>& places) {
    std::map<std::int64_t, std::size_t> position;
    for (const auto place : places) position.emplace(place, position.size());
    std::vector<ListedPayment> rows(places.size());
    read_rows(connection,
              "SELECT e.`contract_id`, e.`sequence`, e.`number`, "
              "(SELECT c.`number` FROM `contracts` c WHERE c.`id` = e.`contract_id`), "
              "(SELECT c.`lessee` FROM `contracts` c WHERE c.`id` = e.`contract_id`), "
              "(SELECT l.`name` FROM `contracts` c JOIN `lessees` l ON l.`code` = c.`lessee` WHERE c.`id` = "
              "e.`contract_id`), e.`recorded_at`, e.`actor`, e.`effective_date`, e.`payload` FROM `contract_events` e "
              "WHERE e.`sequence`",
              places, [&](Statement& row) { rows.at(position.at(row.integer(1))) = payment_at(row); });
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
              {contracts.begin(), contracts.end()}, [&](Statement& row) {
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
    const auto places = Places(connection, query, contract_id).after(place_at(query.after, query.sort), limit + 1);
    Page<ListedPayment> page{payments_at(connection, places), ""};
    if (page.rows.size() > limit) {
        page.rows.pop_back();
        page.next = cursor_at(page.rows.back(), query.sort);
    }
    find_reversed(connection, page.rows);
    return page;
}

}  // namespace leasebook::db
