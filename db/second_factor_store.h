#pragma once
// What a person shows beside the password: the secret of their authenticator, recovery codes, the devices that
// signed in before, and the account at a company's sign-in service. Secrets come in sealed, codes hashed.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "db/database.h"
#include "db/moment.h"
#include "domain/identifiers.h"
#include "domain/result.h"

namespace leasebook::db {

struct SecondFactor {
    UserId user{};
    std::string secret{};        // sealed; empty until the first code proved it
    std::string pending{};       // sealed; a new secret that no code has proved yet; empty: none
    std::int64_t last_step = 0;  // the last time step whose code was taken
    std::optional<Moment> confirmed_at{};
    bool operator==(const SecondFactor&) const = default;
    bool is_set_up() const { return confirmed_at.has_value(); }
};
std::optional<SecondFactor> find_second_factor(Connection& connection, UserId user);
// Inserts or replaces.
void keep_second_factor(Connection& connection, const SecondFactor& factor);
// False when a code of this time step or a later one was taken before: each is good for one sign-in.
bool take_step(Connection& connection, UserId user, std::int64_t step);
// With the recovery codes.
void remove_second_factor(Connection& connection, UserId user);

// In place of all earlier ones.
void replace_recovery_codes(Connection& connection, UserId user, const std::vector<std::string>& hashes);
// False when there is no such code, or it was used.
bool take_recovery_code(Connection& connection, UserId user, std::string_view hash);
std::int64_t count_recovery_codes(Connection& connection, UserId user);

// A browser of this person that signed in before; at most `kept` are remembered, the longest unused goes first.
void remember_device(Connection& connection, UserId user, std::string_view device_hash, Moment at, int kept = 10);
bool is_known_device(Connection& connection, UserId user, std::string_view device_hash);
void forget_devices(Connection& connection, UserId user);

// The account at a sign-in service that stands for this user; a subject that stands for another is a conflict. An
// empty subject takes the link away.
Result<Done> link_subject(Connection& connection, UserId user, std::string_view issuer, std::string_view subject);
std::optional<UserId> find_linked(Connection& connection, std::string_view issuer, std::string_view subject);
std::string subject_of(Connection& connection, UserId user, std::string_view issuer);  // empty: not linked

}  // namespace leasebook::db
