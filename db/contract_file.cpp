#include "db/contract_file.h"

#include <limits>

#include "db/contract_rows.h"

namespace leasebook::db {

namespace {

// What a file holds of an event; the chain of hashes is not read.
constexpr std::string_view select_happened =
    "SELECT `contract_id`, `number`, `event`, `effective_date`, `recorded_at`, `actor`, `payload` FROM "
    "`contract_events`";

constexpr std::string_view in_the_books = "c.`status` NOT IN ('draft', 'applied', 'accepted', 'declined', 'approved')";

void add_event(ContractFile& file, Statement& row) {
    EventRow event;
    event.event = row.text(2);
    event.effective_date = row.text(3);
    event.actor = row.text(5);
    event.payload = row.text(6);
    file.events.push_back({static_cast<int>(row.integer(1)), event_in(event)});
    file.recorded.push_back(moment_of(row.text(4)));
}

// Rows of events by ascending contract, to the files in the order of their ids. A contract is what its events fold to:
// the columns of its state, which say the same, are not read beside them.
void hand_out(Statement& events, std::vector<ContractFile>& files) {
    auto file = files.begin();
    while (events.step()) {
        const auto id = events.integer(0);
        while (file != files.end() && file->id < id) ++file;
        if (file == files.end()) break;
        if (file->id != id) continue;
        add_event(*file, events);
        file->contract = evolve(std::move(file->contract), file->events.back().event);
    }
}

std::optional<Date> day_at(Statement& row, int column) {
    if (row.is_null(column)) return {};
    return *parse_date(row.text(column), "");
}

}  // namespace

std::optional<ContractFile> ContractFile::as_known_at(Moment moment) const {
    ContractFile known;
    known.id = id;
    known.contract.number = contract.number;
    for (std::size_t i = 0; i < events.size(); ++i) {
        if (recorded[i] > moment) continue;
        known.contract = evolve(std::move(known.contract), events[i].event);
        known.events.push_back(events[i]);
        known.recorded.push_back(recorded[i]);
    }
    if (known.events.empty()) return {};
    return known;
}

std::optional<ContractFile> find_file(Connection& connection, const ContractNumber& number, Lock lock) {
    auto contract = find_contract(connection, number, lock);
    if (!contract) return {};
    ContractFile file;
    file.contract = *std::move(contract);
    auto& id = connection.prepare("SELECT `id` FROM `contracts` WHERE `number` = ?");
    ensure(id.bind(1, number.text).step(), "a contract just read has its id");
    file.id = id.integer(0);
    id.reset();
    auto& select = connection.prepare(std::string(select_happened) + " WHERE `contract_id` = ? ORDER BY `number`");
    select.bind(1, file.id);
    while (select.step()) add_event(file, select);
    auto& books = connection.prepare("SELECT `posted_through` FROM `contract_books` WHERE `contract_id` = ?");
    if (books.bind(1, file.id).step()) file.posted_through = day_at(books, 0);
    return file;
}

namespace {

constexpr Date never = date(2999, 12, 31);

// Which contracts: the first so many with ids after the one, up to the last, whose time is not posted up to that day.
struct Wanted {
    std::int64_t after = 0, last = std::numeric_limits<std::int64_t>::max();
    int limit = std::numeric_limits<int>::max();
    Date posted_before = never;
};

// Those of them that fulfil the conditions, with their events.
std::vector<ContractFile> files_where(Connection& connection, std::string_view conditions, const Wanted& wanted) {
    std::vector<ContractFile> files;
    auto& select = connection.prepare(
        "SELECT c.`id`, c.`number`, b.`posted_through` FROM `contracts` c LEFT JOIN `contract_books` b ON "
        "b.`contract_id` = c.`id` WHERE c.`id` > ? AND c.`id` <= ? AND " +
        std::string(conditions) +
        " AND (b.`posted_through` IS NULL OR b.`posted_through` < ?) ORDER BY c.`id` LIMIT ?");
    select.bind(1, wanted.after)
        .bind(2, wanted.last)
        .bind(3, to_text(wanted.posted_before))
        .bind(4, std::int64_t{wanted.limit});
    while (select.step()) {
        auto& file = files.emplace_back();
        file.id = select.integer(0);
        file.contract.number = {select.text(1)};
        file.posted_through = day_at(select, 2);
    }
    if (files.empty()) return files;
    auto& events = connection.prepare(std::string(select_happened) +
                                      " WHERE `contract_id` BETWEEN ? AND ? ORDER BY `contract_id`, `number`");
    events.bind(1, files.front().id).bind(2, files.back().id);
    hand_out(events, files);
    return files;
}

// Of the contracts whose ids the query gives; it may have one parameter.
std::vector<ContractFile> files_of(Connection& connection, const std::string& ids,
                                   const std::optional<std::string>& parameter) {
    std::vector<ContractFile> files;
    auto& select = connection.prepare("SELECT c.`id`, c.`number` FROM `contracts` c WHERE c.`id` IN (" + ids +
                                      ") ORDER BY c.`id`");
    if (parameter) select.bind(1, *parameter);
    while (select.step()) {
        auto& file = files.emplace_back();
        file.id = select.integer(0);
        file.contract.number = {select.text(1)};
    }
    if (files.empty()) return files;
    auto& events = connection.prepare(std::string(select_happened) + " WHERE `contract_id` IN (" + ids +
                                      ") ORDER BY `contract_id`, `number`");
    if (parameter) events.bind(1, *parameter);
    hand_out(events, files);
    return files;
}

}  // namespace

std::vector<ContractFile> files_after(Connection& connection, std::int64_t after, int limit,
                                      std::optional<Date> posted_before) {
    return files_where(connection, in_the_books,
                       {.after = after, .limit = limit, .posted_before = posted_before.value_or(never)});
}

std::vector<ContractFile> exposed_files_after(Connection& connection, std::int64_t after, int limit) {
    return files_where(connection, "c.`status` NOT IN ('draft', 'applied', 'accepted', 'declined')",
                       {.after = after, .limit = limit});
}

std::vector<ContractFile> files_between(Connection& connection, std::int64_t first, std::int64_t last) {
    return files_where(connection, in_the_books, {.after = first - 1, .last = last});
}

std::vector<ContractFile> approved_files(Connection& connection) {
    return files_of(connection, "SELECT `id` FROM `contracts` WHERE `status` = 'approved'", {});
}

std::vector<ContractFile> changed_files(Connection& connection) {
    return files_of(connection, "SELECT `contract_id` FROM `changed_contracts`", {});
}

std::vector<ContractFile> files_recorded_after(Connection& connection, Moment moment) {
    return files_of(connection, "SELECT `contract_id` FROM `contract_events` WHERE `recorded_at` > ?",
                    moment_text(moment));
}

std::vector<ContractVersion> versions_in_the_books(Connection& connection) {
    const auto rows = connection.stream("SELECT c.`id`, c.`version` FROM `contracts` c WHERE " +
                                        std::string(in_the_books) + " ORDER BY c.`id`");
    std::vector<ContractVersion> versions;
    while (rows->step()) versions.push_back({rows->integer(0), static_cast<int>(rows->integer(1))});
    return versions;
}

std::map<std::int64_t, BookState> book_states(Connection& connection, std::int64_t first_id, std::int64_t last_id) {
    auto& select = connection.prepare(
        "SELECT c.`id`, c.`version`, b.`posted_through` FROM `contracts` c LEFT JOIN `contract_books` b ON "
        "b.`contract_id` = c.`id` WHERE c.`id` BETWEEN ? AND ?" +
        std::string(connection.for_update()));
    select.bind(1, first_id).bind(2, last_id);
    std::map<std::int64_t, BookState> states;
    while (select.step()) states[select.integer(0)] = {static_cast<int>(select.integer(1)), day_at(select, 2)};
    return states;
}

}  // namespace leasebook::db
