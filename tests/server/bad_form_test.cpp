// A form with mistakes is given back as it was typed; what was typed is text, wherever it is shown.
#include "tests/server/bad_input_case.h"

namespace leasebook::server {
namespace {

class BadForm : public BadInput {
protected:
    struct Form {
        std::string path;
        Fields typed;                    // as a person typed it, mistakes and all
        std::vector<std::string> wrong;  // labels that must be named
    };
    std::vector<Form> forms() const {
        const std::string script = "<script>alert(1)</script>";
        return {{"/contracts",
                 {{"lessee", "NOBODY\"><i>"},
                  {"asset_class", class_},
                  {"serial_number", script},
                  {"currency", "CNY"},
                  {"financed_amount", "-5.00"},
                  {"commencement", "2026-02-31"},
                  {"periods", "10000"},
                  {"annual_rate", "6,5"},
                  {"timing", "arrears"},
                  {"day_count", "MONTHS/12"}},
                 {"lessee", "financed_amount", "commencement", "periods", "annual_rate"}},
                {"/quotes",
                 {{"currency", "CNY"},
                  {"financed_amount", "NaN"},
                  {"commencement", "2026-01-15junk"},
                  {"periods", "0"},
                  {"annual_rate", script},
                  {"timing", "arrears"},
                  {"day_count", "MONTHS/12"},
                  {"upfront_fee", "-1"}},
                 {"financed_amount", "commencement", "periods", "annual_rate", "upfront_fee"}},
                {"/lessees",
                 {{"code", "a b"}, {"name", script}, {"size_class", "huge"}, {"cluster", "a/b"}},
                 {"code", "size_class", "cluster"}},
                {"/assets",
                 {{"code", "a b"},
                  {"serial_number", script},
                  {"asset_class", class_},
                  {"currency", "CNY"},
                  {"cost", "99999999999999999999"},
                  {"acquired", "31.02.2026"}},
                 {"code", "cost", "acquired"}},
                {"/curves",
                 {{"curve", "CNY"},
                  {"instrument", "deposit"},
                  {"tenor", "soon\"><i>"},
                  {"date", "2026-02-31"},
                  {"rate", "infinite"},
                  {"source", script}},
                 {"tenor", "date", "rate"}},
                {"/assets/" + machine_.code.text + "/appraisals",
                 {{"date", "2026-02-31"}, {"value", "-1"}, {"source", script}},
                 {"date", "value"}},
                {"/users", {{"user_name", "a b"}, {"display_name", script}}, {"user_name", "roles"}}};
    }
    static std::string escaped(std::string_view text) {
        std::string out;
        for (const char c : text) {
            if (c == '<')
                out += "&lt;";
            else if (c == '>')
                out += "&gt;";
            else if (c == '"')
                out += "&quot;";
            else if (c == '\'')
                out += "&#39;";
            else if (c == '&')
                out += "&amp;";
            else
                out += c;
        }
        return out;
    }
};

TEST_F(BadForm, IsGivenBackAsItWasWithEveryMistakeNamed) {
    for (const auto& [path, typed, wrong] : forms()) {
        const auto page = post_form(path, typed, as(Role::Administrator));
        EXPECT_EQ(page.status, 422) << path;
        EXPECT_TRUE(page.content_type.starts_with("text/html")) << path;
        for (const auto& [name, value] : typed)
            EXPECT_NE(page.body.find(escaped(value)), std::string::npos) << path << " lost " << name << " = " << value;
        for (const auto& name : wrong)
            EXPECT_NE(page.body.find("#field-" + name), std::string::npos) << path << " does not name " << name;
        EXPECT_FALSE(holds_script(page.body)) << path;
        EXPECT_EQ(page.body.find("\"><i>"), std::string::npos) << path;
        EXPECT_EQ(stored(), before_) << path;
        EXPECT_EQ(rows("users"), 6) << path;
    }
}

TEST_F(BadForm, OfARevisionIsGivenBackToo) {
    const auto number = database_->read([](db::Connection& c) {
        db::ContractQuery drafts;
        drafts.status = ContractStatus::Draft;
        return db::list_contracts(c, drafts).rows;
    });
    ASSERT_FALSE(number.empty());
    const auto path = "/contracts/" + number.front().number.text + "/revise";
    const auto page = post_form(
        path, {{"version", "1"}, {"lessee", "<script>alert(1)</script>"}, {"financed_amount", "0"}}, as(Role::Clerk));
    EXPECT_EQ(page.status, 422);
    EXPECT_NE(page.body.find("&lt;script&gt;alert(1)&lt;/script&gt;"), std::string::npos);
    EXPECT_NE(page.body.find("action=\"" + path + "\""), std::string::npos);
    EXPECT_FALSE(holds_script(page.body));
    EXPECT_EQ(stored(), before_);
}

TEST_F(BadForm, AScriptInAStoredNameComesBackAsText) {
    const auto script = std::string("<script>alert(1)</script>");
    ASSERT_EQ(post_form("/lessees", {{"code", "EVIL"}, {"name", script}, {"size_class", "small"}, {"grade", "BBB"}},
                        as(Role::Clerk))
                  .status,
              303);
    for (const char* path : {"/lessees/EVIL", "/lessees", "/lessees?q=script", "/lessees/EVIL/edit", "/search?q=script",
                             "/contracts/new"}) {
        const auto page = get(path, as(Role::Clerk));
        EXPECT_EQ(page.status, 200) << path;
        EXPECT_FALSE(holds_script(page.body)) << path;
    }
    EXPECT_NE(get("/lessees/EVIL", as(Role::Clerk)).body.find(escaped(script)), std::string::npos);
}

TEST_F(BadForm, WhatStandsInTheAddressComesBackAsText) {
    const auto script = percent_encoded("\"><script>alert(1)</script>");
    for (const auto& route : corridor_.routes()) {
        if (route.method != "GET" || route.is_api() || route.pattern.find('{') != std::string::npos) continue;
        for (const char* name : {"q", "as_of", "currency", "status", "curve", "lessee", "cluster", "after", "limit",
                                 "return_to", "saved"}) {
            const auto page = get(route.pattern + "?" + name + "=" + script, as(Role::Administrator));
            EXPECT_LT(page.status, 500) << route.pattern << " " << name;
            EXPECT_FALSE(holds_script(page.body)) << route.pattern << " " << name;
        }
    }
}

TEST_F(BadForm, ThatIsMalformedIsRefused) {
    const auto who = as(Role::Clerk);
    for (const char* body : {"%", "%zz=1", "name=%f"}) {
        const auto answer = send("POST", "/lessees", who, body,
                                 {{"content-type", "application/x-www-form-urlencoded"}, {"x-csrf-token", who.csrf}});
        EXPECT_EQ(answer.status, 422) << body;
    }
    EXPECT_EQ(stored(), before_);
}

}  // namespace
}  // namespace leasebook::server
