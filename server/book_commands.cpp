// Verbs of the command line that are about the books: the monthly close, the trial balance, the journal for others.
#include <unistd.h>
#include <fstream>
#include <iostream>

#include "db/journal_store.h"
#include "db/monthly_movements.h"
#include "server/books/close.h"
#include "server/commands.h"
#include "server/installation.h"

namespace leasebook::server {

Result<Done> run_close(const Config& config, const CloseArguments& arguments) {
    const auto period = parse_period(arguments.period, "period");
    if (!period) return period.errors();
    const auto database = open_installation(config);
    CloseOrder order{*period, arguments.by, *parse_currency(config.base_currency), system_now, {}, arguments.batch};
    if (isatty(STDERR_FILENO) != 0)
        order.progress = [](CloseStep step, std::int64_t records) {
            std::cerr << "\r" << to_text(step) << ": " << records << "      " << std::flush;
        };
    const auto outcome = close_period(*database, order);
    if (!outcome) return outcome.errors();
    for (const auto& step : outcome->steps)
        std::cout << step.step << ": " << step.records << " records"
                  << (step.control_total.empty() ? "" : ", control total " + step.control_total) << "\n";
    std::cout << "journal of " << to_text(*period) << ": " << outcome->journal_hash << "\n";
    return Done{};
}

Result<Done> run_trial_balance(const Config& config, const std::string& asked) {
    const auto period = parse_period(asked, "period");
    if (!period) return period.errors();
    const auto database = open_installation(config);
    const auto [lines, chart] = database->read([&](db::Connection& c) {
        return std::pair{db::trial_balance(c, *period), db::chart_of_accounts(c)};
    });
    std::cout << "code,account,currency,opening,debits,credits,closing\n";
    for (const auto& line : lines) {
        const auto known = std::ranges::find(chart, line.account, &ChartLine::account);
        std::cout << known->code << "," << to_text(line.account) << "," << line.closing.currency().text() << ","
                  << to_text(line.opening) << "," << to_text(line.debits) << "," << to_text(line.credits) << ","
                  << to_text(line.closing) << "\n";
    }
    return Done{};
}

Result<Done> run_journal(const Config& config, const std::string& path) {
    const auto database = open_installation(config);
    std::ofstream file;
    if (!path.empty()) {
        file.open(path, std::ios::binary | std::ios::trunc);
        if (!file) return invalid("out", "The file {0} cannot be written.", path);
    }
    std::ostream& out = path.empty() ? std::cout : file;
    const auto chart = database->read(db::chart_of_accounts);
    std::map<Account, std::string> codes;
    for (const auto& line : chart) codes[line.account] = line.code;
    database->read([&](db::Connection& connection) {
        db::each_entry(connection, [&](const db::PostedEntry& posted) {
            out << to_text(posted.posting_date) << " (" << posted.id << ") " << to_text(posted.entry.rule) << " "
                << posted.contract.text << "\n";
            for (const auto& line : posted.entry.lines)
                out << "    " << codes.at(line.account) << "  " << to_text(line.amount) << " "
                    << line.amount.currency().text() << "\n";
            out << "\n";
        });
    });
    out.flush();
    if (!out) return invalid("out", "The file {0} cannot be written.", path);
    return Done{};
}

}  // namespace leasebook::server
