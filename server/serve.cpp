#include <sys/resource.h>
#include <csignal>
#include <filesystem>
#include <iostream>
#include <thread>

#include "db/contract_store.h"
#include "db/register_store.h"
#include "server/commands.h"
#include "server/corridor.h"
#include "server/demo/demo.h"
#include "server/http/front.h"
#include "server/installation.h"
#include "server/log.h"
#include "server/reporting/mail.h"
#include "server/session.h"

namespace leasebook::server {

namespace {

// SIGINT and SIGTERM are blocked before any thread starts, so that only this wait receives them.
sigset_t block_stop_signals() {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    return signals;
}

bool is_empty(db::Database& database) {
    return database.read(
        [](db::Connection& c) { return db::count_contracts(c, {}) == 0 && db::count<Lessee>(c) == 0; });
}

void load_demo(db::Database& database, int contracts) {
    std::cerr << "Loading a demo portfolio of " << contracts << " contracts …\n";
    const auto outcome = fill_demo(database, {contracts, 1}, system_now());
    ensure(outcome.has_value(), "an empty database takes the demo portfolio");
}

FrontSettings front_settings(const Config& config) {
    FrontSettings settings;
    settings.address = config.address;
    settings.port = static_cast<std::uint16_t>(config.port);
    settings.workers = static_cast<std::size_t>(config.workers);
    settings.queue = static_cast<std::size_t>(config.queue);
    // A large body is taken only for an import, and not from strangers.
    settings.limits.takes_upload = [](const Request& request) {
        return (request.path == "/imports" || request.path.starts_with("/api/v1/imports/")) &&
               (request.cookie(session_cookie) || request.header("authorization"));
    };
    settings.on_failure = [](const Request& request, std::string_view what) {
        log_event(LogLevel::Error, "broken", {{"request", request.id}, {"what", std::string(what)}});
    };
    return settings;
}

// Every connection is a descriptor: as many as the system lets this process have.
void raise_descriptor_limit() {
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
}

void announce(const Config& config, int port, const std::optional<std::string>& password) {
    std::cout << "Leasebook serves on http://" << config.address << ":" << port << "/\n";
    if (password)
        std::cout << "Sign in as \"admin\" with the one-time password " << *password << "\n";
    else
        std::cout << "Forgotten the password? leasebook user reset admin\n";
    std::cout.flush();
}

// Lives all contracts through beside the first requests, so that nobody's first look at the exposure waits for it.
void warm(Book& book, Curves& curves, Currency currency) {
    try {
        const Date day = today(system_now);
        const auto curve = curves.on(currency.text(), day);
        book.exposure(day, currency, *curve ? &**curve : nullptr);
    } catch (const std::exception& error) {
        log_event(LogLevel::Warn, "exposure not warmed", {{"reason", error.what()}});
    }
}

// By mail, where the settings say how.
std::function<void(Period, const Pack&)> announcement(const Config& config) {
    const MailSettings mail{config.mail_server, config.mail_sender, config.pack_mail_to};
    if (!mail.complete()) return {};
    return [mail, company = config.company](Period period, const Pack& pack) {
        send_mail(mail, company + " report pack " + to_text(period),
                  "The report pack of " + to_text(period) + " is made: " + std::to_string(pack.files) +
                      " files, SHA-256 " + pack.hash + ". It is on the page Reports.\n");
    };
}

}  // namespace

Result<Done> run_serve(const Config& config, const ServeOptions& options) {
    auto signals = block_stop_signals();
    raise_descriptor_limit();
    start_log(config.log_format, config.log_level);
    const auto database = open_installation(config);
    if (options.demo && is_empty(*database)) load_demo(*database, options.demo_contracts);
    const auto password = first_administrator(*database);
    const View view;
    Book book(*database);
    Curves curves(*database, system_now);
    CloseJobs closes(*database);
    LossJobs losses(*database, config.data);
    ReportRoom reports(*database, book, curves, *parse_currency(config.base_currency));
    PackJobs packs(reports, curves,
                   {(std::filesystem::path(config.data) / "packs").string(), config.company,
                    *parse_currency(config.base_currency), config.pack_business_day, announcement(config)});
    PasswordHasher hasher;
    Throttle throttle;
    App app{config,  *database, view,       book,
            curves,  closes,    losses,     *parse_currency(config.base_currency),
            hasher,  throttle,  system_now, [] { return FrontFigures{}; },
            reports, packs};
    Corridor corridor(app, all_routes());
    Front front(front_settings(config), [&](const Request& request) { return corridor.handle(request); });
    app.figures = [&] { return front.figures(); };
    front.start();
    announce(config, front.port(), password);
    packs.watch([] { return today(system_now); });
    const std::jthread warming([&] { warm(book, curves, app.currency); });
    log_event(LogLevel::Info, "serving",
              {{"port", std::to_string(front.port())},
               {"workers", std::to_string(config.workers)},
               {"queue", std::to_string(config.queue)}});
    int signal = 0;
    sigwait(&signals, &signal);
    log_event(LogLevel::Info, "stopping", {});
    front.stop();
    return Done{};
}

}  // namespace leasebook::server
