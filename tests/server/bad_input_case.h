#pragma once
// Good requests to be spoiled, and what must be true of every refusal.
#include "db/contract_store.h"
#include "tests/server/house_case.h"

namespace leasebook::server {

class BadInput : public HouseCase {
protected:
    BadInput() {
        database_->read([this](db::Connection& c) {
            lessee_ = db::list<Lessee>(c, {"", "", 1}).rows.front().code.text;
            class_ = db::all<AssetClass>(c).front().code.text;
            machine_ = db::list<Asset>(c, {"", "", 1}).rows.front();
        });
    }
    // One good request a route; every test spoils something in it.
    nlohmann::json good(const std::string& kind) const {
        if (kind == "lessees")
            return {{"code", "NEW1"}, {"name", "New firm"}, {"size_class", "small"}, {"grade", "BBB"}};
        if (kind == "contracts")
            return {{"lessee", lessee_},
                    {"asset_class", class_},
                    {"serial_number", "SN-BAD"},
                    {"currency", "CNY"},
                    {"financed_amount", "1000000.00"},
                    {"commencement", "2026-01-15"},
                    {"first_rent_date", "2026-02-15"},
                    {"periods", 36},
                    {"period_months", 1},
                    {"annual_rate", "0.06"}};
        if (kind == "quotes")
            return {{"currency", "CNY"},
                    {"financed_amount", "1000000.00"},
                    {"commencement", "2026-01-15"},
                    {"first_rent_date", "2026-02-15"},
                    {"periods", 36},
                    {"rate", {{"type", "fixed"}, {"annual", "0.06"}}}};
        if (kind == "assets")
            return {{"code", "NEW1"},    {"serial_number", "SN-BAD"}, {"asset_class", class_},
                    {"currency", "CNY"}, {"cost", "500000.00"},       {"acquired", "2026-01-15"}};
        if (kind == "appraisals")
            return {{"asset", machine_.code.text}, {"date", "2026-06-15"}, {"currency", "CNY"}, {"value", "400000.00"}};
        return {{"curve", "CNY"}, {"instrument", "deposit"}, {"tenor", "3M"}, {"date", "2026-06-15"}, {"rate", "0.02"}};
    }
    static std::vector<std::string> kinds() {
        return {"lessees", "contracts", "quotes", "assets", "appraisals", "market-quotes"};
    }
    Response post(const std::string& kind, const std::string& body) {
        return post_json("/api/v1/" + kind, body, as(Role::Administrator));
    }

    std::vector<std::int64_t> stored() {
        return {book_version(),        rows("contracts"), rows("contract_events"),
                rows("lessees"),       rows("assets"),    rows("appraisals"),
                rows("market_quotes"), rows("audit_log"), rows("idempotency_keys")};
    }
    // Refused with 4xx as a problem document, and nothing stored.
    void expect_refused(const Response& answer, const std::string& what) {
        EXPECT_GE(answer.status, 400) << what;
        EXPECT_LT(answer.status, 500) << what << ": " << answer.body;
        EXPECT_EQ(answer.content_type, "application/problem+json") << what;
        const auto problem = nlohmann::json::parse(answer.body, nullptr, false);
        ASSERT_FALSE(problem.is_discarded()) << what;
        EXPECT_EQ(problem["status"], answer.status) << what;
        EXPECT_FALSE(problem["detail"].get<std::string>().empty()) << what;
        EXPECT_EQ(stored(), before_) << what;
    }
    void expect_refused(const std::string& kind, const std::string& field, const nlohmann::json& value) {
        auto body = good(kind);
        body[field == "rate.annual" ? nlohmann::json::json_pointer("/rate/annual")
                                    : nlohmann::json::json_pointer("/" + field)] = value;
        const auto answer = post(kind, body.dump());
        expect_refused(answer, kind + " " + body.dump());
        EXPECT_EQ(fields_of(answer), std::set<std::string>{field}) << kind << " " << value << " " << answer.body;
    }
    // Nothing that was typed may stand in a page as anything but text.
    static bool holds_script(const std::string& page) { return page.find("<script>alert") != std::string::npos; }

    std::string lessee_, class_;
    Asset machine_;
    std::vector<std::int64_t> before_ = stored();
};

}  // namespace leasebook::server
