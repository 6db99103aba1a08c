#include "db/journal_store.h"

#include <algorithm>

#include "db/counters.h"
#include "db/record_mapper.h"

namespace leasebook::db {

namespace {

constexpr std::string_view entries_counter = "journal_entries", first_period = "first_period";

const std::vector<std::string>& entry_columns() {
    static const std::vector<std::string> columns{"id",    "contract_id", "business_date", "posting_date", "rule",
                                                  "event", "instalment",  "reversal",      "recorded_at"};
    return columns;
}
const std::vector<std::string>& line_columns() {
    static const std::vector<std::string> columns{"entry", "line", "period", "account", "currency", "amount"};
    return columns;
}

bool decided_by_close(Rule rule) { return rule == Rule::AllowanceChanged || rule == Rule::StageThreeInterest; }

const std::string select_entries =
    "SELECT e.`id`, COALESCE(c.`number`, ''), e.`business_date`, e.`posting_date`, e.`rule`, e.`event`, "
    "e.`instalment`, "
    "e.`reversal`, e.`recorded_at`, l.`account`, l.`currency`, l.`amount`, COALESCE(e.`contract_id`, 0) FROM "
    "`journal_entries` e LEFT JOIN `contracts` c ON c.`id` = e.`contract_id` JOIN `journal_lines` l ON l.`entry` = "
    "e.`id`";

// The rows come ordered by entry and line.
void visit_entries(Statement& rows, const std::function<void(PostedEntry&&)>& visit) {
    std::optional<PostedEntry> entry;
    while (rows.step()) {
        const auto id = rows.integer(0);
        if (!entry || entry->id != id) {
            if (entry) visit(std::move(*entry));
            entry = PostedEntry{id,
                                rows.integer(12),
                                {rows.text(1)},
                                {*parse_date(rows.text(2), ""),
                                 *parse_named<Rule>(rows.text(4), ""),
                                 static_cast<int>(rows.integer(5)),
                                 static_cast<int>(rows.integer(6)),
                                 {}},
                                *parse_date(rows.text(3), ""),
                                rows.integer(7) != 0,
                                moment_of(rows.text(8))};
        }
        entry->entry.lines.push_back(
            {*parse_named<Account>(rows.text(9), ""), Money::minor(rows.integer(11), *parse_currency(rows.text(10)))});
    }
    if (entry) visit(std::move(*entry));
}

std::vector<PostedEntry> read_entries(Statement& rows) {
    std::vector<PostedEntry> entries;
    visit_entries(rows, [&](PostedEntry&& entry) { entries.push_back(std::move(entry)); });
    return entries;
}

}  // namespace

std::optional<Periods> periods(Connection& connection) {
    const auto first = setting(connection, first_period);
    if (!first) return {};
    std::vector<PeriodState> states;
    auto& select = connection.prepare(
        "SELECT `period`, `status`, `changed_by`, `reopen_asked_by`, `reopen_reason` FROM `periods` ORDER BY `period`");
    while (select.step()) {
        PeriodState state;
        state.period = *parse_period(select.text(0), "");
        RowReader reader(select, 1);
        reader("status", state.status);
        reader("changed_by", state.changed_by);
        reader("reopen_asked_by", state.reopen_asked_by);
        reader("reopen_reason", state.reopen_reason);
        states.push_back(std::move(state));
    }
    return Periods(*parse_period(*first, ""), std::move(states));
}

void begin_books(Connection& connection, Period first) {
    if (!setting(connection, first_period)) keep_setting(connection, first_period, to_text(first));
}

void keep_period(Connection& connection, const PeriodState& state, Moment at) {
    static const std::vector<std::string> keys{"period"},
        columns{"period", "status", "changed_by", "changed_at", "reopen_asked_by", "reopen_reason"};
    auto& upsert = connection.prepare(connection.upsert("periods", keys, columns));
    Binder binder(upsert);
    binder.bind(to_text(state.period));
    binder.bind(state.status);
    binder.bind(state.changed_by);
    binder.bind(moment_text(at));
    binder.bind(state.reopen_asked_by);
    binder.bind(state.reopen_reason);
    upsert.execute();
}

std::vector<ChartLine> chart_of_accounts(Connection& connection) {
    auto chart = default_chart();
    auto& select = connection.prepare("SELECT " + quoted(columns_of<ChartLine>()) + " FROM `chart_of_accounts`");
    while (select.step()) {
        const auto edited = read_row<ChartLine>(select);
        *std::ranges::find(chart, edited.account, &ChartLine::account) = edited;
    }
    std::ranges::sort(chart, {}, &ChartLine::code);
    return chart;
}

Result<Done> keep_chart_line(Connection& connection, const ChartLine& line) {
    for (const auto& other : chart_of_accounts(connection))
        if (other.code == line.code && other.account != line.account)
            return conflict("Account {0} has the code {1} already.", other.name, other.code);
    static const std::vector<std::string> keys{"account"}, columns{"account", "code", "name", "name_zh", "side"};
    auto& upsert = connection.prepare(connection.upsert("chart_of_accounts", keys, columns));
    Binder binder(upsert);
    visit_fields(line, binder);
    upsert.execute();
    return Done{};
}

std::vector<PostedEntry> entries_of(Connection& connection, const ContractNumber& contract,
                                    std::optional<Moment> known_at) {
    auto& select = connection.prepare(select_entries + " WHERE c.`number` = ? AND e.`recorded_at` <= ? ORDER BY " +
                                      "e.`id`, l.`line`");
    select.bind(1, contract.text).bind(2, known_at ? moment_text(*known_at) : std::string("9999"));
    return read_entries(select);
}

std::map<std::int64_t, std::vector<PostedEntry>> entries_between(Connection& connection, std::int64_t first_id,
                                                                 std::int64_t last_id) {
    auto& select = connection.prepare(select_entries +
                                      " WHERE e.`contract_id` BETWEEN ? AND ? ORDER BY e.`contract_id`, e.`id`, "
                                      "l.`line`");
    select.bind(1, first_id).bind(2, last_id);
    std::map<std::int64_t, std::vector<PostedEntry>> by_contract;
    for (auto& entry : read_entries(select)) by_contract[entry.contract_id].push_back(std::move(entry));
    return by_contract;
}

std::vector<PostedEntry> list_entries(Connection& connection, const JournalQuery& query) {
    std::string matching = "SELECT DISTINCT `entry` FROM `journal_lines` WHERE `entry` > ?";
    if (query.period) matching += " AND `period` = ?";
    if (query.account) matching += " AND `account` = ?";
    auto& select = connection.prepare(select_entries + " JOIN (" + matching +
                                      " ORDER BY `entry` LIMIT ?) m ON m.`entry` = e.`id` ORDER BY e.`id`, l.`line`");
    int parameter = 1;
    select.bind(parameter++, query.after);
    if (query.period) select.bind(parameter++, query.period->number());
    if (query.account) select.bind(parameter++, to_text(*query.account));
    select.bind(parameter, std::clamp(query.limit, 1, 1000));
    return read_entries(select);
}

void each_entry(Connection& connection, const std::function<void(const PostedEntry&)>& visit) {
    const auto rows = connection.stream(select_entries + " ORDER BY e.`id`, l.`line`");
    visit_entries(*rows, visit);
}

std::vector<JournalEntry> standing(const std::vector<PostedEntry>& entries) {
    std::vector<JournalEntry> kept, taken_back;
    for (const auto& posted : entries) {
        if (decided_by_close(posted.entry.rule)) continue;
        if (posted.reversal)
            taken_back.push_back(reversal(posted.entry));
        else
            kept.push_back(posted.entry);
    }
    std::ranges::sort(kept);
    std::ranges::sort(taken_back);
    std::vector<JournalEntry> rest;
    std::ranges::set_difference(kept, taken_back, std::back_inserter(rest));
    return rest;
}

std::int64_t last_entry(Connection& connection) {
    auto& select = connection.prepare("SELECT COALESCE(MAX(`id`), 0) FROM `journal_entries`");
    select.step();
    const auto last = select.integer(0);
    select.reset();
    return last;
}

void PostingBatch::add(std::int64_t contract_id, const JournalEntry& entry, bool reversal) {
    ensure(heads_.empty(), "nothing is added to a batch that was made ready");
    require_balance(entry);
    // What time alone brings belongs to its month until that is locked, whoever posts it first.
    const auto poster = entry.event == 0 && !reversal ? Poster::Close : poster_;
    entries_.push_back({contract_id, entry, reversal, periods_.posting_date(entry.business_date, poster)});
}

void PostingBatch::add(std::int64_t contract_id, const Corrections& corrections) {
    for (const auto& entry : corrections.reversals) add(contract_id, entry, true);
    for (const auto& entry : corrections.additions) add(contract_id, entry);
}

std::unordered_map<std::int64_t, std::string> PostingBatch::contract_numbers(Connection& connection) const {
    const auto [first, last] = std::ranges::minmax(entries_, {}, &Pending::contract_id);
    auto& select = connection.prepare("SELECT `id`, `number` FROM `contracts` WHERE `id` BETWEEN ? AND ?");
    select.bind(1, first.contract_id).bind(2, last.contract_id);
    std::unordered_map<std::int64_t, std::string> numbers{{0, ""}};
    while (select.step()) numbers.emplace(select.integer(0), select.text(1));
    return numbers;
}
std::vector<LedgerLine> PostingBatch::lines() const {
    std::vector<LedgerLine> lines;
    lines.reserve(entries_.size() * 2);
    for (const auto& [contract_id, entry, reversal, posting] : entries_)
        for (const auto& line : entry.lines)
            lines.push_back({contract_id, entry.rule, line.account, period_of(posting).number(), posting, line.amount});
    return lines;
}

void PostingBatch::add_rows(const Pending& pending, std::int64_t number) {
    const auto& [contract_id, entry, reversal, posting] = pending;
    // An entry that belongs to no contract has the id 0 here and none in the table.
    add_row(heads_, number, contract_id == 0 ? Connection::Cell{} : Connection::Cell{contract_id},
            to_text(entry.business_date), to_text(posting), to_text(entry.rule), std::int64_t{entry.event},
            std::int64_t{entry.instalment}, std::int64_t{reversal}, recorded_at_);
    const std::int64_t period = period_of(posting).number();
    std::int64_t place = 0;
    for (const auto& line : entry.lines)
        add_row(lines_, number, ++place, period, to_text(line.account), line.amount.currency().text(),
                line.amount.minor_units());
}

void PostingBatch::make_ready(Connection& connection) {
    if (entries_.empty()) return;
    const auto numbers = contract_numbers(connection);
    heads_.reserve(entries_.size());
    lines_.reserve(entries_.size() * 2);
    for (const auto& pending : entries_) {
        const auto posted_to = period_of(pending.posting);
        hash_growth_[posted_to].add(
            hashed_text(numbers.at(pending.contract_id), pending.entry, pending.reversal, posted_to));
        add_rows(pending, std::ssize(heads_) + 1);
    }
}

void PostingBatch::write(Connection& connection) {
    if (entries_.empty()) return;
    if (heads_.empty()) make_ready(connection);
    const auto count = static_cast<std::int64_t>(entries_.size());
    const auto last_before = count_up(connection, entries_counter, count) - count;
    for (auto* rows : {&heads_, &lines_})
        for (auto& row : *rows) std::get<std::int64_t>(row.front()) += last_before;
    grow_sums(connection, hash_growth_);
    connection.insert_rows("journal_entries", entry_columns(), heads_);
    connection.insert_rows("journal_lines", line_columns(), lines_);
    entries_.clear();
    heads_.clear();
    lines_.clear();
    hash_growth_.clear();
}

std::optional<Date> posted_through(Connection& connection, std::int64_t contract_id) {
    auto& select = connection.prepare("SELECT `posted_through` FROM `contract_books` WHERE `contract_id` = ?" +
                                      std::string(connection.for_update()));
    if (!select.bind(1, contract_id).step()) return {};
    const auto day = *parse_date(select.text(0), "");
    select.reset();
    return day;
}

void keep_posted_through(Connection& connection, std::int64_t contract_id, Date day) {
    static const std::vector<std::string> keys{"contract_id"}, columns{"contract_id", "posted_through"};
    connection.prepare(connection.upsert("contract_books", keys, columns))
        .bind(1, contract_id)
        .bind(2, to_text(day))
        .execute();
}

void advance_posted_through(Connection& connection, const std::vector<std::int64_t>& ids,
                            const std::vector<std::int64_t>& fresh, Date day) {
    if (ids.empty()) return;
    const auto text = to_text(day);
    connection
        .prepare(
            "UPDATE `contract_books` SET `posted_through` = ? WHERE `contract_id` BETWEEN ? AND ? AND "
            "`posted_through` < ?")
        .bind(1, text)
        .bind(2, ids.front())
        .bind(3, ids.back())
        .bind(4, text)
        .execute();
    std::vector<std::vector<Connection::Cell>> rows;
    rows.reserve(fresh.size());
    for (const auto id : fresh) rows.push_back({id, text});
    static const std::vector<std::string> columns{"contract_id", "posted_through"};
    if (!rows.empty()) connection.insert_rows("contract_books", columns, rows);
}

std::vector<Currency> journal_currencies(Connection& connection) {
    auto& select = connection.prepare("SELECT DISTINCT `currency` FROM `contracts` ORDER BY `currency`");
    std::vector<Currency> currencies;
    while (select.step()) currencies.push_back(*parse_currency(select.text(0)));
    return currencies;
}

std::optional<Rate> closing_rate(Connection& connection, Currency from, Currency to, Date day) {
    auto& select = connection.prepare(
        "SELECT `rate` FROM `exchange_rates` WHERE `from_currency` = ? AND `to_currency` = ? AND `date` BETWEEN ? AND "
        "? "
        "ORDER BY `date` DESC LIMIT 1");
    select.bind(1, from.text()).bind(2, to.text()).bind(3, to_text(add_months(day, -1))).bind(4, to_text(day));
    if (!select.step()) return {};
    return Rate{select.integer(0)};
}

void keep_exchange_rate(Connection& connection, Currency from, Currency to, Date day, Rate rate) {
    static const std::vector<std::string> keys{"from_currency", "to_currency", "date"},
        columns{"from_currency", "to_currency", "date", "rate"};
    connection.prepare(connection.upsert("exchange_rates", keys, columns))
        .bind(1, from.text())
        .bind(2, to.text())
        .bind(3, to_text(day))
        .bind(4, rate.e10)
        .execute();
}

Errors verify_journal(Connection& connection) {
    Errors findings;
    {
        const auto rows = connection.stream(
            "SELECT `entry`, SUM(`amount`) FROM `journal_lines` GROUP BY `entry`, `currency` HAVING SUM(`amount`) <> "
            "0");
        while (rows->step())
            findings.push_back(conflict("Journal entry {0} does not balance: it is off by {1} minor units.",
                                        std::to_string(rows->integer(0)), std::to_string(rows->integer(1))));
    }
    {
        const auto rows =
            connection.stream("SELECT `currency`, SUM(`amount`) FROM `journal_lines` GROUP BY `currency`");
        while (rows->step())
            if (rows->integer(1) != 0)
                findings.push_back(conflict("The trial balance in {0} is off by {1} minor units.", rows->text(0),
                                            std::to_string(rows->integer(1))));
    }
    auto& closed = connection.prepare("SELECT `period`, `changed_at` FROM `periods` WHERE `status` = 'closed'");
    std::vector<std::pair<Period, std::string>> periods;
    while (closed.step()) periods.emplace_back(*parse_period(closed.text(0), ""), closed.text(1));
    for (const auto& [period, at] : periods) {
        auto& late = connection.prepare(
            "SELECT COUNT(*) FROM `journal_entries` WHERE `posting_date` BETWEEN ? AND ? AND `recorded_at` > ?");
        late.bind(1, to_text(period.first_day())).bind(2, to_text(period.last_day())).bind(3, at);
        if (late.step() && late.integer(0) > 0)
            findings.push_back(conflict("Period {0} is closed, but {1} entries were posted to it afterwards.",
                                        to_text(period), std::to_string(late.integer(0))));
        late.reset();
    }
    return findings;
}

}  // namespace leasebook::db
