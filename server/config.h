#pragma once
// What the program was told: by flag, by environment, by one TOML file, in that order; else the default.
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "domain/result.h"

namespace leasebook::server {

struct Setting {
    std::string name;      // "database": flag --database, environment LEASEBOOK_DATABASE, TOML key database
    std::string standard;  // the default
    std::string meaning;
    bool secret = false;  // shown as *** by `leasebook config`
};
const std::vector<Setting>& known_settings();

struct Config {
    std::string database;  // sqlite:PATH or mysql://user:password@host:port/name
    std::string data;      // folder for everything else kept
    std::string address;   // to listen on
    int port = 0;
    int workers = 0;            // threads that answer requests
    int queue = 0;              // requests that may wait for one
    std::string base_currency;  // the currency reports are in unless told otherwise
    std::string company;        // whose reports these are; may be empty
    int pack_business_day = 0;  // of the month, on which the report pack is made by itself; 0: it is not
    std::string mail_server, mail_sender, pack_mail_to;  // by which it is announced; empty: on the page alone
    std::string log_format;                              // "json" or "text"
    std::string log_level;
    std::string second_factor;       // "required" or "optional"
    std::string password_blocklist;  // path; empty: only the program's own
    std::string key_file;
    std::string tls_certificate, tls_key;  // paths; both empty: plain HTTP
    std::vector<std::string> trusted_proxies;
    std::vector<std::string> hosts;  // empty: any
    std::string public_url;
    std::string oidc_issuer, oidc_client_id, oidc_client_secret;
    int rate_limit = 0;  // a minute; 0: none
};

struct ConfigSources {
    std::map<std::string, std::string> flags;
    std::optional<std::string> file;  // path of the TOML file
    // Defaults that differ from the program's; see demo_standards().
    std::map<std::string, std::string> standards = {};
};
// What `serve --demo` takes for granted unless it is told otherwise: its accounts have one-time passwords that stand on
// the screen, so it asks nobody for a second factor.
std::map<std::string, std::string> demo_standards();

// The value in force for each setting and where it comes from ("flag", "environment", "file", "demo", "default").
struct ConfigValue {
    std::string value, source;
};
Result<std::map<std::string, ConfigValue>> resolve(const ConfigSources& sources);
Result<Config> read_config(const ConfigSources& sources);

// What `leasebook config` prints: name, value (passwords masked), where from, meaning.
Result<std::string> describe_config(const ConfigSources& sources);

}  // namespace leasebook::server
