#pragma once
// What each verb of the command line does, once its words are read. Output goes to standard output, progress to
// standard error; an error is what the user can mend, an exception what the environment broke.
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "server/config.h"

namespace leasebook::server {

struct ServeOptions {
    bool demo = false;
    int demo_contracts = 2'000;
};
struct DemoArguments {
    int contracts = 2'000;
    std::uint64_t seed = 1;
};
struct ImportArguments {
    std::string kind, file, mapping, lookup_folder;
};
struct ReportArguments {
    std::string name, as_of, period, format = "csv", currency, out, by, language = "en", known_at, columns, where, sort,
                                     against;
    bool list = false;
};
struct PackArguments {
    std::string period, out, language = "both";
};
struct CloseArguments {
    std::string period, by = "close";
    std::size_t batch = 2'500;  // contracts in one transaction
};
struct RiskArguments {
    std::string action, file, as_of, currency;
};
struct ValueArguments {
    std::string as_of, currency, shift, scenario;
};
struct UserArguments {
    std::string action, name, roles, display_name, subject;
    std::string scopes = "read;register;contracts;payments;market;risk;import";
    int days = 90;
};
struct AuditArguments {
    std::string action, out;
    std::vector<std::string> heads;  // each may hold several, divided by blanks or line ends
};

Result<Done> run_serve(const Config& config, const ServeOptions& options);
Result<Done> run_demo(const Config& config, const DemoArguments& arguments);
Result<Done> run_import(const Config& config, const ImportArguments& arguments);
Result<Done> run_migrate(const Config& config);
Result<Done> run_verify(const Config& config, const AuditArguments& arguments);
// The head of the audit log ("1234:9f86d0…"), or the whole log as CSV.
Result<Done> run_audit(const Config& config, const AuditArguments& arguments);
Result<Done> run_close(const Config& config, const CloseArguments& arguments);
// Code, name and balances of every account, as CSV.
Result<Done> run_trial_balance(const Config& config, const std::string& period);
// The whole journal in the plain text that ledger-cli and hledger read.
Result<Done> run_journal(const Config& config, const std::string& path);
Result<Done> run_rebuild(const Config& config);
Result<Done> run_quote(const Config& config, const std::string& file);
Result<Done> run_eval(const std::string& file);
Result<Done> run_actus(const std::string& file);
Result<Done> run_report(const Config& config, const ReportArguments& arguments);
// All reports of a month in all formats, as one ZIP.
Result<Done> run_pack(const Config& config, const PackArguments& arguments);
Result<Done> run_risk(const Config& config, const RiskArguments& arguments);
// The book's value, expected loss and residual gap by cluster and industry, as JSON; before and after with a scenario.
Result<Done> run_value(const Config& config, const ValueArguments& arguments);
Result<Done> run_user(const Config& config, const UserArguments& arguments);

}  // namespace leasebook::server
