#pragma once
// A migrated, seeded SQLite database in a folder of its own, and imports into it.
#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "db/contract_store.h"
#include "db/migrate.h"
#include "db/register_store.h"
#include "server/import/import.h"
#include "server/import/seed.h"

namespace leasebook::server {

class ImportCase : public testing::Test {
protected:
    ImportCase() {
        const auto* test = testing::UnitTest::GetInstance()->current_test_info();
        folder_ = std::filesystem::temp_directory_path() /
                  ("leasebook-" + std::to_string(::getpid()) + "-" + test->test_suite_name() + "-" + test->name());
        std::filesystem::create_directories(folder_);
        database_ = fresh("book.db");
    }
    ~ImportCase() override {
        database_.reset();
        std::filesystem::remove_all(folder_);
    }

    std::unique_ptr<db::Database> fresh(const std::string& name) const {
        auto database = db::open("sqlite:" + (folder_ / name).string());
        db::migrate(*database);
        database->write([](db::Connection& connection) { seed(connection); });
        return database;
    }
    ImportOutcome import(ImportKind kind, std::string_view bytes, const Mapping* mapping = nullptr) {
        return import_csv(*database_, {kind, bytes, mapping, {"clerk", date(2026, 6, 30)}, recorded_at, {}});
    }
    void import_all(ImportKind kind, std::string_view bytes, const Mapping* mapping = nullptr) {
        const auto outcome = import(kind, bytes, mapping);
        ASSERT_TRUE(outcome.stored()) << all(outcome);
        EXPECT_EQ(outcome.rows_stored, outcome.rows_read);
    }
    // "line 3, rate: …" for each error.
    static std::string all(const ImportOutcome& outcome) {
        std::string text;
        for (const auto& fault : outcome.errors)
            text += "line " + std::to_string(fault.line) + (fault.column.empty() ? "" : ", " + fault.column) + ": " +
                    message(fault.error) + "\n";
        return text;
    }
    template <class R>
    std::int64_t count() {
        return database_->read([](db::Connection& connection) { return db::count<R>(connection); });
    }
    std::int64_t contracts() {
        return database_->read([](db::Connection& connection) { return db::count_contracts(connection, {}); });
    }

    static constexpr db::Moment recorded_at{std::chrono::milliseconds{1'782'000'000'000}};
    std::filesystem::path folder_;
    std::unique_ptr<db::Database> database_;
};

}  // namespace leasebook::server
