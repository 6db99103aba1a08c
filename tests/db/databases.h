#pragma once
// Every test of a store runs on both databases: on SQLite always, on MySQL when LEASEBOOK_TEST_MYSQL names a server
// (see private_mariadb.sh) on which the user may create databases called <name>_….
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>

#include "db/database.h"
#include "db/migrate.h"

namespace leasebook::db {

class OnBothDatabases : public testing::TestWithParam<Dialect> {
protected:
    void SetUp() override {
        if (GetParam() == Dialect::Sqlite)
            make_folder();
        else
            make_schema();
        if (!IsSkipped()) database = open(address);
    }
    void TearDown() override {
        database.reset();
        if (!folder.empty()) std::filesystem::remove_all(folder);
        if (server) server->write([&](Connection& c) { c.execute("DROP DATABASE `" + schema + "`"); });
    }

    // Another program on the same data.
    std::unique_ptr<Database> another() const { return open(address); }
    void execute(const std::string& sql) const {
        for (const auto& statement : statements(sql, GetParam()))
            database->write([&](Connection& c) { c.execute(statement); });
    }
    std::int64_t number(const std::string& sql) const {
        return database->read([&](Connection& c) {
            auto& select = c.prepare(sql);
            EXPECT_TRUE(select.step());
            return select.integer(0);
        });
    }

    std::string address;
    std::unique_ptr<Database> database;

private:
    void make_folder() {
        std::string pattern = (std::filesystem::temp_directory_path() / "leasebook-XXXXXX").string();
        ASSERT_NE(mkdtemp(pattern.data()), nullptr);
        folder = pattern;
        address = "sqlite:" + (folder / "book.db").string();
    }
    void make_schema() {
        const char* const base = std::getenv("LEASEBOOK_TEST_MYSQL");
        if (!base) GTEST_SKIP() << "LEASEBOOK_TEST_MYSQL names no server (tests/db/private_mariadb.sh starts one)";
        server = open(base);
        address = base;
        const auto name = address.rfind('/') + 1;
        schema = address.substr(name) + "_" + std::to_string(getpid()) + "_" + std::to_string(++schemas_made);
        address = address.substr(0, name) + schema;
        server->write([&](Connection& c) { c.execute("CREATE DATABASE `" + schema + "` COLLATE utf8mb4_bin"); });
    }

    std::filesystem::path folder;
    std::unique_ptr<Database> server;
    std::string schema;
    static inline int schemas_made = 0;
};

inline std::string dialect_name(const testing::TestParamInfo<Dialect>& dialect) {
    return dialect.param == Dialect::Sqlite ? "Sqlite" : "MySql";
}
inline const auto both_databases = testing::Values(Dialect::Sqlite, Dialect::MySql);

// With the product's tables, and what the test enters into them before it begins.
class OnBothBooks : public OnBothDatabases {
protected:
    void SetUp() override {
        OnBothDatabases::SetUp();
        if (IsSkipped() || HasFatalFailure()) return;
        migrate(*database);
        database->write([this](Connection& c) { enter_first(c); });
    }
    virtual void enter_first(Connection& /*connection*/) {}
};

}  // namespace leasebook::db
