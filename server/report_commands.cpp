// Verbs of the command line that write reports: one in a format, or the whole pack of a month.
#include <unistd.h>

#include <iostream>

#include "reports/catalogue.h"
#include "reports/formats.h"
#include "reports/table_choice.h"
#include "server/commands.h"
#include "server/installation.h"
#include "server/known_at.h"
#include "server/reporting/against.h"
#include "server/reporting/pack.h"
#include "server/reporting/report_room.h"
#include "server/whole_file.h"

namespace leasebook::server {

namespace {

Result<Date> day_asked(const ReportArguments& arguments) {
    if (!arguments.period.empty()) {
        const auto period = parse_period(arguments.period, "period");
        if (!period) return period.errors();
        return period->last_day();
    }
    return arguments.as_of.empty() ? Result<Date>(today(system_now)) : parse_date(arguments.as_of, "as-of");
}

Result<ReportAsked> report_asked(const Config& config, const ReportArguments& arguments) {
    const auto report = reports::find_report(arguments.name);
    const auto day = day_asked(arguments);
    const auto currency = parse_currency(arguments.currency.empty() ? config.base_currency : arguments.currency);
    const auto axes = reports::parse_axes(arguments.by);
    if (!report) return report.errors();
    if (!day) return day.errors();
    if (!currency) return currency.errors();
    if (!axes) return axes.errors();
    ReportAsked asked{arguments.name, *day, *currency, *axes};
    if (!arguments.known_at.empty()) {
        const auto moment = parse_moment(arguments.known_at, "known-at");
        if (!moment) return moment.errors();
        asked.known_at = *moment;
    }
    return asked;
}

Result<reports::TableChoice> choice_of(const ReportArguments& arguments) {
    reports::TableChoice choice{reports::names_in(arguments.columns), {}, "", arguments.sort};
    if (arguments.where.empty()) return choice;
    const auto equals = arguments.where.find('=');
    if (equals == std::string::npos)
        return invalid("where", "Write a column, '=' and the value, like product=vendor; not \"{0}\".",
                       shortened(arguments.where));
    choice.where.emplace_back(arguments.where.substr(0, equals), arguments.where.substr(equals + 1));
    return choice;
}

Result<MadeReport> make_report(ReportRoom& room, const ReportAsked& asked, const std::string& against) {
    if (against.empty()) return room.make(asked);
    const auto comparison = parse_comparison(against);
    if (!comparison) return comparison.errors();
    return compared_report(room, asked, *comparison);
}

}  // namespace

Result<Done> run_report(const Config& config, const ReportArguments& arguments) {
    if (arguments.list) {
        for (const auto& report : reports::catalogue()) std::cout << report.name << "  " << report.title << "\n";
        return Done{};
    }
    const auto asked = report_asked(config, arguments);
    if (!asked) return asked.errors();
    const auto format = reports::find_format(arguments.format);
    if (!format) return format.errors();
    const auto choice = choice_of(arguments);
    if (!choice) return choice.errors();
    const auto database = open_installation(config);
    Book book(*database);
    Curves curves(*database, system_now);
    ReportRoom room(*database, book, curves, *parse_currency(config.base_currency));
    const auto report = make_report(room, *asked, arguments.against);
    if (!report) return report.errors();
    const auto table = reports::chosen(report->table, *choice);
    if (!table) return table.errors();
    const auto edition = edition_of(parse_language(arguments.language), *report, config.company);
    return write_whole(arguments.out, format->render(*table, edition));
}

Result<Done> run_pack(const Config& config, const PackArguments& arguments) {
    const auto period = parse_period(arguments.period, "period");
    if (!period) return period.errors();
    const auto database = open_installation(config);
    Book book(*database);
    Curves curves(*database, system_now);
    const auto currency = *parse_currency(config.base_currency);
    ReportRoom room(*database, book, curves, currency);
    PackOrder order{*period, currency, config.company, languages_of(arguments.language), arguments.out, {}};
    if (isatty(STDERR_FILENO) != 0)
        order.progress = [](const std::string& what, std::size_t done, std::size_t of) {
            std::cerr << "\r" << done << " of " << of << ": " << what << "                    "
                      << (done == of ? "\n" : "") << std::flush;
        };
    const auto pack = make_pack(room, order);
    if (!pack) return pack.errors();
    std::cout << arguments.out << ": " << pack->files << " files, " << pack->bytes << " bytes, SHA-256 " << pack->hash
              << (pack->preliminary ? ", PRELIMINARY: the month is not closed" : "") << "\n";
    return Done{};
}

}  // namespace leasebook::server
