// Each statement goes through one index, which it names, as databases that estimate choose wrongly among two of a
// million rows (see db/contract_list.cpp): that of value dates, which also serves a short period in another order, that
// of the order of recording, or the events of one contract.
#include "db/payment_list.h"

#include <algorithm>
#include <limits>
#include <set>

#include "db/bind_cells.h"
#include "db/event_codec.h"
#include "domain/decimal_text.h"

namespace leasebook::db {

namespace {

constexpr int few_payments = 10'000;
constexpr std::size_t contracts_at_once = 256;
constexpr char cursor_separator = '~';

struct Period {
    Date from, until;
};

Period period_of(const PaymentQuery& query) {
    return {query.from.value_or(date(1900, 1, 1)), query.until.value_or(date(2199, 12, 31))};
}

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

std::string out_of_index(const std::string& column) { return "COALESCE(" + column + ", " + column + ")"; }

// " FROM …" by the index of that name alone.
std::string from_events_by(Dialect dialect, const std::string& index) {
    return " FROM `contract_events` e " +
           (dialect == Dialect::Sqlite ? "INDEXED BY `" + index + "`" : "FORCE INDEX (`" + index + "`)");
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

class PaymentReader {
public:
    PaymentReader(Connection& connection, const PaymentQuery& query, std::optional<std::int64_t> contract_id)
        : connection_(connection), query_(query) {
        const std::string payments = " WHERE e.`event` = ?";
        if (contract_id) {
            source_ = " FROM `contract_events` e WHERE " + out_of_index("e.`event`") + " = ? AND e.`contract_id` = ?";
            gathered_ = true;
        } else if (query.sort == PaymentSort::Date || period_is_short()) {
            source_ = from_events_by(connection.dialect(), "contract_events_by_day") + payments;
            gathered_ = query.sort != PaymentSort::Date;
        } else {
            source_ = from_events_by(connection.dialect(), "contract_events_by_kind") + payments;
        }
        values_ = {std::string(PaymentReceived::name)};
        if (contract_id) values_.emplace_back(*contract_id);
    }

    // The payments after the place. Those of its day come first, by a statement of their own: each is a single range of
    // the index.
    std::vector<ListedPayment> after(const std::optional<Place>& place, std::size_t limit) {
        const std::string beyond = std::string("e.`sequence`") + (query_.descending ? " < ?" : " > ?");
        auto period = period_of(query_);
        std::vector<ListedPayment> rows;
        if (place && query_.sort == PaymentSort::Date) {
            if (period.from <= place->day && place->day <= period.until)
                read("e.`effective_date` = ? AND " + beyond, {to_text(place->day), place->sequence}, limit, rows);
            if (query_.descending)
                period.until = std::min(period.until, place->day - std::chrono::days(1));
            else
                period.from = std::max(period.from, place->day + std::chrono::days(1));
        }
        std::string condition = "e.`effective_date` BETWEEN ? AND ?";
        std::vector<Connection::Cell> values{to_text(period.from), to_text(period.until)};
        if (place && query_.sort == PaymentSort::RecordedAt) {
            condition += " AND " + beyond;
            values.emplace_back(place->sequence);
        }
        if (period.from <= period.until) read(condition, values, limit, rows);
        return rows;
    }

private:
    bool period_is_short() {
        if (!query_.from && !query_.until) return false;
        const auto [from, until] = period_of(query_);
        auto& count = connection_.prepare("SELECT COUNT(*) FROM (SELECT 1" +
                                          from_events_by(connection_.dialect(), "contract_events_by_day") +
                                          " WHERE e.`event` = ? AND e.`effective_date` BETWEEN ? AND ? LIMIT ?) few");
        count.bind(1, PaymentReceived::name).bind(2, to_text(from)).bind(3, to_text(until)).bind(4, few_payments + 1);
        ensure(count.step(), "a count answers a row");
        const auto found = count.integer(0);
        count.reset();
        return found <= few_payments;
    }

    std::string ordered(const std::string& column) const {
        return (gathered_ ? out_of_index(column) : column) + (query_.descending ? " DESC" : "");
    }

    void read(std::string condition, std::vector<Connection::Cell> values, std::size_t limit,
              std::vector<ListedPayment>& rows) {
        if (rows.size() >= limit) return;
        if (!query_.reference.empty()) {
            condition += " AND INSTR(e.`payload`, ?) > 0";
            values.emplace_back(payload_part("reference", query_.reference));
        }
        auto& select = connection_.prepare(
            "SELECT e.`contract_id`, e.`sequence`, e.`number`, "
            "(SELECT c.`number` FROM `contracts` c WHERE c.`id` = e.`contract_id`), "
            "(SELECT c.`lessee` FROM `contracts` c WHERE c.`id` = e.`contract_id`), "
            "(SELECT l.`name` FROM `contracts` c JOIN `lessees` l ON l.`code` = c.`lessee` WHERE c.`id` = "
            "e.`contract_id`), e.`recorded_at`, e.`actor`, e.`effective_date`, e.`payload`" +
            source_ + " AND " + condition + " ORDER BY " +
            (query_.sort == PaymentSort::Date ? ordered("e.`effective_date`") + ", " : "") + ordered("e.`sequence`") +
            " LIMIT ?");
        int parameter = 1;
        bind_cells(select, parameter, values_);
        bind_cells(select, parameter, values);
        select.bind(parameter, static_cast<std::int64_t>(limit - rows.size()));
        while (select.step()) rows.push_back(payment_at(select));
    }

    Connection& connection_;
    const PaymentQuery& query_;
    std::string source_;                    // the payments there are, by one index
    std::vector<Connection::Cell> values_;  // of its parameters
    bool gathered_ = false;                 // and sorted, instead of walked through in their order
};

// A reversal is another event of the same contract, which names the payment: looked for among the events of the
// contracts that are listed, and of no others.
void find_reversed(Connection& connection, std::vector<ListedPayment>& rows) {
    static const std::string sql = [] {
        std::string marks = "?";
        for (std::size_t i = 1; i < contracts_at_once; ++i) marks += ", ?";
        return "SELECT e.`contract_id`, e.`payload` FROM `contract_events` e WHERE e.`contract_id` IN (" + marks +
               ") AND " + out_of_index("e.`event`") + " = ?";
    }();
    std::set<std::int64_t> contracts;
    for (const auto& row : rows) contracts.insert(row.contract_id);
    std::set<std::pair<std::int64_t, int>> reversed;
    for (auto next = contracts.begin(); next != contracts.end();) {
        auto& select = connection.prepare(sql);
        int parameter = 1;
        for (std::int64_t id = 0; parameter <= static_cast<int>(contracts_at_once);) {
            if (next != contracts.end()) id = *next++;
            select.bind(parameter++, id);
        }
        select.bind(parameter, PaymentReversed::name);
        while (select.step())
            reversed.emplace(select.integer(0),
                             std::get<PaymentReversed>(event_of(PaymentReversed::name, {}, select.text(1))).payment);
    }
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
    PaymentReader reader(connection, query, contract_id);
    Page<ListedPayment> page{reader.after(place_at(query.after, query.sort), limit + 1), ""};
    if (page.rows.size() > limit) {
        page.rows.pop_back();
        page.next = cursor_at(page.rows.back(), query.sort);
    }
    find_reversed(connection, page.rows);
    return page;
}

}  // namespace leasebook::db
