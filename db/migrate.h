#pragma once
// The schema and its history. Migrations are plain SQL files (db/migrations), built into the program; macros in
// braces stand for what the two databases spell differently (see expanded).
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "db/database.h"

namespace leasebook::db {

struct Migration {
    int number = 0;
    std::string name;  // "0001_register"
    std::string sql;
};
// The program's own, in order.
const std::vector<Migration>& migrations();

struct MigrationReport {
    int applied = 0;  // by this run
    int version = 0;  // number of the last migration the database has
};
// Applies what is missing, in order; may be interrupted and repeated. Throws DatabaseError(Other) with a sentence
// for the operator when an applied migration was edited since or the database is newer than the program.
MigrationReport migrate(Database& database, std::span<const Migration> wanted = migrations());

// How many of the wanted migrations the database lacks; throws as migrate does. Changes nothing.
int pending_migrations(Database& database, std::span<const Migration> wanted = migrations());

// The statements of a migration in a dialect: {ID} {MONEY} {RATE} {INT} {DATE} {MOMENT} {BOOL} {STR n} {JSON} {TEXT}
// {TABLE}.
std::vector<std::string> statements(std::string_view sql, Dialect dialect);

}  // namespace leasebook::db
