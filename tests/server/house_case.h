#pragma once
// The whole house without its sockets: a database with a small portfolio, every role as a person who is signed in,
// a clock that the test sets, and requests that go the way every request goes.
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <string>

#include "db/access_store.h"
#include "db/counters.h"
#include "db/migrate.h"
#include "db/register_store.h"
#include "domain/percent.h"
#include "server/access/secrets.h"
#include "server/corridor.h"
#include "server/demo/demo.h"
#include "server/import/seed.h"
#include "server/log.h"
#include "server/session.h"

namespace leasebook::server {

inline constexpr Date house_today = date(2026, 7, 1);
inline constexpr db::Moment house_noon = db::Moment(house_today) + std::chrono::hours(12);
inline const std::string house_host = "leasebook.test";
inline const std::string house_password = "correct horse battery";

using Headers = std::vector<std::pair<std::string, std::string>>;

// Somebody with a browser (cookie and the token of its session's forms) or a program with an API token; or nobody.
struct Visitor {
    std::string name, cookie, csrf, bearer;
};

inline std::string form_body(const Fields& fields) {
    std::string body;
    for (const auto& [name, value] : fields)
        body += (body.empty() ? "" : "&") + percent_encoded(name) + "=" + percent_encoded(value);
    return body;
}

inline std::string header_of(const Response& response, std::string_view name) {
    for (const auto& [header, value] : response.headers)
        if (header == name) return value;
    return {};
}

inline nlohmann::json json_of(const Response& response) { return nlohmann::json::parse(response.body); }

// The fields that a problem document names.
inline std::set<std::string> fields_of(const Response& response) {
    std::set<std::string> fields;
    const auto problem = json_of(response);
    for (const auto& error : problem["errors"]) fields.insert(error["field"].get<std::string>());
    return fields;
}

// The folder of one test, gone with it.
class TestFolder {
public:
    TestFolder() {
        const auto* test = testing::UnitTest::GetInstance()->current_test_info();
        path = std::filesystem::temp_directory_path() /
               ("leasebook-" + std::to_string(::getpid()) + "-" + test->test_suite_name() + "-" + test->name());
        std::filesystem::create_directories(path);
    }
    ~TestFolder() { std::filesystem::remove_all(path); }
    TestFolder(const TestFolder&) = delete;
    TestFolder& operator=(const TestFolder&) = delete;
    std::filesystem::path path;
};

class HouseCase : public testing::Test {
protected:
    HouseCase() {
        start_log("text", "off");
        for (const auto& [role, name] : NamesOf<Role>::names) people_[role] = person(std::string(name), {role});
    }

    // A new user of those roles, signed in.
    Visitor person(const std::string& name, std::set<Role> roles, bool must_change_password = false) {
        static PasswordHasher cheap({1, 8192});
        static const std::string hash = *cheap.hash(house_password);
        const auto user = database_->write([&](db::Connection& c) {
            return db::add_user(c, {{}, name, name, hash, must_change_password, false, now, std::move(roles)}).value();
        });
        return signed_in(user);
    }
    const Visitor& as(Role role) const { return people_.at(role); }
    db::User user_of(const Visitor& visitor) {
        return *database_->read([&](db::Connection& c) { return db::find_user(c, visitor.name); });
    }
    // One more session of the same person.
    Visitor signed_in(const db::User& user) {
        Visitor visitor{user.name, random_token(), random_token(), ""};
        database_->write([&](db::Connection& c) {
            db::add_session(c, {sha256_hex(visitor.cookie), user.id, visitor.csrf, now, now, "127.0.0.1", "test"});
        });
        return visitor;
    }
    Visitor token_of(const Visitor& visitor, std::chrono::days lasts = std::chrono::days(1)) {
        const auto secret = "lp_" + random_token();
        database_->write([&](db::Connection& c) {
            db::add_token(
                c,
                {sha256_hex(secret), secret.substr(0, 9), user_of(visitor).id, "test", "enter", now, now + lasts, {}});
        });
        return {visitor.name, "", "", secret};
    }
    void change_user(const Visitor& visitor, const std::function<void(db::User&)>& change) {
        auto user = user_of(visitor);
        change(user);
        database_->write([&](db::Connection& c) { ASSERT_TRUE(db::replace_user(c, user)); });
    }

    static Request request_of(const std::string& method, const std::string& target, const Visitor& who,
                              std::string body = {}, const Headers& headers = {}) {
        const auto question = target.find('?');
        Request request{method, target.substr(0, question), "", headers, std::move(body), "127.0.0.1", "r1", true};
        if (question != std::string::npos) request.query = target.substr(question + 1);
        request.headers.emplace_back("host", house_host);
        if (!who.cookie.empty()) request.headers.emplace_back("cookie", std::string(session_cookie) + "=" + who.cookie);
        if (!who.bearer.empty()) request.headers.emplace_back("authorization", "Bearer " + who.bearer);
        return request;
    }
    Response send(const std::string& method, const std::string& target, const Visitor& who, std::string body = {},
                  const Headers& headers = {}) {
        return corridor_.handle(request_of(method, target, who, std::move(body), headers));
    }
    // What lies ready for the request, if anything does.
    std::shared_ptr<const Response> at_hand(const std::string& target, const Visitor& who) {
        return corridor_.at_hand(request_of("GET", target, who));
    }
    void wait_for_close() { closes_.wait(); }
    Response get(const std::string& target, const Visitor& who) { return send("GET", target, who); }
    // As a page of ours would send it, token and all.
    Response post_form(const std::string& target, Fields fields, const Visitor& who) {
        fields.try_emplace("csrf", who.csrf);
        return send("POST", target, who, form_body(fields),
                    {{"content-type", "application/x-www-form-urlencoded"}, {"origin", "http://" + house_host}});
    }
    Response send_json(const std::string& method, const std::string& target, const std::string& body,
                       const Visitor& who, Headers headers = {}) {
        headers.emplace_back("content-type", "application/json");
        if (!who.csrf.empty()) headers.emplace_back("x-csrf-token", who.csrf);
        return send(method, target, who, body, headers);
    }
    Response post_json(const std::string& target, const std::string& body, const Visitor& who, Headers headers = {}) {
        return send_json("POST", target, body, who, std::move(headers));
    }

    std::string lessee() {
        return database_->read([](db::Connection& c) {
            return db::list<Lessee>(c, {"", "", 1}).rows.front().code.text;
        });
    }
    std::string asset_class() {
        return database_->read([](db::Connection& c) { return db::all<AssetClass>(c).front().code.text; });
    }
    // A lease of 1,000,000.00 over 36 months at 6 %, from 15 January 2026 (the one of the worked examples).
    std::string lease_json(const std::string& serial = "SN-FLOW-1", const std::string& amount = "1000000.00") {
        return nlohmann::json{{"lessee", lessee()}, {"asset_class", asset_class()}, {"serial_number", serial},
                              {"currency", "CNY"},  {"financed_amount", amount},    {"commencement", "2026-01-15"},
                              {"periods", 36},      {"annual_rate", "0.06"}}
            .dump();
    }
    // Title to its machines, without which it does not commence.
    void register_title(const std::string& number) {
        database_->write([&](db::Connection& c) {
            for (auto asset : db::assets_of(c, {number})) {
                if (asset.lien_registration) continue;
                asset.lien_registration = "ZD-" + asset.code.text;
                asset.lien_registered = asset.acquired;
                EXPECT_TRUE(db::upsert(c, asset).has_value());
            }
        });
    }
    // One step of a lease through the API by whoever may take it, from the version it is at.
    Response take_step(const std::string& number, const std::string& step, std::string body = {}) {
        static const std::map<std::string, std::pair<Role, std::string>> steps{
            {"apply", {Role::Clerk, ""}},
            {"credit-decision", {Role::Risk, R"({"decision":"accept","reason":"sound"})"}},
            {"approve", {Role::Approver, ""}},
            {"sign", {Role::Clerk, ""}},
            {"disburse", {Role::Finance, R"({"reference":"B-1"})"}},
            {"activate", {Role::Clerk, ""}}};
        if (step == "activate") register_title(number);
        const auto& [role, usual] = steps.at(step);
        const auto path = "/api/v1/contracts/" + number;
        const auto version = header_of(get(path, as(Role::Auditor)), "ETag");
        return post_json(path + "/" + step, body.empty() ? usual : body, as(role), {{"if-match", version}});
    }
    // Takes a draft through all its steps up to and with the last one named.
    void walk(const std::string& number, const std::string& last = "activate") {
        for (const char* step : {"apply", "credit-decision", "approve", "sign", "disburse", "activate"}) {
            const auto answer = take_step(number, step);
            ASSERT_EQ(answer.status, 200) << step << " " << answer.body;
            if (step == last) return;
        }
    }
    // Drafted, and walked that far.
    std::string lease(const std::string& serial, const std::string& last = "activate") {
        const auto drafted = post_json("/api/v1/contracts", lease_json(serial), as(Role::Clerk));
        EXPECT_EQ(drafted.status, 201) << drafted.body;
        auto number = json_of(drafted)["number"].get<std::string>();
        walk(number, last);
        return number;
    }

    // A change of a running or ended lease through the API by a clerk, from the version the lease is at.
    Response change_lease(const std::string& number, const nlohmann::json& body) {
        const auto path = "/api/v1/contracts/" + number;
        const auto version = header_of(get(path, as(Role::Auditor)), "ETag");
        return post_json(path + "/changes", body.dump(), as(Role::Clerk), {{"if-match", version}});
    }
    // A lease over twelve months that ended on 15 June 2026, with an unguaranteed residual of 300,000.00.
    std::string ended_lease(const std::string& serial) {
        auto entry = nlohmann::json::parse(lease_json(serial));
        entry["commencement"] = "2025-06-15";
        entry["periods"] = 12;
        entry["unguaranteed_residual"] = "300000.00";
        const auto drafted = post_json("/api/v1/contracts", entry.dump(), as(Role::Clerk));
        EXPECT_EQ(drafted.status, 201) << drafted.body;
        auto number = json_of(drafted)["number"].get<std::string>();
        walk(number, "disburse");
        EXPECT_EQ(take_step(number, "activate", R"({"classification_override":"sold on at its end"})").status, 200);
        return number;
    }
    // Its machine comes back at 260,000.00.
    std::string returned_machine(const std::string& number) {
        const auto returned = change_lease(number, {{"kind", "return"},
                                                    {"effective_date", "2026-06-15"},
                                                    {"asset_value", "260000.00"},
                                                    {"reason", "end of term"}});
        EXPECT_EQ(returned.status, 200) << returned.body;
        return database_->read([&](db::Connection& c) { return db::assets_of(c, {number}).front().code.text; });
    }

    std::int64_t book_version() {
        return database_->read([](db::Connection& c) { return db::book_version(c); });
    }
    // Rows of a table, counted by the test's own words.
    std::int64_t rows(const std::string& table) {
        return database_->read([&](db::Connection& c) {
            auto& count = c.prepare("SELECT COUNT(*) FROM " + table);
            count.step();
            return count.integer(0);
        });
    }

    TestFolder folder_;
    db::Moment now = house_noon;
    std::unique_ptr<db::Database> database_ = opened(folder_.path / "book.db");

private:
    static std::unique_ptr<db::Database> opened(const std::filesystem::path& path) {
        auto database = db::open("sqlite:" + path.string());
        db::migrate(*database);
        database->write([](db::Connection& c) { seed(c); });
        EXPECT_TRUE(fill_demo(*database, {60, 1}, house_noon));
        return database;
    }
    static const View& view() {
        static const View loaded;
        return loaded;
    }

    const Config config_ = [this] {
        Config config;
        config.data = (folder_.path / "data").string();
        return config;
    }();
    Book book_{*database_};
    Curves curves_{*database_, [this] { return now; }};
    CloseJobs closes_{*database_};
    LossJobs losses_{*database_, (folder_.path / "data").string()};
    ReportRoom reports_{*database_, book_, curves_, CNY};
    PasswordHasher hasher_{{1, 8192}};
    Throttle throttle_;
    std::map<Role, Visitor> people_;

protected:
    Door door_{.vault = Vault::with_random_key()};
    std::vector<Period> announced_;  // packs that were made by themselves
    PackJobs packs_{
        reports_, curves_, {(folder_.path / "packs").string(), "Huaxin Leasing", CNY, 3, [this](Period p, const Pack&) {
                                announced_.push_back(p);
                            }}};
    App app_{config_,
             *database_,
             view(),
             book_,
             curves_,
             closes_,
             losses_,
             CNY,
             hasher_,
             throttle_,
             [this] { return now; },
             [] { return FrontFigures{}; },
             door_,
             reports_,
             packs_};
    Corridor corridor_{app_, all_routes()};
};

}  // namespace leasebook::server
