#include "server/commands.h"

#include <unistd.h>
#include <algorithm>
#include <fstream>
#include <iostream>
#include <iterator>
#include <sstream>

#include "db/access_store.h"
#include "db/contract_store.h"
#include "db/counters.h"
#include "db/journal_store.h"
#include "db/portfolio_store.h"
#include "db/register_store.h"
#include "db/residual_fit_store.h"
#include "domain/decimal_text.h"
#include "pricing/rent.h"
#include "server/actus.h"
#include "server/attachments.h"
#include "server/audit_view.h"
#include "server/books/verify.h"
#include "server/call.h"
#include "server/curves.h"
#include "server/demo/demo.h"
#include "server/evaluate.h"
#include "server/import/import.h"
#include "server/installation.h"
#include "server/quote_page.h"
#include "server/whole_file.h"

namespace leasebook::server {

namespace {

// Progress on a terminal, and only there.
Progress progress_of(const std::string& what) {
    if (isatty(STDERR_FILENO) == 0) return {};
    return [what](std::size_t done, std::size_t of) {
        std::cerr << "\r" << what << ": " << done << " of " << of << (done == of ? "\n" : "") << std::flush;
    };
}

Result<std::string> read_all(const std::string& path) {
    if (path == "-" || path.empty()) return std::string(std::istreambuf_iterator<char>(std::cin), {});
    std::ifstream file(path, std::ios::binary);
    if (!file) return invalid("file", "The file {0} cannot be read.", path);
    return std::string(std::istreambuf_iterator<char>(file), {});
}

void print_faults(const ImportOutcome& outcome) {
    for (const auto& fault : outcome.errors)
        std::cerr << "line " << fault.line << (fault.column.empty() ? "" : ", column " + fault.column) << ": "
                  << message(fault.error) << "\n";
    if (outcome.faults > outcome.errors.size())
        std::cerr << outcome.faults - outcome.errors.size() << " more faults are not listed\n";
}

int print_findings(const std::string& what, const Errors& findings) {
    std::cout << what << ": " << (findings.empty() ? "holds" : std::to_string(findings.size()) + " breaches") << "\n";
    for (const auto& finding : findings) std::cout << "  " << message(finding) << "\n";
    return static_cast<int>(findings.size());
}

void print_fits(db::Database& database) {
    database.read([](db::Connection& connection) {
        for (const auto& code : db::classes_with_sales(connection))
            if (const auto fit = db::find_fit(connection, code)) {
                std::cout << code.text << ": fitted to " << fit->sales << " sales of " << fit->models << " models, "
                          << fit->left_out << " left out;";
                for (const auto& point : fit->points)
                    if (point.age_months % 36 == 0 && point.age_months > 0)
                        std::cout << " " << point.age_months << " months " << to_text(point.share);
                std::cout << "\n";
            }
    });
}

// Every stored rent repays its contract to the cent.
Errors verify_schedules(const Portfolio& portfolio) {
    Errors findings;
    for (const auto& contract : portfolio.contracts) {
        const auto schedule = pricing::agreed_schedule(contract.terms, contract.plan, contract.rent);
        if (!schedule)
            findings.push_back(conflict("Contract {0}: {1}", contract.number.text, message(schedule.error())));
        else if (!schedule->rows.back().closing.is_zero())
            findings.push_back(conflict("Contract {0} does not end at zero.", contract.number.text));
    }
    return findings;
}

}  // namespace

Result<Done> run_demo(const Config& config, const DemoArguments& arguments) {
    const auto database = open_installation(config);
    const auto outcome =
        fill_demo(*database, {arguments.contracts, arguments.seed}, system_now(), progress_of("contracts"));
    if (!outcome) return outcome.errors();
    std::cout << outcome->contracts << " contracts, " << outcome->lessees << " lessees, " << outcome->assets
              << " assets, " << outcome->appraisals << " appraisals, " << outcome->market_quotes << " market quotes, "
              << outcome->sales << " sales of used machines, " << outcome->month_ends << " month ends, "
              << outcome->impairments << " impairments proposed\n";
    return Done{};
}

Result<Done> run_import(const Config& config, const ImportArguments& arguments) {
    const auto kind = parse_named<ImportKind>(arguments.kind, "KIND");
    if (!kind) return kind.errors();
    const auto bytes = read_all(arguments.file);
    if (!bytes) return bytes.errors();
    std::optional<Mapping> mapping;
    if (!arguments.mapping.empty()) {
        auto read = read_mapping_file(arguments.mapping, arguments.lookup_folder);
        if (!read) return read.errors();
        mapping = *std::move(read);
    }
    const auto database = open_installation(config);
    const char* user = std::getenv("USER");
    const Act act{user != nullptr && *user != '\0' ? user : "import", today(system_now)};
    const auto outcome =
        import_csv(*database, {*kind, *bytes, mapping ? &*mapping : nullptr, act, system_now(), progress_of("rows")});
    if (!outcome.stored()) {
        print_faults(outcome);
        return invalid("", "{0} faults in {1} rows: nothing was stored.", std::to_string(outcome.faults),
                       std::to_string(outcome.rows_read));
    }
    std::cout << outcome.rows_stored << " rows stored\n";
    if (*kind == ImportKind::Sales) print_fits(*database);
    return Done{};
}

Result<Done> run_migrate(const Config& config) {
    open_installation(config);
    std::cout << "The database has this program's schema.\n";
    return Done{};
}

Result<Done> run_audit(const Config& config, const AuditArguments& arguments) {
    if (arguments.action != "head" && arguments.action != "export")
        return invalid("ACTION", "\"{0}\" is not known here. Use one of: {1}.", shortened(arguments.action),
                       "head, export");
    const auto database = open_installation(config);
    if (arguments.action == "export") return write_whole(arguments.out, audit_csv(*database, {}));
    const auto head = database->read([](db::Connection& c) { return db::audit_head(c); });
    return write_whole(arguments.out, db::head_text(head) + "\n");
}

Result<Done> run_verify(const Config& config, const AuditArguments& arguments) {
    std::vector<db::AuditHead> heads;
    for (const auto& given : arguments.heads) {
        std::istringstream words(given);
        for (std::string word; words >> word;) {
            const auto head = db::parse_audit_head(word);
            if (!head) return head.errors();
            heads.push_back(*head);
        }
    }
    const auto database = open_installation(config);
    int breaches = 0;
    breaches += print_findings("contract events: hash chain, and state equals their fold",
                               database->read([](db::Connection& c) { return db::verify_events(c); }));
    breaches +=
        print_findings(heads.empty() ? "audit log: hash chain" : "audit log: hash chain, and heads kept elsewhere",
                       database->read([&](db::Connection& c) { return db::verify_audit_against(c, heads); }));
    breaches += print_findings("files of leases: present and unchanged",
                               verify_attachments(*database, AttachmentFolder(config.data)));
    const auto portfolio = database->read([](db::Connection& c) { return db::load_portfolio(c, today(system_now)); });
    breaches += print_findings("schedules repay their contracts to the cent", verify_schedules(portfolio));
    breaches += print_findings("journal: entries balance, trial balance is zero, closed periods are untouched",
                               database->read([](db::Connection& c) { return db::verify_journal(c); }));
    const auto books = prove_books(*database, today(system_now));
    breaches += print_findings("books: journals follow from events, receivables equal the schedules", books.findings);
    std::cout << books.entries << " journal entries of " << books.contracts << " contracts";
    for (const Money sum : books.receivables)
        std::cout << ", receivable " << to_text(sum) << " " << sum.currency().text();
    std::cout << "\n";
    std::cout << portfolio.contracts.size() << " contracts, " << portfolio.lessees.size() << " lessees, "
              << portfolio.assets.size() << " assets\n";
    if (breaches > 0) return conflict("{0} breaches found.", std::to_string(breaches));
    return Done{};
}

Result<Done> run_rebuild(const Config& config) {
    const auto database = open_installation(config);
    std::cout << database->write([](db::Connection& c) { return db::rebuild_contracts(c); })
              << " contracts made anew from their events\n";
    return Done{};
}

Result<Done> run_quote(const Config& config, const std::string& file) {
    const auto bytes = read_all(file);
    if (!bytes) return bytes.errors();
    const auto json = parse_json(*bytes);
    if (!json) return json.errors();
    const auto request = read_pricing_request(*json);
    if (!request) return request.errors();
    const auto database = open_installation(config);
    Curves curves(*database, system_now);
    const auto priced = price_on_curve(curves, *request);
    if (!priced) return priced.errors();
    std::cout << quote_json(priced->quote, priced->pay_dates, priced->curve_errors) << "\n";
    return Done{};
}

Result<Done> run_eval(const std::string& file) {
    std::ifstream cases(file == "-" ? "/dev/stdin" : file, std::ios::binary);
    if (!cases) return invalid("file", "The file {0} cannot be read.", file);
    evaluate_all(cases, std::cout, built_in_calendar_days());
    return Done{};
}

Result<Done> run_actus(const std::string& file) {
    const auto bytes = read_all(file);
    if (!bytes) return bytes.errors();
    const auto events = actus_events(*bytes);
    if (!events) return events.errors();
    std::cout << *events;
    return Done{};
}

}  // namespace leasebook::server
