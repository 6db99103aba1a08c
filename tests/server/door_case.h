#pragma once
// The house with its door in full: sign-in form, cookies as a browser keeps them, and an authenticator app.
#include "server/access/totp.h"
#include "tests/server/house_case.h"

namespace leasebook::server {

class DoorCase : public HouseCase {
protected:
    // A browser: its cookies by name, as answers set and end them.
    struct Browser {
        std::map<std::string, std::string> cookies;

        void keep(const Response& response) {
            for (const auto& [header, value] : response.headers) {
                if (header != "Set-Cookie") continue;
                const auto equals = value.find('='), end = value.find(';');
                cookies[value.substr(0, equals)] = value.substr(equals + 1, end - equals - 1);
                if (value.find("Max-Age=0") != std::string::npos) cookies.erase(value.substr(0, equals));
            }
        }
        std::string header() const {
            std::string text;
            for (const auto& [name, value] : cookies) text += (text.empty() ? "" : "; ") + name + "=" + value;
            return text;
        }
    };

    Response browse(Browser& browser, const std::string& method, const std::string& target, const Fields& fields = {},
                    const std::string& peer = "127.0.0.1") {
        const auto question = target.find('?');
        Request request{method,
                        target.substr(0, question),
                        question == std::string::npos ? "" : target.substr(question + 1),
                        {{"host", house_host}, {"cookie", browser.header()}},
                        form_body(fields),
                        peer,
                        "r1",
                        true,
                        secure_};
        if (method == "POST") {
            request.headers.emplace_back("content-type", "application/x-www-form-urlencoded");
            request.headers.emplace_back("origin", (secure_ ? "https://" : "http://") + house_host);
        }
        auto response = corridor_.handle(request);
        browser.keep(response);
        return response;
    }
    // The token that the forms of a page carry.
    static std::string csrf_of(const Response& page) {
        const std::string mark = R"(name="csrf" value=")";
        const auto begin = page.body.find(mark);
        EXPECT_NE(begin, std::string::npos) << page.body.substr(0, 200);
        if (begin == std::string::npos) return {};
        return page.body.substr(begin + mark.size(), page.body.find('"', begin + mark.size()) - begin - mark.size());
    }
    // Opens one page and posts a form of it.
    Response submit(Browser& browser, const std::string& page, const std::string& target, Fields fields,
                    const std::string& peer = "127.0.0.1") {
        fields["csrf"] = csrf_of(browse(browser, "GET", page, {}, peer));
        return browse(browser, "POST", target, fields, peer);
    }
    Response sign_in(Browser& browser, const std::string& name, const std::string& password = house_password,
                     const std::string& peer = "127.0.0.1") {
        return submit(browser, "/sign-in", "/sign-in", {{"user_name", name}, {"password", password}}, peer);
    }
    static std::string location(const Response& response) { return header_of(response, "Location"); }
    bool is_in(Browser& browser) { return browse(browser, "GET", "/").status == 200; }

    // The code that the person's app shows now, whatever is in the database sealed.
    std::string code_now(const std::string& secret) const {
        return hotp(secret, time_step(std::chrono::floor<std::chrono::seconds>(now)));
    }
    // The secret as the set-up page shows it.
    static std::string secret_shown(const Response& page) {
        const auto begin = page.body.find("secret=") + 7;
        return base32_decoded(page.body.substr(begin, page.body.find('&', begin) - begin)).value();
    }
    // Sets the second factor up in this browser, and a step passes; answers secret and recovery codes.
    struct Factor {
        std::string secret;
        std::vector<std::string> recovery_codes;
    };
    Factor set_up(Browser& browser) {
        EXPECT_EQ(location(submit(browser, "/second-factor", "/second-factor/start", {{"password", house_password}})),
                  "/second-factor");
        const auto page = browse(browser, "GET", "/second-factor");
        Factor factor{secret_shown(page), {}};
        const auto confirmed =
            submit(browser, "/second-factor", "/second-factor/confirm", {{"code", code_now(factor.secret)}});
        EXPECT_EQ(confirmed.status, 200);
        const std::string mark = "<li><code>";
        for (auto at = confirmed.body.find(mark); at != std::string::npos; at = confirmed.body.find(mark, at + 1))
            factor.recovery_codes.push_back(confirmed.body.substr(at + mark.size(), 19));
        now += std::chrono::seconds(30);
        return factor;
    }

    bool secure_ = false;  // whether requests come over TLS
};

}  // namespace leasebook::server
