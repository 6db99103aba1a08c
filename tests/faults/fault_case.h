#pragma once
// Books on either database that only the real program works on: served, spoken to over HTTP, killed, and looked into
// between two runs. MySQL as in tests/db: when LEASEBOOK_TEST_MYSQL names a server.
#include <Poco/Exception.h>
#include <Poco/Net/HTTPClientSession.h>
#include <Poco/Net/HTTPRequest.h>
#include <Poco/Net/HTTPResponse.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>
#include <random>

#include "db/access_store.h"
#include "domain/date.h"
#include "domain/money.h"
#include "server/users.h"
#include "tests/faults/program.h"

namespace leasebook::faults {

using nlohmann::json;

inline constexpr std::chrono::minutes patience(2);

inline int number_from_environment(const char* name, int otherwise) {
    const char* const text = std::getenv(name);
    return text ? std::stoi(text) : otherwise;
}

// One thing asked of the server, which may be asked again and must have one effect.
struct Order {
    std::string path, key;
    json body;
};
struct Answer {
    int status = 0;  // 0: none came, so nobody knows whether it was done
    std::string body;
    auto operator<=>(const Answer&) const = default;
};

class Client {
public:
    Client(int port, std::string token) : token_(std::move(token)), session_("127.0.0.1", port_number(port)) {
        session_.setKeepAlive(true);
        session_.setTimeout(Poco::Timespan(60, 0));
    }
    Answer post(const Order& order) { return send("POST", order.path, order.key, order.body.dump()); }
    Answer get(const std::string& path) { return send("GET", path, "", ""); }

private:
    static Poco::UInt16 port_number(int port) { return static_cast<Poco::UInt16>(port); }
    Answer send(const std::string& method, const std::string& path, const std::string& key, const std::string& body) {
        try {
            Poco::Net::HTTPRequest request(method, path, Poco::Net::HTTPMessage::HTTP_1_1);
            request.set("Authorization", "Bearer " + token_);
            if (!key.empty()) request.set("Idempotency-Key", key);
            if (method == "POST") request.setContentType("application/json");
            if (method == "POST") request.setContentLength(static_cast<std::streamsize>(body.size()));
            session_.sendRequest(request) << body << std::flush;
            Poco::Net::HTTPResponse response;
            auto& stream = session_.receiveResponse(response);
            Answer answer{response.getStatus(), {std::istreambuf_iterator<char>(stream), {}}};
            if (static_cast<std::streamsize>(answer.body.size()) == response.getContentLength()) return answer;
        } catch (const Poco::Exception&) {
        }
        session_.reset();
        return {};
    }
    std::string token_;
    Poco::Net::HTTPClientSession session_;
};

class FaultCase : public testing::TestWithParam<db::Dialect> {
protected:
    void SetUp() override {
        std::signal(SIGPIPE, SIG_IGN);  // the clients of a killed server go on
        std::string pattern = (std::filesystem::temp_directory_path() / "leasebook-faults-XXXXXX").string();
        ASSERT_NE(mkdtemp(pattern.data()), nullptr);
        folder_ = pattern;
        const char* const server = std::getenv("LEASEBOOK_TEST_MYSQL");
        if (GetParam() == db::Dialect::MySql && !server)
            GTEST_SKIP() << "LEASEBOOK_TEST_MYSQL names no server (tests/db/private_mariadb.sh starts one)";
        if (GetParam() == db::Dialect::MySql) server_ = db::open(mysql_ = server);
    }
    void TearDown() override {
        if (HasFailure()) std::cout << "seed " << seed_ << ", LEASEBOOK_FAULT_SEED draws the same\n" << log();
        for (const auto& schema : schemas_)
            server_->write([&](db::Connection& c) { c.execute("DROP DATABASE `" + schema + "`"); });
        std::filesystem::remove_all(folder_);
    }

    // The address of an empty database.
    std::string empty_book() {
        const auto number = std::to_string(++books_);
        if (!server_) return "sqlite:" + (folder_ / ("book" + number + ".db")).string();
        const auto name = mysql_.rfind('/') + 1;
        schemas_.push_back(mysql_.substr(name) + "_faults_" + std::to_string(::getpid()) + "_" + number);
        server_->write(
            [&](db::Connection& c) { c.execute("CREATE DATABASE `" + schemas_.back() + "` COLLATE utf8mb4_bin"); });
        return mysql_.substr(0, name) + schemas_.back();
    }
    std::string demo_book(int contracts, int seed = 1) {
        auto book = empty_book();
        done(book, {"demo", "--contracts", std::to_string(contracts), "--seed", std::to_string(seed)});
        return book;
    }

    std::unique_ptr<Program> started(const std::string& book, std::vector<std::string> words) const {
        return std::make_unique<Program>(book, (folder_ / "data").string(), (folder_ / "log").string(),
                                         std::move(words));
    }
    // Runs a verb to its end and answers what it printed.
    std::string done(const std::string& book, const std::vector<std::string>& words) const {
        const auto program = started(book, words);
        EXPECT_TRUE(program->ends(in(patience))) << words.front();
        EXPECT_EQ(program->exit_code(), 0) << words.front() << "\n" << program->output() << log();
        return program->output();
    }
    void expect_proven(const std::string& book) const { done(book, {"verify"}); }
    // Runs a verb and kills it at a random moment of the time it takes. True when it was killed.
    bool killed(const std::string& book, const std::vector<std::string>& words, std::chrono::milliseconds usual) {
        const auto program = started(book, words);
        return !program->ends(in(random(usual))) && program->kill();
    }
    std::chrono::milliseconds random(std::chrono::milliseconds most) {
        return std::chrono::milliseconds(std::uniform_int_distribution<std::int64_t>(1, most.count())(draw_));
    }
    // The end of what the program wrote to standard error.
    std::string log() const {
        std::ifstream file(folder_ / "log", std::ios::binary);
        const std::string text{std::istreambuf_iterator<char>(file), {}};
        return text.substr(text.size() - std::min<std::size_t>(text.size(), 4'000));
    }

    // Opened for this one look, so that nothing but the program itself holds a book while it is killed.
    template <class F>
    static auto look(const std::string& book, const F& use) {
        const auto database = db::open(book);
        return database->read(use);
    }
    static std::int64_t number(const std::string& book, const std::string& sql) {
        return look(book, [&](db::Connection& c) {
            auto& select = c.prepare(sql);
            return select.step() ? select.integer(0) : 0;
        });
    }
    static std::vector<std::string> texts(const std::string& book, const std::string& sql) {
        return look(book, [&](db::Connection& c) {
            std::vector<std::string> list;
            const auto rows = c.stream(sql);
            while (rows->step()) list.push_back(rows->text(0));
            return list;
        });
    }
    // The youngest first: they still owe rents.
    static std::vector<std::string> running_contracts(const std::string& book, int most) {
        return texts(book, "SELECT `number` FROM `contracts` WHERE `status` = 'active' ORDER BY `number` DESC LIMIT " +
                               std::to_string(most));
    }
    // How many payments with each bank reference the contracts' events tell of.
    static std::map<std::string, int> payments_by_reference(const std::string& book) {
        std::map<std::string, int> counts;
        for (const auto& payload :
             texts(book, "SELECT `payload` FROM `contract_events` WHERE `event` = 'payment_received'"))
            ++counts[json::parse(payload)["fields"]["reference"].get<std::string>()];
        return counts;
    }
    // An API token of somebody who may book payments.
    static std::string cashier(const std::string& book) {
        const auto now = std::chrono::time_point_cast<db::Moment::duration>(std::chrono::system_clock::now());
        const auto database = db::open(book);
        return database->write([&](db::Connection& c) {
            const auto user = db::add_user(c, {{}, "cashier", "Cashier", "", false, false, now, {Role::Finance}});
            const auto token = server::make_token(user.value().id, "faults", all_scopes(), 7, now);
            db::add_token(c, token.kept);
            return token.secret;
        });
    }
    static std::string today() {
        return to_text(Date(std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now())));
    }
    static Order payment(const std::string& contract, const std::string& amount, const std::string& reference) {
        return {"/api/v1/payments",
                "key-" + reference,
                {{"contract", contract}, {"amount", amount}, {"date", today()}, {"reference", reference}}};
    }

    struct Served {
        std::unique_ptr<Program> program;
        int port;
        std::chrono::milliseconds took;  // from the start of the process until it served
    };
    Served serve(const std::string& book) const {
        const auto start = std::chrono::steady_clock::now();
        auto program = started(book, {"--port", "0", "serve"});
        const std::string words = "serves on http://127.0.0.1:";
        if (!program->says("/\n", in(patience))) throw std::runtime_error("the server did not start\n" + log());
        const auto port = program->output().substr(program->output().find(words) + words.size());
        const auto took = std::chrono::steady_clock::now() - start;
        return {std::move(program), std::stoi(port), std::chrono::duration_cast<std::chrono::milliseconds>(took)};
    }

    std::filesystem::path folder_;

private:
    const unsigned seed_ = static_cast<unsigned>(
        number_from_environment("LEASEBOOK_FAULT_SEED", static_cast<int>(std::random_device()() >> 1U)));
    std::mt19937_64 draw_{seed_};
    std::string mysql_;
    std::unique_ptr<db::Database> server_;
    std::vector<std::string> schemas_;
    int books_ = 0;
};

inline std::string dialect_name(const testing::TestParamInfo<db::Dialect>& dialect) {
    return dialect.param == db::Dialect::Sqlite ? "Sqlite" : "MySql";
}
inline const auto both_databases = testing::Values(db::Dialect::Sqlite, db::Dialect::MySql);

}  // namespace leasebook::faults
