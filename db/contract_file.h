#pragma once
// A contract with all that happened to it: what its books are made from.
#include <map>
#include <optional>
#include <vector>

#include "db/contract_store.h"
#include "domain/life/rent_run.h"

namespace leasebook::db {

struct ContractFile {
    std::int64_t id = 0;
    Contract contract;
    std::vector<NumberedEvent> events;
    std::vector<Moment> recorded;  // when each event became known
    std::optional<Date> posted_through;

    // As it was known then; nothing when it was not known at all.
    std::optional<ContractFile> as_known_at(Moment moment) const;
};

std::optional<ContractFile> find_file(Connection& connection, const ContractNumber& number, Lock lock = Lock::None);

// Up to `limit` contracts that have commenced, ended ones too, with ids above `after`; in the order of ids. Those whose
// time is posted beyond `posted_before` are left out.
std::vector<ContractFile> files_after(Connection& connection, std::int64_t after, int limit,
                                      std::optional<Date> posted_before = {});

// All that have commenced, of those with ids from the first to the last.
std::vector<ContractFile> files_between(Connection& connection, std::int64_t first, std::int64_t last);

// As files_after, with those that are approved and wait for commencement: all that something may stand on.
std::vector<ContractFile> exposed_files_after(Connection& connection, std::int64_t after, int limit);

// All that are approved and wait for commencement, by ascending id.
std::vector<ContractFile> approved_files(Connection& connection);

// The few contracts that no longer run as first agreed (schedule changed, residual impaired, lessee replaced, ended),
// with everything that happened to them, by ascending id.
std::vector<ContractFile> changed_files(Connection& connection);

// The same of all that something was recorded about after that moment.
std::vector<ContractFile> files_recorded_after(Connection& connection, Moment moment);

// Id and version of all that have commenced, ended ones too, by ascending id; without reading their events.
struct ContractVersion {
    std::int64_t id = 0;
    int version = 0;
};
std::vector<ContractVersion> versions_in_the_books(Connection& connection);

// Where the contracts between those ids stand; their rows stay as they are until the transaction ends.
struct BookState {
    int version = 0;
    std::optional<Date> posted_through;
};
std::map<std::int64_t, BookState> book_states(Connection& connection, std::int64_t first_id, std::int64_t last_id);

}  // namespace leasebook::db
