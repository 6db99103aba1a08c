#include <sys/resource.h>
#include <algorithm>
#include <csignal>
#include <filesystem>
#include <iostream>
#include <thread>

#include "db/access_store.h"
#include "db/contract_store.h"
#include "db/register_store.h"
#include "server/commands.h"
#include "server/corridor.h"
#include "server/demo/demo.h"
#include "server/http/front.h"
#include "server/installation.h"
#include "server/jobs.h"
#include "server/log.h"
#include "server/number_formats.h"
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
    settings.tls_certificate = config.tls_certificate;
    settings.tls_key = config.tls_key;
    settings.trusted_proxies = config.trusted_proxies;
    settings.limits.hosts = config.hosts;
    // A large body is taken only for an import or a file of a lease, and not from strangers.
    settings.limits.takes_upload = [](const Request& request) {
        const bool expected = request.path == "/imports" || request.path.starts_with("/api/v1/imports/") ||
                              request.path.ends_with("/attachments");
        return expected && shows_a_secret(request);
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
    std::cout << "Leasebook serves on " << (config.tls_certificate.empty() ? "http://" : "https://") << config.address
              << ":" << port << "/\n";
    if (config.second_factor == "optional")
        std::cout << "Nobody is asked for a second factor (second-factor optional)\n";
    if (password)
        std::cout << "Sign in as \"admin\" with the one-time password " << *password << "\n";
    else
        std::cout << "Forgotten the password? leasebook user reset admin\n";
    std::cout.flush();
}

std::unique_ptr<SingleSignOn> single_sign_on(const Config& config) {
    if (config.oidc_issuer.empty()) return nullptr;
    return std::make_unique<SingleSignOn>(SingleSignOnSettings{config.oidc_issuer, config.oidc_client_id,
                                                               config.oidc_client_secret,
                                                               config.public_url + "/sign-in/provider/return"});
}

// To the log, which an operator sends to another machine: what was written up to here cannot be rewritten unseen.
void log_audit_head(db::Database& database) {
    const auto head = database.read([](db::Connection& c) { return db::audit_head(c); });
    log_event(LogLevel::Info, "audit_head", {{"head", db::head_text(head)}});
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
    using Passwords = std::set<std::string, std::less<>>;
    auto blocklist =
        config.password_blocklist.empty() ? Result<Passwords>(Passwords{}) : read_blocklist(config.password_blocklist);
    if (!blocklist) return blocklist.errors();
    const auto database = open_installation(config);
    interrupt_lost_jobs(*database, system_now());
    write_figures_as_set(*database);
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
    Door door{.vault = Vault::from_file(config.key_file),
              .second_factor_required = config.second_factor == "required",
              .blocklist = *std::move(blocklist),
              .single_sign_on = single_sign_on(config),
              .changes = {std::max(1, config.rate_limit / 15), config.rate_limit}};
    App app{config, *database, view,       book,
            curves, closes,    losses,     *parse_currency(config.base_currency),
            hasher, throttle,  system_now, [] { return FrontFigures{}; },
            door,   reports,   packs};
    Corridor corridor(app, all_routes());
    Front front(
        front_settings(config), [&](const Request& request) { return corridor.handle(request); },
        [&](const Request& request) { return corridor.at_hand(request); });
    app.figures = [&] { return front.figures(); };
    front.start();
    announce(config, front.port(), password);
    packs.watch([] { return today(system_now); });
    const std::jthread warming([&] { warm(book, curves, app.currency); });
    log_event(LogLevel::Info, "serving",
              {{"port", std::to_string(front.port())},
               {"workers", std::to_string(config.workers)},
               {"queue", std::to_string(config.queue)}});
    log_audit_head(*database);
    int signal = 0;
    sigwait(&signals, &signal);
    log_event(LogLevel::Info, "stopping", {});
    front.stop();
    log_audit_head(*database);
    return Done{};
}

}  // namespace leasebook::server
