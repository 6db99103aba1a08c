#include "server/config.h"

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <toml.hpp>

#include "domain/decimal_text.h"
#include "domain/money.h"

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

// mysql://user:password@host → mysql://user:***@host
std::string masked(std::string address) {
    const auto scheme = address.find("://");
    const auto at = address.find('@');
    if (scheme == std::string::npos || at == std::string::npos) return address;
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
    if (const auto currency = parse_currency(config.base_currency, "base-currency"); !currency)
        errors.push_back(currency.error());
    if (config.log_format != "json" && config.log_format != "text")
        errors.push_back(
            invalid("log-format", "The log format is json or text, not \"{0}\".", shortened(config.log_format)));
    if (!errors.empty()) return errors;
    return config;
}

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
