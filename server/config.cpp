#include "server/config.h"

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <toml.hpp>
#include <utility>

#include "domain/decimal_text.h"
#include "domain/money.h"
#include "server/access/web_client.h"

namespace leasebook::server {

namespace {

std::string environment_name(const std::string& setting) {
    std::string name = "LEASEBOOK_";
    for (const char c : setting)
        name += c == '-' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    return name;
}

Result<std::map<std::string, std::string>> read_file(const std::string& path) {
    try {
        std::map<std::string, std::string> values;
        const auto document = toml::parse(path);
        for (const auto& [key, value] : document.as_table()) {
            if (std::ranges::find(known_settings(), key, &Setting::name) == known_settings().end())
                return invalid(key, "The configuration file {0} has an unknown setting \"{1}\".", path, shortened(key));
            values[key] = value.is_string() ? std::string(value.as_string()) : toml::format(value);
        }
        return values;
    } catch (const std::exception&) {
        return invalid("config", "The configuration file {0} cannot be read as TOML.", path);
    }
}

// "a, b" → "a" and "b"
std::vector<std::string> listed(const std::string& text) {
    std::vector<std::string> parts;
    std::string part;
    for (const char c : text + ",") {
        if (c == ',' && !part.empty()) parts.push_back(std::exchange(part, {}));
        if (c != ',' && c != ' ') part += c;
    }
    return parts;
}

// What must be told together, and what only makes sense in one way.
void check_door(const Config& config, Errors& errors) {
    if (config.second_factor != "required" && config.second_factor != "optional")
        errors.push_back(invalid("second-factor", "The second factor is required or optional, not \"{0}\".",
                                 shortened(config.second_factor)));
    if (config.tls_certificate.empty() != config.tls_key.empty())
        errors.push_back(invalid("tls-key", "TLS takes both a certificate (tls-certificate) and its key (tls-key)."));
    const auto& url = config.public_url;
    const bool is_address = url.starts_with("https://") || url.starts_with("http://");
    if (!url.empty() && (!is_address || url.ends_with('/')))
        errors.push_back(invalid("public-url", "Write this like https://leasebook.example, without a path."));
    if (config.oidc_issuer.empty()) return;
    if (!may_be_asked(config.oidc_issuer))
        errors.push_back(invalid("oidc-issuer", "The provider's address begins with https://."));
    if (config.oidc_client_id.empty() || url.empty())
        errors.push_back(
            invalid("oidc-client-id", "Signing in with a provider takes oidc-client-id and public-url too."));
}

// mysql://user:password@host → mysql://user:***@host; what is no address is a secret as a whole.
std::string masked(std::string address) {
    const auto scheme = address.find("://");
    const auto at = address.find('@');
    if (scheme == std::string::npos) return address.empty() || address.starts_with("sqlite:") ? address : "***";
    if (at == std::string::npos) return address;
    const auto colon = address.find(':', scheme + 3);
    if (colon != std::string::npos && colon < at) address.replace(colon + 1, at - colon - 1, "***");
    return address;
}

Result<int> whole_number(const std::map<std::string, ConfigValue>& values, const std::string& name, int low, int high) {
    const auto& text = values.at(name).value;
    const auto number = parse_integer(text, low, high);
    if (!number)
        return invalid(name, "The setting {0} is a whole number from {1} to {2}, not \"{3}\".", name,
                       std::to_string(low), std::to_string(high), shortened(text));
    return static_cast<int>(*number);
}

}  // namespace

const std::vector<Setting>& known_settings() {
    static const std::vector<Setting> settings{
        {"database", "sqlite:var/leasebook.db", "sqlite:PATH or mysql://user:password@host:port/name", true},
        {"data", "var", "folder for everything else that is kept"},
        {"address", "127.0.0.1", "address to listen on"},
        {"port", "8080", "port to listen on; 0 takes a free one and prints it"},
        {"workers", "8", "threads that answer requests"},
        {"queue", "256", "requests that may wait for a thread; one more is answered 503"},
        {"base-currency", "CNY", "currency of reports unless told otherwise"},
        {"company", "", "name of the company on its reports"},
        {"pack-business-day", "0",
         "business day of the month on which the pack of the month before is made by itself; 0: never"},
        {"mail-server", "", "host or host:port that takes mail; none when empty"},
        {"mail-sender", "", "address that mail comes from"},
        {"pack-mail-to", "", "addresses, with commas, that are told of a pack that was made by itself"},
        {"second-factor", "required",
         "required or optional: whether approver, finance and administrator sign in with a code too"},
        {"password-blocklist", "", "file of passwords that nobody may choose, one a line"},
        {"key-file", "", "key that seals secrets in the database; DATA/secret.key when left out"},
        {"tls-certificate", "", "PEM file of the certificate chain; with tls-key, the server speaks TLS"},
        {"tls-key", "", "PEM file of its private key"},
        {"trusted-proxies", "", "addresses, with commas, whose X-Forwarded-For and X-Forwarded-Proto are believed"},
        {"hosts", "", "names, with commas, that a request may be addressed to; any when left out"},
        {"public-url", "", "how browsers reach this server, like https://leasebook.example"},
        {"oidc-issuer", "", "OpenID Connect provider that people may sign in with"},
        {"oidc-client-id", "", "what the provider knows this server as"},
        {"oidc-client-secret", "", "what it proves that with; a public client has none", true},
        {"rate-limit", "30000", "changes a minute of one person or API token; 0: as many as they like"},
        {"log-format", "text", "json or text"},
        {"log-level", "info", "debug, info, warn or error"},
    };
    return settings;
}

Result<std::map<std::string, ConfigValue>> resolve(const ConfigSources& sources) {
    std::map<std::string, std::string> in_file;
    if (sources.file) {
        auto read = read_file(*sources.file);
        if (!read) return std::move(read).errors();
        in_file = *std::move(read);
    }
    std::map<std::string, ConfigValue> values;
    for (const auto& setting : known_settings()) {
        const char* environment = std::getenv(environment_name(setting.name).c_str());
        if (const auto flag = sources.flags.find(setting.name); flag != sources.flags.end())
            values[setting.name] = {flag->second, "flag"};
        else if (environment != nullptr && *environment != '\0')
            values[setting.name] = {environment, "environment"};
        else if (const auto found = in_file.find(setting.name); found != in_file.end())
            values[setting.name] = {found->second, "file"};
        else if (const auto own = sources.standards.find(setting.name); own != sources.standards.end())
            values[setting.name] = {own->second, "demo"};
        else
            values[setting.name] = {setting.standard, "default"};
    }
    return values;
}

Result<Config> read_config(const ConfigSources& sources) {
    const auto values = resolve(sources);
    if (!values) return values.errors();
    const auto text = [&](const char* name) { return values->at(name).value; };
    Errors errors;
    const auto number = [&](const char* name, int low, int high) {
        const auto read = whole_number(*values, name, low, high);
        if (!read) errors.push_back(read.error());
        return read ? *read : 0;
    };
    Config config;
    config.database = text("database");
    config.data = text("data");
    config.address = text("address");
    config.port = number("port", 0, 65535);
    config.workers = number("workers", 1, 256);
    config.queue = number("queue", 1, 100'000);
    config.base_currency = text("base-currency");
    config.company = text("company");
    config.pack_business_day = number("pack-business-day", 0, 20);
    config.mail_server = text("mail-server");
    config.mail_sender = text("mail-sender");
    config.pack_mail_to = text("pack-mail-to");
    config.log_format = text("log-format");
    config.log_level = text("log-level");
    config.second_factor = text("second-factor");
    config.password_blocklist = text("password-blocklist");
    config.key_file = text("key-file").empty() ? config.data + "/secret.key" : text("key-file");
    config.tls_certificate = text("tls-certificate");
    config.tls_key = text("tls-key");
    config.trusted_proxies = listed(text("trusted-proxies"));
    config.hosts = listed(text("hosts"));
    config.public_url = text("public-url");
    config.oidc_issuer = text("oidc-issuer");
    config.oidc_client_id = text("oidc-client-id");
    config.oidc_client_secret = text("oidc-client-secret");
    config.rate_limit = number("rate-limit", 0, 10'000'000);
    check_door(config, errors);
    if (const auto currency = parse_currency(config.base_currency, "base-currency"); !currency)
        errors.push_back(currency.error());
    if (config.log_format != "json" && config.log_format != "text")
        errors.push_back(
            invalid("log-format", "The log format is json or text, not \"{0}\".", shortened(config.log_format)));
    if (!errors.empty()) return errors;
    return config;
}

std::map<std::string, std::string> demo_standards() { return {{"second-factor", "optional"}}; }

Result<std::string> describe_config(const ConfigSources& sources) {
    const auto values = resolve(sources);
    if (!values) return values.errors();
    std::string text;
    for (const auto& setting : known_settings()) {
        const auto& [value, source] = values->at(setting.name);
        text += setting.name + " = " + (setting.secret ? masked(value) : value) + "  (" + source + ": " +
                setting.meaning + ")\n";
    }
    return text;
}

}  // namespace leasebook::server
