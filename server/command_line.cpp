#include "server/command_line.h"

#include <CLI/CLI.hpp>
#include <iostream>
#include <optional>

#include "db/database.h"
#include "server/commands.h"
#include "server/config.h"

namespace leasebook::server {

namespace {

constexpr int refused = 1, wrong_usage = 2, environment_broken = 3;

int fail(const Errors& errors) {
    for (const auto& error : errors)
        std::cerr << "leasebook: " << (error.field.empty() ? "" : error.field + ": ") << message(error) << "\n";
    return refused;
}

struct Verbs {
    CLI::App app{"Leasebook: leases, their prices, residual values and exposure by cluster and industry", "leasebook"};
    ConfigSources sources;
    std::map<std::string, std::string> given;  // flags as CLI11 fills them; empty means not given
    ServeOptions serve;
    DemoArguments demo;
    ImportArguments import;
    ReportArguments report;
    PackArguments pack;
    CloseArguments close;
    UserArguments user;
    AuditArguments audit;
    RiskArguments risk;
    ValueArguments value;
    std::string file, config_file;
    std::function<Result<Done>(const Config&)> chosen;
};

void add_settings(Verbs& verbs) {
    verbs.app.add_option("--config", verbs.config_file, "TOML file with settings");
    for (const auto& setting : known_settings())
        verbs.app.add_option("--" + setting.name, verbs.given[setting.name], setting.meaning);
    verbs.app.fallthrough();
    verbs.app.require_subcommand(1);
}

template <class F>
CLI::App* verb(Verbs& verbs, const std::string& name, const std::string& meaning, F run) {
    auto* sub = verbs.app.add_subcommand(name, meaning);
    sub->callback([&verbs, run] { verbs.chosen = run; });
    return sub;
}

void add_data_verbs(Verbs& v) {
    auto* demo = verb(v, "demo", "fill an empty database with a made-up portfolio",
                      [&v](const Config& c) { return run_demo(c, v.demo); });
    demo->add_option("--contracts", v.demo.contracts, "how many contracts")->check(CLI::Range(1, 1'000'000));
    demo->add_option("--seed", v.demo.seed, "the same seed gives the same portfolio");
    auto* import = verb(v, "import", "read a CSV file: all rows or none",
                        [&v](const Config& c) { return run_import(c, v.import); });
    import
        ->add_option("KIND", v.import.kind,
                     "clusters, industries, lessees, suppliers, asset-classes, assets, appraisals, market, calendars "
                     "or contracts")
        ->required();
    import->add_option("FILE", v.import.file, "the CSV file; - reads standard input")->required();
    import->add_option("--map", v.import.mapping, "TOML file that maps foreign columns, see docs/import.md");
    import->add_option("--lookup-dir", v.import.lookup_folder, "where the mapping's look-up files are");
    verb(v, "migrate", "bring the database to this program's schema", [](const Config& c) { return run_migrate(c); });
    auto* close = verb(v, "close", "close a month: safe to interrupt and to repeat",
                       [&v](const Config& c) { return run_close(c, v.close); });
    close->add_option("--period", v.close.period, "the month, like 2026-06")->required();
    close->add_option("--by", v.close.by, "who closes it, for the record")->capture_default_str();
    close->add_option("--batch", v.close.batch, "contracts in one transaction: with fewer, others wait less for theirs")
        ->check(CLI::Range(1, 100'000))
        ->capture_default_str();
    auto* balance = verb(v, "trial-balance", "balances of every account, as CSV",
                         [&v](const Config& c) { return run_trial_balance(c, v.close.period); });
    balance->add_option("--period", v.close.period, "the month, like 2026-06")->required();
    auto* journal = verb(v, "journal", "the whole journal as plain text for ledger-cli",
                         [&v](const Config& c) { return run_journal(c, v.file); });
    journal->add_option("--out", v.file, "file to write; standard output when left out");
    verb(v, "verify", "check every invariant of the stored data; exit 1 on a breach", [&v](const Config& c) {
        return run_verify(c, v.audit);
    })->add_option("--audit-head", v.audit.heads, "heads of the audit log that were kept elsewhere, like 1234:9f86d0…");
    auto* audit = verb(v, "audit", "the audit log: its head, to be kept elsewhere, or all of it as CSV",
                       [&v](const Config& c) { return run_audit(c, v.audit); });
    audit->add_option("ACTION", v.audit.action, "head or export")->required();
    audit->add_option("--out", v.audit.out, "file to write; standard output when left out");
    verb(v, "rebuild", "make the contracts' current state anew from their events",
         [](const Config& c) { return run_rebuild(c); });
}

void add_report_verbs(Verbs& v) {
    auto* report = verb(v, "report", "write a report", [&v](const Config& c) { return run_report(c, v.report); });
    report->add_option("NAME", v.report.name, "which report");
    report->add_flag("--list", v.report.list, "list the reports there are");
    report->add_option("--period", v.report.period, "the month at whose end it stands, like 2026-06");
    report->add_option("--as-of", v.report.as_of, "the day, like 2026-06-30; today when left out");
    report->add_option("--known-at", v.report.known_at, "as it was known then, like 2026-07-02T08:00:00Z");
    report->add_option("--format", v.report.format, "csv, json, xlsx, pdf or html")->capture_default_str();
    report->add_option("--language", v.report.language, "en or zh: of xlsx, pdf and html")
        ->check(CLI::IsMember({"en", "zh"}));
    report->add_option("--currency", v.report.currency, "currency of the contracts shown");
    report->add_option("--by", v.report.by, "axes of the exposure report: one, or two with a comma; cluster,industry");
    report->add_option("--columns", v.report.columns, "these alone, in this order, with commas");
    report->add_option("--where", v.report.where, "rows with this value in a column: product=vendor");
    report->add_option("--sort", v.report.sort, "by this column; -column for the largest first");
    report->add_option("--against", v.report.against, "compare: previous-month, last-year or scenario:NAME");
    report->add_option("--out", v.report.out, "file to write; standard output when left out");
    auto* pack = verb(v, "pack", "write all reports of a month in all formats as one ZIP",
                      [&v](const Config& c) { return run_pack(c, v.pack); });
    pack->add_option("--period", v.pack.period, "the month, like 2026-06")->required();
    pack->add_option("--out", v.pack.out, "the file to write")->required();
    pack->add_option("--language", v.pack.language, "en, zh or both")
        ->check(CLI::IsMember({"en", "zh", "both"}))
        ->capture_default_str();
}

void add_question_verbs(Verbs& v) {
    auto* quote =
        verb(v, "quote", "price one lease: JSON in, JSON out", [&v](const Config& c) { return run_quote(c, v.file); });
    quote->add_option("FILE", v.file, "the request; standard input when left out");
    auto* eval = verb(v, "eval", "evaluate cases of outside suites: a JSON object a line in, an answer a line out",
                      [&v](const Config&) { return run_eval(v.file); });
    eval->add_option("FILE", v.file, "the cases, see docs/eval.md; - reads standard input")->required();
    auto* actus = verb(v, "actus", "events of ACTUS contracts: terms as JSON in, events as JSON out",
                       [&v](const Config&) { return run_actus(v.file); });
    actus->add_option("FILE", v.file, "cases by id, as in the standard's tests; - reads standard input")->required();
}

void add_risk_verbs(Verbs& v) {
    auto* risk = verb(v, "risk", "loss distributions: of the book (run), of a portfolio in a file (creditriskplus)",
                      [&v](const Config& c) { return run_risk(c, v.risk); });
    risk->add_option("ACTION", v.risk.action, "creditriskplus or run")->required();
    risk->add_option("FILE", v.risk.file, "the portfolio, see docs/risk.md; - reads standard input");
    risk->add_option("--as-of", v.risk.as_of, "the day of the book, like 2026-06-30; today when left out");
    risk->add_option("--currency", v.risk.currency, "currency of the contracts");
    auto* value = verb(v, "value", "value the book, as it is or after a stress",
                       [&v](const Config& c) { return run_value(c, v.value); });
    value->add_option("--as-of", v.value.as_of, "the day, like 2026-06-30; today when left out");
    value->add_option("--currency", v.value.currency, "currency of the contracts");
    value->add_option("--shift", v.value.shift, "basis points by which all rates rise");
    value->add_option("--scenario", v.value.scenario, "JSON file of a stress scenario, see docs/risk.md");
}

void add_server_verbs(Verbs& v) {
    auto* serve = verb(v, "serve", "serve pages and API", [&v](const Config& c) { return run_serve(c, v.serve); });
    serve->add_flag("--demo", v.serve.demo, "load the demo portfolio if the database is empty");
    serve->add_option("--demo-contracts", v.serve.demo_contracts, "its size")->check(CLI::Range(1, 1'000'000));
    auto* user = verb(v, "user", "add a user, reset a password or a second factor, make an API token",
                      [&v](const Config& c) { return run_user(c, v.user); });
    user->add_option("ACTION", v.user.action, "add, reset, list, token, link or remove-factor")->required();
    user->add_option("NAME", v.user.name, "the name they sign in with");
    user->add_option("--roles", v.user.roles,
                     "comma-separated: clerk, approver, finance, risk, auditor, administrator");
    user->add_option("--scopes", v.user.scopes, "of a token, with ';': read, register, contracts, payments, market …")
        ->capture_default_str();
    user->add_option("--subject", v.user.subject, "who they are at the provider of single sign-on (link)");
    user->add_option("--display-name", v.user.display_name, "the name that pages show");
    user->add_option("--days", v.user.days, "how long a token lasts")->check(CLI::Range(1, 366))->capture_default_str();
}

int run_chosen(Verbs& verbs) {
    if (!verbs.config_file.empty()) verbs.sources.file = verbs.config_file;
    for (const auto& [name, value] : verbs.given)
        if (!value.empty()) verbs.sources.flags[name] = value;
    if (verbs.serve.demo) verbs.sources.standards = demo_standards();
    if (verbs.app.got_subcommand("config")) {
        const auto text = describe_config(verbs.sources);
        if (!text) return fail(text.errors());
        std::cout << *text;
        return 0;
    }
    const auto config = read_config(verbs.sources);
    if (!config) return fail(config.errors());
    const auto done = verbs.chosen(*config);
    return done ? 0 : fail(done.errors());
}

}  // namespace

int run_command_line(int argc, char** argv) {
    Verbs verbs;
    add_settings(verbs);
    add_server_verbs(verbs);
    add_data_verbs(verbs);
    add_question_verbs(verbs);
    add_report_verbs(verbs);
    add_risk_verbs(verbs);
    verbs.app.add_subcommand("config", "print the settings in force and where each comes from");
    try {
        verbs.app.parse(argc, argv);
        return run_chosen(verbs);
    } catch (const CLI::ParseError& error) {
        return verbs.app.exit(error) == 0 ? 0 : wrong_usage;
    } catch (const db::DatabaseError& error) {
        std::cerr << "leasebook: " << error.what() << "\n";
        return environment_broken;
    } catch (const std::exception& error) {
        std::cerr << "leasebook: " << error.what() << "\n";
        return environment_broken;
    }
}

}  // namespace leasebook::server
